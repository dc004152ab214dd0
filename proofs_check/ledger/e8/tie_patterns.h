// Points of space with every pattern of ties that the decoder of E8 can meet.
#pragma once

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

/// The unit of the coordinates below.
inline constexpr Code eighths = 8;

/// Every point whose coordinates are multiples of 1/4, and every one of which they are odd multiples of 1/8,
/// modulo D8: 2 * 2 * 4^8 points. In either coset any set of coordinates is half-way between integers at one
/// of them, and any set has the longest residuals, with any signs, the others having shorter ones or none.
/// Ends where `visit` returns false.
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
