#include "ui/text/phrases.h"

#include <algorithm>
#include <map>

namespace bozhong::ui {

using core::Refusal;
using core::WeighState;

QString amount(std::string const& value, std::string const& unit, Language language) {
    if (value.empty()) return {};
    return QString::fromStdString(value) + QLatin1Char(' ') + unit_word(unit, language);
}

namespace {

// The confirm key's amount comes as one text, "4.05 斤"; only its unit has two languages.
QString with_unit(std::string const& text, Language language) {
    auto const space = text.rfind(' ');
    if (space == std::string::npos) return QString::fromStdString(text);
    return amount(text.substr(0, space), text.substr(space + 1), language);
}

struct Speaker {
    core::Snapshot const& snapshot;
    Language language;

    [[nodiscard]] QString say(Word word, QStringList const& figures = {}) const {
        return ui::say(word, language, figures);
    }
    [[nodiscard]] QString delta() const {
        return amount(snapshot.weight.delta, snapshot.weight.unit, language);
    }
    [[nodiscard]] QString records() const {
        return say(Word::record, {with_unit(snapshot.confirm.amount, language)});
    }
    [[nodiscard]] StateLook idle(Icon icon, Word phrase, QString then, Icon key_icon, Word key,
                                 Word sub) const {
        return {.flood = Flood::plain,
                .icon = icon,
                .phrase = say(phrase),
                .then = std::move(then),
                .key_icon = key_icon,
                .key = say(key),
                .key_sub = say(sub)};
    }
    [[nodiscard]] StateLook adding(Icon icon, QString then) const {
        return {.icon = icon,
                .phrase = say(Word::add, {delta()}),
                .then = std::move(then),
                .key_icon = icon,
                .key = say(Word::not_yet),
                .key_sub = say(Word::fill_to_frame)};
    }
    [[nodiscard]] StateLook twice(Word phrase, Word then, Word again) const {
        StateLook look{.flood = Flood::amber,
                       .icon = Icon::warn,
                       .phrase = say(phrase, {delta()}),
                       .then = say(then),
                       .face = ConfirmFace::amber_outline,
                       .key_icon = Icon::warn,
                       .key = say(Word::record_anyway),
                       .key_sub = say(Word::two_presses),
                       .pips = 2,
                       .pips_filled = snapshot.confirm.presses_done};
        if (snapshot.confirm.presses_done > 0) {
            look.face = ConfirmFace::amber;
            look.key = say(Word::press_again);
            QString const figure = language == Language::zh ? delta() + QLatin1Char(' ') : delta();
            look.key_sub = say(again, {figure});
        }
        return look;
    }
    [[nodiscard]] StateLook red(Word phrase, Word then, Word sub) const {
        return {.flood = Flood::red,
                .icon = Icon::stop,
                .phrase = say(phrase, {delta()}),
                .then = say(then),
                .face = ConfirmFace::red_outline,
                .key_icon = Icon::supervisor,
                .key = say(Word::call_supervisor),
                .key_sub = say(sub)};
    }
    [[nodiscard]] StateLook green(Word phrase, Word then) const {
        return {.flood = Flood::green,
                .icon = Icon::ok,
                .phrase = say(phrase),
                .then = say(then),
                .face = ConfirmFace::go,
                .key_icon = Icon::check,
                .key = say(Word::confirm),
                .key_sub = records()};
    }
    [[nodiscard]] StateLook nothing_to_do() const;
    [[nodiscard]] StateLook for_whom() const;
    [[nodiscard]] StateLook recorded() const;
    [[nodiscard]] StateLook refused() const;
};

StateLook Speaker::nothing_to_do() const {
    auto const& product = snapshot.product;
    if (!snapshot.product_done || product.name.empty())
        return idle(Icon::clock, Word::no_task, say(Word::no_task_do), Icon::list, Word::choose_product,
                    Word::no_task_do);
    auto const next = std::ranges::find_if(snapshot.products, [](auto const& each) {
        return !each.current && each.done + each.shorted + each.hidden < each.total;
    });
    bool const only = snapshot.work.only != core::OnlyFor::everybody;
    QString whom = QString::fromStdString(snapshot.work.name);
    if (whom.size() > 4) whom = whom.left(3) + QChar(0x2026);  // it shares a key's line with words
    QString const sum = amount(product.amount_done, product.unit, language);
    QString const number = QString::number(product.done);
    QString const finished =
        product.shorted > 0 ? say(Word::product_done_short, {number, sum, QString::number(product.shorted)})
                            : say(Word::product_done_do, {number, sum});
    bool const more = next != snapshot.products.end();
    return {.flood = Flood::plain,
            .icon = product.hidden > 0 ? Icon::list : Icon::seal,
            .phrase = say(product.hidden > 0 ? Word::only_part_done : Word::product_done,
                          {QString::fromStdString(product.name)}),
            .then = product.hidden > 0 ? say(Word::only_left, {QString::number(product.hidden)}) : finished,
            .face = more ? ConfirmFace::go : ConfirmFace::idle,
            .key_icon = more ? Icon::next : Icon::ok,
            .key = more ? say(Word::next_product) : only ? say(Word::only_all_done, {whom}) : say(Word::all_done),
            .key_sub = more ? QString::fromStdString(next->name) : QString()};
}

/// Weigh first: the load rests, and somebody is found for it, or nobody.
StateLook Speaker::for_whom() const {
    if (!snapshot.fit)
        return idle(Icon::list, Word::fit_none, say(Word::fit_none_do), Icon::settle, Word::wait, Word::fit_none_sub);
    auto const& fit = *snapshot.fit;
    QString const code = QString::fromStdString(fit.customer_code);
    return {.flood = Flood::plain,
            .icon = Icon::swap,
            .phrase = say(Word::fit_is, {code}),
            .then = say(Word::fit_is_do),
            .face = ConfirmFace::go,
            .key_icon = Icon::next,
            .key = say(Word::fit_key, {code}),
            .key_sub = say(Word::fit_key_sub, {amount(fit.bag > 1 ? fit.rest : fit.ordered, fit.unit, language)})};
}

StateLook Speaker::recorded() const {
    auto const& task = snapshot.task;
    QString const tote = task ? QString::fromStdString(task->customer_code) : QString();
    StateLook look{.flood = Flood::blue,
                   .icon = Icon::seal,
                   .phrase = say(Word::recorded),
                   .then = say(Word::put_into, {tote}),
                   .face = ConfirmFace::blue_outline,
                   .key_icon = Icon::lift,
                   .key = say(Word::lift_off),
                   .key_sub = say(Word::last_one)};
    if (!snapshot.queue.empty()) {
        auto const& next = snapshot.queue.front();
        QString const name =
            QString::fromStdString(snapshot.mode == "pick" ? next.product : next.customer_code);
        look.key_sub = say(Word::next_customer,
                           {name + QStringLiteral(" · ") + amount(next.ordered, next.unit, language)});
    }
    return look;
}

struct Cure {
    Icon icon;
    Word phrase, then, key, sub;
};

Cure cure_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::unstable:
            return {Icon::settle, Word::unstable, Word::unstable_do, Word::wait, Word::still_moving};
        case Refusal::stale: return {Icon::clock, Word::stale, Word::wait, Word::wait, Word::until_readings};
        case Refusal::out_of_range_over:
            return {Icon::lift, Word::over_range, Word::over_range_do, Word::over_range_key,
                    Word::over_range_do};
        case Refusal::out_of_range_under:
        case Refusal::negative:
            return {Icon::zero, Word::negative, Word::negative_do, Word::negative_key, Word::press_zero};
        case Refusal::below_minimum:
            return {Icon::pan, Word::below_minimum, Word::below_minimum_do, Word::below_minimum_key,
                    Word::below_minimum_do};
        case Refusal::none:
        case Refusal::already_captured:
            return {Icon::lift, Word::captured, Word::captured_do, Word::captured_key,
                    Word::captured_key_sub};
        case Refusal::not_zero:
            return {Icon::lift, Word::not_zero, Word::not_zero_do, Word::negative_key,
                    Word::captured_key_sub};
        case Refusal::residue:
            return {Icon::zero, Word::residue, Word::negative_do, Word::negative_key, Word::press_zero};
        case Refusal::link_lost:
            return {Icon::noscale, Word::scale_dead, Word::check_cable, Word::wait, Word::reconnecting};
        case Refusal::unit_unknown:
            return {Icon::scale, Word::no_unit, Word::tell_supervisor, Word::wait, Word::tell_supervisor};
        case Refusal::unit_changed:
            return {Icon::scale, Word::wrong_unit, Word::wrong_unit_do, Word::wait, Word::nothing_recorded};
        case Refusal::tared_at_indicator:
            return {Icon::tare, Word::tared_there, Word::negative_do, Word::negative_key, Word::press_zero};
        case Refusal::scale_changed:
            return {Icon::scale, Word::other_scale, Word::other_scale_do, Word::wait, Word::other_scale_do};
        case Refusal::disk:
            return {Icon::disk, Word::disk_stop, Word::tell_supervisor, Word::wait, Word::tell_supervisor};
        case Refusal::no_right:
            return {Icon::supervisor, Word::no_right, Word::no_right_do, Word::wait, Word::no_right_do};
        case Refusal::not_signed_in:
            return {Icon::badge, Word::scan_badge, Word::then_pin, Word::wait, Word::scan_badge};
        case Refusal::no_task:
            return {Icon::clock, Word::no_task, Word::no_task_do, Word::no_task_key, Word::choose_product};
        case Refusal::label_waiting:
            return {Icon::printer, Word::label_first, Word::label_first_do, Word::wait, Word::label_first_do};
        case Refusal::too_much_split:
            return {Icon::bags, Word::split_it, Word::split_do, Word::over_range_key, Word::split_do};
        case Refusal::not_whole:
            return {Icon::list, Word::whole_numbers, Word::count_then_confirm, Word::wait,
                    Word::whole_numbers};
        case Refusal::switched_off:
            return {Icon::voided, Word::switched_off, Word::tell_supervisor, Word::wait,
                    Word::tell_supervisor};
        case Refusal::check_due:
            return {Icon::scale, Word::check_due, Word::tell_supervisor, Word::check_title,
                    Word::tell_supervisor};
    }
    std::abort();
}

