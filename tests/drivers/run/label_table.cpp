#include "label_table.h"

#include <algorithm>
#include <span>

namespace bozhong::test {

using domain::EventName;
using domain::LabelState;
using printer::Encoded;

namespace {

constexpr char const* k_first_life = "00000000000000e0";
constexpr char const* k_second_life = "00000000000000a1";  // the rig's own

std::vector<domain::SortTask> tasks() {
    std::vector<domain::SortTask> out;
    for (int number = 1; number <= 12; ++number) out.push_back(task(number, "4"));
    return out;
}

sim::PrinterLanguage language_of(printer::Language language) {
    return language == printer::Language::escpos ? sim::PrinterLanguage::escpos : sim::PrinterLanguage::tspl;
}

std::string rows_of(sim::PrintedLabel const& paper, std::size_t width_bytes, std::size_t height) {
    std::string rows;
    for (std::size_t y = 0; y < std::min(height, paper.rows.size()); ++y) {
        for (std::size_t i = 0; i < width_bytes; ++i) {
            unsigned value = 0;
            for (std::size_t bit = 0; bit < 8; ++bit)
                value = value << 1 | (paper.rows[y][i * 8 + bit] ? 1 : 0);
            rows += static_cast<char>(value);
        }
    }
    return rows;
}

}  // namespace

LabelTable::LabelTable(std::string const& profile, Size const& size)
    : m_size(size),
      m_profile(with_bands(profile, size)),
      m_rig(std::make_unique<StationRig>(tasks())),
      m_spool(std::make_unique<printer::Spool>(m_profile, "P1")),
      m_printer(make(m_profile, size)),
      m_incarnation(k_first_life) {
    m_rig->printer = false;
    m_rig->ready();
    m_now = m_rig->now;
    open();
    run(milliseconds(300));
}

printer::Profile LabelTable::with_bands(std::string const& profile, Size const& size) {
    auto out = *printer::find_profile(profile);
    out.band_rows = static_cast<int>(size.band);
    return out;
}

sim::PrinterMake LabelTable::make(printer::Profile const& profile, Size const& size) {
    sim::PrinterMake make;
    make.language = language_of(profile.language);
    make.rows_a_second = size.rows_a_second;
    make.dots_wide = static_cast<int>(size.width_bytes + 2) * 8;
    make.label_rows = static_cast<int>(size.rows);
    make.gap_rows = static_cast<int>(size.gap);
    make.buffer = size.buffer;
    return make;
}

/// Each row has the label's number and its own: a label printed twice, mixed with another or cut short is
/// recognised. The frame at the right is its COPY mark.
std::string LabelTable::picture_of(std::size_t number, int copy) const {
    std::string rows;
    for (std::size_t y = 0; y < m_size.rows; ++y) {
        std::string row(m_size.width_bytes, '\0');
        row[0] = static_cast<char>(number | 0x40);
        row[1] = static_cast<char>((y & 0x3F) | 0x40);
        row[2] = static_cast<char>((number * 7 + y * 3) | 0x80);
        row[4] = static_cast<char>(copy > 0 ? 0x7E : 0);
        rows += row;
    }
    return rows;
}

Encoded LabelTable::encoded(std::string const& picture, domain::Seq label) const {
    int const width = static_cast<int>(m_size.width_bytes);
    auto made = printer::encode_label(
        m_profile, {std::as_bytes(std::span(picture)), width, static_cast<int>(m_size.rows)},
        printer::process_id_of(label));
    return std::move(*made);
}

std::vector<Point> LabelTable::points(std::size_t step, std::size_t first) const {
    std::vector<Point> out;
    auto const segments = encoded(picture_of(1, 0), 1).segments;
    std::size_t from = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        std::size_t const size = segments[i].size();
        std::string const part = i + 1 == segments.size() ? "end"
                                 : i == 0                 ? "start"
                                                          : "band " + std::to_string(i);
        std::vector<std::size_t> places{0, 1, 2, 5, 8, size / 2, size - 2, size - 1};
        for (std::size_t at = first % step; at < size; at += step) places.push_back(at);
        std::ranges::sort(places);
        auto const repeated = std::ranges::unique(places);
        places.erase(repeated.begin(), repeated.end());
        for (std::size_t at : places)
            if (at < size) out.push_back({Point::Where::byte, from + at, part + " + " + std::to_string(at)});
        from += size;
    }
    out.push_back({Point::Where::byte, from, "all sent"});
    out.push_back({Point::Where::answer, 0, "answer"});
    if (!m_profile.confirms_by_status()) return out;
    for (std::size_t row = 1 + first % step; row <= m_size.rows + m_size.gap; row += step)
        out.push_back({Point::Where::row, row, "row " + std::to_string(row)});
    return out;
}

