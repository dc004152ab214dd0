#include <quantcheck/proofs_check/certified/carried_errors.h>

#include <algorithm>

#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/row_errors.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>

namespace quantcheck::check {

using reference::Matrix;

ErrorCarrier::ErrorCarrier(const Case& c, const CertifiedFactor& factor)
    : case_(c), factor_(factor), errors_(Matrix<double>::Zero(c.layer.out, c.layer.in)) {}

CarriedErrors ErrorCarrier::to_group(Index begin, Index end) {
  CarriedErrors result{begin, end, Matrix<double>::Zero(case_.layer.out, end - begin)};
  if (begin == 0) return result;
  for_chunks(case_.layer.out, begin - known_,
             [&](const std::vector<Index>& rows) { add_errors(rows, begin); });
  known_ = begin;
  const optimized::Buffer<double> carried = optimized::residuals_from(
      factor_.factor, {errors_.data(), case_.layer.out, end, case_.layer.in}, begin);
  std::copy_n(carried.data(), carried.size(), result.value.data());
  result.usable = usable_;
  return result;
}

// Fills in the errors of some rows, which are neighbours, for the steps before `begin`.
void ErrorCarrier::add_errors(const std::vector<Index>& rows, Index begin) {
  const Order& order = factor_.factor.order;
  const RowErrors found = row_errors(case_, case_.grid, {order.begin() + known_, order.begin() + begin},
                                     factor_.hessian.scaling, rows);
  usable_ = usable_ && std::ranges::all_of(found.usable, [](unsigned char usable) { return usable != 0; });
  errors_.block(rows.front(), known_, std::ssize(rows), begin - known_) = found.error;
}

}  // namespace quantcheck::check
