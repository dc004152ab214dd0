// The rows of an LDLQ case that hold the lattice blocks whose movement is asked for.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/replay/ldlq_movement.h>

namespace quantcheck::check {

/// What is asked about the blocks of one row: their indices among all that is asked.
struct AskedRow {
  Index row = 0;
  std::vector<std::size_t> blocks;
};

/// The rows, in the order in which they are first asked about.
inline std::vector<AskedRow> rows_of(const LatticeCase& c, const std::vector<AskedBlock>& asked) {
  std::vector<Index> index(static_cast<std::size_t>(c.rows), -1);
  std::vector<AskedRow> rows;
  for (std::size_t k = 0; k < asked.size(); ++k) {
    Index& at = index[asked[k].place.row];
    if (at < 0) {
      at = std::ssize(rows);
      rows.push_back({asked[k].place.row, {}});
    }
    rows[at].blocks.push_back(k);
  }
  return rows;
}

/// What the code of a row stands for at a column, in double.
inline double coded_value(const LatticeCase& c, Index row, Index column) {
  if (!c.decoded.empty()) return c.decoded[row * c.cols + column];
  const CodedBlock block = coded_block(c, {row, column / lattice_block});
  const reference::E8Point point = reference::voronoi_point(block.code, c.q);
  return c.beta[block.beta_index] * static_cast<double>(point.twice[column % lattice_block]) / 2;
}

/// The largest <computed - target, r> over the minimal vectors r; NaN where a number is not finite. The
/// difference is computed in double where the target is known no better.
inline double target_movement(const Block<double>& computed, const BlockTarget& target) {
  Block<double> shift;
  for (std::size_t j = 0; j < shift.size(); ++j) {
    if (!std::isfinite(computed[j])) return std::numeric_limits<double>::quiet_NaN();
    shift[j] = computed[j] - target.rounded[j];
  }
  if (target.error > 0 && !target.longer) return reach(shift);
  const Block<reference::Rational> exact = target.exact();
  for (std::size_t j = 0; j < shift.size(); ++j)
    shift[j] = reference::approximate(reference::exact(computed[j]) - exact[j]);
  return reach(shift);
}

/// Raises the movements to the roots of the mean squares of the replays of one kind; what is not known stays
/// so.
inline void raise_to_means(const std::vector<double>& squares, int replays, std::vector<double>& movement) {
  for (std::size_t k = 0; k < squares.size(); ++k) {
    const double moved = std::sqrt(squares[k] / replays);
    if (moved <= movement[k]) continue;
    movement[k] =
        std::isfinite(moved) && !std::isnan(movement[k]) ? moved : std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace quantcheck::check
