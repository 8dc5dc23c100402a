#include "drivers/sim/virtual_printer.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace bozhong::sim {
namespace {

constexpr char k_dle = 0x10;

std::string four(int a, int b, int c, int d) {
    return {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
}

std::unique_ptr<LabelLanguage> make_language(PrinterMake const& make) {
    switch (make.language) {
        case PrinterLanguage::escpos: return nullptr;
        case PrinterLanguage::tspl: return make_tspl(make.dots_wide, make.dots_per_mm, make.font);
        case PrinterLanguage::zpl: return make_zpl(make.dots_wide);
        case PrinterLanguage::cpcl: return make_cpcl(make.dots_wide);
    }
    std::abort();
}

}  // namespace

VirtualPrinter::VirtualPrinter(PrinterMake make)
    : m_make(std::move(make)),
      m_paper(m_make.dots_wide, m_make.label_rows, m_make.gap_rows, m_make.labels_on_roll),
      m_page(m_make.dots_wide, m_make.font),
      m_language(make_language(m_make)) {}

VirtualPrinter::~VirtualPrinter() = default;
VirtualPrinter::VirtualPrinter(VirtualPrinter&&) noexcept = default;
VirtualPrinter& VirtualPrinter::operator=(VirtualPrinter&&) noexcept = default;

std::size_t VirtualPrinter::room() const {
    return m_powered ? m_make.buffer - m_buffer.size() : 0;
}

void VirtualPrinter::receive(std::string_view bytes) {
    if (!m_powered) return;
    for (char c : bytes.substr(0, room())) {
        if (m_language)
            m_language->hear(c, *this);
        else
            scan_real_time(static_cast<unsigned char>(c));
        m_buffer += c;
    }
    run();
}

std::string VirtualPrinter::take_answers() {
    return std::exchange(m_answers, {});
}

// ---- what people do to it ----

void VirtualPrinter::paper_out() {
    m_paper.end_now();
    status_changed();
}

void VirtualPrinter::new_roll(std::optional<int> labels) {
    m_paper.new_roll(labels);
    mended();
}

void VirtualPrinter::cover_open() {
    m_cover_open = true;
    status_changed();
}

void VirtualPrinter::cover_close() {
    m_cover_open = false;
    mended();
}

void VirtualPrinter::cutter_jam() {
    m_cutter_jammed = true;
    status_changed();
}

void VirtualPrinter::clear_jam() {
    if (!m_language) return;
    m_cutter_jammed = false;
    mended();
}

void VirtualPrinter::ribbon_out() {
    m_ribbon_out = m_language != nullptr;
}

void VirtualPrinter::new_ribbon() {
    m_ribbon_out = false;
    mended();
}

void VirtualPrinter::pause(bool paused) {
    m_paused = paused && m_language;
    mended();
}

void VirtualPrinter::too_hot(bool hot) {
    m_hot = hot;
    mended();
}

void VirtualPrinter::mended() {
    status_changed();
    after_trouble();
    run();
}

void VirtualPrinter::power_off() {
    m_powered = false;
    m_buffer.clear();
    m_answers.clear();
    m_real_time.clear();
    m_raster.reset();
    m_motion.reset();
    reset_modes();
}

void VirtualPrinter::power_on() {
    if (m_powered) return;
    m_powered = true;
    m_reprint = true;
    if (m_language) m_language->power_on();
    m_cutter_jammed = false;  // the cutter finds its home again
}

void VirtualPrinter::at(std::uint64_t bytes, std::function<void(VirtualPrinter&)> what) {
    m_planned.push_back({m_used + bytes, std::move(what)});
}

void VirtualPrinter::at_row(std::uint64_t rows, std::function<void(VirtualPrinter&)> what) {
    m_planned_rows.push_back({m_rows_printed + rows, std::move(what)});
}

void VirtualPrinter::happen(std::deque<PlannedEvent>& planned, std::uint64_t now) {
    while (!planned.empty() && planned.front().at <= now) {
        auto const event = std::move(planned.front());
        planned.pop_front();
        event.what(*this);
    }
}

// ---- real time: bytes act as they arrive, whatever they are part of ----

void VirtualPrinter::scan_real_time(unsigned char c) {
    m_real_time += static_cast<char>(c);
    if (m_real_time[0] != k_dle) return m_real_time.clear();
    if (m_real_time.size() < 2) return;
    if (m_real_time[1] != 0x04 && m_real_time[1] != 0x05) {
        m_real_time.clear();
        if (c == k_dle) m_real_time = k_dle;
        return;
    }
    if (m_real_time.size() < 3) return;
    bool const question = m_real_time[1] == 0x04;
    m_real_time.clear();
    if (question) return answer_real_time(c);
    say("DLE ENQ", std::to_string(c));
    if (c != 2 || !m_cutter_jammed) return;
    // Recover after clearing: the jam is over and so is everything received before.
    m_cutter_jammed = false;
    m_buffer.clear();
    m_raster.reset();
    m_page.clear();
    status_changed();
}

void VirtualPrinter::answer_real_time(int n) {
    say("DLE EOT", std::to_string(n));
    if (!m_make.answers_dle_eot) return;
    bool const end = m_paper.at_end();
    int value = 0x12;
    switch (n) {
        case 1: value |= offline() ? 0x08 : 0; break;
        case 2:
            value |= (m_cover_open ? 0x04 : 0) | (end ? 0x20 : 0) | (m_cutter_jammed || m_hot ? 0x40 : 0);
            break;
        case 3: value |= (m_cutter_jammed ? 0x08 : 0) | (m_hot ? 0x40 : 0); break;
        case 4: value |= (end ? 0x60 : 0) | (m_make.near_end_sensor && m_paper.near_end() ? 0x0C : 0); break;
        default: return;
    }
    m_answers += static_cast<char>(value);
}

void VirtualPrinter::status_changed() {
    if (m_powered) send_status_back();
}

void VirtualPrinter::send_status_back() {
    if (m_status_back == 0) return;
    bool const near = m_make.near_end_sensor && m_paper.near_end();
    std::string status = four(0x10 | (offline() ? 0x08 : 0) | (m_cover_open ? 0x20 : 0),
                              (m_cutter_jammed ? 0x08 : 0) | (m_hot ? 0x40 : 0),
                              (m_paper.at_end() ? 0x0C : 0) | (near ? 0x03 : 0), 0);
    if (status == m_last_status_back) return;
    m_answers += status;
    m_last_status_back = std::move(status);
}

std::uint8_t VirtualPrinter::port_status() const {
    if (m_paper.at_end()) return 0x30;
    return offline() ? 0x10 : 0x18;
}

std::string VirtualPrinter::status_json() const {
    auto const text = [](bool value) { return value ? "true" : "false"; };
    return std::string("{\"powered\":") + text(m_powered) + ",\"paper_out\":" + text(m_paper.at_end()) +
           ",\"cover_open\":" + text(m_cover_open) + ",\"cutter_jam\":" + text(m_cutter_jammed) +
           ",\"ribbon_out\":" + text(m_ribbon_out) + ",\"paused\":" + text(m_paused) +
           ",\"too_hot\":" + text(m_hot) + ",\"buffered\":" + std::to_string(m_buffer.size()) +
           ",\"labels\":" + std::to_string(m_paper.labels_printed()) + "}";
}

// ---- in order: the interpreter ----

void VirtualPrinter::run() {
    while (m_powered && m_language && !offline() && !m_motion && !m_buffer.empty()) {
        std::size_t const used = m_language->step(m_buffer, *this);
        if (used == 0) return;
        consume(std::min(used, m_buffer.size()));
    }
    if (!m_language) run_escpos();
}

void VirtualPrinter::consume(std::size_t count) {
    m_buffer.erase(0, count);
    m_used += count;
    m_paper.count_bytes(count);
    happen(m_planned, m_used);
}

void VirtualPrinter::reset_modes() {
    m_status_back = 0;
    m_last_status_back.clear();
    m_stored_graphics.clear();
    m_page.reset();
}

void VirtualPrinter::say(std::string_view name, std::string detail) {
    if (m_trace) m_trace(name, std::move(detail));
}

}  // namespace bozhong::sim
