#include <quantcheck/proofs_check/replay/dense/large_ldlq.h>

#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include <quantcheck/proofs_check/certified/lattice/hessian_layer.h>
#include <quantcheck/proofs_check/replay/asked_rows.h>
#include <quantcheck/proofs_check/replay/dense/sweep.h>
#include <quantcheck/proofs_check/replay/inverse_by_elimination.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/proofs_check/replay/visit_arithmetic.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr Index width = lattice_block;
constexpr std::size_t swept_together = 256;
constexpr double no_movement = std::numeric_limits<double>::quiet_NaN();

// Turns the transpose of the scalar factor S into that of the U which is unit upper triangular in blocks of 8
// x 8, by U_ab S_bb = S_ab. Only what is below the diagonal is used.
template <class F>
void turn_into_blocks(Square<F>& lower) {
  for (Index first = 0; first < lower.size(); first += width) {
    for (Index j = first; j < first + width; ++j)
      for (Index i = first; i < j; ++i) {
        const F factor = lower(j, i);
        for (Index row = 0; row < first; ++row) lower(j, row) -= lower(i, row) * factor;
      }
    for (Index j = first; j < first + width; ++j)
      for (Index i = first; i < j; ++i) lower(j, i) = 0;
  }
}

// The transpose of the same U by elimination in blocks of 8 x 8, from the last one on. `schur` has both
// triangles, of which the lower one becomes the result.
template <class F>
void eliminate_blocks(Square<F>& schur) {
  std::vector<F> copied(static_cast<std::size_t>(width * schur.size()));  // the lines of the block eliminated
  for (Index first = schur.size() - width; first >= 0; first -= width) {
    Matrix<F> pivot(width, width);
    for (Index i = 0; i < width; ++i)
      for (Index j = 0; j < width; ++j) pivot(i, j) = schur(first + std::max(i, j), first + std::min(i, j));
    const Matrix<F> inverse = inverse_by_elimination(pivot);
    const MatrixView<F> lines = part_of(schur.view(), first, 0, width, first);
    const MatrixView<F> before{copied.data(), width, first, schur.size()};
    for (Index i = 0; i < width; ++i)
      for (Index k = 0; k < first; ++k) before(i, k) = lines(i, k);
    for (Index i = 0; i < width; ++i)
      for (Index k = 0; k < first; ++k) {
        F sum = 0;
        for (Index j = 0; j < width; ++j) sum += before(j, k) * inverse(j, i);
        lines(i, k) = sum;
      }
    subtract_product(transposed(lines), as_stored(before), part_of(schur.view(), 0, 0, first, first),
                     ProductPart::lower);
    for (Index i = 0; i < width; ++i)
      for (Index j = 0; j < i; ++j) schur(first + i, first + j) = 0;
  }
}

template <class F>
bool is_finite(const Square<F>& lower) {
  for (Index i = 0; i < lower.size(); ++i)
    for (Index j = 0; j < i; ++j)
      if (!std::isfinite(static_cast<double>(lower(i, j)))) return false;
  return true;
}

// The transpose of U of a version; nothing where it does not factor.
template <class F>
std::optional<Square<F>> upper_of(const HessianLayer& layer, bool by_blocks, const HessianVersion& version) {
  if (by_blocks) {
    Square<F> lower = working_hessian<F>(layer.c, layer.hypothesis, layer.hypothesis.order, version);
    eliminate_blocks(lower);
    return is_finite(lower) ? std::optional(std::move(lower)) : std::nullopt;
  }
  std::optional<SweepFactor<F>> factor = factor_on_u<F>(layer.c, layer.hypothesis, version);
  if (!factor) return std::nullopt;
  turn_into_blocks(factor->lower);
  return std::move(factor->lower);
}

/// Replays in the number type T, with U computed in F.
template <class T, class F>
class LargeReplays {
 public:
  LargeReplays(const LatticeCase& c, const HessianLayer& layer, const std::vector<AskedBlock>& asked)
      : c_(c), layer_(layer), asked_(asked), rows_(rows_of(c, asked)) {}

  void run(double roundoff, std::vector<double>& movement) {
    const int versions = replayed_versions_of(c_.cols);
    for (const bool by_blocks : {false, true}) {
      std::vector<double> squares(asked_.size(), 0.0);
      for (int version = 0; version < versions; ++version) {
        std::optional<Square<F>> lower = upper_of<F>(layer_, by_blocks, {version, roundoff, 0});
        if (!lower) {
          std::ranges::fill(squares, no_movement);
          continue;
        }
        for (std::size_t first = 0; first < rows_.size(); first += swept_together)
          add(*lower, std::span(rows_).subspan(first, std::min(swept_together, rows_.size() - first)),
              squares);
      }
      raise_to_means(squares, versions, movement);
    }
  }

 private:
  void add(Square<F>& lower, std::span<const AskedRow> rows, std::vector<double>& squares) const {
    const Index count = std::ssize(rows);
    Matrix<T> target(c_.cols, count);
    Matrix<T> error(c_.cols, count);  // what the codes stand for, less the weights
    in_parts<8>(count, 32 * c_.cols, [&](Index begin, Index part) {
      for (Index r = begin; r < begin + part; ++r)
        for (Index k = 0; k < c_.cols; ++k) {
          const Index column = layer_.hypothesis.order[k];
          target(k, r) = static_cast<T>(c_.values[rows[r].row * c_.cols + column]);
          error(k, r) = static_cast<T>(coded_value(c_, rows[r].row, column)) - target(k, r);
        }
    });
    if constexpr (std::is_same_v<T, F>)
      sweep_detail::sweep_on_u(lower.view(), sweep_detail::view(error), sweep_detail::view(target));
    in_parts<8>(count, 32 * c_.cols, [&](Index begin, Index part) {
      for (Index r = begin; r < begin + part; ++r)
        for (const std::size_t k : rows[r].blocks) {
          const Index first = c_.step_of(asked_[k].place.block) * width;
          Block<double> computed;
          for (Index j = 0; j < width; ++j) {
            T sum = target(first + j, r);
            if constexpr (!std::is_same_v<T, F>)
              for (Index i = 0; i < first; ++i)
                sum = sum - error(i, r) * static_cast<T>(static_cast<double>(lower(first + j, i)));
            computed[j] = static_cast<double>(sum);
          }
          const double moved = target_movement(computed, asked_[k].target);
          squares[k] += moved * moved;
        }
    });
  }

  const LatticeCase& c_;
  const HessianLayer& layer_;
  const std::vector<AskedBlock>& asked_;
  const std::vector<AskedRow> rows_;
};

}  // namespace

void replay_large_ldlq(const LatticeCase& c, Arithmetic arithmetic, double roundoff,
                       const std::vector<AskedBlock>& asked, std::vector<double>& movement) {
  const HessianLayer layer = hessian_layer(c);
  visit_arithmetic(arithmetic, [&]<class T>(NumberType<T>) {
    using F = std::conditional_t<std::is_same_v<T, double>, double, float>;
    LargeReplays<T, F>(c, layer, asked).run(roundoff, movement);
  });
}

}  // namespace quantcheck::check
