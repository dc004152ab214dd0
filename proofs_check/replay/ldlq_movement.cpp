#include <quantcheck/proofs_check/replay/ldlq_movement.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/replay/asked_rows.h>
#include <quantcheck/proofs_check/replay/dense/large_ldlq.h>
#include <quantcheck/proofs_check/replay/inverse_by_elimination.h>
#include <quantcheck/proofs_check/replay/jitter.h>
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

/// Sweeps in the number type T along the case's codes.
template <class T>
class LdlqReplayer {
 public:
  LdlqReplayer(const LatticeCase& c, const std::vector<AskedBlock>& asked)
      : c_(c), asked_(asked), rows_(rows_of(c, asked)), order_(column_order(c)) {
    error_.resize(std::ssize(rows_), c.cols);
    weight_.resize(std::ssize(rows_), c.cols);
    for (Index r = 0; r < std::ssize(rows_); ++r) {
      const Index row = rows_[r].row;
      for (Index k = 0; k < c.cols; ++k) {
        weight_(r, k) = static_cast<T>(c.values[row * c.cols + order_[k]]);
        error_(r, k) = weight_(r, k) - static_cast<T>(coded_value(c, row, order_[k]));
      }
    }
  }

  /// Replays every version of the Hessian with factors computed in F, and raises `movement` to what is found.
  template <class F>
  void run(double roundoff, std::vector<double>& movement) const {
    for (const bool by_blocks : {false, true}) {
      std::vector<double> squares(asked_.size(), 0.0);
      for (int version = 0; version < replayed_versions; ++version) {
        try {
          const Matrix<F> hessian = jittered_hessian<F>(c_, roundoff, version);
          add(by_blocks ? upper_by_blocks(hessian) : upper_by_scalars(hessian), squares);
        } catch (const reference::NotPositiveDefinite&) {
          std::ranges::fill(squares, unknown);
        }
      }
      raise_to_means(squares, replayed_versions, movement);
    }
  }

 private:
  template <class F>
  void add(const Matrix<F>& upper, std::vector<double>& squares) const {
    Matrix<T> u(c_.cols, c_.cols);
    for (Index k = 0; k < u.size(); ++k) u.data()[k] = static_cast<T>(static_cast<double>(upper.data()[k]));
    for (Index r = 0; r < std::ssize(rows_); ++r) {
      for (const std::size_t k : rows_[r].blocks) {
        const Index first = c_.step_of(asked_[k].place.block) * lattice_block;
        Block<double> computed;
        for (Index j = 0; j < lattice_block; ++j) {
          T sum = weight_(r, first + j);
          for (Index i = 0; i < first; ++i) sum = sum + error_(r, i) * u(i, first + j);
          computed[j] = static_cast<double>(sum);
        }
        const double moved = target_movement(computed, asked_[k].target);
        squares[k] += moved * moved;
      }
    }
  }

  const LatticeCase& c_;
  const std::vector<AskedBlock>& asked_;
  std::vector<AskedRow> rows_;
  Order order_;
  Matrix<T> weight_;
  Matrix<T> error_;  // w - (what the codes stand for)
};

template <class T>
void replay_in(const LatticeCase& c, const std::vector<AskedBlock>& asked, double roundoff,
               std::vector<double>& movement) {
  const LdlqReplayer<T> replayer(c, asked);
  replayer.template run<double>(roundoff, movement);
  if constexpr (!std::is_same_v<T, double>) replayer.template run<float>(roundoff, movement);
}

}  // namespace

std::vector<double> ldlq_movement(const LatticeCase& c, Arithmetic arithmetic,
                                  const std::vector<AskedBlock>& asked) {
  std::vector<double> movement(asked.size(), 0.0);
  const double roundoff = std::min(storage_roundoff(arithmetic), unit_roundoff(Arithmetic::fp32));
  if (c.cols > max_exact_inputs)
    replay_large_ldlq(c, arithmetic, roundoff, asked, movement);
  else
    visit_arithmetic(arithmetic, [&]<class T>(NumberType<T>) { replay_in<T>(c, asked, roundoff, movement); });
  for (const AskedRow& row : rows_of(c, asked)) {
    const Index guess = first_guess(c, row.row);
    for (const std::size_t k : row.blocks)
      if (c.step_of(asked[k].place.block) > guess) movement[k] = unknown;
  }
  return movement;
}

}  // namespace quantcheck::check
