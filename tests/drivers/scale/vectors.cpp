#include "tests/drivers/scale/vectors.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

namespace bozhong::scale::test {
namespace {

std::vector<std::string> csv_fields(std::string const& line) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
            out.back().push_back(line[++i]);
        else if (line[i] == '"')
            quoted = !quoted;
        else if (line[i] == ',' && !quoted)
            out.emplace_back();
        else
            out.back().push_back(line[i]);
    }
    return out;
}

std::string unhex(std::string const& text) {
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 3)
        out.push_back(static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16)));
    return out;
}

void append(Outcome& out, std::vector<Decoded> decoded) {
    for (Decoded& one : decoded) out.events.push_back(std::move(one.event));
}

}  // namespace

std::vector<Vector> load_vectors(std::string const& name) {
    std::ifstream file(BOZHONG_SOURCE_DIR "/tests/captures/" + name);
    std::vector<Vector> out;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        auto f = csv_fields(line);
        EXPECT_EQ(f.size(), 10u) << line;
        if (f.size() == 10)
            out.push_back({f[0], f[1], unhex(f[2]), f[3], f[4], f[5], f[6], f[7], f[8], f[9]});
    }
    return out;
}

std::vector<Vector> load_vectors() {
    auto out = load_vectors("vectors.csv");
    EXPECT_GT(out.size(), 40u);
    return out;
}

std::vector<Vector> good_frames(std::string_view protocol) {
    std::vector<Vector> out;
    for (Vector& vector : load_vectors()) {
        bool const truncated = vector.is_slice() || (vector.value.empty() && vector.status == "none");
        if (vector.protocol == protocol && vector.kind != "command" && vector.checksum_ok != "false" &&
            !truncated)
            out.push_back(std::move(vector));
    }
    return out;
}

std::vector<std::string_view> protocols_with_vectors() {
    std::vector<std::string_view> out;
    for (Protocol const& protocol : protocols()) {
        if (!good_frames(protocol.id).empty()) out.push_back(protocol.id);
    }
    return out;
}

Outcome decode_whole(Protocol const& protocol, std::string_view bytes, std::string_view unit) {
    Decoder decoder(protocol, std::string(unit));
    Outcome out;
    append(out, decoder.feed(as_bytes(bytes)));
    append(out, decoder.end());
    out.counters = decoder.counters();
    return out;
}

Outcome decode_chunked(Protocol const& protocol, std::string_view bytes, std::size_t longest, unsigned seed,
                       std::string_view unit) {
    Decoder decoder(protocol, std::string(unit));
    std::mt19937 random(seed);
    Outcome out;
    while (!bytes.empty()) {
        auto const length = std::min<std::size_t>(1 + random() % longest, bytes.size());
        append(out, decoder.feed(as_bytes(bytes.substr(0, length))));
        bytes.remove_prefix(length);
    }
    append(out, decoder.end());
    out.counters = decoder.counters();
    return out;
}

}  // namespace bozhong::scale::test
