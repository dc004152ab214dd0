// Quantizes a row exactly and in float, and has the result judged, with the installed library.
#include <cstdio>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

int main() {
  using namespace quantcheck;
  check::Case c;
  c.name = "outside";
  c.out = 1;
  c.in = 2;
  c.weight = {0.4, 1.35};
  c.hessian = {1.25, 0.5, 0.5, 1.0};
  c.grid = {1, {1.0}, {0}, {0, 0}, {0, 15}};
  c.order = reference::natural_order(2);
  c.dead = {false, false};
  c.arithmetic = Arithmetic::exact;

  using reference::Rational;
  reference::Matrix<Rational> hessian(2, 2);
  reference::Matrix<Rational> weight(1, 2);
  for (int i = 0; i < 4; ++i) hessian(i / 2, i % 2) = reference::exact(c.hessian[i]);
  for (int j = 0; j < 2; ++j) weight(0, j) = reference::exact(c.weight[j]);
  const auto grid = reference::convert_grid<Rational>(c.grid, reference::exact);
  c.codes = reference::nearest_plane(weight, reference::udu_fraction_free(hessian), grid, c.order,
                                     reference::decide_nearest(grid, c.rounding));
  if (c.codes(0, 0) != 0 || c.codes(0, 1) != 2) return 1;
  if (check::judge(c, check::as_declared(c)).verdict != check::RunVerdict::conforms) return 2;

  const float row[] = {0.4f, 1.35f};
  const optimized::Factor factor =
      optimized::factorize(MatrixView<const double>{c.hessian.data(), 2, 2, 2}, {.damping = {0, 0}});
  const Grid<float> float_grid{1, {1.0f}, {0}, {0, 0}, {0, 15}};
  const optimized::Quantized fast =
      optimized::quantize({row, 1, 2, 2}, factor, float_grid, Rounding::half_even);
  if (fast.codes[0] != 0 || fast.codes[1] != 2) return 4;

  c.codes(0, 1) = 1;
  return check::judge(c, check::as_declared(c)).verdict == check::RunVerdict::fails ? 0 : 3;
}
