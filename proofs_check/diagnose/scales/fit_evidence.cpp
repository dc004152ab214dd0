#include <quantcheck/proofs_check/diagnose/scales/fit_evidence.h>

#include <algorithm>
#include <cmath>

namespace quantcheck::check {

using reference::Vector;

namespace {

constexpr double most_outside = 7.0 / 8;

}  // namespace

double bits_of_decisions(const ScaleInequalities& row, double left_outside) {
  const Vector<double> stored = Vector<double>::Ones(row.normals.cols());
  const double share = row.share_outside(stored, std::max(outside_by, left_outside));
  const auto sides = static_cast<double>(std::count(row.unclipped.begin(), row.unclipped.end(), true));
  return -sides / 2 * std::log2(1 - std::min(share, most_outside));
}

double bits_of_attempts(const ScaleInequalities& row, const Vector<double>& low, const Vector<double>& high) {
  double bits = 0;
  for (Index g = 0; g < low.size(); ++g) {
    double slopes = 0;  // twice, since a decision has two sides
    for (Index i = 0; i < row.normals.rows(); ++i)
      if (row.unclipped[i]) slopes += std::fabs(row.normals(i, g));
    bits += std::log2(1 + slopes / 2 * std::log(high(g) / low(g)));
  }
  return bits;
}

}  // namespace quantcheck::check
