// The targets of lattice LDLQ: each block of weights with the errors of the blocks before it added.
#pragma once

#include <memory>

#include <quantcheck/proofs_check/exact/lattice/targets.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::check {

/// The columns in the order of their blocks: order[k] is the column processed k-th.
Order column_order(const LatticeCase& c);

/// The Hessian of the case in exact numbers, in the case's own order of columns; 0 x 0 where it has none.
reference::Matrix<reference::Rational> exact_hessian(const LatticeCase& c);

/// H = S E S^T of an LDLQ case, in processing order. Throws Error where the Hessian is not positive definite.
/// `work` is told of every step.
using LdlqFactor = reference::Udu<reference::Rational>;
LdlqFactor ldlq_factor(const LatticeCase& c, const reference::Work& work = {});

/// An estimate of the work that ldlq_factor tells of, before any is done.
double ldlq_factor_cost(const LatticeCase& c);

/// Of an LDLQ case: with H = U D U^T, H in processing order and U unit upper triangular in blocks of 8, the
/// target of block b is w_b + sum over the blocks a before it of e_a U_ab, e = w - what the codes stand for.
/// By the implementation's own earlier decisions: what they stand for is `decoded`, or else beta times the
/// code's point; where several are least, the one nearest to its target if that is one of them. With the
/// scalar factor U = S diag(S_bb)^-1, so that the block of e U is the z with z S_bb = (e S)_b. Exact. Refers
/// to the case. `work` is told of every block.
RowTargets ldlq_targets(const LatticeCase& c, std::shared_ptr<const LdlqFactor> factor,
                        const reference::Work& work = {});

/// value_targets, or with a Hessian ldlq_targets by ldlq_factor; `work` as theirs.
RowTargets targets_of(const LatticeCase& c, const reference::Work& work = {});

/// Of each row, in processing order: the first step at which a code stands for one of several least points
/// and `decoded` is not there to say for which, so that the targets after it rest on a guess; blocks() where
/// there is none.
Index first_guess(const LatticeCase& c, Index row);

}  // namespace quantcheck::check
