// Whatever a printer says, in whatever pieces: the parser neither breaks nor depends on the pieces, and every
// byte is either part of an answer or counted as garbage.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "drivers/printer/answers.h"

namespace {

using namespace bozhong::printer;

std::vector<Answer> parse(Language language, std::span<std::byte const> bytes, std::size_t piece) {
    AnswerParser parser(language);
    std::vector<Answer> answers;
    while (!bytes.empty()) {
        auto const part = bytes.first(std::min(piece, bytes.size()));
        parser.feed(part, [&](Answer const& answer) { answers.push_back(answer); });
        bytes = bytes.subspan(part.size());
    }
    return answers;
}

std::size_t size_of(Answer const& answer) {
    if (std::holds_alternative<StatusBack>(answer)) return 4;
    if (auto const* block = std::get_if<Block>(&answer)) return block->text.size() + 2;
    if (auto const* whole = std::get_if<WholeStatus>(&answer)) return whole->bytes;
    return 1;
}

void judge(Language language, std::span<std::byte const> bytes) {
    auto const whole = parse(language, bytes, bytes.size() + 1);
    std::size_t accounted = 0, unspoken = 0;
    Condition condition;
    for (Answer const& answer : whole) {
        accounted += size_of(answer);
        if (auto const* status = std::get_if<StatusBack>(&answer)) apply_status_back(condition, *status);
        if (auto const* status = std::get_if<RealTimeStatus>(&answer))
            apply_real_time(condition, 1 + status->value % 4, status->value);
        if (auto const* status = std::get_if<WholeStatus>(&answer)) {
            condition = status->condition;
            unspoken += 2;  // the last line's CR LF
        }
        if (condition.working() != condition.reason().empty()) std::abort();
        if (condition.clean() && condition.busy) std::abort();
    }
    // What is still open at the end is at most an unfinished block, status or set of lines.
    if (accounted > bytes.size() || bytes.size() - accounted > 480 + unspoken) std::abort();
    for (std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}}) {
        if (parse(language, bytes, piece) != whole) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = std::as_bytes(std::span(data, size));
    for (Language language : {Language::escpos, Language::tspl, Language::zpl, Language::cpcl})
        judge(language, bytes);
    return 0;
}
