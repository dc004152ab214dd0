// Whether a sanitizer is at work, for tests whose full size would take it minutes.
#pragma once

#include <quantcheck/reference/layer.h>

namespace quantcheck::test {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

/// Layers of more inputs are left out of tests under a sanitizer where smaller ones run the same code.
inline constexpr Index most_sanitized_inputs = 128;

}  // namespace quantcheck::test
