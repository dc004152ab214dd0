// What rounding explains of a block outside of its cell.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// The excess that rounding explains at t, in range: movement_allowance times lattice_movement and, over
/// beta, `moved`, how far rounding moved the values themselves along a minimal vector. 0 for exact
/// arithmetic, nothing where it cannot be measured.
std::optional<double> explained_excess(const ScaledTarget& t, Arithmetic arithmetic, double moved);

/// Inside is EXACT, within a tie's width TIE, outside EXPLAINED up to `allowed`, WRONG beyond, and UNDECIDED
/// where there is none.
struct Explanation {
  Verdict verdict = Verdict::exact;
  bool unresolved = false;  // explained, but beyond degraded_beyond
};
Explanation explain(const CellPosition& position, std::optional<double> allowed, double largest_coordinate,
                    Arithmetic arithmetic);

}  // namespace quantcheck::check
