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

// Of the rows' residuals and replays and of the Gram matrix: multiples of n^2 / 2 products, measured at n =
// 128 and 256.
double cost_of_rows(const Case& c) {
  const Arithmetic arithmetic = assumed_arithmetic(c);
  const bool emulated =
      arithmetic == Arithmetic::tf32 || arithmetic == Arithmetic::bf16 || arithmetic == Arithmetic::fp16;
  const auto pairs = static_cast<double>(c.in * c.in) / 2.0;
  return pairs *
         ((emulated ? 4000.0 : 500.0) * static_cast<double>(c.out) + 50.0 * static_cast<double>(c.samples));
}

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
          << " (processing step " << error.index << ") is " << error.pivot << (error.zero ? ", exactly" : "")
          << "; a dead input needs a positive diagonal, any other case needs damping";
  return Error(message.str());
}

// What fits a double as a normal number or is zero.
std::optional<double> in_double(const Real& x) {
  const double rounded = x.convert_to<double>();
  if (std::isfinite(rounded) && (x == 0 || std::isnormal(rounded))) return rounded;
  return std::nullopt;
}

// sum_j D_j v_j^2 and 1/4 sum_j D_j s_j^2 over all rows: exact terms, none negative, summed to some 30
// digits.
void add_loss_and_bound(const Case& c, const ExactLayer& layer, const reference::Udu<Rational>& factor,
                        const Positions& positions, Judgement& result) {
  Real loss = 0;
  Real bound = 0;
  for (Index k = 0; k < c.in; ++k) {
    Real squares = 0;
    for (Index row = 0; row < c.out; ++row) {
      const auto scale = Real(layer.grid.scale_at(row, layer.order[k]));
      squares += scale * scale;
    }
    const auto pivot = Real(factor.pivot(k));
    loss += pivot * positions.squares[k];
    bound += pivot * squares / 4;
  }
  result.loss = in_double(loss);
  result.bound = in_double(bound);
  result.ratio = in_double(loss / bound);
}

}  // namespace

Arithmetic assumed_arithmetic(const Case& c) { return c.arithmetic.value_or(Arithmetic::fp32); }

Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress) {
  if (c.in > max_exact_inputs)
    return beyond_budget(
        c, std::to_string(c.in) + " inputs: exact arithmetic reaches " + std::to_string(max_exact_inputs));
  const double rows = cost_of_rows(c);
  if (rows > max_exact_cost)
    return beyond_budget(c, "so many rows or samples would take exact arithmetic hours");
  if (progress) progress("reading the layer exactly", 0, 1);
  const ExactLayer layer = exact_layer(c, hypothesis);
  if (rows + reference::udu_fraction_free_cost(layer.hessian) > max_exact_cost)
    return beyond_budget(
        c, "the hessian's entries span so many binary digits that exact arithmetic would take hours");

  try {
    if (progress) progress("factoring the hessian exactly", 0, 1);
    const reference::Udu<Rational> factor = exact_factor(layer, hypothesis);
    const Positions positions = exact_positions(layer, factor, c.codes, progress);
    Judgement result = classify(c, hypothesis, layer, factor, positions, progress);
    add_loss_and_bound(c, layer, factor, positions, result);
    return result;
  } catch (const reference::NotPositiveDefinite& error) {
    throw not_positive_definite(c, hypothesis, error);
  }
}

}  // namespace quantcheck::check
