#include <quantcheck/proofs_check/certified/lattice/block_errors.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/exact/lattice/admissible.h>

namespace quantcheck::check {

using reference::E8Point;
using reference::exact;
using reference::Rational;

namespace {

// Numbers beyond these may make bounds overflow or underflow.
constexpr double least_size = 0x1p-400;
constexpr double most_size = 0x1p400;

bool in_range(double x) { return std::fabs(x) >= least_size && std::fabs(x) <= most_size; }

/// The weights of a row, and what its codes stand for as beta times a number.
class CodedRow {
 public:
  CodedRow(const LatticeCase& c, Index row, const RowPoints& points) : c_(c), row_(row), points_(points) {}

  double weight(Index column) const { return c_.values[row_ * c_.cols + column]; }
  bool is_decoded() const { return points_.empty(); }
  double decoded(Index column) const { return c_.decoded[row_ * c_.cols + column]; }
  double beta(Index column) const {
    return c_.beta[c_.beta_index[row_ * c_.blocks() + column / lattice_block]];
  }
  Code twice(Index column) const { return points_[column / lattice_block].twice[column % lattice_block]; }
  double coordinate(Index column) const { return static_cast<double>(twice(column)) / 2; }

  double error(Index column) const {
    return is_decoded() ? weight(column) - decoded(column)
                        : std::fma(-beta(column), coordinate(column), weight(column));
  }

 private:
  const LatticeCase& c_;
  Index row_;
  const RowPoints& points_;
};

double squared_distance(const LatticeCase& c, const BlockPlace& place, const E8Point& point, double beta) {
  double sum = 0;
  for (Index i = 0; i < lattice_block; ++i) {
    const double value = c.values[place.row * c.cols + place.block * lattice_block + i] / beta;
    const double difference = value - static_cast<double>(point.twice[i]) / 2;
    sum += difference * difference;
  }
  return sum;
}

}  // namespace

RowPoints likely_points(const LatticeCase& c, Index row) {
  RowPoints points;
  if (!c.decoded.empty()) return points;
  for (Index b = 0; b < c.blocks(); ++b) {
    const CodedBlock block = coded_block(c, {row, b});
    const std::vector<E8Point> least_ones = least_points(block.code, c.q);
    const double beta = c.beta[block.beta_index];
    points.push_back(*std::ranges::min_element(least_ones, {}, [&](const E8Point& point) {
      return squared_distance(c, {row, b}, point, beta);
    }));
  }
  return points;
}

RowErrors block_errors(const LatticeCase& c, const Order& order, const std::vector<double>& scaling,
                       std::span<const Index> rows, const std::vector<RowPoints>& points) {
  const Index count = std::ssize(rows);
  RowErrors result{reference::Matrix<double>(count, c.cols),
                   {},
                   std::vector<unsigned char>(static_cast<std::size_t>(count))};
  optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index i) {
    const CodedRow row(c, rows[i], points[i]);
    bool usable = true;
    for (Index k = 0; k < c.cols; ++k) {
      const Index column = order[k];
      const double unit = scaling[column];
      const double unscaled = row.error(column);
      const double error = unscaled / unit;
      result.error(i, k) = error;
      const bool has_coordinate = !row.is_decoded() && row.twice(column) != 0;
      usable = usable && (unscaled == 0 || (in_range(unscaled) && in_range(error))) &&
               (!has_coordinate || in_range(row.beta(column)));
    }
    result.usable[i] = usable;
  });
  return result;
}

RowPairs block_error_pairs(const LatticeCase& c, const CertifiedFactor& factor, Index row,
                           const RowPoints& points) {
  RowPairs result;
  const CodedRow coded(c, row, points);
  for (const Index column : factor.factor.order) {
    const double weight = coded.weight(column);
    const Pair error = coded.is_decoded()
                           ? exact_sum(weight, -coded.decoded(column))
                           : Pair{weight, 0} - exact_product(coded.beta(column), coded.coordinate(column));
    result.error.push_back(scaled(error, 1 / factor.hessian.scaling[column]));
  }
  return result;
}

std::vector<Rational> exact_block_errors(const LatticeCase& c, const Order& order, Index row,
                                         const RowPoints& points) {
  std::vector<Rational> errors;
  const CodedRow coded(c, row, points);
  for (const Index column : order)
    errors.push_back(exact(coded.weight(column)) -
                     (coded.is_decoded()
                          ? exact(coded.decoded(column))
                          : Rational(exact(coded.beta(column)) * Rational(coded.twice(column), 2))));
  return errors;
}

}  // namespace quantcheck::check
