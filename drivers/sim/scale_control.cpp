// What can be asked of a simulated scale while it runs.

#include <map>
#include <optional>
#include <sstream>

#include "drivers/sim/scale_impl.h"
#include "station/domain/mass.h"

namespace bozhong::sim {
namespace {

using Words = std::vector<std::string>;

std::string good() {
    return R"({"ok":true})";
}
std::string bad(std::string error) {
    for (char& c : error) {
        if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '\'';
    }
    return R"({"ok":false,"error":")" + error + R"("})";
}

std::optional<std::int64_t> milligrams(Words const& words, std::size_t place, domain::MassUnit unit) {
    auto const value = place < words.size() ? domain::Decimal::parse(words[place]) : std::nullopt;
    auto const mass = value ? domain::to_mass(*value, unit) : std::nullopt;
    return mass ? std::optional(mass->mg) : std::nullopt;
}

/// A whole number of milliseconds, up to a minute.
std::optional<int> whole_ms(Words const& words, std::size_t place, int otherwise) {
    if (place >= words.size()) return otherwise;
    auto const value = domain::Decimal::parse(words[place]);
    if (!value || value->decimals != 0 || value->units < 0 || value->units > 60'000) return std::nullopt;
    return static_cast<int>(value->units);
}

std::string put(ScaleSim::Impl& sim, Words const& words) {
    Pan& pan = sim.indicator.pan();
    bool const removes = words[0] == "remove";
    auto const given = removes ? std::optional<std::int64_t>(0) : milligrams(words, 1, domain::MassUnit::kg);
    auto const settle = whole_ms(words, removes ? 1 : 2, sim.settings.nature.settle_ms);
    if (!given || !settle) return bad("write put KG [SETTLE_MS], add KG [SETTLE_MS] or remove [SETTLE_MS]");
    pan.put(words[0] == "add" ? pan.load_mg() + *given : *given, sim.now_ms(), *settle);
    return good();
}

std::string tremble(ScaleSim::Impl& sim, Words const& words) {
    auto const amplitude = milligrams(words, 1, domain::MassUnit::g);
    auto const time = whole_ms(words, 2, 1000);
    if (!amplitude || *amplitude < 0 || !time) return bad("write tremble GRAMS MS");
    sim.indicator.pan().tremble(*amplitude, *time, sim.now_ms());
    return good();
}

std::string drift(ScaleSim::Impl& sim, Words const& words) {
    auto const per_minute = milligrams(words, 1, domain::MassUnit::g);
    if (!per_minute) return bad("write drift GRAMS_PER_MINUTE");
    sim.indicator.pan().drift(*per_minute, sim.now_ms());
    return good();
}

std::string wind(ScaleSim::Impl& sim, Words const& words) {
    auto const amplitude = milligrams(words, 1, domain::MassUnit::g);
    auto const period = whole_ms(words, 2, 2000);
    if (!amplitude || *amplitude < 0 || !period) return bad("write wind GRAMS [PERIOD_MS]; wind 0 ends it");
    sim.indicator.pan().wind(*amplitude, *period, sim.now_ms());
    return good();
}

std::string unit(ScaleSim::Impl& sim, Words const& words) {
    auto const known = words.size() > 1 ? domain::mass_unit(words[1]) : std::nullopt;
    bool const on_scales = known == domain::MassUnit::kg || known == domain::MassUnit::g ||
                           known == domain::MassUnit::jin || known == domain::MassUnit::lb;
    if (!on_scales) return bad("write unit kg, unit g, unit jin or unit lb");
    sim.indicator.show_in(*known);
    return good();
}

std::string power(ScaleSim::Impl& sim, bool on) {
    if (on && !sim.powered) {
        sim.powered = true;
        sim.streaming = sim.wire->streams_unasked();
        sim.indicator.power_up(sim.now_ms());
        if (std::string const hello = sim.wire->power_up(); !hello.empty()) sim.carrier->send(hello);
    }
    sim.powered = on;
    return good();
}

std::string link(ScaleSim::Impl& sim, bool on) {
    sim.linked = on;
    if (!on) {
        sim.carrier->cut();
        return good();
    }
    auto const status = sim.carrier->restore();
    return status ? good() : bad(status.error().text());
}

std::string key(ScaleSim::Impl& sim, Ask ask) {
    switch (sim.indicator.obey({ask, {}})) {
        case Outcome::done: return good();
        case Outcome::not_now: return bad("not possible now");
        case Outcome::above: return bad("above the limit");
        case Outcome::below: return bad("below the limit");
    }
    return {};
}

std::string set_faults(ScaleSim::Impl& sim, Words const& words) {
    auto const faults = parse_line_faults(words.size() > 1 ? words[1] : "off");
    if (!faults) return bad(faults.error().what);
    sim.line.set(*faults);
    return good();
}

char const* boolean(bool value) {
    return value ? "true" : "false";
}

std::string status(ScaleSim::Impl const& sim, Pan const& pan) {
    Shown const& shown = sim.indicator.shown();
    std::ostringstream out;
    out << R"({"ok":true,"load":")" << domain::in_unit({pan.load_mg()}, domain::MassUnit::kg, 3).text()
        << R"(","shown":")" << domain::Decimal{shown.units, shown.decimals}.text() << R"(","range_ok":)"
        << boolean(shown.range == ShownRange::ok) << R"(,"stable":)" << boolean(shown.stable) << R"(,"net":)"
        << boolean(shown.net) << R"(,"linked":)" << boolean(sim.linked) << R"(,"powered":)"
        << boolean(sim.powered) << R"(,"silent":)" << boolean(sim.silent) << R"(,"clients":)"
        << sim.carrier->clients() << R"(,"frames":)" << sim.frames << R"(,"endpoint":")"
        << sim.endpoint() << R"("})";
    return out.str();
}