void LabelTable::open() {
    m_cable.clear();
    m_open = m_plugged && m_printer.powered();
    m_open ? m_spool->on_open(m_now) : m_spool->on_lost("away", m_now);
}

void LabelTable::run(milliseconds time) {
    for (auto const end = m_now + time; m_now < end;) step();
}

void LabelTable::step() {
    hand_over();
    while (exchange()) {
    }
    m_now += milliseconds(10);
    m_printer.pass(10);
    m_spool->on_time(m_now);
    if (m_now < m_next_tick) return;
    m_next_tick = m_now + milliseconds(100);
    m_rig->now = m_now;
    m_rig->send(TimePassed{});
}

void LabelTable::hand_over() {
    for (; m_taken < m_rig->printed.size(); ++m_taken) {
        PrintLabel const& print = m_rig->printed[m_taken];
        std::string const picture = picture_of(m_handed.size() + 1, print.copy);
        m_handed.push_back(
            {own({"", print.label}), own({print.of_incarnation, print.of}), print.copy, picture});
        m_spool->submit(print.label, encoded(picture, print.label), m_now);
    }
}

/// The rig calls every life of its station the same; here the first has another name once it is over.
EventName LabelTable::own(EventName name) const {
    bool const present = name.incarnation.empty() || name.incarnation == k_second_life;
    return {present ? m_incarnation : name.incarnation, name.seq};
}

bool LabelTable::exchange() {
    bool moved = carry_out();
    if (!m_open) return moved;
    if (!m_printer.powered()) {
        pull_cable();
        return true;
    }
    if (!m_cable.empty() && m_printer.room() > 0) {
        give(std::min({m_cable.front().bytes.size(), m_printer.room(), std::size_t{37}}));
        moved = true;
    }
    look_at_paper();
    std::string const answers = m_open ? m_printer.take_answers() : "";
    if (answers.empty()) return moved;
    if (m_given && m_point.where == Point::Where::answer) happen();
    if (!m_open || m_deaf) return true;
    m_spool->on_bytes(std::as_bytes(std::span(answers)), m_now);
    return true;
}

void LabelTable::give(std::size_t count) {
    Piece& piece = m_cable.front();
    bool const here = m_fault && piece.of_label && m_point.where == Point::Where::byte;
    if (here && m_label_bytes == m_point.count) return happen();
    if (here) count = std::min(count, m_point.count - m_label_bytes);
    bool const last = piece.ends_label && count == piece.bytes.size();
    bool const label = piece.of_label;
    m_printer.receive(piece.bytes.substr(0, count));
    piece.bytes.erase(0, count);
    if (piece.bytes.empty()) m_cable.erase(m_cable.begin());
    if (label) m_label_bytes += count;
    m_given = m_given || last;
    m_spool->on_written(count, m_now);
    if (last && m_fault && m_point.where == Point::Where::byte && m_label_bytes == m_point.count) happen();
}

void LabelTable::plan(Point point, std::function<void(LabelTable&)> fault) {
    m_point = std::move(point);
    m_fault = std::move(fault);
    m_planned = true;
    m_label_bytes = 0;
    m_given = false;
    if (m_point.where == Point::Where::row)
        m_printer.at_row(m_point.count, [this](sim::VirtualPrinter&) { happen(); });
}

void LabelTable::happen() {
    if (auto const fault = std::exchange(m_fault, nullptr)) fault(*this);
}

bool LabelTable::carry_out() {
    auto const outputs = m_spool->take_outputs();
    for (printer::Output const& output : outputs) {
        if (auto const* send = std::get_if<printer::Send>(&output))
            m_cable.push_back({send->bytes, send->of_label, send->ends_label});
        if (auto const* moved = std::get_if<domain::LabelMoved>(&output))
            m_rig->send(LabelChanged{moved->label, moved->state, moved->known_by, "P1", moved->detail});
        if (auto const* seen = std::get_if<printer::Seen>(&output))
            m_rig->send(PrinterSeen{"P1", static_cast<PrinterState>(seen->state), seen->detail});
        if (std::get_if<printer::Reopen>(&output)) open();
    }
    return !outputs.empty();
}

