// The targets of any rows of an LDLQ case in double.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/exact/lattice/targets.h>

namespace quantcheck::check {

/// The targets of an LDLQ case as bounded_targets.h has them, for layers of any size; nothing where double
/// does not factor the Hessian. Rows that are asked for in ascending order take the least time. The result
/// refers to the case.
std::optional<RowTargets> row_targets_in_double(const LatticeCase& c);

}  // namespace quantcheck::check
