#include "drivers/voice/clips.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace bozhong::voice {
namespace {

constexpr std::size_t most_bytes = 48'000u * 2 * longest_clip_s + 4'096;
constexpr std::size_t longest_name = 200;

domain::Error wrong(std::string what) {
    return {domain::ErrorKind::bad_input, std::move(what), "",
            "record it as WAV: PCM, mono, 16 bits, 22050 or 44100 Hz"};
}

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t length) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < length; ++i)
        out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return out;
}

/// The content of a RIFF chunk; cut where the file ends.
std::optional<std::string_view> chunk(std::string_view bytes, std::string_view name) {
    for (std::size_t at = 12; at + 8 <= bytes.size();) {
        std::size_t const length = little(bytes, at + 4, 4);
        if (bytes.substr(at, 4) == name) return bytes.substr(at + 8, length);
        if (length > bytes.size()) break;
        at += 8 + length + length % 2;
    }
    return std::nullopt;
}

}  // namespace

domain::Result<Samples> read_wav(std::string const& bytes) {
    std::string_view const all = bytes;
    if (all.size() < 12 || !all.starts_with("RIFF") || all.substr(8, 4) != "WAVE")
        return wrong("this is no WAV file");
    auto const format = chunk(all, "fmt "), data = chunk(all, "data");
    if (!format || format->size() < 16 || !data) return wrong("this WAV file has no sound in it");
    auto const coding = little(*format, 0, 2), channels = little(*format, 2, 2), rate = little(*format, 4, 4),
               bits = little(*format, 14, 2);
    if (coding != 1 || bits != 16) return wrong("the sound is not PCM of 16 bits");
    if (channels != 1) return wrong("the sound has " + std::to_string(channels) + " channels");
    if (rate < 8'000 || rate > 48'000) return wrong(std::to_string(rate) + " samples a second");
    if (data->size() / 2 > static_cast<std::size_t>(rate) * longest_clip_s)
        return wrong("longer than " + std::to_string(longest_clip_s) + " seconds");
    Samples samples(data->size() / 2);
    for (std::size_t at = 0; at < samples.size(); ++at)
        samples[at] = static_cast<std::int16_t>(little(*data, at * 2, 2));
    return at_our_rate(samples, static_cast<int>(rate));
}

std::optional<std::string> clip_name(std::string const& id) {
    bool const printable =
        std::ranges::all_of(id, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
    if (id.empty() || id.front() == '.' || id.size() > longest_name || !printable) return std::nullopt;
    std::string name = id;
    std::ranges::replace(name, '/', '_');
    return name + ".wav";
}

domain::Result<std::optional<Samples>> Clips::find(std::string const& language, std::string const& id) const {
    auto const name = clip_name(id);
    if (m_folder.empty() || !name) return std::optional<Samples>{};
    auto const path = std::filesystem::path(m_folder) / language / *name;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::optional<Samples>{};
    std::string bytes(most_bytes + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    auto samples =
        bytes.size() > most_bytes ? domain::Result<Samples>(wrong("the file is too large")) : read_wav(bytes);
    if (samples.ok()) return std::optional<Samples>{std::move(samples).value()};
    auto error = samples.error();
    error.where = path.string();
    return error;
}

}  // namespace bozhong::voice