StateLook Speaker::refused() const {
    Cure const cure = cure_of(snapshot.weight.refusal);
    StateLook look = idle(cure.icon, cure.phrase, say(cure.then), cure.icon, cure.key, cure.sub);
    look.phrase = say(cure.phrase, {QString::fromStdString(snapshot.weight.scale_unit_seen)});
    look.flood = Flood::red_edge;
    return look;
}

}  // namespace

QString refusal_words(core::Refusal refusal, Language language) {
    if (refusal == Refusal::none) return {};
    Cure const cure = cure_of(refusal);
    return say(cure.phrase, language, {QString()}) + (language == Language::zh ? QStringLiteral("，") : QStringLiteral(", ")) +
           say(cure.then, language);
}

StateLook look_of(core::Snapshot const& snapshot, Language language) {
    Speaker const speaker{snapshot, language};
    auto const& weight = snapshot.weight;
    // A cable that is out and a reading that stopped have their own faces; every other refusal names its
    // cure.
    bool const link = weight.state == WeighState::dead || weight.state == WeighState::stale;
    if (weight.refused_by_press && weight.refusal != Refusal::none && !link) return speaker.refused();
    switch (weight.state) {
        case WeighState::no_task:
            return snapshot.weigh_first ? speaker.for_whom() : speaker.nothing_to_do();
        case WeighState::empty: {
            StateLook look =
                speaker.idle(Icon::pan, Word::empty, {}, Icon::pan, Word::empty_key, Word::empty_key_sub);
            look.flood = Flood::dashed;
            return look;
        }
        case WeighState::loading: return speaker.adding(Icon::settle, speaker.say(Word::loading_do));
        case WeighState::under: return speaker.adding(Icon::add, {});
        case WeighState::settling:
            if (weight.settling_ms > 4000)
                return speaker.idle(Icon::settle, Word::never_settles, speaker.say(Word::never_settles_do),
                                    Icon::settle, Word::wait, Word::still_moving);
            return speaker.idle(Icon::settle, Word::hold_still, {}, Icon::settle, Word::wait,
                                Word::still_moving);
        case WeighState::in_band: return speaker.green(Word::just_right, Word::press_confirm);
        case WeighState::released: return speaker.green(Word::released, Word::press_confirm);
        case WeighState::hands_free: {
            StateLook look = speaker.green(Word::just_right, Word::holds_itself);
            look.face = ConfirmFace::ring;
            look.key_icon = Icon::hand;
            look.key = speaker.say(Word::records_itself);
            look.key_sub = speaker.say(Word::or_press);
            return look;
        }
        case WeighState::over_soft: return speaker.twice(Word::over, Word::take_some_off, Word::over_too);
        case WeighState::under_soft: return speaker.twice(Word::under, Word::add_some, Word::under_too);
        case WeighState::over_hard:
            return speaker.red(Word::too_much, Word::take_off, Word::take_off_or_release);
        case WeighState::under_hard:
            return speaker.red(Word::too_little, Word::add_some, Word::add_or_release);
        case WeighState::recording: {
            StateLook look = speaker.green(Word::recording, Word::recording_do);
            look.face = ConfirmFace::idle;
            look.key = speaker.say(Word::recording);
            return look;
        }
        case WeighState::recorded: return speaker.recorded();
        case WeighState::refused: return speaker.refused();
        case WeighState::stale: {
            StateLook look = speaker.idle(Icon::clock, Word::stale, speaker.say(Word::wait), Icon::clock,
                                          Word::wait, Word::until_readings);
            look.flood = Flood::grey;
            look.figure_grey = true;
            return look;
        }
        case WeighState::dead: {
            StateLook look = speaker.idle(Icon::noscale, Word::scale_dead, speaker.say(Word::check_cable),
                                          Icon::scale, Word::fix_it, Word::step_by_step);
            look.flood = Flood::grey;
            look.face = ConfirmFace::red_outline;
            return look;
        }
    }
    std::abort();
}

