#include <quantcheck/proofs_check/judge/judge.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include <quantcheck/proofs_check/judge/classify.h>
#include <quantcheck/proofs_check/judge/exact_layer.h>
#include <quantcheck/proofs_check/judge/positions.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>

namespace quantcheck::check {

using reference::approximate;
using reference::Matrix;
using reference::Rational;

namespace {

// Some minutes of elimination on one core.
constexpr double max_cost = 2e11;

Judgement beyond_budget(const Case& c, std::string reason) {
  Judgement result;
  result.verdict = RunVerdict::undecided;
  result.reason = std::move(reason);
  result.undecided = c.out * c.in;
  result.decisions = Matrix<Verdict>::Constant(c.out, c.in, Verdict::undecided);
  return result;
}

Error not_positive_definite(const Case& c, const Hypothesis& hypothesis,
                            const reference::NotPositiveDefinite& error) {
  std::ostringstream message;
  message << c.name << ": the hessian";
  if (hypothesis.damping != 0) message << " with damping " << approximate(hypothesis.damping);
  message << " is not positive definite: the pivot of column " << hypothesis.order[error.index]
          << " (processing step " << error.index << ") is " << error.pivot
          << (error.pivot == 0 ? ", exactly" : "")
          << "; a dead input needs a positive diagonal, any other case needs damping";
  return Error(message.str());
}

// sum_j D_j v_j^2 and 1/4 sum_j D_j s_j^2 over all rows, from factors and residuals that are exact but for a
// last rounding to double. All terms are >= 0, so the sums are good to some 1e-13.
void add_loss_and_bound(const ExactLayer& layer, const reference::Udu<Rational>& factor,
                        const Positions& positions, Judgement& result) {
  double loss = 0;
  double bound = 0;
  for (Index k = 0; k < positions.r.cols(); ++k) {
    double squares = 0;
    double residuals = 0;
    for (Index row = 0; row < positions.r.rows(); ++row) {
      const double scale = approximate(layer.grid.scale_at(row, layer.order[k]));
      squares += scale * scale;
      residuals += scale * scale * positions.r(row, k) * positions.r(row, k);
    }
    loss += approximate(factor.pivot(k)) * residuals;
    bound += approximate(factor.pivot(k)) * squares / 4.0;
  }
  result.loss = loss;
  result.bound = bound;
}

}  // namespace

Arithmetic assumed_arithmetic(const Case& c) { return c.arithmetic.value_or(Arithmetic::fp32); }

Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress) {
  if (c.in > max_exact_inputs)
    return beyond_budget(
        c, std::to_string(c.in) + " inputs: exact arithmetic reaches " + std::to_string(max_exact_inputs));
  const ExactLayer layer = exact_layer(c, hypothesis);
  if (reference::udu_fraction_free_cost(layer.hessian) > max_cost)
    return beyond_budget(
        c, "the hessian's entries span so many binary digits that exact elimination would take hours");

  try {
    if (progress) progress("factoring the hessian exactly", 0, 1);
    const reference::Udu<Rational> factor = exact_factor(layer, hypothesis);
    const Positions positions = exact_positions(layer, factor, c.codes, progress);
    Judgement result = classify(c, hypothesis, layer, factor, positions, progress);
    add_loss_and_bound(layer, factor, positions, result);
    return result;
  } catch (const reference::NotPositiveDefinite& error) {
    throw not_positive_definite(c, hypothesis, error);
  }
}

}  // namespace quantcheck::check
