#include "station/cli/sorter/script.h"

#include <poll.h>

#include <boost/json.hpp>
#include <fstream>

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

std::string text(json::object const& object, char const* field) {
    auto const* value = object.if_contains(field);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool flag(json::object const& object, char const* field) {
    auto const* value = object.if_contains(field);
    return value != nullptr && value->is_bool() && value->get_bool();
}

std::int64_t number(json::object const& object, char const* field) {
    auto const* value = object.if_contains(field);
    return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : 0;
}

bool open_left(json::object const& product) {
    return number(product, "done") + number(product, "shorted") < number(product, "total");
}

bool something_weighed(json::object const& task) {
    auto const done = domain::Decimal::parse(text(task, "done_so_far"));
    return done && done->units != 0;
}

}  // namespace

SorterScript::SorterScript(SorterSetup setup, Loads loads)
    : m_setup(std::move(setup)), m_loads(std::move(loads)), m_station(m_setup.control), m_scale(m_setup.scale_control) {}

SorterSummary SorterScript::run() {
    progress();
    while (!m_summary.finished && m_summary.stopped_by.empty()) {
        if (Clock::now() - m_last_progress > m_setup.give_up_after) {
            m_summary.stopped_by = "no progress at task " + m_last_task;
            break;
        }
        if (!ensure_connected()) continue;
        auto line = m_station.receive(200ms);
        while (line) {  // only the newest picture counts
            auto newer = m_station.receive(0ms);
            if (!newer) break;
            line = std::move(newer);
        }
        if (!line) line = m_station.ask(R"({"cmd":"snapshot"})", 1s);
        if (!line) continue;
        boost::system::error_code error;
        auto const value = json::parse(*line, error);
        if (!error && value.is_object() && value.get_object().contains("weight")) act(value.get_object());
    }
    return m_summary;
}

bool SorterScript::ensure_connected() {
    if (m_station.connected() && m_scale.connected()) return true;
    bool const both = (m_station.connected() || m_station.connect()) && (m_scale.connected() || m_scale.connect());
    if (!both) {
        ::poll(nullptr, 0, 50);  // a part that died is back within a second
        return false;
    }
    ++m_summary.reconnects;
    lift();
    return m_station.send(R"({"cmd":"watch"})");
}

void SorterScript::act(json::object const& screen) {
    auto const* person = screen.if_contains("person");
    if (person == nullptr || person->is_null() || flag(screen, "locked")) return sign_in();
    if (flag(screen, "label_decision")) return decide_label(screen);
    m_acted.erase("printer_down");
    if (!m_on_pan && reprint_offered(screen)) return;
    auto const* task = screen.if_contains("task");
    if (task == nullptr || !task->is_object()) return choose_product(screen);
    auto const& in_hand = task->get_object();
    auto const name = text(in_hand, "line_no") + " " + text(in_hand, "customer_code");
    if (name != m_last_task) progress();
    m_last_task = name;
    if (flag(in_hand, "counted")) return work_counted(in_hand);
    work_weighed(screen, in_hand);
}

void SorterScript::sign_in() {
    if (!may_act("sign_in", 2s)) return;
    m_station.send(json::serialize(json::object{{"cmd", "sign_in"}, {"badge", m_setup.badge}, {"pin", m_setup.pin}}));
}

void SorterScript::choose_product(json::object const& screen) {
    if (m_on_pan) return lift();
    auto const& products = screen.at("products").as_array();
    for (auto const& product : products) {
        if (!open_left(product.as_object())) continue;
        if (may_act("product", 500ms))
            press("product", R"(,"text":)" + json::serialize(product.as_object().at("sku")));
        return;
    }
    m_summary.finished = !products.empty();
}

/// A bag whose label may not be on it gets a copy as soon as the printer is there.
bool SorterScript::reprint_offered(json::object const& screen) {
    auto const& offers = screen.at("offers").as_array();
    if (offers.empty() || text(screen.at("devices").as_object(), "printer_state") != "ready") return false;
    if (!may_act("label_print", 500ms)) return false;
    ++m_summary.reprints;
    press("label_print", R"(,"seq":)" + std::to_string(number(offers.front().as_object(), "label")));
    return true;
}

void SorterScript::decide_label(json::object const& screen) {
    auto const& offers = screen.at("offers").as_array();
    bool const ready = text(screen.at("devices").as_object(), "printer_state") == "ready";
    if (offers.empty() || !ready) {
        // The roll is being changed; a code by hand is the way on when nobody comes.
        if (!m_acted.contains("printer_down")) m_acted["printer_down"] = Clock::now();
        if (Clock::now() - m_acted["printer_down"] < 8s || !may_act("label_by_hand", 500ms)) return;
        ++m_summary.written_by_hand;
        return press("label_by_hand");
    }
    m_acted.erase("printer_down");
    if (!may_act("label_print", 500ms)) return;
    ++m_summary.reprints;
    press("label_print", R"(,"seq":)" + std::to_string(number(offers.front().as_object(), "label")));
}

