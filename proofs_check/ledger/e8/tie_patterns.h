// Points of space that show every pattern of ties within a coset that the decoder of E8 can meet.
#pragma once

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

/// The points below are given in units of 1 / eighths.
inline constexpr Code eighths = 8;

/// Visits, modulo D8, every point whose coordinates are all multiples of 1/4, and every point whose
/// coordinates are all odd multiples of 1/8: 2 * 2 * 4^8 points. For either coset and any set of coordinates,
/// one of them has exactly these coordinates half-way between integers. For either coset, any set of
/// coordinates and any signs, one of them has the longest residuals there, and shorter ones or none
/// elsewhere. Ends where `visit` returns false.
template <class Visit>
void for_each_tie_pattern(Visit&& visit) {
  for (const Code offset : {0, 1}) {
    for (unsigned word = 0; word < 1U << 16; ++word) {
      reference::Block<Code> x;
      for (std::size_t i = 0; i < 8; ++i) x[i] = 2 * Code{word >> 2 * i & 3} - 4 + offset;
      for (int parity = 0; parity < 2; ++parity) {
        if (!visit(x)) return;
        x[0] -= eighths;
      }
    }
  }
}

}  // namespace quantcheck::check::ledger
