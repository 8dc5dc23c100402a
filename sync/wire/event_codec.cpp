#include "sync/wire/event_codec.h"

#include <array>
#include <unordered_map>
#include <utility>

#include "sync/wire/archive.h"

namespace bozhong::wire {
namespace {

namespace json = boost::json;
using domain::Error, domain::ErrorKind, domain::Fact, domain::Result;

using Decoder = Result<Fact> (*)(json::object const&, std::string_view);

template <class T>
Result<Fact> decode_as(json::object const& object, std::string_view type) {
    Reader reader(object);
    T fact;
    fields(reader, fact);
    if (reader.wrong().empty()) return Fact{std::move(fact)};
    return Error{ErrorKind::bad_input, "the field \"" + reader.wrong() + "\" is missing or wrong",
                 std::string(type), ""};
}

/// A payload's tree lives as long as it is read: no allocation for one of the usual size.
class Memory {
  public:
    json::storage_ptr storage() { return &m_resource; }

  private:
    std::array<unsigned char, 8192> m_bytes;
    json::monotonic_resource m_resource{m_bytes.data(), m_bytes.size()};
};

/// One decoder a type, by the type's name.
std::unordered_map<std::string, Decoder> const& decoders() {
    static auto const table = []<std::size_t... I>(std::index_sequence<I...>) {
        std::unordered_map<std::string, Decoder> out;
        (out.emplace(type_name(Fact{std::variant_alternative_t<I, Fact>{}}),
                     &decode_as<std::variant_alternative_t<I, Fact>>),
         ...);
        out.erase("");  // UnknownFact has no name of its own
        return out;
    }
    (std::make_index_sequence<std::variant_size_v<Fact>>{});
    return table;
}

}  // namespace

std::string encode(Fact const& fact, domain::Stamp const& stamp) {
    Writer writer;
    writer("v", 1);
    writer("stamp", stamp);
    std::visit([&](auto const& f) { fields(writer, f); }, fact);
    return json::serialize(writer.take());
}

Result<Fact> decode(std::string_view type, std::string_view payload) {
    Memory memory;
    auto object = parse_object(payload, type, memory.storage());
    if (!object) return object.error();
    auto const found = decoders().find(std::string(type));
    if (found == decoders().end()) return Fact{domain::UnknownFact{std::string(type)}};
    return found->second(*object, type);
}

Result<Decoded> decode_both(std::string_view type, std::string_view payload) {
    Memory memory;
    auto object = parse_object(payload, type, memory.storage());
    if (!object) return object.error();
    Decoded out;
    Reader reader(*object);
    reader("stamp", out.stamp);
    if (!reader.wrong().empty())
        return Error{ErrorKind::bad_input, "the field \"" + reader.wrong() + "\" is missing or wrong",
                     "stamp", ""};
    auto const found = decoders().find(std::string(type));
    auto fact = found == decoders().end() ? Result<Fact>(Fact{domain::UnknownFact{std::string(type)}})
                                          : found->second(*object, type);
    if (!fact) return fact.error();
    out.fact = std::move(*fact);
    return out;
}

Result<domain::Stamp> decode_stamp(std::string_view payload) {
    Memory memory;
    auto object = parse_object(payload, "stamp", memory.storage());
    if (!object) return object.error();
    domain::Stamp stamp;
    Reader reader(*object);
    reader("stamp", stamp);
    if (reader.wrong().empty()) return stamp;
    return Error{ErrorKind::bad_input, "the field \"" + reader.wrong() + "\" is missing or wrong", "stamp",
                 ""};
}

}  // namespace bozhong::wire
