#include <quantcheck/proofs_check/diagnose/diagnose.h>

#include <utility>

#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/proofs_check/diagnose/another_hessian.h>
#include <quantcheck/proofs_check/diagnose/damping_search.h>
#include <quantcheck/proofs_check/diagnose/dialects.h>
#include <quantcheck/proofs_check/diagnose/feedback/search.h>
#include <quantcheck/proofs_check/diagnose/first_column.h>
#include <quantcheck/proofs_check/diagnose/masked_elsewhere.h>
#include <quantcheck/proofs_check/diagnose/plain_rows.h>
#include <quantcheck/proofs_check/diagnose/readings/readings.h>
#include <quantcheck/proofs_check/diagnose/readings/repeated_codes.h>
#include <quantcheck/proofs_check/diagnose/readings/row_matching.h>
#include <quantcheck/proofs_check/diagnose/scales/changed_scales.h>
#include <quantcheck/proofs_check/diagnose/search.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/text/stoppable.h>

namespace quantcheck::check {
namespace {

std::vector<Dialect> known_readings(const Case& c) {
  std::vector<Dialect> all;
  const auto add = [&](std::vector<Dialect> readings) {
    for (Dialect& each : readings) all.push_back(std::move(each));
  };
  add(code_readings(c));
  add(group_readings(c));
  add(scale_readings(c));
  add(c.has_integer_grid() ? weight_readings(c) : table_readings(c));
  return all;
}

// A cause, and whether the codes CONFORM under it.
struct Named {
  Cause cause;
  bool fits = true;
};

Named conforming(const Dialect& dialect) { return {dialect.cause(), true}; }

// The cause that the codes fit. What the first step excludes is not tried: where it is right, the grid and
// the order are tried all the same, since it clears the first column's group only.
std::optional<Named> fitting_cause(const Case& c, const Judgement& judgement, Search& search,
                                   const Diagnosis& found, const FirstColumn& first) {
  if (!c.layer.has_hessian()) {
    if (auto dialect = search.fitting({plain_rounding_dialect(c)})) return conforming(*dialect);
    return std::nullopt;
  }
  const Index block = found.start ? found.start->step : 0;
  if (auto dialect = search.fitting(known_dialects(c, block))) return conforming(*dialect);
  if (auto cause = rows_of_plain_rounding(search, judgement)) return Named{std::move(*cause)};
  if (auto dialect = search.fitting(known_readings(c))) return conforming(*dialect);
  if (c.has_integer_grid()) {
    if (auto dialect = scales_of_matched_rows(search)) return conforming(*dialect);
    if (auto dialect = known_other_scales(search)) return conforming(*dialect);
    if (!first.wrong)
      if (auto cause = fault_of_feedback(search, judgement)) return Named{std::move(*cause), false};
  }
  if (auto dialect = search.fitting(hessian_readings(c))) return conforming(*dialect);
  if (!first.wrong)
    if (auto cause = masked_elsewhere(search, judgement)) return Named{std::move(*cause), false};
  if (first.half != Half::grid)
    if (auto dialect = search.fitting(min_pivot_dialect(c))) return conforming(*dialect);
  if (!first.wrong)
    if (auto dialect = damping_that_fits(search)) return conforming(*dialect);
  return std::nullopt;
}

Cause other_first_column(const Case& c, Index column) {
  return {"order:another-first",
          "most likely another order: column " + std::to_string(column) +
              " equals plain rounding in every row, as the column does that is processed first; the declared "
              "first one, " +
              std::to_string(c.declared.order.front()) + ", does not",
          "declare the order the codes were made in (tensor `order`), or apply the declared one",
          Half::order};
}

}  // namespace

Diagnosis diagnose(const Case& c, const Judgement& judgement, const Progress& told, double budget_times,
                   std::stop_token stop) {
  const optimized::StopScope scope(std::move(stop));
  const Progress progress = stoppable(told);
  Diagnosis found;
  const auto name = [&found](Cause cause, bool fits) {
    found.half = cause.half;
    found.cause = std::move(cause);
    found.fits = fits;
  };
  const auto by_general_inverse = [&] {
    const bool reaches = c.layer.has_hessian() && general_inverse_reaches(c, as_declared(c), judgement);
    if (reaches) name(general_inverse(c).cause(), true);
    return reaches;
  };
  const Index unsound = judgement.wrong + judgement.undecided;
  if (unsound == 0) {
    by_general_inverse();
    return found;
  }
  progress("looking for the cause", 0, 1);
  Budget budget(budget_times);
  Search search(c, judgement, budget, progress);
  if (judgement.outside == 0) {  // nothing is wrong as far as can be told
    if (auto dialect = search.fitting({plain_rounding_dialect(c)})) name(dialect->cause(), true);
    return found;
  }
  found.start = start_of(c, judgement);
  const FirstColumn first = first_column(c);
  if (auto named = fitting_cause(c, judgement, search, found, first)) {
    name(std::move(named->cause), named->fits);
    found.may_be_luck = unsound < dialect_evidence;
    return found;
  }
  if (by_general_inverse()) return found;
  if (auto scales = c.has_integer_grid() ? other_scales_found(search) : std::nullopt) {
    name(scales->dialect.cause(), true);
    found.may_be_luck = !scales->proved || unsound < dialect_evidence;
    return found;
  }
  if (auto cause = repeated_codes(c)) {
    name(std::move(*cause), false);
    return found;
  }
  found.half = first.half;
  if (first.other_column) name(other_first_column(c, *first.other_column), false);
  if (!first.right || judgement.wrong < dialect_evidence) return found;
  found.half = Half::hessian;
  // On a table, a biased rounding of targets looks like another Hessian.
  if (!found.start && c.has_integer_grid())
    if (auto cause = another_hessian(search, judgement)) name(std::move(*cause), false);
  return found;
}

}  // namespace quantcheck::check
