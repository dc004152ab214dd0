#include <quantcheck/proofs_check/replay/ldlq_movement.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/replay/inverse_by_elimination.h>
#include <quantcheck/proofs_check/replay/jitter.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/proofs_check/replay/precision.h>
#include <quantcheck/proofs_check/replay/visit_arithmetic.h>
#include <quantcheck/reference/hessian/block_udu.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// A version of the Hessian, in processing order.
template <class F>
Matrix<F> jittered_hessian(const LatticeCase& c, double roundoff, int version) {
  Matrix<F> hessian(c.cols, c.cols);
  for (Index i = 0; i < c.cols; ++i)
    for (Index j = 0; j <= i; ++j)
      hessian(i, j) = hessian(j, i) =
          static_cast<F>(c.hessian[i * c.cols + j] * (1.0 + roundoff * jitter(version, i, j)));
  return reference::permuted(hessian, column_order(c));
}

// U, unit upper triangular in blocks of 8 x 8, out of the scalar factor S by U_ab S_bb = S_ab.
template <class F>
Matrix<F> upper_by_scalars(const Matrix<F>& hessian) {
  Matrix<F> upper = reference::unit_upper(reference::udu(hessian));
  const Matrix<F> scalar = upper;
  for (Index first = 0; first < hessian.rows(); first += lattice_block)
    for (Index row = 0; row < first; ++row)
      for (Index j = first; j < first + lattice_block; ++j)
        for (Index i = first; i < j; ++i) upper(row, j) = upper(row, j) - upper(row, i) * scalar(i, j);
  return upper;
}

// The same U by elimination in blocks of 8 x 8.
template <class F>
Matrix<F> upper_by_blocks(const Matrix<F>& hessian) {
  const auto blocks = reference::first_to_last(hessian.rows(), lattice_block);
  return reference::unit_upper(reference::block_udu(hessian, blocks, inverse_by_elimination<F>));
}

/// Squares of movements, summed over the replays of one kind.
using Squares = Matrix<double>;

/// Sweeps in the number type T along the case's codes.
template <class T>
class LdlqReplayer {
 public:
  LdlqReplayer(const LatticeCase& c, const RowTargets& exact) : c_(c), order_(column_order(c)) {
    error_.resize(c.rows, c.cols);
    weight_.resize(c.rows, c.cols);
    for (Index row = 0; row < c.rows; ++row) {
      for (Index k = 0; k < c.cols; ++k) {
        weight_(row, k) = static_cast<T>(c.values[row * c.cols + order_[k]]);
        error_(row, k) = weight_(row, k) - static_cast<T>(value(row, order_[k]));
      }
      targets_.push_back(exact(row));
    }
  }

  /// Replays every version of the Hessian with factors computed in F, and raises `movement` (rows x lattice
  /// blocks) to what is found.
  template <class F>
  void run(double roundoff, Matrix<double>& movement) const {
    for (const bool by_blocks : {false, true}) {
      Squares squares = Squares::Zero(c_.rows, c_.blocks());
      for (int version = 0; version < replayed_versions; ++version) {
        try {
          const Matrix<F> hessian = jittered_hessian<F>(c_, roundoff, version);
          add(by_blocks ? upper_by_blocks(hessian) : upper_by_scalars(hessian), squares);
        } catch (const reference::NotPositiveDefinite&) {
          squares.setConstant(unknown);
        }
      }
      for (Index k = 0; k < squares.size(); ++k) {
        const double moved = std::sqrt(squares.data()[k] / replayed_versions);
        double& largest = movement.data()[k];
        if (!(moved <= largest)) largest = std::isfinite(moved) && !std::isnan(largest) ? moved : unknown;
      }
    }
  }

 private:
  double value(Index row, Index column) const {
    if (!c_.decoded.empty()) return c_.decoded[row * c_.cols + column];
    const CodedBlock block = coded_block(c_, {row, column / lattice_block});
    const E8Point point = reference::voronoi_point(block.code, c_.q);
    return c_.beta[block.beta_index] * static_cast<double>(point.twice[column % lattice_block]) / 2;
  }

  template <class F>
  void add(const Matrix<F>& upper, Squares& squares) const {
    Matrix<T> u(c_.cols, c_.cols);
    for (Index k = 0; k < u.size(); ++k) u.data()[k] = static_cast<T>(static_cast<double>(upper.data()[k]));
    for (Index row = 0; row < c_.rows; ++row) {
      for (Index step = 0; step < c_.blocks(); ++step) {
        const Index block = c_.block_at(step);
        const BlockTarget& target = targets_[row][block];
        Block<double> shift;
        for (Index j = 0; j < lattice_block; ++j) {
          const Index column = step * lattice_block + j;
          T sum = weight_(row, column);
          for (Index i = 0; i < step * lattice_block; ++i) sum = sum + error_(row, i) * u(i, column);
          const double computed = static_cast<double>(sum);
          shift[j] = std::isfinite(computed)
                         ? reference::approximate(reference::exact(computed) - target.exact[j])
                         : unknown;
        }
        bool known = true;
        for (const double s : shift) known = known && std::isfinite(s);
        const double moved = known ? reach(shift) : unknown;
        squares(row, block) += moved * moved;
      }
    }
  }

  const LatticeCase& c_;
  Order order_;
  Matrix<T> weight_;
  Matrix<T> error_;  // w - (what the codes stand for)
  std::vector<std::vector<BlockTarget>> targets_;
};

template <class T>
void replay_in(const LatticeCase& c, const RowTargets& exact, double roundoff, Matrix<double>& movement) {
  const LdlqReplayer<T> replayer(c, exact);
  replayer.template run<double>(roundoff, movement);
  if constexpr (!std::is_same_v<T, double>) replayer.template run<float>(roundoff, movement);
}

}  // namespace

Matrix<double> ldlq_movement(const LatticeCase& c, Arithmetic arithmetic, const RowTargets& exact) {
  Matrix<double> movement = Matrix<double>::Zero(c.rows, c.blocks());
  const double roundoff = std::min(storage_roundoff(arithmetic), unit_roundoff(Arithmetic::fp32));
  visit_arithmetic(arithmetic, [&]<class T>(NumberType<T>) { replay_in<T>(c, exact, roundoff, movement); });
  for (Index row = 0; row < c.rows; ++row) {
    for (Index step = first_guess(c, row) + 1; step < c.blocks(); ++step) {
      movement(row, c.block_at(step)) = unknown;
    }
  }
  return movement;
}

}  // namespace quantcheck::check
