#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "config/label_template.h"
#include "drivers/label/layout.h"
#include "sync/wire/label_json.h"

namespace bozhong::label_test {

inline std::string const folder = BOZHONG_SOURCE_DIR "/tests/drivers/label/";
inline std::string const artefacts = BOZHONG_BIN_DIR "/../artefacts/labels/";

inline std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline void write_file(std::string const& path, std::string const& bytes) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

inline label::Fonts const& fonts() {
    static label::Fonts const both = [] {
        auto opened = label::Fonts::open();
        EXPECT_TRUE(opened.ok()) << opened.error().text();
        return std::move(*opened);
    }();
    return both;
}

/// The paths of the templates that the project carries.
inline std::vector<std::string> delivered_templates() {
    std::vector<std::string> paths;
    for (auto const& file : std::filesystem::directory_iterator(BOZHONG_SOURCE_DIR "/config/labels"))
        if (file.path().extension() == ".toml") paths.push_back(file.path());
    return paths;
}

inline domain::LabelTemplate form(std::string const& name = "item-60x40", int dots_per_mm = 8) {
    auto loaded =
        config::load_label_template(BOZHONG_SOURCE_DIR "/config/labels/" + name + ".toml", dots_per_mm);
    EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error().text());
    return *loaded;
}

inline domain::LabelContent record(std::string const& name = "amaranth") {
    auto content = wire::label_content_from_json(read_file(folder + "records/" + name + ".json"));
    EXPECT_TRUE(content.ok()) << (content.ok() ? "" : content.error().text());
    return *content;
}

inline label::Layout layout_of(domain::LabelContent const& content) {
    auto layout = label::lay_out(form(), content, fonts());
    EXPECT_TRUE(layout.ok()) << (layout.ok() ? "" : layout.error().text());
    return layout.ok() ? *layout : label::Layout{};
}

/// The element as placed; an empty one when it is not drawn.
inline label::Placed element(label::Layout const& layout, std::string const& id) {
    for (auto const& placed : layout.placed)
        if (placed.id == id) return placed;
    return {};
}

}  // namespace bozhong::label_test
