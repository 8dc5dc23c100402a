#include "ui/text/wire_text.h"

namespace bozhong::ui {
namespace {

QString range_text(domain::Reading const& reading, Language language) {
    switch (reading.range) {
        case domain::Range::ok:
            return QString::fromStdString(reading.indication.text() + " " + std::string(reading.indication.unit)).trimmed();
        case domain::Range::over: return say(Word::range_over, language);
        case domain::Range::under: return say(Word::range_under, language);
        case domain::Range::invalid: return say(Word::range_invalid, language);
    }
    return {};
}

}  // namespace

QString wire_text(std::string_view bytes) {
    QString out;
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F)
            out += QLatin1Char(c);
        else
            out += QStringLiteral("‹%1›").arg(byte, 2, 16, QLatin1Char('0')).toUpper();
    }
    return out;
}

QString reading_text(domain::Reading const& reading, Language language) {
    QStringList parts{range_text(reading, language)};
    if (reading.kind == domain::WeightKind::net) parts += say(Word::net, language);
    if (reading.kind == domain::WeightKind::gross) parts += say(Word::gross_short, language);
    if (reading.stable == domain::Known::yes) parts += say(Word::stable, language);
    if (reading.stable == domain::Known::no) parts += say(Word::moving, language);
    return parts.join(QStringLiteral(" · "));
}

QString mass_text(domain::Mass mass, bool sign) {
    bool const small = domain::abs(mass) < domain::grams(1'000);
    auto const unit = small ? domain::MassUnit::g : domain::MassUnit::kg;
    int const decimals = !small ? 3 : mass.mg % 1'000 == 0 ? 0 : 3;
    QString const figure = QString::fromStdString(domain::in_unit(mass, unit, decimals).text());
    return (sign && mass.mg > 0 ? QStringLiteral("+") : QString()) + figure +
           (small ? QStringLiteral(" g") : QStringLiteral(" kg"));
}

}  // namespace bozhong::ui
