// The office's books: pulling results, deciding what is held, closing and comparing.
#include <algorithm>
#include <utility>

#include "station/simtest/office.h"

namespace bozhong::simtest {
namespace {

constexpr char const* base = "/v1/main";
constexpr std::size_t page_rows = 400;

}  // namespace

void Office::pull_now_and_then(std::uint64_t generation) {
    if (generation != m_generation) return;
    std::size_t const which = m_dice.chance(0.5) ? 0 : 1;
    auto& puller = m_pullers[which];
    if (which == 1 && m_dice.chance(0.2)) {  // it starts again with an old cursor
        puller.place = static_cast<std::size_t>(m_dice.between(0, static_cast<Millis>(m_rows.size())));
        puller.cursor = m_cursors[puller.place];
    }
    pull(which, [] {});
    m_scheduler.after(m_dice.between(60'000, 400'000), the_world,
                      [this, generation] { pull_now_and_then(generation); });
}

void Office::pull(std::size_t which, std::function<void()> done) {
    auto const asked = m_pullers[which].cursor;
    auto const place = m_pullers[which].place;
    auto const limit = static_cast<std::int64_t>(page_rows) - m_dice.between(0, 300);
    ask(request("GET", std::string(base) + "/results?limit=" + std::to_string(limit) + "&cursor=" + asked,
                ""),
        [this, which, asked, place, done = std::move(done)](hub::Answer const& answer) {
            if (m_pullers[which].cursor != asked) return done();  // it has started again meanwhile
            if (answer.status != 200) {
                if (!m_hub_restored)
                    m_judge.violated("I-12", "a cursor is not known any more: " + answer.body.substr(0, 160));
                // The rows beyond what the hub still knows went with its store.
                auto const back = place == 0 ? 0 : place - 1;
                m_rows.resize(std::min(m_rows.size(), back));
                m_cursors.resize(m_rows.size() + 1);
                for (auto& puller : m_pullers)
                    if (puller.place > m_rows.size()) puller = {m_cursors.back(), m_rows.size()};
                return pull(which, done);
            }
            auto const page = wire::from_json<wire::ResultsPage>(answer.body);
            if (!page.ok()) return m_judge.violated("I-12", "a page that is none: " + page.error().text());
            take_page(which, asked, place, *page);
            if (page->more) return pull(which, done);
            done();
        });
}

/// Rows that were given before must come again as they were; new ones go to the end.
void Office::take_page(std::size_t which, std::string const& asked, std::size_t place,
                       wire::ResultsPage const& page) {
    for (auto const& row : page.results) {
        if (place == m_rows.size()) {
            m_rows.push_back(row);
            m_cursors.push_back(row.cursor);
        } else if (wire::to_json(wire::ResultsPage{{m_rows[place]}, "", false}) !=
                   wire::to_json(wire::ResultsPage{{row}, "", false})) {
            if (!m_hub_restored) {
                m_judge.violated("I-12", "another row after the same cursor: " + asked);
                return;
            }
            m_rows.resize(place);
            m_cursors.resize(place + 1);
            m_rows.push_back(row);
            m_cursors.push_back(row.cursor);
        }
        ++place;
    }
    m_pullers[which] = {page.next, place};
}

void Office::sign_in(std::function<void()> then) {
    hub::Request asked;
    asked.method = "POST";
    asked.path = "/v1/session";
    asked.body = wire::to_json(wire::SignInRequest{"admin", HubProcess::password});
    ask(std::move(asked), [this, then = std::move(then)](hub::Answer const& answer) {
        auto const said = wire::from_json<wire::SignInAnswer>(answer.body);
        if (answer.status != 200 || !said.ok()) {
            m_scheduler.after(30'000, the_world, [this, then] { sign_in(then); });
            return;
        }
        for (auto const& [name, value] : answer.headers)
            if (name == "Set-Cookie") m_cookie = value.substr(0, value.find(';'));
        m_csrf = said->csrf;
        then();
    });
}

void Office::decide_all(std::function<void()> then) {
    ask(request("GET", std::string(base) + "/exceptions?limit=500", ""),
        [this, then = std::move(then)](hub::Answer const& answer) {
            auto page = wire::from_json<wire::HeldPage>(answer.body);
            if (!page.ok() || page->exceptions.empty()) return then();
            auto held = std::move(page->exceptions);
            sign_in([this, held = std::move(held), then] { decide(held, then); });
        });
}

void Office::decide(std::vector<wire::HeldWeighing> held, std::function<void()> then) {
    if (held.empty()) return decide_all(then);
    auto const one = held.back();
    held.pop_back();
    std::vector<std::string> choices{"keep_first", "add", "replace", "put_back"};
    if (one.why == "cancelled") choices = {"put_back"};
    if (one.kind == "quarantined") choices = {"keep_first"};
    auto asked = request("POST", std::string(base) + "/exceptions/" + std::to_string(one.id) + "/decide",
                         wire::to_json(wire::DecideRequest{m_dice.pick(choices), "looked at the bag"}));
    asked.authorization.clear();
    asked.cookie = m_cookie;
    asked.csrf = m_csrf;
    ask(std::move(asked), [this, held = std::move(held), then = std::move(then), id = one.id,
                           why = one.why](hub::Answer const& answer) {
        if (answer.status == 401 || answer.status == 403)
            return decide_all(then);  // the hub has forgotten the session
        m_story.tell("office",
                     "decides " + why + " " + std::to_string(id) + ": " + std::to_string(answer.status));
        if (answer.status >= 400 && answer.status != 409)
            return m_judge.violated("office", "a decision was refused: " + answer.body.substr(0, 200));
        decide(held, then);
    });
}

void Office::end_holds(std::function<void()> then) {
    if (m_held.empty()) return then();
    auto const order = m_held.back();
    m_held.pop_back();
    give("/orders/" + order + "/release", wire::to_json(wire::StopRequest{"", "end of shift"}),
         [this, then = std::move(then)](hub::Answer const&) { end_holds(then); });
}

void Office::close_day(int day, std::function<void()> done) {
    auto const wave = "W" + std::to_string(day);
    auto const close = [this, wave, done = std::move(done)] {
        give("/close", wire::to_json(wire::CloseRequest{"wave", wave, "", true, "end of shift"}),
             [this, done](hub::Answer const& answer) {
                 auto const said = wire::from_json<wire::CloseAnswer>(answer.body);
                 if (answer.status != 200 || !said.ok())
                     return m_judge.violated("office", "closing was refused: " + answer.body.substr(0, 200));
                 m_story.tell("office", "wave " + said->state + ": " + std::to_string(said->shorted) +
                                            " short, " + std::to_string(said->held) + " held, " +
                                            std::to_string(said->open_cancels) + " cancels open, " +
                                            std::to_string(said->unknown_labels) + " labels unknown");
                 pull(0, [this, done] { pull(1, done); });
             });
    };
    end_holds([this, close] { decide_all(close); });
}

void Office::reconcile(int day, std::function<void()> done) {
    auto const wave = "W" + std::to_string(day);
    std::map<std::pair<std::string, std::string>, wire::ReconcileLine> newest;
    for (auto const& row : m_rows) {
        if (row.wave != wave) continue;
        newest[{row.order_no, row.line_no}] = {row.order_no, row.line_no,   row.revision,
                                               row.state,    row.actual_mg, row.actual_count};
    }
    wire::ReconcileRequest ours;
    for (auto& [key, line] : newest) ours.lines.push_back(line);
    ask(request("POST", std::string(base) + "/waves/" + wave + "/reconcile", wire::to_json(ours)),
        [this, done = std::move(done)](hub::Answer const& answer) {
            auto const said = wire::from_json<wire::ReconcileAnswer>(answer.body);
            if (answer.status != 200 || !said.ok())
                return m_judge.violated("I-22", "no comparison: " + answer.body.substr(0, 200));
            for (auto const& difference : said->differences)
                m_judge.violated("I-22", difference.order_no + "/" + difference.line_no + ": " +
                                             difference.what + ", hub " + difference.hub + ", ours " +
                                             difference.theirs);
            done();
        });
}

}  // namespace bozhong::simtest
