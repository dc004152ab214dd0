// What the judge supposes an implementation did: as declared, or a known dialect.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

struct Hypothesis {
  Order order;
  reference::Rational damping;  // negative: a damping that the stored Hessian already has is taken off
  CodeRange range;              // of the codes
  Code zero_shift = 0;          // added to every zero point
  Index block = 0;              // > 0: error is not carried from one block of so many columns to the next
};

/// Blocks of one column: the Hessian is ignored.
inline constexpr Index plain_rounding_block = 1;

/// What the case declares.
inline Hypothesis as_declared(const Case& c) { return {c.declared.order, c.declared.damping, c.grid.range}; }

/// Whether an error made at step i reaches step j.
inline bool carries(const Hypothesis& hypothesis, Index i, Index j) {
  return hypothesis.block == 0 || i / hypothesis.block == j / hypothesis.block;
}

/// The case's grid under the hypothesis.
inline Grid<double> hypothetical_grid(const Case& c, const Hypothesis& hypothesis) {
  Grid<double> grid = c.grid;
  grid.range = hypothesis.range;
  for (Code& zero : grid.zero) zero += hypothesis.zero_shift;
  return grid;
}

}  // namespace quantcheck::check
