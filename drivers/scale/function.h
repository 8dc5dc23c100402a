#pragma once
// A pure function of a protocol: a plain one, or one with a state of its own, as a description read from a
// file is. Small enough for constant tables; the state is not owned and must outlive it.

#include <cstddef>

namespace bozhong::scale {

template <class Signature>
class Function;

template <class Out, class... In>
class Function<Out(In...)> {
  public:
    constexpr Function(std::nullptr_t = nullptr) {}              // NOLINT: implicit by design
    constexpr Function(Out (*plain)(In...)) : m_plain(plain) {}  // NOLINT: implicit by design
    /// Function<…>::of<call>(state) calls call(state, in…).
    template <auto call, class State>
    static Function of(State const& state) {
        Function out;
        out.m_state = &state;
        out.m_bound = [](void const* bound, In... in) {
            return call(*static_cast<State const*>(bound), in...);
        };
        return out;
    }
    constexpr explicit operator bool() const { return m_plain != nullptr || m_bound != nullptr; }
    Out operator()(In... in) const { return m_plain != nullptr ? m_plain(in...) : m_bound(m_state, in...); }

  private:
    Out (*m_plain)(In...) = nullptr;
    Out (*m_bound)(void const*, In...) = nullptr;
    void const* m_state = nullptr;
};

}  // namespace bozhong::scale
