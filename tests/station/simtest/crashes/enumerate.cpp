#include "tests/station/simtest/crashes/enumerate.h"

#include <optional>
#include <set>

namespace bozhong::crashes {
namespace {

using simtest::Operation, simtest::Step;

/// The disk before one change of it, and what had been told by then.
struct Moment {
    MemoryDisk::Image image;
    Witness told;
    Operation operation;
    std::string file, bytes;
    std::size_t offset;
};

std::vector<Moment> watch(MemoryDisk& disk, Witness const& told, std::function<void()> const& work) {
    std::vector<Moment> out;
    disk.on_change([&](Step const& step) {
        out.push_back({disk.copy(), told, step.operation, std::string(step.file), std::string(step.bytes),
                       step.offset});
    });
    work();
    disk.on_change({});
    // And after the last one.
    out.push_back({disk.copy(), told, Operation::open, "", "", 0});
    return out;
}

class Crasher {
  public:
    Crasher(Story const& story, Effort const& effort, Count& count)
        : m_story(story), m_effort(effort), m_count(count) {}

    void run() {
        MemoryDisk disk(m_effort.seed);
        auto const life = m_story.begin(disk);
        for (auto const& deed : life->deeds()) {
            m_deed = deed.name;
            m_allowed.clear();
            if (deed.whole) m_allowed.insert(content(disk, life->told.file));
            std::string file = life->told.file;
            domain::Status done = domain::Done{};
            auto const moments = watch(disk, life->told, [&] { done = deed.run(); });
            if (!done) return complain(done.error().text());
            if (deed.whole) m_allowed.insert(content(disk, file));
            m_count.changes += static_cast<std::int64_t>(moments.size()) - 1;
            for (auto const& moment : moments) crash(moment, true);
        }
    }

  private:
    void complain(std::string const& why) {
        m_count.violations.push_back(m_story.name + ", " + m_deed + ": " + why);
    }

    /// The ways to crash here: 0 killed, 1 killed in the middle of a write, from 2 on the power goes.
    void crash(Moment const& moment, bool outer) {
        int const ways = 2 + (outer ? m_effort.cuts : 1);
        for (int way = 0; way < ways; ++way)
            if (way != 1 || moment.bytes.size() > 1) crash(moment, way, outer);
    }

    void crash(Moment const& moment, int way, bool outer) {
        auto const number = static_cast<std::uint64_t>(++m_count.states);
        m_count.nested += !outer;
        MemoryDisk disk(m_effort.seed * 1'000'003 + number);
        disk.restore(moment.image);
        if (way == 1)
            disk.write_part(moment.file, moment.offset,
                            moment.bytes.substr(0, number * 7919 % moment.bytes.size()));
        if (way < 2)
            disk.kill();
        else
            disk.power_cut();
        if (!m_seen.insert(digest(disk, moment.told)).second) return;
        ++m_count.distinct;
        if (outer && !m_allowed.empty() && !m_allowed.contains(content(disk, moment.told.file)))
            return complain("half a transaction stands, way " + std::to_string(way));
        Witness told = moment.told;
        std::string wrong;
        auto const moments = watch(disk, told, [&] { wrong = m_story.judge(disk, told); });
        if (!wrong.empty()) complain(wrong + ", way " + std::to_string(way));
        if (outer && m_effort.nested_every > 0 && m_count.distinct % m_effort.nested_every == 0)
            for (auto const& again : moments) crash(again, false);
    }

    static std::size_t digest(MemoryDisk const& disk, Witness const& told) {
        std::string all;
        for (auto const& name : disk.names()) all += name + '\0' + disk.bytes(name);
        for (auto const& [file, heads] : told.heads) all += file + std::to_string(heads.size());
        return std::hash<std::string>()(all);
    }

    Story const& m_story;
    Effort const& m_effort;
    Count& m_count;
    std::string m_deed;
    std::set<std::string> m_allowed;
    std::set<std::size_t> m_seen;
};

enum class Failing { once, for_ever, no_room };

/// One life with a failure at the k-th operation, or without room from the k-th change on. False when the
/// life ended before it.
class Failer {
  public:
    Failer(Story const& story, Effort const& effort, Count& count)
        : m_story(story), m_effort(effort), m_count(count) {}

