// Quantizes a layer in float and exactly with the installed library, has both results judged, and writes a
// sound case and a faulty one: outside SOUND FAULTY.
#include <cmath>
#include <cstdint>
#include <cstdio>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace {

using namespace quantcheck;

constexpr Index out = 8;
constexpr Index in = 24;

std::vector<double> noise(Index count) {
  std::uint32_t state = 2507;
  std::vector<double> values;
  for (Index k = 0; k < count; ++k) {
    state = state * 1664525U + 1013904223U;
    values.push_back(static_cast<double>(state >> 20) / 2048.0 - 1.0);
  }
  return values;
}

// A layer whose Hessian X^T X, of 48 samples, is exact in double.
check::Case layer() {
  check::Case c;
  c.name = "outside";
  c.layer.out = out;
  c.layer.in = in;
  c.layer.weight = noise(out * in);
  const std::vector<double> x = noise(2 * in * in);
  c.layer.hessian.edit().assign(in * in, 0.0);
  for (Index sample = 0; sample < 2 * in; ++sample)
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < in; ++j)
        c.layer.hessian.edit()[i * in + j] += x[sample * in + i] * x[sample * in + j];
  c.declared.order = reference::natural_order(in);
  c.declared.dead.assign(in, false);
  c.arithmetic = Arithmetic::fp32;
  return c;
}

check::RunVerdict verdict(const check::Case& c) { return check::judge(c, check::as_declared(c)).verdict; }

int fail(const char* what) {
  std::fprintf(stderr, "outside: %s\n", what);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return fail("usage: outside SOUND FAULTY");
  check::Case c = layer();

  const std::vector<double> stored = c.layer.weight.values();
  const std::vector<float> weight(stored.begin(), stored.end());
  const optimized::Factor factor = optimized::factorize(
      MatrixView<const double>{check::Doubles(c.layer.hessian).data(), in, in, in}, {.damping = {0, 0}});
  const optimized::Quantized fast =
      optimized::quantize({weight.data(), out, in, in}, factor, optimized::GridOptions{});
  c.grid = {1,
            {fast.grid.scale.begin(), fast.grid.scale.end()},
            fast.grid.zero,
            fast.grid.group_index,
            fast.grid.range};
  c.codes.edit().resize(out, in);
  for (Index k = 0; k < out * in; ++k) c.codes.edit()(k / in, k % in) = fast.codes[k];
  if (verdict(c) != check::RunVerdict::conforms) return fail("the optimized codes do not conform");
  check::write_case(c, argv[1]);

  using reference::Rational;
  reference::Matrix<Rational> hessian(in, in);
  reference::Matrix<Rational> exact_weight(out, in);
  for (Index k = 0; k < in * in; ++k) hessian(k / in, k % in) = reference::exact(c.layer.hessian[k]);
  for (Index k = 0; k < out * in; ++k) exact_weight(k / in, k % in) = reference::exact(c.layer.weight[k]);
  const auto grid = reference::convert_grid<Rational>(c.grid, reference::exact);
  const reference::Codes exact =
      reference::nearest_plane(exact_weight, reference::udu_fraction_free(hessian), grid, c.declared.order,
                               reference::decide_nearest(grid, c.declared.rounding));
  if (exact != c.codes.matrix())
    return fail("the exact codes are not the optimized ones");  // this layer has no near-tie

  c.codes.edit()(3, 5) += c.codes(3, 5) > 0 ? -2 : 2;
  if (verdict(c) != check::RunVerdict::fails) return fail("the faulty codes do not fail");
  check::write_case(c, argv[2]);
  return 0;
}
