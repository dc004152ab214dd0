#include <quantcheck/proofs_check/diagnose/another_hessian.h>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

// How much farther outside decisions may be on average than there are many of them.
constexpr double most_distance = 8;
constexpr Index enough_decisions = 16;

std::string loss_words(const Judgement& judgement) {
  if (!judgement.loss || !judgement.plain_rounding) return "";
  const double loss = judgement.loss->middle();
  const double plain = judgement.plain_rounding->loss.middle();
  return format("; under the one given the codes lose %.4g, and plain rounding would lose %.4g%s", loss,
                plain, loss > plain ? ", which is less" : "");
}

}  // namespace

std::optional<Cause> another_hessian(const Search& search, const Judgement& judgement) {
  const std::optional<Misfit>& misfit = search.declared();
  if (!misfit || misfit->outside < enough_decisions) return std::nullopt;
  const auto outside = static_cast<double>(misfit->outside);
  const double distance = misfit->sum / outside;
  const double share = outside / static_cast<double>(misfit->decisions);
  if (distance > most_distance * share) return std::nullopt;
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
