// The Chinese fields are read back from the drawn label by tesseract, a reader that was taught on print and
// not on these dots. It stumbles over rare characters, so it has to read most of them, not all.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <map>
#include <set>

#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;

std::vector<std::string> characters(std::string const& text) {
    std::vector<std::string> out;
    for (char const c : text) {
        bool const continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (!continues) out.emplace_back();
        out.back() += c;
    }
    return out;
}

bool is_hanzi(std::string const& character) {
    return character.size() == 3 && character >= "\xE4\xB8\x80" && character <= "\xE9\xBF\xBF";
}

/// A mark's frame is left out, and white on black is turned over.
label::Raster picture_of(label::Raster const& raster, label::Placed const& placed) {
    constexpr int margin = 12, frame = 5;
    int const skip = placed.fills.empty() ? 0 : frame;
    bool const inverse = placed.fills.size() == 1;
    label::DotBox const box{placed.ink.x + skip, placed.ink.y + skip, placed.ink.width - 2 * skip,
                            placed.ink.height - 2 * skip};
    label::Raster cut(box.width + 2 * margin, box.height + 2 * margin);
    for (int y = 0; y < box.height; ++y)
        for (int x = 0; x < box.width; ++x)
            cut.set(x + margin, y + margin, raster.black(box.x + x, box.y + y) != inverse);
    return cut;
}

std::string read_by_tesseract(label::Raster const& cut) {
    std::string const path = artefacts + "ocr.png";
    write_file(path, label::to_png(cut));
    std::string const command =
        "OMP_THREAD_LIMIT=1 tesseract '" + path + "' - -l chi_sim --psm 7 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) text += buffer.data();
    pclose(pipe);
    return text;
}

struct Score {
    int read = 0, all = 0;
    std::string missed;
};

TEST(Ocr, MostHanziOfEveryFieldAreReadByAStranger) {
    struct Words {
        char const *product, *customer, *driver, *note;
    };
    constexpr std::array<Words, 6> samples{{
        {"早市空心菜", "望岳幼儿园", "老秦", "不要带泥"},
        {"月牙山药", "三味面馆", "阿顺", "要嫩一点"},
        {"散养鸭蛋(盒)", "火锅店", "小周", "分两袋装"},
        {"白玉萝卜", "第二中学食堂", "大刘", "先送到后门"},
        {"豆坊老豆腐(盒)", "江边小馆", "陈师傅", "不要叶子"},
        {"青山小白菜", "老街早点", "王司机", "换成小个"},
    }};
    std::set<std::string> const fields{"product", "customer", "route", "note", "copy", "ordered", "marks"};
    std::map<std::string, Score> scores;
    for (auto const* name : {"item-40x30", "item-60x40", "item-80x50"}) {
        for (auto const& words : samples) {
            auto content = record();
            content.product = words.product;
            content.customer = words.customer;
            content.driver = words.driver;
            content.note = words.note;
            bool const marked = std::string_view(words.product) == samples[0].product;
            content.copy = marked ? 1 : 0;
            content.manual = marked;
            auto const layout = label::lay_out(form(name), content, fonts());
            ASSERT_TRUE(layout.ok()) << layout.error().text();
            auto const raster = label::draw(*layout, fonts());
            for (auto const& placed : layout->placed) {
                if (!fields.contains(placed.id) || placed.text.find('\n') != std::string::npos) continue;
                std::string const text = read_by_tesseract(picture_of(raster, placed));
                Score& score = scores[placed.id];
                for (auto const& character : characters(placed.text)) {
                    if (!is_hanzi(character)) continue;
                    ++score.all;
                    bool const found = text.find(character) != std::string::npos;
                    score.read += found;
                    if (!found) score.missed += character;
                }
            }
        }
    }
    for (auto const& [field, score] : scores) {
        RecordProperty(field, std::to_string(score.read) + " of " + std::to_string(score.all));
        std::printf("%s: %d of %d hanzi read, not: %s\n", field.c_str(), score.read, score.all,
                    score.missed.c_str());
        EXPECT_GE(score.read * 100, score.all * 80) << field << " missed " << score.missed;
    }
    EXPECT_GE(scores["product"].all, 60);
}

}  // namespace