QString said_amount(std::string const& figure, Language language) {
    auto const space = figure.rfind(' ');
    if (space == std::string::npos) return QString::fromStdString(figure);
    return amount(figure.substr(0, space), figure.substr(space + 1), language);
}

QString notice_text(core::Notice const& notice, Language language) {
    QStringList figures;
    for (std::string const& figure : notice.figures) figures += QString::fromStdString(figure);
    while (figures.size() < 2) figures += QString::number(notice.number);
    auto const with = [&](Word word) { return say(word, language, figures); };
    using core::NoticeKind;
    switch (notice.kind) {
        case NoticeKind::task_moved: return with(Word::task_moved);
        case NoticeKind::task_cancelled: return with(Word::task_cancelled);
        case NoticeKind::task_held: return with(Word::task_held);
        case NoticeKind::weighed_elsewhere: return with(Word::weighed_elsewhere);
        case NoticeKind::amount_changed: return with(Word::amount_changed);
        case NoticeKind::decision: return with(Word::decision_made);
        case NoticeKind::hub_away: return say(Word::hub_away, language, {QString::number(notice.number)});
        case NoticeKind::hub_stopped: return with(Word::hub_stopped);
        case NoticeKind::disk_low: return with(Word::disk_low);
        case NoticeKind::disk_slow: return with(Word::disk_slow);
        case NoticeKind::clock_wrong: return with(Word::clock_wrong);
        case NoticeKind::label_unsure: return with(Word::label_unsure);
        case NoticeKind::check_due: return with(Word::check_due);
        case NoticeKind::recovered: return say(Word::recovered, language, {QString::number(notice.number)});
        case NoticeKind::tared_at_indicator: return with(Word::tared_there);
        case NoticeKind::printer: return with(Word::printer_notice);
        case NoticeKind::scale_stuck: return with(Word::scale_stuck);
        case NoticeKind::unsteady: return with(Word::unsteady);
        case NoticeKind::zero_wanders: return with(Word::zero_wanders);
        case NoticeKind::use_other_scale: return with(Word::use_other_scale);
        case NoticeKind::scale_asked_twice: return with(Word::scale_asked_twice);
        case NoticeKind::scale_torn: return with(Word::scale_torn);
        case NoticeKind::scale_caller: return with(Word::scale_caller);
        case NoticeKind::take_out:
            figures[1] = said_amount(notice.figures.at(1), language);
            return with(Word::take_out);
        case NoticeKind::relabel: return with(Word::relabel);
    }
    std::abort();
}

