// What the judge supposes an implementation did: as declared, or a known dialect.
#pragma once

#include <quantcheck/proofs_check/case.h>

namespace quantcheck::check {

struct Hypothesis {
  Order order;
  reference::Rational
      damping;          // may be negative here: a damping that a stored Hessian already has, taken off
  Code zero_shift = 0;  // added to every zero point
  Index block =
      0;  // > 0: the error is not carried from one block of so many columns to the next; 1: plain rounding
};

/// What the case declares.
inline Hypothesis as_declared(const Case& c) { return {c.order, c.damping}; }

/// Whether an error made at step i reaches step j.
inline bool carries(const Hypothesis& hypothesis, Index i, Index j) {
  return hypothesis.block == 0 || i / hypothesis.block == j / hypothesis.block;
}

/// The case's grid under the hypothesis.
inline Grid<double> hypothetical_grid(const Case& c, const Hypothesis& hypothesis) {
  Grid<double> grid = c.grid;
  for (Code& zero : grid.zero) zero += hypothesis.zero_shift;
  return grid;
}

}  // namespace quantcheck::check
