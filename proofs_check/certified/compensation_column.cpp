#include <quantcheck/proofs_check/certified/compensation_column.h>

#include <cmath>

#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

namespace {

// What underflow may make of a sum of products in the range that usable rows have.
constexpr double compensation_underflow = 0x1p-900;

}  // namespace

BoundedPair compensation_from(const CertifiedFactor& factor, const SchurColumn& column, const RowPairs& row) {
  Pair sum;
  double products = 0;  // the sum of |e_i p_i|
  double errors = 0;    // that of |e_i| d_i
  for (Index i = 0; i < column.begin; ++i) {
    sum = sum + row.error[i] * column.entries[i];
    products += std::fabs(row.error[i].hi * column.entries[i].hi);
    errors += std::fabs(row.error[i].hi) * factor.diagonal_root(i);
  }
  const double of_sum = (3 * static_cast<double>(column.begin) + 16) * pair_roundoff * products;
  return {sum, bound_slack * (column.error * errors + of_sum + compensation_underflow)};
}

}  // namespace quantcheck::check
