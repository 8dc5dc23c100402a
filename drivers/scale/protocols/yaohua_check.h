#pragma once
// The check characters of Yaohua's frames: an XOR, each nibble as one character. Most models write a nibble
// above 9 as 'A'..'F'; the A22 adds 30h to every nibble, which gives ':'..'?'. Both are taken. Manuals
// XK3190-A9+ p9-11, A22 p13.

namespace bozhong::scale::yaohua {

/// −1 when the character stands for no nibble.
constexpr int nibble(char c) {
    if (c >= '0' && c <= '?') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}
constexpr char character(int nibble) {
    return static_cast<char>(nibble < 10 ? '0' + nibble : 'A' + nibble - 10);
}

}  // namespace bozhong::scale::yaohua
