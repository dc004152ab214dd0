// The excess of a lattice block beyond its cell that rounding explains, and the verdict that follows.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// The excess that rounding explains at t: movement_allowance times the sum of lattice_movement and
/// moved / beta, where `moved` is how far rounding moved the values themselves along a minimal vector. It is
/// 0 for exact arithmetic, and nothing where it cannot be measured. t has to be in range.
std::optional<double> explained_excess(const ScaledTarget& t, Arithmetic arithmetic, double moved);

/// How far that may be off because t is: t moves its reach by up to reach_error(), and the difference of the
/// squared distances of two points, which are less than 3 apart, by up to 18 of its errors; lattice_movement
/// adds one more.
double explained_error(const ScaledTarget& t, Arithmetic arithmetic);

/// The verdict on a code, from where its target lies.
struct Explanation {
  Verdict verdict = Verdict::exact;
  bool unresolved = false;  // explained, but beyond degraded_beyond
};

/// The verdict is EXACT inside the cell, TIE within a tie's width of its boundary, and else EXPLAINED up to
/// an excess of `allowed`, WRONG beyond that, and UNDECIDED where `allowed` is nothing. `largest_coordinate`
/// is that of the target over beta. `error` is how far the excess and `allowed` are off together; throws
/// Unclear where it is open which is the greater.
Explanation explain(const CellPosition& position, std::optional<double> allowed, double largest_coordinate,
                    Arithmetic arithmetic, double error = 0);

}  // namespace quantcheck::check
