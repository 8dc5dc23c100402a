#pragma once
// The files of a simulated disk: what a process sees, and what would be left of it if the power went now.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace bozhong::simtest {

using Random = std::mt19937_64;

/// What the disk writes at once, if it writes it whole.
inline constexpr std::size_t sector_bytes = 512;
/// A disk that lies holds back at most so much of a file; older writes reach the medium.
inline constexpr std::size_t cache_bytes = 8 * 1024 * 1024;

class File {
  public:
    [[nodiscard]] std::string const& bytes() const { return m_bytes; }
    void write(std::size_t offset, std::string_view bytes);
    void resize(std::size_t size);
    /// Everything written so far is on the medium.
    void settle();
    /// A failed sync: the process goes on seeing what it wrote, and no later sync brings it to the medium,
    /// because the system takes those pages for clean.
    void give_up();
    /// The power goes: any choice of the unsynced changes stays, by sectors, some of them in part.
    void cut(Random& random, unsigned kept_percent);
    /// Rot: changes what is seen and what is on the medium alike.
    void rot(std::size_t offset, std::string_view bytes);

  private:
    struct Change {
        std::size_t offset;  ///< of a truncation: the new size
        std::string bytes;
        bool truncation;
    };
    void note(Change change);
    static void apply(std::string& to, Change const& change);
    void keep_some(Change const& change, Random& random, unsigned kept_percent);

    std::string m_bytes, m_medium;
    std::deque<Change> m_unsynced;
    std::size_t m_unsynced_bytes = 0;
};

/// Files by name. Creating, removing and renaming are unsynced changes of the folder until it is synced.
class Files {
  public:
    [[nodiscard]] std::shared_ptr<File> find(std::string const& name) const;
    std::shared_ptr<File> create(std::string const& name);
    void remove(std::string const& name);
    void rename(std::string const& from, std::string const& to);
    void settle_folder(std::string const& of);
    void cut(Random& random);
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::int64_t size() const;  ///< of all files
    [[nodiscard]] Files copy() const;         ///< nothing shared with this one

  private:
    using Names = std::map<std::string, std::shared_ptr<File>>;
    struct Change {
        std::string name;
        std::shared_ptr<File> file;  ///< null: removed
        std::string renamed_from;
    };
    static void apply(Names& to, Change const& change);

    Names m_names, m_medium;
    std::vector<Change> m_unsynced;
};

/// "a/b" of "a/b/c"; empty without a slash.
std::string folder_of(std::string const& name);

}  // namespace bozhong::simtest
