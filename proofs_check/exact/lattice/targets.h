// The targets of the lattice blocks of a case: the values that their codes round.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// Gives the targets of the lattice blocks of a row, in the order of the blocks in the row. It refers to the
/// case.
using RowTargets = std::function<std::vector<BlockTarget>(Index row)>;

/// The targets that are the values themselves, padded with zeros.
RowTargets value_targets(const LatticeCase& c);

}  // namespace quantcheck::check
