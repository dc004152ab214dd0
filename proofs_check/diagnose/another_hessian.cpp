#include <quantcheck/proofs_check/diagnose/another_hessian.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

// Limits that other Hessians keep: of other inputs, smoothed, weighted, rotated or padded ones, at several sizes.
constexpr double most_distance = 3;  // how much farther outside decisions are on average than there are many
constexpr double many = 0.25;        // a share of wrong decisions, from which on that says nothing
// In scales. Errors that grow from step to step, as of a faulty feedback, go beyond.
constexpr double farthest = 16;
constexpr double least_of_rows = 1.0 / 3;   // of the rows, or of as many as could be
constexpr double least_of_steps = 1.0 / 6;  // of the steps, likewise
constexpr double most_one_sided = 0.2;      // the share of them on one side beyond one half
constexpr Index enough_decisions = 16;

// Whether the decisions that are outside are moved as by another Hessian.
bool is_spread(const Misfit& misfit, const Layer& screened) {
  if (misfit.outside < enough_decisions) return false;
  const auto outside = static_cast<double>(misfit.outside);
  const auto could_be = [&](Index number) { return std::min(outside, static_cast<double>(number)); };
  const double distance = misfit.sum / outside;
  const double share = outside / static_cast<double>(misfit.decisions);
  const double one_sided = std::fabs(static_cast<double>(misfit.above) / outside - 0.5);
  const bool as_far = distance <= (share >= many ? farthest : most_distance * share);
  return as_far && misfit.rows >= least_of_rows * could_be(screened.out) &&
         misfit.steps >= least_of_steps * could_be(screened.in) &&
         one_sided <= most_one_sided + 1 / std::sqrt(outside);
}

std::string loss_words(const Judgement& judgement) {
  if (!judgement.loss || !judgement.plain_rounding) return "";
  const double loss = judgement.loss->middle();
  const double plain = judgement.plain_rounding->loss.middle();
  return format("; under the one given the codes lose %.4g, and plain rounding would lose %.4g%s", loss,
                plain, loss > plain ? ", which is less" : "");
}

}  // namespace

std::optional<Cause> another_hessian(const Search& search, const Judgement& judgement) {
  if (!search.declared() || !is_spread(*search.declared(), search.screened().layer)) return std::nullopt;
  return Cause{
      "another-hessian",
      "most likely another hessian than the one given: the first step is right in every row, and no "
      "order, damping, feedback or reading of the data that is known fits" +
          loss_words(judgement),
      "compare the hessian to that of the quantizer: the same inputs, smoothed, rotated, weighted and "
      "padded as they were then; GPTAQ, which also corrects for the inputs of the unquantized model, looks "
      "the same",
      Half::hessian};
}

}  // namespace quantcheck::check
