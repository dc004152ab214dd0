// Copies of a Hessian that differ by a unit in the last place.
#pragma once

#include <cstdint>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The number of versions of a Hessian that are replayed: the stored one, and fifteen that are jittered.
inline constexpr int replayed_versions = 16;

/// The jitter of entry (i, j) in version number `version` of a Hessian, in units of the last place: -1, 0 or
/// 1, and always 0 in version 0, which is the stored one. It is a fixed hash (the finalizer of splitmix64),
/// so that every run sees the same versions.
inline int jitter(int version, Index i, Index j) {
  if (version == 0) return 0;
  std::uint64_t x = (static_cast<std::uint64_t>(version) << 48) ^ (static_cast<std::uint64_t>(i) << 24) ^
                    static_cast<std::uint64_t>(j);
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<int>((x ^ (x >> 31)) % 3) - 1;
}

}  // namespace quantcheck::check
