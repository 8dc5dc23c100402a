#include "station/simtest/table.h"

#include <utility>

#include "station/journal/files.h"
#include "station/journal/journal.h"
#include "station/simtest/watched_journal.h"
#include "sync/wire/label_maker.h"

namespace bozhong::simtest {
namespace {

domain::ScaleRecord record_of(std::string const& name, bool has_flag) {
    domain::ScaleRecord record;
    record.id = "scale-" + name;
    record.protocol = "toledo_cont";
    record.unit = "kg";
    record.stability = has_flag ? domain::StabilityRule::flag_and_time : domain::StabilityRule::time;
    return record;
}

}  // namespace

Table::Table(Parts parts, std::string given)
    : name(std::move(given)),
      disk(Dice::of(parts.seed, "disk " + name).raw()),
      scale(parts.scheduler, Dice::of(parts.seed, "scale " + name), record_of(name, parts.scale_has_flag)),
      press(parts.scheduler, Dice::of(parts.seed, "press " + name), name, parts.printer_answers),
      way(parts.scheduler, parts.hub, Dice::of(parts.seed, "way " + name)),
      m_scheduler(parts.scheduler),
      m_story(parts.story),
      m_judge(parts.judge),
      m_seed(parts.seed),
      m_dice(Dice::of(parts.seed, "table " + name)) {
    pace.done = [this](app::Place) { step_done(); };
    press.on_paper = [this](Paper const& paper) { m_judge.paper(paper); };
    way.on_answer = [this](hub::Request const& request, hub::Answer const& answer) {
        m_judge.acknowledged(name, request, answer);
    };
}

Table::~Table() {
    die(Death::kill);
}

std::string Table::public_key() {
    auto const keys = journal::device_key(path, disk);
    return keys.ok() ? keys->public_key : "";
}

app::LabelMaker Table::label_maker() {
    auto const keys = journal::device_key(path, disk);
    wire::LabelMaking making;
    making.naming.station_name = name;
    making.naming.station_number = static_cast<int>(enrolment.station_number);
    making.naming.incarnation_short = "k" + std::to_string(enrolment.short_first);
    if (keys.ok())
        making.key_id = wire::label_key_id(keys->public_key),
        making.sign = wire::label_signer(keys->secret_key);
    return [making](domain::StoredEvent const& event, int copy) {
        return wire::make_label(event, copy, making);
    };
}

std::unique_ptr<app::Journal> Table::watched(std::unique_ptr<app::Journal> journal) {
    if (wrap) journal = wrap(std::move(journal), *this);
    return std::make_unique<WatchedJournal>(
        std::move(journal),
        WatchedJournal::Watcher{
            [this](std::span<domain::Fact const> facts) {
                bool booking = false;
                for (auto const& fact : facts)
                    booking = booking || std::holds_alternative<domain::Weighed>(fact);
                if (booking && on_capture) on_capture();
            },
            [this](std::span<domain::Fact const> facts, domain::Result<domain::Head> const& head) {
                if (head.ok()) return m_judge.appended(name, *head, facts);
                m_judge.not_appended(name, facts);
            }});
}

void Table::start() {
    if (m_runner) return;
    m_life = m_scheduler.begin_life();
    m_judge.process_began(name);
    m_before = core::WeighState::no_task;
    screen = {};
    journal::OpenOptions options;
    options.station = name;
    options.software = "simulation";
    options.boot_id = "boot";
    options.stamp.at = clock.at(m_scheduler.now());
    options.disk = &disk;
    if (before_open) before_open();
    auto opened = journal::open_journal(path, options);
    if (!opened.ok()) {
        m_story.tell(name, "cannot start: " + opened.error().text());
        m_scheduler.end_life(m_life);
        return start_after(1'000);
    }
    app::Parts parts;
    parts.journal = watched(std::move(opened).value());
    press.incarnation = [journal = parts.journal.get()] { return journal->head().incarnation; };
    parts.make_label = make_label = label_maker();
    parts.printer = press.make_driver(m_life);
    parts.scales[scale.record().id] = scale.make_listener(m_life);
    auto carrier = make_carrier({m_scheduler, way, clock, m_life, enrolment.warehouse, name, enrolment.secret,
                                 enrolment.feed_cursor, m_dice.raw()});
    m_carrier = carrier.get();
    parts.uplink = std::move(carrier);
    core::StationSetup setup;
    setup.station = name;
    setup.station_name = name;
    setup.warehouse = enrolment.warehouse;
    setup.scales = {scale.record()};
    auto const around = std::make_shared<Around>(m_scheduler, m_life, clock, pace, Dice(m_dice.raw()));
    auto const die_soon = [this](std::string const& why) {
        m_story.tell(name, "ends itself: " + why);
        m_scheduler.soon([this, life = m_life] {
            if (life == m_life && m_runner) die(Death::kill), start_after(1'000);
        });
    };
    m_runner = std::make_unique<app::Runner>(
        around, setup, std::move(parts), [die_soon](domain::Error const& error) { die_soon(error.text()); });
    m_runner->listen([this](core::Snapshot const& snapshot) { saw(snapshot); });
    m_runner->start([this, die_soon](domain::Status const& status) {
        if (!status.ok()) return die_soon(status.error().text());
        m_ready = true;
    });
}

void Table::die(Death death) {
    if (!m_runner) return;
    ++deaths;
    if (death == Death::power_cut) {
        disk.power_cut();
    } else {
        disk.kill();
    }
    press.forget();
    m_carrier->forget();
    m_carrier = nullptr;
    m_ready = false;
    m_steps_left.reset();
    m_scheduler.end_life(m_life);
    m_runner.reset();
    screen = {};
}

void Table::end_cleanly() {
    if (!up()) return;
    m_ready = false;
    m_runner->stop([this, life = m_life] {
        m_scheduler.soon([this, life] {
            if (life == m_life && m_runner) die(Death::kill), start_after(2'000);
        });
    });
}

void Table::start_after(Millis wait) {
    m_scheduler.after(wait, the_world, [this] { start(); });
}

void Table::die_in(int steps, Death death) {
    m_steps_left = steps;
    m_death = death;
}

void Table::die_at_touch(int touch, Death death) {
    m_dies_at_touch = true;
    m_death = death;
    disk.fail_any(static_cast<std::uint64_t>(touch), true);
}

void Table::step_done() {
    bool const at_touch = m_dies_at_touch && disk.met();
    bool const counted_down = m_steps_left && --*m_steps_left <= 0;
    if (!at_touch && !counted_down) return;
    m_steps_left.reset();
    if (at_touch) disk.heal();
    m_dies_at_touch = false;
    m_scheduler.soon([this, life = m_life, death = m_death, at_touch] {
        if (life != m_life || !m_runner) return;
        m_story.tell(name, std::string(death == Death::kill ? "killed" : "the power goes") +
                               (at_touch ? " in the middle of a touch of the disk" : ""));
        die(death);
        start_after(m_dice.between(500, 8'000));
    });
}

void Table::press_key(core::KeyPressed key) {
    if (up()) m_runner->post(std::move(key));
}

void Table::saw(core::Snapshot const& snapshot) {
    screen.take(snapshot);
    using core::WeighState;
    auto const state = snapshot.weight.state;
    if (state == WeighState::recording && m_before != WeighState::recording && look)
        m_judge.taken(name, look());
    if (m_before == WeighState::recording && state != WeighState::recording)
        m_judge.shown(name, state == WeighState::recorded);
    m_before = state;
}

}  // namespace bozhong::simtest
