#include "station/simtest/hub_process.h"

#include <utility>
#include <vector>

namespace bozhong::simtest {

bool HubProcess::start() {
    if (up()) return true;
    m_life = m_scheduler.begin_life();
    auto database = hub::open_sqlite(path, &m_disk);
    if (!database) {
        m_scheduler.end_life(m_life);
        stay_down_for(1'000);
        return false;
    }
    hub::Settings settings;
    settings.key = "key of the simulated hub";
    auto store = wrap ? wrap(std::move(database).value()) : std::move(database).value();
    m_hub = std::make_unique<hub::Hub>(std::move(store), settings,
                                       [this] { return clock.at(m_scheduler.now()).unix_ms; });
    m_api = std::make_unique<hub::Api>(*m_hub, hub::Api::Secrets{token, false, "simulation"});
    tick();
    if (on_start) on_start();
    return true;
}

void HubProcess::kill(Death death) {
    if (!up()) return;
    if (death == Death::power_cut) {
        m_disk.power_cut();
    } else {
        m_disk.kill();
    }
    m_scheduler.end_life(m_life);
    m_waiting.clear();
    m_api.reset();
    m_hub.reset();
    if (on_death) on_death();
}

void HubProcess::stay_down_for(Millis wait) {
    m_scheduler.after(wait, the_world, [this] { start(); });
}

hub::Answer HubProcess::ask(hub::Request const& request) {
    auto answer = m_api->handle(request);
    look_at_store();
    return answer;
}

/// After a failed write or sync the program ends by itself, and is started again.
void HubProcess::look_at_store() {
    if (!m_hub->database().broken() && !m_disk.met()) return;
    m_scheduler.soon([this, life = m_life] {
        if (life != m_life || !up()) return;
        kill();
        stay_down_for(1'000);
    });
}

void HubProcess::arrive(hub::Request request, Reply reply) {
    m_scheduler.after(slow_ms, m_life, [this, request = std::move(request), reply = std::move(reply)] {
        answer(request, reply);
    });
}

void HubProcess::answer(hub::Request request, Reply const& reply) {
    auto answered = ask(request);
    if (before_answer) before_answer();
    if (answered.wait) {
        request.repeat = true;
        return answer_wait({std::move(request), reply, m_scheduler.now() + answered.wait->ms},
                           answered.wait->station);
    }
    // The answer leaves in a step of its own: between the commit and the answer the process may die.
    m_scheduler.after(1, m_life, [reply, answered] { reply(answered); });
    wake();
}

void HubProcess::answer_wait(Waiting waiting, std::string const& station) {
    auto const shared = std::make_shared<Waiting>(std::move(waiting));
    auto const place = m_waiting.emplace(station, shared);
    m_scheduler.at(shared->until, m_life, [this, place, shared] {
        if (!shared->reply) return;
        auto const reply = std::exchange(shared->reply, nullptr);
        m_waiting.erase(place);
        reply(ask(shared->request));
    });
}

/// Stations whose feed grew hear of it.
void HubProcess::wake() {
    for (auto const& station : m_hub->take_dirty()) {
        auto const [first, last] = m_waiting.equal_range(station);
        std::vector<std::shared_ptr<Waiting>> woken;
        for (auto waiting = first; waiting != last; ++waiting) woken.push_back(waiting->second);
        m_waiting.erase(first, last);
        for (auto const& waiting : woken) {
            auto const reply = std::exchange(waiting->reply, nullptr);
            auto answered = ask(waiting->request);
            if (answered.wait) {
                answer_wait({waiting->request, reply, waiting->until}, station);
            } else {
                m_scheduler.after(1, m_life, [reply, answered] { reply(answered); });
            }
        }
    }
}

void HubProcess::tick() {
    static_cast<void>(m_hub->write([this] { return m_hub->decide_overdue_cancels(); }).ok());
    look_at_store();
    wake();
    m_scheduler.after(tick_every, m_life, [this] { tick(); });
}

}  // namespace bozhong::simtest
