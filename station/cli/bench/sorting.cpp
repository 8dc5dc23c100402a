// Seconds a bag, by a sorter whose every movement has its time from a published system: button against
// hands-free, and the ways of booking beside each other. Simulated time: the figures are the same on every
// machine.

#include "station/cli/bench/rows.h"
#include "station/cli/bench/scripted_sorter.h"

namespace bozhong::cli::bench {

namespace {

struct Kind {
    char const* name;
    Way way;
};
constexpr std::array kinds{Kind{"sow, key", {Booking::sow, false}},
                           Kind{"sow, hands-free", {Booking::sow, true}},
                           Kind{"sow, key, offers taken", {Booking::sow, false, true}},
                           Kind{"sow, hands-free, offers taken", {Booking::sow, true, true}},
                           Kind{"weigh first, key", {Booking::weigh_first, false}},
                           Kind{"weigh first, hands-free", {Booking::weigh_first, true}},
                           Kind{"pick, key", {Booking::pick, false}},
                           Kind{"pick, hands-free", {Booking::pick, true}},
                           Kind{"take-away, key", {Booking::take_away, false}},
                           Kind{"take-away, hands-free", {Booking::take_away, true}},
                           Kind{"accumulate, key", {Booking::accumulate, false}},
                           Kind{"accumulate, hands-free", {Booking::accumulate, true}}};

struct Figures {
    Row bag, at_scale, adjusted;
};

Row row(std::string what, std::string unit) {
    return {"table", std::move(what), std::move(unit), {}, "", {}, {}};
}

domain::Result<Figures> measure(Kind const& kind, Sizes const& sizes) {
    std::string const name = kind.name;
    Figures out{row(name, "s a bag"), row(name + ", at the scale", "s a bag"),
                row(name + ", bags adjusted", "%")};
    out.bag.floor_name = "the hands alone";
    for (int run = 0; run < sizes.runs; ++run) {
        ScriptedSorter sorter(kind.way, sizes.count(60, 6), static_cast<unsigned>(run + 1));
        auto const shift = sorter.work();
        if (!shift)
            return domain::Error{domain::ErrorKind::bad_input, "the table did not record a bag", "bench",
                                 name};
        out.bag.ours.add({shift->seconds / shift->bags});
        out.bag.floor.add({shift->hands_alone / shift->bags});
        out.at_scale.ours.add({shift->at_scale / shift->bags});
        out.adjusted.ours.add({100.0 * shift->adjusted / shift->bags});
    }
    return out;
}

/// What the figures rest on stands among them.
void add_model(Rows& rows) {
    for (auto const& motion : motions) {
        rows.push_back(row(std::string("model: ") + motion.name + " (" + motion.made_of + ")", "s"));
        rows.back().ours.add({motion.mods * mod_ms / 1'000.0});
    }
    auto const assumed = [&](char const* what, char const* unit, double value) {
        rows.push_back(row(std::string("model: ") + what, unit));
        rows.back().ours.add({value});
    };
    assumed("a MOD, the unit of MODAPTS", "s", mod_ms / 1'000.0);
    assumed("a first portion's deviation (assumed)", "%", portion_off * 100);
    assumed("an addition's deviation (assumed)", "%", adjust_off * 100);
    assumed("the pan comes to rest in (assumed)", "s", Surroundings::settle_ms / 1'000.0);
    assumed("the disk keeps a weighing in (assumed)", "s", Surroundings::commit_ms / 1'000.0);
    assumed("the label can be taken after (assumed)", "s", Surroundings::label_ms / 1'000.0);
}

}  // namespace

domain::Result<Rows> bench_table(Sizes const& sizes) {
    Rows rows;
    double with_key = 0;
    for (auto const& kind : kinds) {
        auto figures = measure(kind, sizes);
        if (!figures.ok()) return figures.error();
        bool const sow = kind.way.booking == Booking::sow && !kind.way.offers;
        if (sow && !kind.way.hands_free) with_key = figures->bag.ours.middle();
        if (sow && kind.way.hands_free)
            figures->bag.goals.push_back(
                {"≤ 70 % of the key's", figures->bag.ours.middle() <= 0.7 * with_key});
        rows.push_back(std::move(figures->bag));
        rows.push_back(std::move(figures->at_scale));
        rows.push_back(std::move(figures->adjusted));
    }
    add_model(rows);
    return rows;
}

}  // namespace bozhong::cli::bench
