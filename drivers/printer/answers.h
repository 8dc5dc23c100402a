#pragma once
// What a printer says, told apart on one pipe. A read may hold several answers or part of one, so the parser
// is fed byte by byte. The label languages answer with a whole status (status_answers.h); the rest here is
// ESC/POS. Patterns: Epson TM-U295/U375 appendix, Citizen manual; bits: Epson TM-T88III, TM-L90.

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>

#include "drivers/printer/condition.h"
#include "drivers/printer/profile.h"
#include "drivers/printer/status_answers.h"

namespace bozhong::printer {

/// Answer to DLE EOT n; it does not say which n was asked. 0xx1xx10.
struct RealTimeStatus {
    std::uint8_t value = 0;
    friend bool operator==(RealTimeStatus, RealTimeStatus) = default;
};
/// Sent by itself after GS a: 0xx1xx00 and three bytes 0xx0xxxx.
struct StatusBack {
    std::array<std::uint8_t, 4> bytes{};
    friend bool operator==(StatusBack, StatusBack) = default;
};
/// Answer to GS r, GS I 1–3, ESC v, in order with the data. 0xx0xxxx.
struct PlainByte {
    std::uint8_t value = 0;
    friend bool operator==(PlainByte, PlainByte) = default;
};
/// 37 … 00, 5F … 00, 35/3B/3D … 00; the text is without header and NUL. Process id: header 37, text 22 d1 d2
/// d3 d4.
struct Block {
    std::uint8_t header = 0;
    std::string text;
    friend bool operator==(Block const&, Block const&) = default;
};
struct FlowControl {
    bool go = false;
    friend bool operator==(FlowControl, FlowControl) = default;
};
/// Bytes that are no answer: counted, never acted on.
struct Garbage {
    std::uint8_t value = 0;
    friend bool operator==(Garbage, Garbage) = default;
};
using Answer = std::variant<RealTimeStatus, StatusBack, PlainByte, Block, FlowControl, WholeStatus, Garbage>;

class AnswerParser {
  public:
    using Sink = std::function<void(Answer const&)>;
    explicit AnswerParser(Language language = Language::escpos) : m_language(language) {}
    /// Blocks longer than 256 bytes are garbage.
    void feed(std::span<std::byte const> bytes, Sink const& sink);
    void reset();

  private:
    void take(std::uint8_t byte, Sink const& sink);
    void take_escpos(std::uint8_t byte, Sink const& sink);
    void take_in_block(std::uint8_t byte, Sink const& sink);
    Language m_language;
    HostStatusParser m_host_status;
    std::array<std::uint8_t, 4> m_status_back{};
    int m_status_back_size = 0;
    bool m_in_block = false;
    Block m_block;
};

/// n is 1 to 4.
void apply_real_time(Condition& condition, int n, std::uint8_t value);
void apply_status_back(Condition& condition, StatusBack const& status);
/// USB GET_PORT_STATUS: bit 3 no error, bit 4 selected, bit 5 paper empty. Some units always answer 0: no
/// news.
Condition port_condition(std::uint8_t status);

}  // namespace bozhong::printer