void SorterScript::work_counted(json::object const& task) {
    if (m_on_pan) return lift();
    auto const line = Line{text(task, "line_no"), text(task, "customer_code")};
    auto const load = m_loads.find(line);
    if (load == m_loads.end()) {
        m_summary.stopped_by = "no load is known for line " + line.first + " of " + line.second;
        return;
    }
    if (!may_act("count " + line.first + line.second, 150ms)) return;
    if (m_captured.insert(line).second) ++m_summary.counts;
    press("count", R"(,"number":)" + load->second.amount.short_text());
    press("confirm");
}

void SorterScript::work_weighed(json::object const& screen, json::object const& task) {
    auto const line = Line{text(task, "line_no"), text(task, "customer_code")};
    if (m_on_pan) return with_load_on_pan(screen, line);
    with_empty_pan(screen, task, line);
}

void SorterScript::with_load_on_pan(json::object const& screen, Line const& line) {
    auto const& weight = screen.at("weight").as_object();
    auto const& confirm = screen.at("confirm").as_object();
    auto const state = text(weight, "state");
    if (state == "recording") return;  // the disk has not answered: she keeps her hands off
    if (state == "recorded" || text(weight, "refusal") == "already_captured" || *m_on_pan != line) {
        if (state == "recorded" && m_captured.insert(*m_on_pan).second) {
            ++m_summary.captures_seen;
            trace("recorded", *m_on_pan);
            progress();
        }
        return lift();
    }
    // A bag far too light that rests is all there is: that too needs a supervisor.
    bool const all_there_is = state == "under" && flag(weight, "stable") && Clock::now() - m_put_at > 600ms;
    bool const hard = state == "over_hard" || state == "under_hard" || all_there_is;
    if (hard && may_act("release", 500ms)) {
        ++m_summary.releases;
        return press("release", R"(,"badge":)" + json::serialize(json::value(m_setup.supervisor_badge)) + R"(,"pin":)" +
                                    json::serialize(json::value(m_setup.supervisor_pin)));
    }
    if (!hard && flag(confirm, "possible") && number(confirm, "locked_ms") == 0 && may_act("confirm", 100ms)) {
        ++m_summary.confirms;
        return press("confirm");
    }
    // A load that cannot be captured for so long is lifted and put again, as a person would.
    if (Clock::now() - m_put_at > 6s) {
        ++m_summary.put_again;
        lift();
    }
}

void SorterScript::with_empty_pan(json::object const& screen, json::object const& task, Line const& line) {
    auto const& weight = screen.at("weight").as_object();
    if (something_weighed(task) || m_captured.contains(line)) {
        if (may_act("end_task", 300ms)) press("end_task");
        return;
    }
    if (text(weight, "state") != "empty" || !flag(weight, "stable")) return;
    if (!m_loads.contains(line)) {
        m_summary.stopped_by = "no load is known for line " + line.first + " of " + line.second;
        return;
    }
    put(line);
}

void SorterScript::press(std::string const& key, std::string const& members) {
    m_station.send(R"({"cmd":"key","key":")" + key + "\"" + members + "}");
}

bool SorterScript::may_act(std::string const& what, std::chrono::milliseconds at_most_every) {
    auto const now = Clock::now();
    auto const [last, first] = m_acted.try_emplace(what, now);
    if (!first && now - last->second < at_most_every) return false;
    last->second = now;
    return true;
}

void SorterScript::put(Line const& line) {
    auto const amount = m_loads.at(line).amount.text();
    if (!m_scale.ask("put " + amount, 2s)) return;
    m_on_pan = line;
    m_put_at = Clock::now();
    ++m_summary.loads_put;
    m_acted.erase("confirm");
    trace("put", line);
}

void SorterScript::trace(std::string const& what, Line const& line) {
    if (m_setup.trace.empty()) return;
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    json::object const said{{"what", what},
                            {"line_no", line.first},
                            {"customer_code", line.second},
                            {"kg", m_loads.at(line).amount.text()},
                            {"at_ms", std::chrono::duration_cast<std::chrono::milliseconds>(now).count()}};
    std::ofstream(m_setup.trace, std::ios::app) << json::serialize(said) + "\n";
}

void SorterScript::lift() {
    if (!m_scale.ask("remove", 2s)) return;
    m_on_pan.reset();
}

}  // namespace bozhong::cli
