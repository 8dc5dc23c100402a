// Code 128 in the sets that the sender wants (ISO/IEC 15417); zint would choose them itself.
#include <array>

#include "drivers/sim/printer_codes.h"

namespace bozhong::sim {
namespace {

/// Widths of bars and spaces of the symbol characters 0 … 105 and of the stop.
constexpr std::array<char const*, 107> k_widths{
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};
constexpr int k_shift = 98, k_start_a = 103, k_stop = 106, k_none = -1;

/// The symbol character that changes to set A, B or C.
int change_to(char set) {
    return set == 'A' ? 101 : set == 'B' ? 100 : 99;
}

int function_character(char number, char set) {
    if (number == '1') return 102;
    if (set == 'C') return k_none;
    if (number == '2') return 97;
    if (number == '3') return 96;
    return set == 'A' ? 101 : 100;
}

int value_of(unsigned char byte, char set) {
    if (set == 'C') return byte < 100 ? byte : k_none;
    if (set == 'A') return byte < 32 ? byte + 64 : byte < 96 ? byte - 32 : k_none;
    return byte >= 32 && byte < 128 ? byte - 32 : k_none;
}

class Speller {
  public:
    /// False when the data asks for what no set has.
    bool escape(char c) {
        bool const first = m_values.empty();
        if (c == 'A' || c == 'B' || c == 'C') {
            if (first || c != m_set) m_values.push_back(first ? k_start_a + (c - 'A') : change_to(c));
            m_set = c;
            return true;
        }
        if (first) return false;
        if (c == '{') return character('{');
        if (c >= '1' && c <= '4') return add(function_character(c, m_set));
        m_shifted = c == 'S' && m_set != 'C';
        return m_shifted && add(k_shift);
    }

    bool character(unsigned char byte) {
        char const set = !m_shifted ? m_set : m_set == 'A' ? 'B' : 'A';
        m_shifted = false;
        if (m_values.empty() || !add(value_of(byte, set))) return false;
        if (set == 'C') {
            m_text += static_cast<char>('0' + byte / 10);
            m_text += static_cast<char>('0' + byte % 10);
        } else {
            m_text += byte < 32 || byte == 127 ? ' ' : static_cast<char>(byte);
        }
        return true;
    }

    [[nodiscard]] std::optional<Bars> bars() const {
        if (m_values.size() < 2) return std::nullopt;
        int sum = m_values.front();
        for (std::size_t i = 1; i < m_values.size(); ++i) sum += static_cast<int>(i) * m_values[i];
        auto all = m_values;
        all.push_back(sum % 103);
        all.push_back(k_stop);
        Bars out{{}, m_text, false};
        for (int const value : all)
            for (char const* width = k_widths[static_cast<std::size_t>(value)]; *width != 0; ++width)
                out.widths.push_back(*width - '0');
        return out;
    }

  private:
    bool add(int value) {
        if (value != k_none) m_values.push_back(value);
        return value != k_none;
    }

    std::vector<int> m_values;
    std::string m_text;
    char m_set = 'B';
    bool m_shifted = false;
};

}  // namespace

std::optional<Bars> code128_in_sets(std::string_view data) {
    if (data.size() > k_bar_data_max) return std::nullopt;
    Speller speller;
    for (std::size_t at = 0; at < data.size(); ++at) {
        bool const escape = data[at] == '{';
        if (escape && ++at == data.size()) return std::nullopt;
        bool const good =
            escape ? speller.escape(data[at]) : speller.character(static_cast<unsigned char>(data[at]));
        if (!good) return std::nullopt;
    }
    return speller.bars();
}

}  // namespace bozhong::sim
