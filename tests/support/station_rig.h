#pragma once
// A station on the bench: its effects are kept, appends are answered like a disk would, labels like a printer
// would, and time is whatever the test says. No thread, file or clock.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "station/core/station.h"

namespace bozhong::test {

using namespace core;
using domain::grams;
using domain::Mass;
using std::chrono::milliseconds;

struct Kept {
    domain::Seq seq = 0;
    domain::Fact fact;
};

inline domain::ScaleRecord bench_scale() {
    domain::ScaleRecord scale;
    scale.id = "S1";
    scale.protocol = "bench";
    scale.unit = "kg";
    return scale;
}

inline domain::Person sorter() {
    domain::Person person{.id = "p1", .name = "李"};
    person.rights = {domain::Right::capture, domain::Right::correct_own};
    return person;
}

inline domain::Person supervisor() {
    domain::Person person{.id = "b1", .name = "王", .role = domain::Role::supervisor};
    person.rights = {domain::Right::capture,          domain::Right::enter_weight,
                     domain::Right::below_minimum,    domain::Right::correct_own,
                     domain::Right::correct_any,      domain::Right::release_red,
                     domain::Right::configure_devices};
    return person;
}

inline domain::SortTask task(int number, std::string amount, std::string unit = "斤",
                             std::string sku = "sku1") {
    domain::SortTask out;
    out.warehouse = "w";
    out.business_date = "2023-06-17";
    out.wave = "W1";
    out.line = {"O" + std::to_string(number), "1"};
    out.station = "T1";
    out.sku = std::move(sku);
    out.product = "奶白菜";
    out.category = "花叶类";
    bool const counted = !domain::mass_unit(unit);
    out.kind = counted ? domain::TaskKind::counted : domain::TaskKind::weighed;
    out.ordered = {*domain::Decimal::parse(amount), std::move(unit)};
    out.customer_code = "A-" + std::to_string(100 + number).substr(1);
    out.customer = "餐馆";
    out.tote = "T" + std::to_string(number);
    out.position = number;
    return out;
}

class StationRig {
  public:
    explicit StationRig(std::vector<domain::SortTask> tasks, StationSetup setup = {}, Restored restored = {})
        : m_station(make(std::move(tasks), std::move(setup), std::move(restored))) {}

