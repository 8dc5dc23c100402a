#pragma once
// What the sorting screen says in a state: chosen from the snapshot's enums, in the person's language.

#include "station/core/snapshot.h"
#include "ui/style/icons.h"
#include "ui/text/words.h"

namespace bozhong::ui {

enum class Flood { plain, dashed, green, amber, red, blue, grey, red_edge };
enum class ConfirmFace { idle, go, amber_outline, amber, red_outline, blue_outline, ring };

/// The same slots in every state: the panel's words, its icon and flood, the confirm key's words, icon and
/// face.
struct StateLook {
    Flood flood = Flood::plain;
    Icon icon = Icon::none;
    QString phrase, then;
    ConfirmFace face = ConfirmFace::idle;
    Icon key_icon = Icon::none;
    QString key, key_sub;
    int pips = 0, pips_filled = 0;
    bool figure_grey = false;
    friend bool operator==(StateLook const&, StateLook const&) = default;
};

StateLook look_of(core::Snapshot const& snapshot, Language language);

/// What is in the way and what to do; empty when nothing is.
QString refusal_words(core::Refusal refusal, Language language);

/// An amount with its unit in the person's language: "4.05 斤", "4.05 jin".
QString amount(std::string const& value, std::string const& unit, Language language);
/// "4.05 斤" with the unit in the person's language.
QString said_amount(std::string const& figure, Language language);
/// A notice in one line; empty when it has no place on the sorting screen.
QString notice_text(core::Notice const& notice, Language language);
/// How a label fares, in her words, and the icon that stands for it.
struct LabelWords {
    QString text;
    Icon icon;
    bool doubtful;
};
LabelWords label_words(core::HistoryRow const& row, Language language);
QString printer_words(core::DeviceView const& devices, Language language);

}  // namespace bozhong::ui
