// SPDX-License-Identifier: MIT
// Which sanitizer looks at what is tested: a few tests cannot work under one, or have less to do.
#pragma once

namespace parallax::testing {

#if defined(__has_feature)
#define PARALLAX_CLANG_HAS(feature) __has_feature(feature)
#else
#define PARALLAX_CLANG_HAS(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || PARALLAX_CLANG_HAS(address_sanitizer)
constexpr bool address_sanitizer = true;
#else
constexpr bool address_sanitizer = false;
#endif
#if defined(__SANITIZE_THREAD__) || PARALLAX_CLANG_HAS(thread_sanitizer)
constexpr bool thread_sanitizer = true;
#else
constexpr bool thread_sanitizer = false;
#endif
#if defined(PARALLAX_UNDEFINED_BEHAVIOR_SANITIZER)  // tests themselves are compiled without it
constexpr bool undefined_behavior_sanitizer = true;
#else
constexpr bool undefined_behavior_sanitizer = false;
#endif
constexpr bool sanitized = address_sanitizer || thread_sanitizer || undefined_behavior_sanitizer;
#undef PARALLAX_CLANG_HAS

}  // namespace parallax::testing