    StationRig& send(Event const& event) {
        take(m_station.handle(event, now));
        return *this;
    }
    /// Time passes as the runner would let it: every step and whenever the station asked to be woken.
    StationRig& wait(milliseconds length) {
        auto const end = now + length;
        while (now < end) {
            now = std::min(
                {end, now + milliseconds{100}, std::max(now + milliseconds{1}, m_station.wake_at())});
            send(TimePassed{});
        }
        return *this;
    }
    StationRig& sign_in(domain::Person who = sorter()) {
        return send(SignInAccepted{std::move(who), "badge"});
    }
    StationRig& press(Key key, KeyPressed with = {}) {
        with.key = key;
        return send(with);
    }
    /// One reading now; then its interval passes.
    StationRig& reading(Mass mass, bool stable, domain::Known zero = domain::Known::unknown) {
        return show(make_reading(mass, stable, zero));
    }
    StationRig& show(domain::Reading seen, std::string const& scale = "S1") {
        seen.at = now;
        m_shown = ReadingSeen{seen, scale};
        send(*m_shown);
        return pass();
    }
    /// The scale shows the same once more.
    StationRig& again() { return show(m_shown->reading, m_shown->scale); }
    StationRig& pass() {
        now += interval;
        return *this;
    }
    /// A load is put on: it rises, trembles and comes to rest.
    StationRig& load(Mass mass) {
        reading(Mass{mass.mg / 2}, false);
        reading(mass + grams(5), false);
        for (int i = 0; i < 3; ++i) reading(mass, true);
        return *this;
    }
    StationRig& lift(Mass from = grams(1'000)) {
        reading(Mass{from.mg / 3}, false);
        reading(Mass{}, false);
        for (int i = 0; i < 2; ++i) reading(Mass{}, true, domain::Known::yes);
        return *this;
    }
    domain::Reading make_reading(Mass mass, bool stable, domain::Known zero = domain::Known::unknown) const {
        domain::Reading seen;
        seen.mass = mass;
        seen.indication = {domain::in_unit(mass, domain::MassUnit::kg, 3), "kg"};
        seen.kind = domain::WeightKind::gross;
        seen.stable = stable ? domain::Known::yes : domain::Known::no;
        seen.at_zero = zero;
        return seen;
    }

    /// Signed in, and the empty pan was seen.
    StationRig& ready() {
        sign_in();
        for (int i = 0; i < 2; ++i) reading(Mass{}, true, domain::Known::yes);
        return *this;
    }
    /// Answers the oldest append that waits for the disk.
    StationRig& commit() {
        auto const append = m_waiting.front();
        m_waiting.erase(m_waiting.begin());
        domain::Seq const first = m_head.seq + 1;
        for (auto fact : append.facts) {
            if (auto* label = std::get_if<domain::LabelQueued>(&fact); label && label->of == 0)
                label->of = m_last_weighing;
            ++m_head.seq;
            if (fact.index() == domain::Fact{domain::Weighed{}}.index() ||
                fact.index() == domain::Fact{domain::Counted{}}.index())
                m_last_weighing = m_head.seq;
            journal.push_back({m_head.seq, fact});
        }
        return send(Committed{append.ticket, m_head, first});
    }
    StationRig& fail_commit() {
        auto const append = m_waiting.front();
        m_waiting.erase(m_waiting.begin());
        return send(CommitFailed{append.ticket, {domain::ErrorKind::full, "no room", "", ""}});
    }

    [[nodiscard]] Snapshot look() const { return m_station.snapshot(now); }
    [[nodiscard]] Station& station() { return m_station; }
    [[nodiscard]] std::vector<Append> const& waiting() const { return m_waiting; }
    template <class F>
    [[nodiscard]] std::vector<F> facts() const {
        std::vector<F> out;
        for (auto const& kept : journal) {
            if (auto const* fact = std::get_if<F>(&kept.fact)) out.push_back(*fact);
        }
        return out;
    }
    [[nodiscard]] int heard(Tone tone) const { return static_cast<int>(std::ranges::count(tones, tone)); }

    domain::Instant now{milliseconds{1'000'000}};
    milliseconds interval{100};
    bool disk = true;     ///< appends are answered at once
    bool printer = true;  ///< labels come out at once
    std::vector<Kept> journal;
    std::vector<PrintLabel> printed;
    std::vector<PrintSheet> sheets;  ///< nothing answers for these
    std::vector<SendScale> to_scale;
    std::vector<Tone> tones;
    std::vector<Say> said;

  private:
    std::optional<ReadingSeen> m_shown;
    static Station make(std::vector<domain::SortTask> tasks, StationSetup setup, Restored restored) {
        setup.station = "T1";
        setup.warehouse = "w";
        if (setup.scales.empty()) setup.scales = {bench_scale()};
        if (restored.head.incarnation.empty()) restored.head.incarnation = "00000000000000a1";
        for (auto& one : tasks) restored.tasks.push_back({std::move(one)});
        for (auto& task : restored.tasks)
            for (auto const& record : restored.records) {
                if (!record.in_force || record.line != task.task.line) continue;
                task.sum += record.net;
                task.count += record.count;
                ++task.bags;
            }
        restored.people = {sorter(), supervisor()};
        return Station(std::move(setup), std::move(restored));
    }
    void take(std::vector<Effect> effects) {
        for (auto& effect : effects) {
            if (auto* append = std::get_if<Append>(&effect)) m_waiting.push_back(std::move(*append));
            if (auto* label = std::get_if<PrintLabel>(&effect)) {
                printed.push_back(*label);
                m_to_print.push_back(*label);
            }
            if (auto* sheet = std::get_if<PrintSheet>(&effect)) sheets.push_back(std::move(*sheet));
            if (auto* scale = std::get_if<SendScale>(&effect)) to_scale.push_back(*scale);
            if (auto* tone = std::get_if<PlayTone>(&effect)) tones.push_back(tone->tone);
            if (auto* say = std::get_if<Say>(&effect)) said.push_back(*say);
        }
        if (disk && !m_waiting.empty()) commit();
        while (printer && !m_to_print.empty()) {
            auto const label = m_to_print.front();
            m_to_print.erase(m_to_print.begin());
            send(LabelChanged{label.label, domain::LabelState::printed, "status", "P1", ""});
        }
    }

    Station m_station;
    domain::Head m_head{"00000000000000a1", 0, ""};
    domain::Seq m_last_weighing = 0;
    std::vector<Append> m_waiting;
    std::vector<PrintLabel> m_to_print;
};

}  // namespace bozhong::test