LabelWords label_words(core::HistoryRow const& row, Language language) {
    auto const make = [&](Word word, Icon icon, bool doubtful = false) {
        return LabelWords{say(word, language), icon, doubtful};
    };
    if (row.voided) return make(Word::voided, Icon::voided);
    if (row.label == 0) return make(Word::no_label, Icon::minus);
    switch (row.label_state) {
        case domain::LabelState::queued: return make(Word::label_queued, Icon::clock);
        case domain::LabelState::sending: return make(Word::label_printing, Icon::printer);
        case domain::LabelState::sent: return make(Word::label_sent, Icon::printer);
        case domain::LabelState::printed: return make(Word::label_printed, Icon::ok);
        case domain::LabelState::unknown: return make(Word::label_unknown, Icon::warn, true);
        case domain::LabelState::failed: return make(Word::label_failed, Icon::warn, true);
        case domain::LabelState::voided: return make(Word::voided, Icon::voided);
    }
    std::abort();
}

namespace {

Word trouble_word(core::PrinterTrouble trouble) {
    switch (trouble) {
        case core::PrinterTrouble::ribbon_out: return Word::ribbon_out;
        case core::PrinterTrouble::paper_jam: return Word::paper_jam;
        case core::PrinterTrouble::paused: return Word::paused;
        case core::PrinterTrouble::too_hot: return Word::too_hot;
        case core::PrinterTrouble::none:
        case core::PrinterTrouble::cutter:
        case core::PrinterTrouble::too_cold:
        case core::PrinterTrouble::other: return Word::needs_look;
    }
    std::abort();
}

}  // namespace

QString printer_words(core::DeviceView const& devices, Language language) {
    auto const word = [&] {
        switch (devices.printer_state) {
            case core::PrinterState::ready: return Word::good;
            case core::PrinterState::busy: return Word::busy;
            case core::PrinterState::paper_out: return Word::paper_out;
            case core::PrinterState::paper_low: return Word::paper_low;
            case core::PrinterState::cover_open: return Word::cover_open;
            case core::PrinterState::fault: return trouble_word(devices.printer_trouble);
            case core::PrinterState::away: return Word::away;
        }
        std::abort();
    };
    return say(word(), language);
}

}  // namespace bozhong::ui