void LabelTable::weigh() {
    m_rig->now = m_now;
    // The scale was silent meanwhile: an empty pan must be seen again.
    for (int i = 0; i < 3; ++i) m_rig->reading(Mass{}, true, domain::Known::yes);
    m_rig->load(grams(2'000)).press(Key::confirm).lift();
    m_now = m_rig->now;
}

void LabelTable::pull_cable() {
    m_plugged = m_open = false;
    m_cable.clear();
    m_spool->on_lost("cable", m_now);
}

void LabelTable::plug_in() {
    m_plugged = true;
    m_spool->on_arrived(m_now);
}

void LabelTable::die() {
    for (auto const& kept : m_rig->journal) m_earlier.emplace_back(k_first_life, kept);
    Restored restored;
    restored.head = {k_second_life, 0, ""};
    restored.unclean = true;
    auto const states = journal_states();
    for (auto const& [life, kept] : m_earlier) {
        if (auto const* weighed = std::get_if<domain::Weighed>(&kept.fact))
            restored.records.push_back(
                {.seq = kept.seq, .incarnation = life, .line = weighed->task.line, .net = weighed->net});
        if (auto const* label = std::get_if<domain::LabelQueued>(&kept.fact))
            restored.labels.push_back({.label = kept.seq,
                                       .of = label->of,
                                       .copy = label->copy,
                                       .state = states.at({life, kept.seq}),
                                       .incarnation = life,
                                       .of_incarnation = life});
    }
    m_incarnation = k_second_life;
    m_taken = 0;
    auto const now = m_now;
    m_rig = std::make_unique<StationRig>(tasks(), StationSetup{}, restored);
    m_rig->printer = false;
    m_rig->now = now;
    m_rig->ready();
    m_now = m_rig->now;
    m_spool = std::make_unique<printer::Spool>(m_profile, "P1");
    m_spool->clear_first();
    open();
}

void LabelTable::put_right() {
    m_deaf = false;
    if (!m_printer.powered()) m_printer.power_on();
    if (m_printer.paper_ended()) m_printer.new_roll(std::nullopt);
    m_printer.cover_close();
    m_printer.clear_jam();
    // No command reaches a full ESC/POS printer whose cutter is stuck: it is switched off and on.
    if (m_printer.offline() && m_printer.room() == 0) {
        m_printer.power_off();
        m_printer.power_on();
    }
    plug_in();
}

void LabelTable::print_what_is_offered() {
    for (int i = 0; i < 6 && !m_rig->look().offers.empty(); ++i) {
        auto const offer = m_rig->look().offers.front();
        m_rig->now = m_now;
        m_rig->press(Key::label_print, {.seq = offer.label, .incarnation = offer.incarnation});
        run(milliseconds(6'000));
    }
}

std::map<EventName, LabelState> LabelTable::journal_states() const {
    std::map<EventName, LabelState> states;
    auto const take = [&](std::string const& life, Kept const& kept) {
        if (std::get_if<domain::LabelQueued>(&kept.fact)) states[{life, kept.seq}] = LabelState::queued;
        auto const* moved = std::get_if<domain::LabelMoved>(&kept.fact);
        if (!moved) return;
        bool const present = moved->label_incarnation.empty() || moved->label_incarnation == k_second_life;
        states[{present ? life : moved->label_incarnation, moved->label}] = moved->state;
    };
    for (auto const& [life, kept] : m_earlier) take(life, kept);
    for (auto const& kept : m_rig->journal) take(m_incarnation, kept);
    return states;
}

bool LabelTable::offered(EventName const& label) const {
    return std::ranges::any_of(m_rig->look().offers, [&](LabelOffer const& offer) {
        return own({offer.incarnation, offer.label}) == label;
    });
}

std::vector<EventName> LabelTable::bags() const {
    std::vector<EventName> out;
    auto const take = [&](std::string const& life, Kept const& kept) {
        if (std::get_if<domain::Weighed>(&kept.fact)) out.push_back({life, kept.seq});
    };
    for (auto const& [life, kept] : m_earlier) take(life, kept);
    for (auto const& kept : m_rig->journal) take(m_incarnation, kept);
    return out;
}

void LabelTable::look_at_paper() {
    for (sim::PrintedLabel const& paper : m_printer.take_printed())
        m_paper.push_back(rows_of(paper, m_size.width_bytes, m_size.rows));
}

int LabelTable::on_paper(Handed const& label) {
    m_printer.new_roll(std::nullopt);
    look_at_paper();
    return static_cast<int>(std::ranges::count(m_paper, label.picture));
}

}  // namespace bozhong::test
