// A case under a hypothesis as the rules of the verdicts see it, whichever arithmetic factored its Hessian.
#pragma once

#include <functional>
#include <span>

#include <quantcheck/proofs_check/certified/grid_cells.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/exact/positions.h>

namespace quantcheck::check {

/// The case and the hypothesis are referred to.
struct FactoredCase {
  const Case& c;
  const Hypothesis& hypothesis;
  Grid<double> grid;  // hypothetical_grid(c, hypothesis)
  GridCells cells;    // of the same
  // U in double, in x in in processing order, without the entries over which error is not carried.
  std::function<reference::Matrix<double>()> upper;
  // The residual v of a row at a processing step (reference/criteria/box.h): exact, or where rationals did
  // not factor the Hessian, off by less than a double nearest to it can show.
  std::function<reference::Rational(Index row, Index step)> residual;
  // The positions of the decisions of some rows (rows x in).
  std::function<Positions(std::span<const Index> rows)> positions;
};

}  // namespace quantcheck::check
