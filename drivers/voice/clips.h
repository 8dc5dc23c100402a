#pragma once
// Recorded sentences in the place of spoken ones: FOLDER/zh/ID.wav, FOLDER/en/ID.wav. Blocks on the disk.

#include <optional>
#include <string>

#include "drivers/voice/samples.h"
#include "station/domain/result.h"

namespace bozhong::voice {

inline constexpr int longest_clip_s = 20;

/// A WAV file's sound at the station's rate. PCM, mono, 16 bits, 8,000 … 48,000 Hz, at most longest_clip_s;
/// anything else is bad_input with what is wrong.
domain::Result<Samples> read_wav(std::string const& bytes);

/// The file's name for a piece of a sentence; nothing when no file may be called so.
std::optional<std::string> clip_name(std::string const& id);

class Clips {
  public:
    /// An empty folder's name: there are none.
    explicit Clips(std::string folder) : m_folder(std::move(folder)) {}
    /// Nothing when there is no such file; an error when it is there and is of no use.
    [[nodiscard]] domain::Result<std::optional<Samples>> find(std::string const& language,
                                                              std::string const& id) const;

  private:
    std::string m_folder;
};

}  // namespace bozhong::voice