    bool run(std::uint64_t k, Failing how) {
        MemoryDisk disk(m_effort.seed);
        auto life = m_story.begin(disk);
        if (how == Failing::no_room) {
            disk.on_change([&, left = k](Step const&) mutable {
                if (--left == 0) disk.limit(std::max<std::int64_t>(1, disk.used()));
            });
        } else {
            disk.fail_any(k, how == Failing::for_ever);
        }
        std::string deed, wrong;
        for (auto const& one : life->deeds()) {
            deed = one.name;
            if (one.run().ok()) continue;
            wrong = life->refuses();
            break;
        }
        bool const met = disk.met() || (how == Failing::no_room && disk.limited());
        Witness told = life->told;
        life.reset();
        disk.on_change({});
        disk.heal();
        if (!met) return false;
        ++m_count.failures;
        auto const after = disk.copy();
        if (wrong.empty()) wrong = m_story.judge(disk, told);
        // What was told after the failure must outlast a power cut too.
        if (wrong.empty()) disk.power_cut(), wrong = m_story.judge(disk, told);
        if (!wrong.empty())
            m_count.violations.push_back(m_story.name + ", " + deed + ", operation " + std::to_string(k) +
                                         " fails " +
                                         (how == Failing::once       ? "once"
                                          : how == Failing::for_ever ? "for ever"
                                                                     : "for room") +
                                         ": " + wrong);
        return true;
    }

  private:
    Story const& m_story;
    Effort const& m_effort;
    Count& m_count;
};

/// One life in which the k-th read gives wrong bytes. False when it had fewer reads. What it then writes may
/// be damage; the only thing that must not be is damage of which nothing is said.
class Misreader {
  public:
    Misreader(Story const& story, Effort const& effort, Count& count)
        : m_story(story), m_effort(effort), m_count(count) {}

    bool run(std::uint64_t k, bool stale) {
        MemoryDisk disk(m_effort.seed);
        auto life = m_story.begin(disk);
        if (!stale) disk.misdirect_read(k);
        bool ended = false;
        std::string deed;
        for (auto const& one : life->deeds()) {
            deed = one.name;
            auto const past = disk.copy();
            auto const begun = disk.count(Operation::read);
            if (stale && !disk.met() && begun < k) disk.stale_read(k - begun, m_past.value_or(past));
            m_past = past;
            ended = !one.run().ok();
            if (ended) break;
        }
        m_past.reset();
        bool const met = disk.met();
        Witness told = life->told;
        life.reset();
        disk.heal();
        if (!met) return false;
        ++m_count.misreads;
        auto const after = disk.copy();
        auto const wrong = m_story.judge(disk, told);
        m_count.noticed += ended || !wrong.empty();
        disk.restore(after);
        if (!wrong.empty() && m_story.verified(disk, told.file))
            m_count.violations.push_back(m_story.name + ", " + deed + ", read " + std::to_string(k) +
                                         (stale ? " is stale: " : " is of another place: ") + wrong);
        return true;
    }

  private:
    Story const& m_story;
    Effort const& m_effort;
    Count& m_count;
    std::optional<MemoryDisk::Image> m_past;
};

}  // namespace

void crash_everywhere(Story const& story, Effort const& effort, Count& count) {
    Crasher(story, effort, count).run();
}

void fail_everywhere(Story const& story, Effort const& effort, Count& count) {
    Failer failer(story, effort, count);
    auto const every = static_cast<std::uint64_t>(std::max(1, effort.failures_every));
    for (auto const how : {Failing::once, Failing::for_ever, Failing::no_room})
        for (std::uint64_t k = 1 + effort.seed % every; failer.run(k, how); k += every) {
        }
}

void misread_everywhere(Story const& story, Effort const& effort, Count& count) {
    if (!story.verified) return;
    Misreader reader(story, effort, count);
    auto const every = static_cast<std::uint64_t>(std::max(1, effort.misreads_every));
    for (bool const stale : {false, true})
        for (std::uint64_t k = 1 + effort.seed % every; reader.run(k, stale); k += every) {
        }
}

}  // namespace bozhong::crashes
