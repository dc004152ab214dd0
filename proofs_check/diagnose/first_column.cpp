#include <quantcheck/proofs_check/diagnose/first_column.h>

#include <numeric>
#include <vector>

#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/first_step.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {
namespace {

// So few rows may equal plain rounding by chance in one of many columns.
constexpr Index enough_rows = 16;

}  // namespace

FirstColumn first_column(const Case& c) {
  Hypothesis hypothesis = as_declared(c);
  const Judgement judgement = judge_first_column(c, hypothesis);
  if (judgement.wrong == 0) return {judgement.explained_by_stored_scale == 0, std::nullopt, std::nullopt};
  FirstColumn found{false, std::nullopt, Half::grid};
  if (c.layer.out < enough_rows) return found;
  std::vector<Index> some(static_cast<std::size_t>(enough_rows));
  std::iota(some.begin(), some.end(), 0);
  const Case few = some_rows(c, some);  // which tell most columns apart
  for (Index column = 0; column < c.layer.in; ++column) {
    hypothesis.order.front() = column;
    if (fails_at_first_step(few, hypothesis) || fails_at_first_step(c, hypothesis)) continue;
    if (found.other_column) return {false, std::nullopt, Half::grid};  // more than one: nothing is shown
    found.other_column = column;
  }
  if (found.other_column) found.half = Half::order;
  return found;
}

}  // namespace quantcheck::check
