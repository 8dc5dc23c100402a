#include "tests/e2e/faults/bare_scale.h"

#include <chrono>
#include <utility>

namespace bozhong::faults {

using namespace std::chrono_literals;

namespace {

domain::Instant now() {
    return domain::Instant(std::chrono::duration_cast<domain::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch()));
}

}  // namespace

BareScale::BareScale(boost::asio::any_io_executor strand, std::string id)
    : m_timer(std::move(strand)), m_id(std::move(id)) {}

void BareScale::put(domain::Mass mass) {
    m_mass = mass;
    m_moving = true;
}

void BareScale::lift_after(domain::milliseconds time) {
    m_lift_at = now() + time;
}

void BareScale::start(OnEvent on_event) {
    m_on_event = std::move(on_event);
    tick();
}

void BareScale::send(std::string const& command) {
    m_on_event(core::ScaleReplied{m_id, command, false, "this pan takes no commands"});
}

void BareScale::tick() {
    if (m_lift_at && now() >= *m_lift_at) {
        m_lift_at.reset();
        put({});
    }
    domain::Reading seen;
    seen.mass = m_mass;
    seen.indication = {domain::in_unit(m_mass, domain::MassUnit::kg, 3), "kg"};
    seen.kind = domain::WeightKind::gross;
    seen.stable = std::exchange(m_moving, false) ? domain::Known::no : domain::Known::yes;
    seen.at_zero = m_mass.mg == 0 ? domain::Known::yes : domain::Known::no;
    seen.at = domain::Instant(std::chrono::duration_cast<domain::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch()));
    m_on_event(core::ReadingSeen{seen, m_id});
    m_timer.expires_after(2ms);
    m_timer.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

}  // namespace bozhong::faults