using Handler = std::string (*)(ScaleSim::Impl&, Words const&);
std::map<std::string, Handler> const handlers{
    {"put", put},
    {"add", put},
    {"remove", put},
    {"tremble", tremble},
    {"drift", drift},
    {"wind", wind},
    {"unit", unit},
    {"faults", set_faults},
    {"cut", [](auto& sim, auto&) { return link(sim, false); }},
    {"restore", [](auto& sim, auto&) { return link(sim, true); }},
    {"power_off", [](auto& sim, auto&) { return power(sim, false); }},
    {"power_on", [](auto& sim, auto&) { return power(sim, true); }},
    {"silence", [](auto& sim, auto&) { return sim.silent = true, good(); }},
    {"speak", [](auto& sim, auto&) { return sim.silent = false, good(); }},
    {"freeze", [](auto& sim, auto&) { return sim.indicator.freeze(true), good(); }},
    {"thaw", [](auto& sim, auto&) { return sim.indicator.freeze(false), good(); }},
    {"lie_stable", [](auto& sim, auto&) { return sim.indicator.lie_stable(true), good(); }},
    {"honest", [](auto& sim, auto&) { return sim.indicator.lie_stable(false), good(); }},
    {"zero", [](auto& sim, auto&) { return key(sim, Ask::zero); }},
    {"tare", [](auto& sim, auto&) { return key(sim, Ask::tare); }},
    {"clear_tare", [](auto& sim, auto&) { return key(sim, Ask::clear_tare); }},
    {"status", [](auto& sim, auto&) { return status(sim, sim.indicator.pan()); }},
};

}  // namespace

std::string ScaleSim::Impl::obey(std::string const& text) {
    std::istringstream in(text);
    Words words;
    for (std::string word; in >> word && words.size() < 8;) words.push_back(word);
    auto const found = words.empty() ? handlers.end() : handlers.find(words[0]);
    if (found != handlers.end()) return found->second(*this, words);
    std::string known;
    for (auto const& [name, handler] : handlers) known += " " + name;
    return bad("unknown command; known are:" + known);
}

}  // namespace bozhong::sim
