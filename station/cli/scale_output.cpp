#include "station/cli/scale_output.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>

#include "config/protocols.h"

namespace bozhong::cli {
namespace {

namespace json = boost::json;
using domain::Known;
using domain::Range;
using domain::WeightKind;

json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value() : json::value(text);
}

json::value known(Known value) {
    switch (value) {
        case Known::no: return false;
        case Known::yes: return true;
        case Known::unknown: return nullptr;
    }
    std::abort();
}

json::value net(WeightKind kind) {
    switch (kind) {
        case WeightKind::gross: return false;
        case WeightKind::net: return true;
        case WeightKind::unknown: return nullptr;
    }
    std::abort();
}

char const* name(Range range) {
    switch (range) {
        case Range::ok: return "ok";
        case Range::over: return "over";
        case Range::under: return "under";
        case Range::invalid: return "invalid";
    }
    std::abort();
}

struct Line {
    std::size_t bytes;

    std::optional<std::string> operator()(domain::Reading const& reading) const {
        return json::serialize(json::object{
            {"kind", "reading"},
            {"value", text_or_null(reading.indication.text())},
            {"unit", text_or_null(reading.indication.unit)},
            {"mass_mg", reading.mass ? json::value(reading.mass->mg) : json::value()},
            {"stable", known(reading.stable)},
            {"net", net(reading.kind)},
            {"range", name(reading.range)},
            {"zero", known(reading.at_zero)},
            {"tare", reading.tare ? json::value(reading.tare->text()) : json::value()},
            {"bytes", bytes},
        });
    }
    std::optional<std::string> operator()(scale::Reply const& reply) const {
        return json::serialize(json::object{{"kind", "reply"},
                                            {"to", std::string(scale::command_name(reply.to))},
                                            {"ok", reply.ok},
                                            {"reason", reply.reason.view()},
                                            {"bytes", bytes}});
    }
    std::optional<std::string> operator()(scale::Fault const& fault) const {
        return json::serialize(
            json::object{{"kind", "fault"}, {"fault", fault.fault.view()}, {"bytes", bytes}});
    }
    std::optional<std::string> operator()(scale::Ignored const&) const { return std::nullopt; }
    std::optional<std::string> operator()(scale::Unchanged const&) const { return std::nullopt; }
};

}  // namespace

std::optional<std::string> scale_event_line(scale::ScaleEvent const& event, std::size_t bytes) {
    return std::visit(Line{bytes}, event);
}

std::string counters_line(scale::Counters const& counters) {
    return json::serialize(json::object{{"skipped", counters.skipped},
                                        {"frames", counters.frames},
                                        {"checksum_errors", counters.checksum_errors}});
}

scale::Protocol protocol_or_fail(std::string const& name) {
    auto found = config::find_protocol(name);
    if (!found) fail_scale(found.error());
    return std::move(*found);
}

void check_unit(std::string const& unit) {
    if (!unit.empty() && !domain::mass_unit(unit))
        fail_scale({domain::ErrorKind::bad_input, "unknown unit '" + unit + "'", "--unit",
                    "write kg, g, jin, liang, lb or oz"});
}

void fail_scale(domain::Error const& error) {
    std::cerr << "bozhong: " << error.text() << "\n";
    bool const wrong_use =
        error.kind == domain::ErrorKind::bad_input || error.kind == domain::ErrorKind::unsupported;
    throw CLI::RuntimeError(wrong_use ? 2 : 3);
}

}  // namespace bozhong::cli
