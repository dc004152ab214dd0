// Masks of the Hessian: rows and columns of inputs without weight, which are set to those of the identity.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

inline constexpr const char* mask_id = "hessian:masked-elsewhere";
inline constexpr const char* mask_advice =
    "mask the hessian before it is permuted, or at the places that the masked columns have after it";

/// A mask, and where it is.
struct Mask {
  std::vector<Index> columns;
  std::string words;  // completes "if ..."
};

/// The columns that programs mask: those that were declared dead, or whose weights are all 0.
std::vector<Index> columns_to_mask(const Case& c);

/// Masks at the columns that a program masks in their place if it takes the places of the columns for those
/// before the Hessian was permuted, or permutes them by the inverse. There are none in natural order.
std::vector<Mask> misplaced_masks(const Case& c);

/// The case whose Hessian, which is given, has rows and columns of the identity at those columns.
Case with_mask(Case c, const std::vector<Index>& columns);

}  // namespace quantcheck::check
