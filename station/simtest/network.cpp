#include "station/simtest/network.h"

#include <utility>

#include "station/simtest/hub_process.h"

namespace bozhong::simtest {
namespace {

constexpr std::size_t kept_most = 200;

}  // namespace

Millis Way::travel() {
    return m_dice.between(1, 4) + (weather.delay_ms > 0 ? m_dice.between(0, weather.delay_ms) : 0);
}

void Way::send(Life life, hub::Request request, Answered answered, Refused refused) {
    if (weather.keep_for_replay && request.method == "POST") {
        if (m_kept.size() >= kept_most) m_kept.erase(m_kept.begin());
        m_kept.push_back(request);
    }
    if (!weather.to_hub || m_dice.chance(weather.lose_request)) return;
    bool const twice = m_dice.chance(weather.twice);
    m_scheduler.after(travel(), the_world, [this, life, request, answered, refused = std::move(refused)] {
        if (m_hub.up()) return deliver(life, request, answered);
        if (weather.from_hub) m_scheduler.after(travel(), life, refused);
    });
    if (twice)
        m_scheduler.after(travel() + m_dice.between(0, 3'000), the_world,
                          [this, request = std::move(request)] {
                              if (m_hub.up()) deliver(the_world, request, nullptr);
                          });
}

void Way::deliver(Life life, hub::Request const& request, Answered const& answered) {
    m_hub.arrive(request, [this, life, request, answered](hub::Answer const& answer) {
        if (!weather.from_hub || m_dice.chance(weather.lose_answer)) return;
        if (on_answer) on_answer(request, answer);
        if (answered) m_scheduler.after(travel(), life, [answered, answer] { answered(answer); });
    });
}

void Way::replay(std::size_t most) {
    for (std::size_t i = 0; i < most && !m_kept.empty(); ++i) {
        auto const which =
            static_cast<std::size_t>(m_dice.between(0, static_cast<Millis>(m_kept.size()) - 1));
        if (m_hub.up()) deliver(the_world, m_kept[which], nullptr);
    }
}

}  // namespace bozhong::simtest
