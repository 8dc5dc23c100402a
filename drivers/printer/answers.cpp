#include "drivers/printer/answers.h"

namespace bozhong::printer {
namespace {

constexpr std::size_t k_block_max = 256;

bool starts_block(std::uint8_t byte) {
    return byte == 0x37 || byte == 0x5F || byte == 0x35 || byte == 0x3B || byte == 0x3D;
}

}  // namespace

void AnswerParser::feed(std::span<std::byte const> bytes, Sink const& sink) {
    for (std::byte byte : bytes) take(static_cast<std::uint8_t>(byte), sink);
}

void AnswerParser::reset() {
    m_status_back_size = 0;
    m_in_block = false;
    m_block = {};
    m_host_status.reset();
}

void AnswerParser::take(std::uint8_t byte, Sink const& sink) {
    switch (m_language) {
        case Language::escpos: return take_escpos(byte, sink);
        case Language::tspl: return sink(WholeStatus{tspl_condition(byte), 1});
        case Language::cpcl: return sink(WholeStatus{cpcl_condition(byte), 1});
        case Language::zpl: break;
    }
    HostStatusParser::Taken const taken = m_host_status.take(static_cast<char>(byte));
    for (char const c : taken.garbage) sink(Garbage{static_cast<std::uint8_t>(c)});
    if (taken.status) sink(*taken.status);
}

void AnswerParser::take_escpos(std::uint8_t byte, Sink const& sink) {
    if (m_in_block) return take_in_block(byte, sink);
    if (m_status_back_size > 0) {
        if ((byte & 0x90) == 0x00) {
            m_status_back[static_cast<std::size_t>(m_status_back_size++)] = byte;
            if (m_status_back_size == 4) {
                m_status_back_size = 0;
                sink(StatusBack{m_status_back});
            }
            return;
        }
        // A broken four-byte answer is dropped; the byte that broke it starts something else.
        for (int i = 0; i < m_status_back_size; ++i)
            sink(Garbage{m_status_back[static_cast<std::size_t>(i)]});
        m_status_back_size = 0;
    }
    if (byte == 0x11 || byte == 0x13) {
        sink(FlowControl{byte == 0x11});
    } else if ((byte & 0x93) == 0x12) {
        sink(RealTimeStatus{byte});
    } else if ((byte & 0x93) == 0x10) {
        m_status_back[0] = byte;
        m_status_back_size = 1;
    } else if (starts_block(byte)) {
        m_in_block = true;
        m_block = {byte, {}};
    } else if ((byte & 0x90) == 0x00) {
        sink(PlainByte{byte});
    } else {
        sink(Garbage{byte});
    }
}

void AnswerParser::take_in_block(std::uint8_t byte, Sink const& sink) {
    if (byte == 0) {
        m_in_block = false;
        sink(m_block);
        return;
    }
    m_block.text += static_cast<char>(byte);
    if (m_block.text.size() <= k_block_max) return;
    m_in_block = false;
    sink(Garbage{m_block.header});
    for (char c : m_block.text) sink(Garbage{static_cast<std::uint8_t>(c)});
}

std::string Condition::reason() const {
    if (paper_end) return "paper_out";
    if (cover_open) return "cover_open";
    if (ribbon_end) return "ribbon_out";
    if (jam) return "paper_jam";
    if (cutter) return "cutter";
    if (unrecoverable || recoverable) return "fault";
    if (self_recovering) return "too_hot";
    if (too_cold) return "too_cold";
    if (paused) return "paused";
    return offline ? "offline" : "";
}

Trouble Condition::trouble() const {
    if (ribbon_end) return Trouble::ribbon_out;
    if (jam) return Trouble::paper_jam;
    if (cutter) return Trouble::cutter;
    if (unrecoverable || recoverable) return Trouble::other;
    if (self_recovering) return Trouble::too_hot;
    if (too_cold) return Trouble::too_cold;
    if (paused) return Trouble::paused;
    return offline ? Trouble::other : Trouble::none;
}

void apply_real_time(Condition& condition, int n, std::uint8_t value) {
    switch (n) {
        case 1: condition.offline = value & 0x08; break;
        case 2:
            condition.cover_open = value & 0x04;
            // Without an error the details of n = 3 are over; they are asked only when this bit is set.
            if (!(value & 0x40)) {
                condition.cutter = condition.unrecoverable = condition.recoverable = false;
                condition.self_recovering = false;
            }
            break;
        case 3:
            condition.recoverable = value & 0x04;
            condition.cutter = value & 0x08;
            condition.unrecoverable = value & 0x20;
            condition.self_recovering = value & 0x40;
            break;
        case 4:
            condition.paper_near_end = (value & 0x0C) != 0;
            condition.paper_end = (value & 0x60) != 0;
            break;
        default: break;
    }
}

void apply_status_back(Condition& condition, StatusBack const& status) {
    condition.offline = status.bytes[0] & 0x08;
    condition.cover_open = status.bytes[0] & 0x20;
    condition.recoverable = status.bytes[1] & 0x04;
    condition.cutter = status.bytes[1] & 0x08;
    condition.unrecoverable = status.bytes[1] & 0x20;
    condition.self_recovering = status.bytes[1] & 0x40;
    condition.paper_near_end = (status.bytes[2] & 0x03) != 0;
    condition.paper_end = (status.bytes[2] & 0x0C) != 0;
}

Condition port_condition(std::uint8_t status) {
    Condition condition;
    if (status == 0) return condition;
    condition.paper_end = status & 0x20;
    condition.recoverable = !(status & 0x08) && !condition.paper_end;
    condition.offline = !(status & 0x10);
    return condition;
}

}  // namespace bozhong::printer
