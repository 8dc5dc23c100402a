#include "tests/bench/qt_labels.h"

#include <qrencode.h>
#include <time.h>

#include <QFont>
#include <QImage>
#include <QPainter>
#include <cstdlib>
#include <string>

namespace bozhong::bench {

namespace {

constexpr int k_width = 480, k_height = 320;

double processor_ms() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// A text of the label: where its first line's box is, and how high its letters are.
struct Line {
    QString text;
    int x, y, size;
    bool bold;
};

std::vector<Line> lines_of(int n) {
    QString const amount = QString::number(2.0 + n % 500 / 100.0, 'f', 2);
    return {{QStringLiteral("D"), 8, 6, 92, true},
            {QStringLiteral("%1").arg(n % 1000, 3, 10, QLatin1Char('0')), 90, 6, 92, true},
            {QStringLiteral("R4 司机4"), 318, 6, 29, false},
            {QStringLiteral("筐 T%1").arg(n % 1000), 318, 36, 25, false},
            {QStringLiteral("火锅店%1").arg(n % 1000), 318, 61, 24, false},
            {QStringLiteral("W20230617-D-%1").arg(n), 318, 85, 17, false},
            {QStringLiteral("奶白菜 苋菜"), 8, 102, 42, true},
            {amount, 8, 150, 62, true},
            {QStringLiteral("斤"), 150, 170, 36, false},
            {QStringLiteral("应拣"), 230, 150, 24, false},
            {QStringLiteral("4 斤"), 230, 176, 24, false},
            {QStringLiteral("净 %1 kg").arg(amount), 8, 207, 26, false},
            {QStringLiteral("06-17 04:36 员工07 台3"), 8, 270, 18, false},
            {QStringLiteral("T03-k7-%1").arg(n, 6, 10, QLatin1Char('0')), 8, 294, 20, false}};
}

void paint_code(QPainter& painter, std::string const& text) {
    QRcode* const code = QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_Q, QR_MODE_8, 1);
    if (code == nullptr) std::abort();
    for (int y = 0; y < code->width; ++y)
        for (int x = 0; x < code->width; ++x)
            if (code->data[y * code->width + x] & 1)
                painter.fillRect(304 + 3 * x, 150 + 3 * y, 3, 3, Qt::black);
    QRcode_free(code);
}

/// As many bars as twelve digits of Code 128 C have, of widths that vary as theirs do.
void paint_bars(QPainter& painter, int n) {
    int x = 28;
    for (int bar = 0; bar < 28; ++bar) {
        int const width = 2 + 2 * ((n + bar * 7) % 3);
        painter.fillRect(x, 238, width, 28, Qt::black);
        x += width + 4;
    }
}

/// GS v 0 with the picture cut at half grey.
std::string bytes_of(QImage const& picture) {
    std::string bytes("\x1B\x40\x1D\x76\x30\x00\x3C\x00\x40\x01", 10);
    for (int y = 0; y < k_height; ++y) {
        uchar const* const row = picture.constScanLine(y);
        for (int x = 0; x < k_width; x += 8) {
            unsigned value = 0;
            for (int bit = 0; bit < 8; ++bit) value = value << 1 | (row[x + bit] < 128 ? 1 : 0);
            bytes += static_cast<char>(value);
        }
    }
    return bytes + "\x0C\x1D\x72\x01";
}

}  // namespace

std::vector<double> painted_labels(int count) {
    std::vector<double> times;
    std::size_t kept = 0;
    for (int n = 0; n < count; ++n) {
        double const begin = processor_ms();
        QImage picture(k_width, k_height, QImage::Format_Grayscale8);
        picture.fill(Qt::white);
        QPainter painter(&picture);
        for (Line const& line : lines_of(n)) {
            QFont font(QStringLiteral("Noto Sans CJK SC"));
            font.setPixelSize(line.size);
            font.setBold(line.bold);
            painter.setFont(font);
            painter.drawText(QRect(line.x, line.y, k_width - line.x, 2 * line.size),
                             Qt::AlignLeft | Qt::AlignTop, line.text);
        }
        paint_code(painter, "BZ1." + std::to_string(n) + std::string(146, static_cast<char>('A' + n % 26)));
        paint_bars(painter, n);
        painter.end();
        kept += bytes_of(picture).size();
        times.push_back(processor_ms() - begin);
    }
    if (kept == 0) std::abort();
    return times;
}

}  // namespace bozhong::bench
