// A hypothesis of the judge about what an implementation did: what was declared, or a known dialect.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// What an implementation may have done.
struct Hypothesis {
  Order order;
  reference::Rational damping;  // if negative, a damping that the stored Hessian already has is taken off
  CodeRange range;              // of the codes
  Code zero_shift = 0;          // added to every zero point
  Index block = 0;              // if > 0, error is not carried from one block of so many columns to the next
};

/// The value of Hypothesis::block for plain rounding: with blocks of one column, the Hessian is ignored.
inline constexpr Index plain_rounding_block = 1;

/// The hypothesis that the implementation did what the case declares.
inline Hypothesis as_declared(const Case& c) {
  return {c.declared.order, c.declared.damping, c.grid.range, 0,
          c.declared.rule == Rule::rtn ? plain_rounding_block : 0};
}

/// Whether an error made at step i reaches step j under the hypothesis.
inline bool carries(const Hypothesis& hypothesis, Index i, Index j) {
  return hypothesis.block == 0 || i / hypothesis.block == j / hypothesis.block;
}

/// The case's grid with the code range and the zero points of the hypothesis.
inline Grid<double> hypothetical_grid(const Case& c, const Hypothesis& hypothesis) {
  Grid<double> grid = c.grid;
  grid.range = hypothesis.range;
  for (Code& zero : grid.zero) zero += hypothesis.zero_shift;
  return grid;
}

}  // namespace quantcheck::check
