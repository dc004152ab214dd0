#include <quantcheck/proofs_check/diagnose/plain_rows.h>

#include <numeric>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/diagnose/dialects.h>
#include <quantcheck/proofs_check/diagnose/index_words.h>
#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/proofs_check/judge/judge.h>

namespace quantcheck::check {
namespace {

constexpr double surely_not_plain = 0x1p-4;  // in scales: no row is taken for one then

}  // namespace

std::optional<Cause> rows_of_plain_rounding(Search& search, const Judgement& judgement) {
  const Case& c = search.subject();
  const auto [plain, others] = rows_by_fate(judgement);
  if (plain.empty() || others.empty()) return std::nullopt;
  const Hypothesis rounding = plain_rounding_dialect(c).hypothesis;
  // A look in double takes no time, and leaves few to the judge.
  const std::optional<Misfit> misfit = search.screen().misfit(some_rows(c, plain), rounding);
  if (!misfit || misfit->largest > surely_not_plain) return std::nullopt;
  if (!search.conforms(plain, rounding) || !search.conforms(others, as_declared(c))) return std::nullopt;
  std::vector<Index> rest(static_cast<std::size_t>(c.layer.out - plain.front()));
  std::iota(rest.begin(), rest.end(), plain.front());
  const bool from_one_on = plain.size() > 1 && search.conforms(rest, rounding);
  const std::string rows = from_one_on
                               ? "the rows from " + std::to_string(plain.front()) + " on"
                               : std::to_string(plain.size()) + " of the rows (" + index_words(plain) + ")";
  return Cause{
      from_one_on ? "plain-rounding:from-row" : "plain-rounding:rows",
      "if " + rows + " are plain rounding (RTN) and the others are as declared",
      "look at what is different for these rows: a loop or a batch that ends too early, a failure that is "
      "caught and passed over, an update whose result is dropped",
      Half::hessian};
}

}  // namespace quantcheck::check
