// What the blocks of a lattice case were made of.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// The targets of one row, by block. Refers to the case.
using RowTargets = std::function<std::vector<BlockTarget>(Index row)>;

/// The values themselves; padding is zero.
RowTargets value_targets(const LatticeCase& c);

}  // namespace quantcheck::check
