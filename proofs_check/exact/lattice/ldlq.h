// The targets of lattice LDLQ: the weights of each lattice block, with the errors of the lattice blocks
// before it added.
#pragma once

#include <memory>

#include <quantcheck/proofs_check/exact/lattice/targets.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// The columns in the order in which their lattice blocks are processed: order[k] is the column processed
/// k-th.
Order column_order(const LatticeCase& c);

/// The Hessian of the case in exact numbers (cols x cols), in the case's own order of columns; 0 x 0 where it
/// has none.
reference::Matrix<reference::Rational> exact_hessian(const LatticeCase& c);

/// The factor H = S E S^T of an LDLQ case, S unit upper triangular and E diagonal, in processing order.
/// Throws Error where the Hessian is not positive definite. `work` is told of every column that is
/// eliminated.
using LdlqFactor = reference::Udu<reference::Rational>;
LdlqFactor ldlq_factor(const LatticeCase& c, const reference::Work& work = {});

/// An estimate of all the work that ldlq_factor tells of, made before any is done.
double ldlq_factor_cost(const LatticeCase& c);

/// The targets of an LDLQ case, exactly. With H = U D U^T, where H is in processing order and U unit upper
/// triangular in blocks of 8 x 8, the target of lattice block b is
///     w_b + sum over the lattice blocks a before b of e_a U_ab,    e = w - (what the codes stand for).
/// The sum is over the implementation's own earlier decisions. What a code stands for is `decoded` where the
/// case has it, or else beta times the code's point; where a code has several least points (least_points), it
/// is the one nearest to the code's target, if that is one of them. The scalar factor S gives
/// U = S diag(S_bb)^-1, so that block b of e U is the z with z S_bb = (e S)_b. The result refers to the case.
/// `work` is told of every lattice block.
RowTargets ldlq_targets(const LatticeCase& c, std::shared_ptr<const LdlqFactor> factor,
                        const reference::Work& work = {});

/// The targets of a lattice case: value_targets, or for a case with a Hessian ldlq_targets by ldlq_factor.
/// Throws Error where the Hessian is not positive definite. `work` is told of what these two tell of.
RowTargets targets_of(const LatticeCase& c, const reference::Work& work = {});

/// The first step, in the processing order of a row, at which a code stands for one of several least points
/// and `decoded` is not there to say for which, so that the targets after it rest on a guess. It is blocks()
/// where there is no such step.
Index first_guess(const LatticeCase& c, Index row);

}  // namespace quantcheck::check
