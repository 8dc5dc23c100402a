#include "ui/text/spoken.h"

#include "ui/text/phrases.h"
#include "ui/text/spoken_amount.h"

namespace bozhong::ui {
namespace {

using core::Refusal;
using core::Spoken;

char const* reason_name(Refusal why) {
    switch (why) {
        case Refusal::none: return "none";
        case Refusal::unstable: return "unstable";
        case Refusal::stale: return "stale";
        case Refusal::out_of_range_over: return "out_of_range_over";
        case Refusal::out_of_range_under: return "out_of_range_under";
        case Refusal::negative: return "negative";
        case Refusal::below_minimum: return "below_minimum";
        case Refusal::already_captured: return "already_captured";
        case Refusal::not_zero: return "not_zero";
        case Refusal::link_lost: return "link_lost";
        case Refusal::unit_unknown: return "unit_unknown";
        case Refusal::unit_changed: return "unit_changed";
        case Refusal::tared_at_indicator: return "tared_at_indicator";
        case Refusal::scale_changed: return "scale_changed";
        case Refusal::disk: return "disk";
        case Refusal::no_right: return "no_right";
        case Refusal::not_signed_in: return "not_signed_in";
        case Refusal::no_task: return "no_task";
        case Refusal::label_waiting: return "label_waiting";
        case Refusal::too_much_split: return "too_much_split";
        case Refusal::residue: return "residue";
        case Refusal::not_whole: return "not_whole";
        case Refusal::switched_off: return "switched_off";
        case Refusal::check_due: return "check_due";
    }
    std::abort();
}

struct Composer {
    core::Say const& said;
    Language language;

    using Sentence = std::vector<SpokenPiece>;

    [[nodiscard]] std::string figure(std::size_t at) const {
        return at < said.figures.size() ? said.figures[at] : "";
    }
    [[nodiscard]] Sentence fixed(char const* id, Word word) const { return {{id, say(word, language)}}; }
    [[nodiscard]] Sentence with(std::string const& id, Word word, QString const& text) const {
        return {{id + "-" + text.toStdString(), say(word, language, {text})}};
    }
    [[nodiscard]] Sentence next() const;
};

// Amount first, then for whom: what the hand needs first. With another product the whole of it.
std::vector<SpokenPiece> Composer::next() const {
    std::string const value = figure(0), unit = figure(1), code = figure(2), note = figure(3),
                      product = figure(4);
    QString const spoken = spoken_code(code, language);
    Sentence out;
    if (!product.empty()) out.push_back({"product-" + product, QString::fromStdString(product)});
    out.push_back({"amount-" + value + unit, spoken_amount(value, unit, language)});
    if (!code.empty())
        out.push_back(
            {"customer-" + code, product.empty() ? spoken : say(Word::said_customer, language, {spoken})});
    if (!note.empty()) out.push_back({"remark-" + note, QString::fromStdString(note)});
    return out;
}

}  // namespace

std::vector<SpokenPiece> sentence_of(core::Say const& said, Language language) {
    Composer const compose{said, language};
    auto const difference = [&] { return spoken_difference(compose.figure(0), compose.figure(1), language); };
    switch (said.what) {
        case Spoken::next: return compose.next();
        case Spoken::recorded: return compose.fixed("recorded", Word::said_done);
        case Spoken::under: return compose.with("add", Word::said_add, difference());
        case Spoken::over: return compose.with("over", Word::said_over, difference());
        case Spoken::too_much: return compose.fixed("too_much", Word::said_too_much);
        case Spoken::refused: {
            QString const words = refusal_words(said.why, language);
            if (words.isEmpty()) return {};
            return {{std::string("refused-") + reason_name(said.why), words}};
        }
        case Spoken::label_stopped: return compose.fixed("label_stopped", Word::said_label_stopped);
        case Spoken::paper_out: return compose.fixed("paper_out", Word::said_paper_out);
        case Spoken::cover_open: return compose.fixed("cover_open", Word::said_cover_open);
        case Spoken::printer_stopped: return compose.fixed("printer_stopped", Word::said_printer_stopped);
        case Spoken::scale_dead: return compose.fixed("scale_dead", Word::said_scale_dead);
        case Spoken::scale_back: return compose.fixed("scale_back", Word::said_scale_back);
        case Spoken::taken:
            return {{"taken-" + compose.figure(0),
                     say(Word::said_taken, language, {spoken_code(compose.figure(0), language)})}};
    }
    std::abort();
}

bool is_urgent(Spoken what) {
    switch (what) {
        case Spoken::taken:
        case Spoken::scale_dead:
        case Spoken::too_much:
        case Spoken::refused:
        case Spoken::label_stopped:
        case Spoken::paper_out:
        case Spoken::cover_open:
        case Spoken::printer_stopped: return true;
        case Spoken::scale_back:
        case Spoken::over:
        case Spoken::under:
        case Spoken::next:
        case Spoken::recorded: return false;
    }
    std::abort();
}

}  // namespace bozhong::ui
