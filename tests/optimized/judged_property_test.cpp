// Small layers on which hard cases are common, judged exactly. A failing one shrinks.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/judged.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using reference::Rational;

/// A problem in the numbers that the optimized code takes.
struct FloatProblem {
  std::vector<float> weight;
  std::vector<double> hessian;
  Grid<float> grid;
  FactorOptions options;
  Index out;
  Index in;

  MatrixView<const float> weights() const { return {weight.data(), out, in, in}; }
  MatrixView<const double> hessians() const { return {hessian.data(), in, in, in}; }
};

float rounded(const Rational& x) { return static_cast<float>(reference::approximate(x)); }

FloatProblem in_floats(const Problem& p, Method method) {
  FloatProblem f;
  f.out = p.out();
  f.in = p.in();
  for (const Rational& w : p.weight.reshaped<Eigen::RowMajor>()) f.weight.push_back(rounded(w));
  for (const Rational& h : p.hessian.reshaped<Eigen::RowMajor>())
    f.hessian.push_back(reference::approximate(h));
  f.grid = {p.grid.groups, {}, p.grid.zero, p.grid.group_index, p.grid.range};
  for (const Rational& s : p.grid.scale) f.grid.scale.push_back(rounded(s < 0 ? Rational(-s) : s));
  f.options.method = method;
  f.options.order = OrderKind::given;
  f.options.given_order = p.order;
  f.options.damping = {0, reference::approximate(p.damping)};
  return f;
}

// A lower bound on the least eigenvalue of the problem itself, relative to the greatest diagonal entry: one
// over the trace of the inverse. It is at least 1 / in of that eigenvalue. (A pivot may be far greater.)
double definiteness(const Problem& p) {
  const auto hessian = check::factored_hessian(p);
  const auto diagonal = hessian.diagonal();
  const Rational greatest = *std::max_element(diagonal.begin(), diagonal.end());
  return reference::approximate(Rational(1 / (reference::inverse(hessian).trace() * greatest)));
}

// The greatest of all |t / s| and |t| that the exact algorithm meets, where the scales of the grid are made
// positive.
Rational farthest_target(const Problem& p) {
  Rational farthest = 0;
  Grid<Rational> grid = p.grid;
  for (Rational& scale : grid.scale) scale = abs(scale);
  const auto decide = reference::decide_nearest(grid, p.rounding);
  reference::nearest_plane(p.weight, reference::udu(check::factored_hessian(p)), grid, p.order,
                           [&](Index row, Index column, const Rational& target) {
                             const Rational steps = target / grid.scale_at(row, column);
                             farthest = std::max({farthest, Rational(abs(target)), Rational(abs(steps))});
                             return decide(row, column, target);
                           });
  return farthest;
}

void conforms(Method method) {
  const Problem p = *problems();
  const FloatProblem f = in_floats(p, method);
  const double definite = definiteness(p);
  // Rounded to double, a Hessian such as Hilbert's may be indefinite.
  RC_PRE(definite > 1e-12);
  // Beyond 2^24 a target is refused, and near that it may be: see weight_refusals_test.cpp.
  const double farthest = reference::approximate(farthest_target(p));
  RC_PRE(farthest < 0x1p23);
  const Quantized result = quantize(f.weights(), factorize(f.hessians(), f.options), f.grid, p.rounding);
  const check::Case c = case_of(f.weights(), f.hessians(), result, p.rounding);
  const check::Judgement j = check::judge(c, check::as_declared(c));
  RC_ASSERT(j.wrong == 0);
  // The run may be DEGRADED where a replay does not factor the Hessian, or where rounding moves a target by
  // more than 1/64. It moves a target t by about 2^-24 |t| / definite.
  RC_ASSERT(j.verdict == check::RunVerdict::conforms || definite < 1e-5 * std::max(1.0, farthest));
}

RC_GTEST_PROP(JudgedProperty, TheNearestPlaneConforms, ()) { conforms(Method::nearest_plane); }
RC_GTEST_PROP(JudgedProperty, GptqAsPublishedConforms, ()) { conforms(Method::gptq); }

}  // namespace
}  // namespace quantcheck::test
