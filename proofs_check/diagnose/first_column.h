// The findings in the column that is processed first, in which the Hessian has no part.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/diagnose/cause.h>

namespace quantcheck::check {

/// What the decisions of the first processing step say.
struct FirstColumn {
  bool right = false;  // none is wrong, nor needs the rounding of a stored scale to be explained
  bool wrong = false;  // some are wrong
  // Where some are wrong: the one column that equals plain rounding in every row, as the column does that is
  // processed first.
  std::optional<Index> other_column;
  std::optional<Half> half;  // where some are wrong, if it can be told
};

/// Looks at the first column, and where some of it is wrong at all others. Another order is shown if a column
/// equals plain rounding in every row where that would be a surprise: if rows of the middle column differ from it
/// with a probability p, none of n columns of m rows would equal it with one of about n (1 - p)^m. The declared
/// first column then is as any other, and differs from it in half as many rows as the middle one or more. Where
/// a column equals plain rounding that might do so by chance, the half cannot be told.
FirstColumn first_column(const Case& c);

}  // namespace quantcheck::check
