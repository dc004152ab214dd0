// What the column that is processed first shows, in which the Hessian has no part.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/cause.h>

namespace quantcheck::check {

/// What the decisions of the first processing step say.
struct FirstColumn {
  bool right = false;  // none is wrong, nor needs the rounding of a stored scale to be explained
  // Where some are wrong: a column that was processed first instead, since it equals plain rounding in every row.
  std::optional<Index> other_column;
  std::optional<Half> half;  // where some are wrong
};

FirstColumn first_column(const Case& c);

}  // namespace quantcheck::check
