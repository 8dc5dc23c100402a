#pragma once

/// Which sanitizer this build carries. Only for tests of a speed or of a limit of memory, which a sanitizer
/// itself changes.
namespace bozhong::test {

#if defined(__SANITIZE_THREAD__)
inline constexpr bool thread_sanitizer = true;
#else
inline constexpr bool thread_sanitizer = false;
#endif

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool address_sanitizer = true;
#else
inline constexpr bool address_sanitizer = false;
#endif

}  // namespace bozhong::test
