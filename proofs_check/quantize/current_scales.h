// The scales of a group of columns that are fitted to its weights as compensated when it begins.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/certified/carried_errors.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/hessian_product.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/reference/fit_grid.h>

namespace quantcheck::check {

/// A factor with the products that refine its columns, and what is known of the steps before a group: what
/// their errors make of the group, and what the bounds of residuals sum up, for each row of the case.
struct RefinableFactor {
  const CertifiedFactor& factor;
  const HessianProduct& product;
  const CarriedErrors& carried;
  const std::vector<RowSums>& before;
};

/// The grid of each row for the group of steps that errors are carried to, fitted in the shape that is asked
/// for to the row's weights plus what the case's codes of all steps before make of them in exact arithmetic,
/// each rounded to double. Nothing where that is not told.
///
/// A compensated weight is known up to an error, from double (compensation.h), from columns that compensate
/// (schur_column.h) or from exact products, and so is the double that it rounds to. Its ends are
/// those of an interval. The extent of the group is then between two extents, one inside the other. Scale and
/// zero are monotone in the ends of the extent: if both extents have the same, then all between have it.
std::optional<std::vector<reference::GroupGrid>> current_scales(const Case& c, const RefinableFactor& factor,
                                                                const QuantizeOptions& options);

}  // namespace quantcheck::check
