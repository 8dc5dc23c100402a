// The Chinese fields are read back from the drawn label by tesseract, a reader that was taught on print and
// not on these dots: each line cropped and scaled to 36 pixels an em, as such readers want it.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <map>
#include <set>

#include "tests/drivers/label/support.h"

namespace {

using namespace bozhong;
using namespace bozhong::label_test;

constexpr int em = 36;

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

/// Without spaces, and with the signs that print alike in one form.
std::vector<std::string> folded(std::string const& text) {
    std::map<std::string, std::string> const alike{
        {"（", "("}, {"）", ")"}, {"：", ":"}, {"，", ","}, {"／", "/"}};
    std::vector<std::string> out;
    for (auto const& character : characters(text)) {
        if (character == " " || character == "\n" || character == "\f") continue;
        auto const found = alike.find(character);
        out.push_back(found == alike.end() ? character : found->second);
    }
    return out;
}

/// How many of the wanted characters were read, in their order.
int in_order(std::vector<std::string> const& wanted, std::vector<std::string> const& read) {
    std::vector<int> before(read.size() + 1), now(read.size() + 1);
    for (auto const& character : wanted) {
        for (std::size_t j = 0; j < read.size(); ++j)
            now[j + 1] = character == read[j] ? before[j] + 1 : std::max(before[j + 1], now[j]);
        std::swap(before, now);
    }
    return before.back();
}

/// One line of a label: its ink in grey, black on white whatever it is on the label.
std::string picture_of(label::Raster const& raster, label::Run const& run) {
    auto const& font = run.bold ? fonts().bold : fonts().regular;
    auto const ink = font.ink(font.shape(run.text), run.size, run.x, run.baseline);
    int const margin = run.size / 3;
    auto const dark = [&](int x, int y) {
        bool const inside = x >= 0 && y >= 0 && x < ink.width && y < ink.height;
        return inside && raster.black(ink.x + x, ink.y + y) == run.black;
    };
    int const width = (ink.width + 2 * margin) * em / run.size,
              height = (ink.height + 2 * margin) * em / run.size;
    std::string out = "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    // Between the middles of four dots the grey is mixed, as a camera's lens would: in 1/16 of a dot.
    constexpr int part = 16;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            int const at_x = (2 * x + 1) * run.size * part / (2 * em) - part / 2;
            int const at_y = (2 * y + 1) * run.size * part / (2 * em) - part / 2;
            int const left = at_x / part - margin, top = at_y / part - margin;
            int const right_share = at_x % part, low_share = at_y % part;
            int const upper = dark(left, top) * (part - right_share) + dark(left + 1, top) * right_share;
            int const lower =
                dark(left, top + 1) * (part - right_share) + dark(left + 1, top + 1) * right_share;
            int const black = upper * (part - low_share) + lower * low_share;
            out.push_back(static_cast<char>(255 - black * 255 / (part * part)));
        }
    return out;
}

struct Line {
    std::string label, field, text;
};

/// One call for all pictures, since most of a call is reading what it was taught.
std::vector<std::string> read_by_tesseract(std::string const& list) {
    std::string const command = "OMP_THREAD_LIMIT=1 tesseract '" + list +
                                "' - -l chi_sim --psm 7 -c page_separator='|PAGE|' 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) text += buffer.data();
    pclose(pipe);
    std::vector<std::string> pages;
    std::size_t at = 0;
    for (std::size_t end; (end = text.find("|PAGE|", at)) != std::string::npos; at = end + 6)
        pages.push_back(text.substr(at, end - at));
    pages.push_back(text.substr(at));
    return pages;
}

struct Words {
    char const *product, *customer, *driver, *note, *spec, *origin;
};
constexpr std::array<Words, 6> samples{{
    {"早市空心菜", "望岳幼儿园", "老秦", "不要带泥", "一级", "云南昆明"},
    {"月牙山药", "三味面馆", "阿顺", "要嫩一点", "特级", "河南温县"},
    {"散养鸭蛋(盒)", "火锅店", "小周", "分两袋装", "大个", "湖北洪湖"},
    {"白玉萝卜", "第二中学食堂", "大刘", "先送到后门", "中等", "山东寿光"},
    {"豆坊老豆腐(盒)", "江边小馆", "陈师傅", "不要叶子", "新鲜", "本地"},
    {"青山小白菜", "老街早点", "王司机", "换成小个", "精品", "武汉江夏"},
}};

domain::LabelContent content_of(Words const& words) {
    auto content = record("goods-with-gtin");
    content.product = words.product;
    content.customer = words.customer;
    content.driver = words.driver;
    content.note = words.note;
    content.spec = words.spec;
    content.origin = words.origin;
    content.shelf_life = "3 天";
    content.price = "3.50", content.money = "14.18";
    content.lines = std::string(words.product) + " 4.05 斤\n" + words.customer + " 12.50 斤";
    content.manual = words.product == std::string_view("早市空心菜");
    content.copy = content.manual ? 1 : 0;
    return content;
}

/// The lines with a Chinese word on every delivered label, each as a picture in the folder.
std::vector<Line> draw_lines(std::string const& into) {
    std::vector<Line> lines;
    std::string list;
    for (auto const& file : delivered_templates()) {
        auto const name = std::filesystem::path(file).stem().string();
        for (auto const& words : samples) {
            auto const layout = label::lay_out(form(name), content_of(words), fonts());
            EXPECT_TRUE(layout.ok()) << layout.error().text();
            if (!layout.ok()) continue;
            auto const raster = label::draw(*layout, fonts());
            for (auto const& placed : layout->placed)
                for (auto const& run : placed.runs) {
                    auto const all = characters(run.text);
                    if (std::count_if(all.begin(), all.end(), is_hanzi) < 2) continue;
                    std::string const path = into + std::to_string(lines.size()) + ".pgm";
                    write_file(path, picture_of(raster, run));
                    list += path + "\n";
                    lines.push_back({name, placed.id, run.text});
                }
        }
    }
    write_file(into + "list.txt", list);
    return lines;
}

TEST(Ocr, TheChineseOfEveryLabelIsReadByAStranger) {
    std::string const into = artefacts + "ocr/";
    auto const lines = draw_lines(into);
    auto const read = read_by_tesseract(into + "list.txt");
    ASSERT_EQ(read.size(), lines.size());
    struct Score {
        int read = 0, all = 0;
    };
    std::map<std::string, Score> labels;
    Score total;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const wanted = folded(lines[i].text);
        int const all = static_cast<int>(wanted.size()), good = in_order(wanted, folded(read[i]));
        for (Score* score : {&labels[lines[i].label], &total}) score->all += all, score->read += good;
        if (good < all)
            std::printf("%s %s: \"%s\" was read as \"%s\"\n", lines[i].label.c_str(), lines[i].field.c_str(),
                        lines[i].text.c_str(), read[i].substr(0, read[i].find('\n')).c_str());
    }
    for (auto const& [name, score] : labels)
        std::printf("%s: %d of %d characters read\n", name.c_str(), score.read, score.all);
    std::printf("all: %d of %d characters read, %zu lines\n", total.read, total.all, lines.size());
    EXPECT_GE(total.read * 100, total.all * 98);
    EXPECT_GE(total.all, 1000);
}

}  // namespace
