#include "ui/screens/faces.h"

namespace bozhong::ui {

namespace {

QString text(std::string const& words) {
    return QString::fromStdString(words);
}

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

WeightFace weight_face(core::Snapshot const& snapshot, StateLook look, Style const& style) {
    auto const& weight = snapshot.weight;
    WeightFace face;
    face.look = std::move(look);
    bool const dead = weight.state == core::WeighState::dead;
    if (!dead) face.figure = text(weight.figure);
    face.unit = unit_word(weight.unit, style.language);
    if (snapshot.task) {
        auto const& task = *snapshot.task;
        // What is still to give belongs to the next bag; beside the stamp stands the order.
        bool const split = task.bag > 1 && !task.rest.empty() && weight.state != core::WeighState::recorded;
        bool const taking = snapshot.load_mode == "take_away";
        face.ordered_label = style.say(split ? Word::still_to_give : taking ? Word::to_take : Word::ordered);
        face.ordered = text(split ? task.rest : task.ordered);
        face.ordered_unit = unit_word(task.unit, style.language);
    }
    if (dead || weight.state == core::WeighState::stale) {
        face.instead = style.say(dead ? Word::reconnecting : Word::no_new_reading);
        face.right = style.say(Word::nothing_recorded);
        return face;
    }
    if (!weight.net_kg.empty()) face.net = text(weight.net_kg) + QStringLiteral(" kg");
    if (!weight.tare_kg.empty()) face.tare = text(weight.tare_kg) + QStringLiteral(" kg");
    face.preset_tare = weight.preset_tare;
    face.stable = weight.stable;
    face.at_zero = weight.at_zero;
    QStringList right;
    if (!weight.e.empty()) right += QStringLiteral("e ") + text(weight.e);
    if (!weight.max.empty()) right += QStringLiteral("Max ") + text(weight.max);
    face.right = joined(right);
    bool const in_band = face.look.flood == Flood::green;
    if (snapshot.load_mode == "take_away" && in_band) face.picture = Picture::take_away;
    return face;
}

PlateFace plate_face(core::Snapshot const& snapshot, Style const& style) {
    PlateFace face;
    if (snapshot.fit) {
        face.fit_code = text(snapshot.fit->customer_code);
        face.fit_amount = amount(snapshot.fit->bag > 1 ? snapshot.fit->rest : snapshot.fit->ordered,
                                 snapshot.fit->unit, style.language);
        face.fit_words = style.say(Word::fit_take);
    }
    if (snapshot.weigh_first) face.name = style.say(Word::walk_load);
    if (!snapshot.task) return face;
    auto const& task = *snapshot.task;
    face.code = text(task.customer_code);
    face.name = text(task.customer);
    QString const number = task.sort_no.empty() ? QString() : style.say(Word::sort_no_is, {text(task.sort_no)});
    // What the table works for alone stands in the row below.
    auto const only = snapshot.work.only;
    face.right = joined({number, only == core::OnlyFor::route ? QString() : text(task.route),
                         only == core::OnlyFor::driver ? QString() : text(task.driver)});
    if (snapshot.mode == "pick") {
        face.product = text(task.product);
        face.category = text(task.category);
    }
    using core::WeighState;
    bool const recorded = snapshot.weight.state == WeighState::recorded ||
                          (snapshot.weight.state == WeighState::refused &&
                           snapshot.weight.refusal == core::Refusal::already_captured);
    if (task.marked_taken) {
        face.strip = StripKind::alarm;
        face.strip_icon = Icon::stop;
        face.strip_text = style.say(task.taken_why == "cancelled" ? Word::task_cancelled_now
                                    : task.taken_why == "held"    ? Word::task_held_now
                                                                  : Word::task_taken_now);
    } else if (recorded) {
        face.strip = StripKind::put;
        face.strip_icon = Icon::put;
        face.strip_text =
            style.say(Word::put_in_tote, {text(task.tote.empty() ? task.customer_code : task.tote)});
    } else if (!task.note.empty()) {
        face.strip = StripKind::remark;
        face.strip_icon = remark_icon(task.note);
        face.strip_text =
            task.bag > 1 ? joined({text(task.note), style.say(Word::bag_of, {QString::number(task.bag)})})
                         : text(task.note);
    } else {
        face.strip_text = joined(
            {task.bag > 1 ? style.say(Word::bag_of, {QString::number(task.bag)}) : style.say(Word::no_remark),
             text(task.tote)});
    }
    return face;
}

ProductFace product_face(core::Snapshot const& snapshot, Style const& style) {
    auto const& product = snapshot.product;
    ProductFace face;
    face.name = text(product.name);
    face.category = text(product.category);
    bool const pick = snapshot.mode == "pick";
    Word mode = pick ? Word::pick : Word::sow;
    if (snapshot.task && snapshot.task->counted) mode = Word::counted_mode;
    if (snapshot.load_mode == "take_away") mode = Word::take_away_mode;
    if (snapshot.load_mode == "accumulate") mode = Word::accumulate_mode;
    if (pick && snapshot.task) {
        face.plate = text(snapshot.task->customer_code);
        face.sub = joined({text(snapshot.task->route), text(snapshot.task->driver)});
    } else {
        face.sub = joined({text(product.category), style.say(mode)});
    }
    return face;
}

ProgressFace progress_face(core::Snapshot const& snapshot, Style const& style) {
    auto const& product = snapshot.product;
    ProgressFace face;
    face.done = product.done;
    face.total = product.total;
    face.unit = style.say(snapshot.mode == "pick" ? Word::products_unit : Word::customers);
    if (!product.amount_total.empty())
        face.amount = text(product.amount_done) + QStringLiteral(" / ") +
                      amount(product.amount_total, product.unit, style.language);
    face.ticks = product.ticks;
    if (!snapshot.notices.empty()) {
        face.notice = notice_text(snapshot.notices.front(), style.language);
        face.more_notices = static_cast<int>(snapshot.notices.size()) - 1;
    }
    return face;
}

UndoFace undo_face(core::Snapshot const& snapshot, Style const& style) {
    auto const& undo = snapshot.undo;
    UndoFace face;
    face.possible = undo.possible || undo.undone;
    if (!face.possible) {
        face.title = style.say(Word::nothing_yet);
        return face;
    }
    bool const this_one = snapshot.task && snapshot.weight.state == core::WeighState::recorded;
    face.fresh = this_one && !undo.undone;
    face.title = style.say(undo.undone ? Word::undone : this_one ? Word::undo_this : Word::undo_last);
    std::string const& name =
        snapshot.mode == "pick" && !undo.product.empty() ? undo.product : undo.customer_code;
    QString figure = text(undo.amount);
    auto const space = undo.amount.rfind(' ');
    if (space != std::string::npos)
        figure = amount(undo.amount.substr(0, space), undo.amount.substr(space + 1), style.language);
    face.sub = joined({text(name), figure});
    return face;
}

QueueFace queue_face(core::Snapshot const& snapshot, std::size_t at, Style const& style) {
    if (at >= snapshot.queue.size()) return {};
    auto const& task = snapshot.queue[at];
    return {text(snapshot.mode == "pick" ? task.product : task.customer_code),
            amount(task.ordered, task.unit, style.language), remark_icon(task.note)};
}

QString walk_words(core::WalkBy walk, Style const& style) {
    switch (walk) {
        case core::WalkBy::place: return style.say(Word::walk_place);
        case core::WalkBy::route: return style.say(Word::walk_route);
        case core::WalkBy::code: return style.say(Word::walk_code);
        case core::WalkBy::sort_no: return style.say(Word::walk_sort_no);
        case core::WalkBy::load: return style.say(Word::walk_load);
    }
    return {};
}

QString work_words(core::WorkChoice const& work, Style const& style) {
    if (work.only == core::OnlyFor::everybody) return walk_words(work.walk, style);
    int const longest = style.grid.portrait ? 4 : 8;
    QString name = text(work.name);
    if (name.size() > longest) name = name.left(longest - 1) + QChar(0x2026);
    return style.say(Word::only_for, {name});
}

QString live_weight(core::Snapshot const& snapshot, Style const& style) {
    auto const& weight = snapshot.weight;
    bool const hidden = weight.figure.empty() || weight.state == core::WeighState::dead;
    if (hidden) return QStringLiteral("– – –");
    return amount(weight.figure, weight.unit, style.language);
}

}  // namespace bozhong::ui
