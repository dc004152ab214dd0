// Cases that the program makes, compared with direct calls of the reference and judged.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/reference/fit_grid.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/reference/quantizers/plain_rounding.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_requests.h>
#include <quantcheck/tests/support/written.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::Layer;
using check::QuantizeMethod;
using check::QuantizeOptions;
using reference::exact;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

Matrix<Rational> in_fractions(const std::vector<double>& values, Index rows, Index cols) {
  Matrix<Rational> result(rows, cols);
  for (Index k = 0; k < rows * cols; ++k) result(k / cols, k % cols) = exact(values[k]);
  return result;
}

/// The layer as the options say it is to be seen, by the definitions.
struct Expected {
  Matrix<Rational> weight;
  Matrix<Rational> hessian;  // undamped
  Rational damping;
  Order order;

  Matrix<Rational> inverse_hessian() const {
    return reference::inverse(reference::permuted(reference::damped(hessian, damping), order));
  }
};

Matrix<Rational> undamped_hessian(const Layer& layer) {
  return layer.hessian.empty()
             ? reference::gram(in_fractions(layer.activations.values(), layer.samples, layer.in))
             : in_fractions(layer.hessian.values(), layer.in, layer.in);
}

Expected expected_of(const Layer& layer, const QuantizeOptions& options) {
  Expected e;
  e.weight = in_fractions(layer.weight.values(), layer.out, layer.in);
  e.hessian = undamped_hessian(layer);
  if (options.dead_inputs == DeadInputs::zero)
    for (Index j = 0; j < layer.in; ++j)
      if (e.hessian(j, j) == 0) {
        e.hessian(j, j) = 1;
        e.weight.col(j).setZero();
      }
  Rational mean = 0;
  for (Index j = 0; j < layer.in; ++j) mean += e.hessian(j, j) / layer.in;
  e.damping = written(options.damping.relative * mean + options.damping.absolute);
  e.order = options.order == OrderKind::act ? reference::act_order(e.hessian)
            : options.order == OrderKind::min_pivot
                ? reference::min_pivot_order(reference::damped(e.hessian, e.damping))
            : options.order == OrderKind::given ? options.given_order
                                                : reference::natural_order(layer.in);
  return e;
}

reference::GroupGrid fitted(const std::vector<Rational>& weights, const QuantizeOptions& options) {
  const auto& range = options.grid.range;
  const GridShape shape{range ? *range->max - *range->min : (Code{1} << options.grid.bits) - 1,
                        options.grid.symmetric};
  reference::GroupGrid grid = options.grid.fit == GridFit::extent
                                  ? reference::covering_grid(weights, shape)
                                  : reference::least_squares_grid(weights, shape, options.rounding);
  if (range) grid.zero += *range->min - shape.min();
  return grid;
}

// GPTQ as published, with scales that are found on the way (arXiv 2210.17323 and its code). Only the groups
// and the range come from the grid of the case; everything else is found again.
Case gptq_with_current_scales(const Expected& e, const Case& c, const QuantizeOptions& options) {
  const auto factor = reference::ldl(e.inverse_hessian());
  Case found = c;
  auto grid = reference::convert_grid<Rational>(c.grid, exact);
  for (Index row = 0; row < c.layer.out; ++row) {
    Vector<Rational> w(c.layer.in);
    for (Index k = 0; k < c.layer.in; ++k) w(k) = e.weight(row, e.order[k]);
    for (Index k = 0; k < c.layer.in; ++k) {
      const Index column = e.order[k];
      const Index size = options.grid.group_size == 0 ? c.layer.in : options.grid.group_size;
      if (k % size == 0) {
        std::vector<Rational> weights;
        for (Index m = k; m < std::min(k + size, c.layer.in); ++m)
          weights.push_back(exact(reference::nearest_double(w(m))));
        const reference::GroupGrid group = fitted(weights, options);
        grid.scale[row * grid.groups + k / size] = exact(static_cast<double>(group.scale));
        grid.zero[row * grid.groups + k / size] = group.zero;
      }
      found.codes.edit()(row, column) = reference::nearest(grid, row, column, w(k), options.rounding);
      const Rational eps = reference::value(grid, row, column, found.codes(row, column)) - w(k);
      for (Index m = k + 1; m < c.layer.in; ++m) w(m) += factor.lower(m, k) * eps;
    }
  }
  found.grid.zero = grid.zero;
  for (Index k = 0; k < std::ssize(grid.scale); ++k)
    found.grid.scale[k] = reference::approximate(grid.scale[k]);
  return found;
}

void expect_fitted_beforehand(const Expected& e, const Case& c, const QuantizeOptions& options) {
  const Index size = options.grid.group_size == 0 ? c.layer.in : options.grid.group_size;
  RC_ASSERT(c.grid.groups == (c.layer.in + size - 1) / size);
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index begin = 0; begin < c.layer.in; begin += size) {
      std::vector<Rational> weights;
      for (Index j = begin; j < std::min(begin + size, c.layer.in); ++j) {
        weights.push_back(e.weight(row, j));
        RC_ASSERT(c.grid.group_index[j] == begin / size);
      }
      const reference::GroupGrid group = fitted(weights, options);
      RC_ASSERT(c.grid.scale[row * c.grid.groups + begin / size] == static_cast<double>(group.scale));
      RC_ASSERT(c.grid.zero[row * c.grid.groups + begin / size] == group.zero);
    }
}

struct Drawn {
  Layer layer;
  QuantizeOptions options;
};

Drawn draw(Dice& dice, Index most_in) {
  Drawn drawn;
  drawn.layer = random_request_layer(dice, dice.between(1, 4), dice.between(1, most_in), dice.chance(30));
  drawn.options = random_quantize_options(dice, drawn.layer);
  return drawn;
}

RC_GTEST_PROP(Quantize, ExactlyIsTheReference, ()) {
  Dice dice(*seeds());
  Drawn drawn = draw(dice, 9);
  drawn.options.arithmetic = Arithmetic::exact;
  const auto& [layer, options] = drawn;
  const Case c = check::quantize(layer, options);
  const Expected e = expected_of(layer, options);
  RC_ASSERT(undamped_hessian(c.layer) == undamped_hessian(layer));
  for (Index j = 0; j < layer.in; ++j)
    RC_ASSERT(c.declared.dead[j] == (e.hessian(j, j) != undamped_hessian(layer)(j, j)));
  RC_ASSERT(c.declared.damping == e.damping);
  RC_ASSERT(c.declared.order == e.order);
  RC_ASSERT(c.declared.order_given == (options.order != OrderKind::natural));
  RC_ASSERT(c.layer.weight == layer.weight);
  RC_ASSERT(c.arithmetic == Arithmetic::exact);
  RC_ASSERT(c.declared.rounding == options.rounding);

  const bool plain = options.method == QuantizeMethod::rtn;
  if (!options.grid.given && !plain && options.grid.scales == GroupScales::current) {
    const Case expected = gptq_with_current_scales(e, c, options);
    RC_ASSERT(c.grid.scale == expected.grid.scale);
    RC_ASSERT(c.grid.zero == expected.grid.zero);
    RC_ASSERT(c.codes == expected.codes);
    return;
  }
  if (!options.grid.given) expect_fitted_beforehand(e, c, options);
  const auto grid = reference::convert_grid<Rational>(c.grid, exact);
  const auto decide = reference::decide_nearest(grid, options.rounding);
  RC_ASSERT(c.codes ==
            (plain ? reference::plain_rounding(e.weight, grid, options.rounding)
                   : reference::gptq(e.weight, reference::ldl(e.inverse_hessian()), grid, e.order, decide)));
}

std::string report_of(const Case& c, const check::Judgement& j) { return check::text_report({c, j, {}}); }

// The case conforms in either arithmetic, and after it was written to a file.
RC_GTEST_PROP(Quantize, Conforms, ()) {
  Dice dice(*seeds());
  const auto [layer, options] = draw(dice, 12);
  const Case made = check::quantize(layer, options);
  const Case c = check::parse_case(check::serialize_case(made), "made", check::Triangle::both);
  RC_ASSERT(check::same_content(made, c));
  const check::Judgement j = check::judge(c, check::as_declared(c));
  if (options.method == QuantizeMethod::rtn) return;  // any verdict may come
  if (j.verdict != check::RunVerdict::conforms) RC_FAIL(report_of(c, j));
  if (options.arithmetic == Arithmetic::exact) RC_ASSERT(j.explained == 0);
}

// What the judge calls wrong in it is wrong because it is plain rounding.
RC_GTEST_PROP(Quantize, RtnIsPlainRounding, ()) {
  Dice dice(*seeds());
  auto [layer, options] = draw(dice, 12);
  options.method = QuantizeMethod::rtn;
  const Case c = check::quantize(layer, options);
  RC_ASSERT(c.source.find("rtn") != std::string::npos);
  check::Hypothesis plain = check::as_declared(c);
  plain.block = check::plain_rounding_block;
  const check::Judgement j = check::judge(c, plain);
  if (j.verdict != check::RunVerdict::conforms) RC_FAIL(report_of(c, j));
}

// In exact arithmetic GPTQ and the nearest plane give the same codes.
RC_GTEST_PROP(Quantize, BothMethodsAreOne, ()) {
  Dice dice(*seeds());
  auto [layer, options] = draw(dice, 9);
  options.arithmetic = Arithmetic::exact;
  options.method = QuantizeMethod::gptq;
  const Case a = check::quantize(layer, options);
  options.method = QuantizeMethod::nearest_plane;
  Case b = check::quantize(layer, options);
  RC_ASSERT(a.source != b.source);
  b.source = a.source;
  RC_ASSERT(check::same_content(a, b));
}

// The same lambda may be asked for either way.
RC_GTEST_PROP(Quantize, RelativeDampingIsAShareOfTheMeanDiagonal, ()) {
  Dice dice(*seeds());
  auto [layer, options] = draw(dice, 9);
  options.damping = {Rational(1, 100), 0};
  const Case relative = check::quantize(layer, options);
  options.damping = {0, relative.declared.damping};
  Case absolute = check::quantize(layer, options);
  RC_ASSERT(absolute.note != relative.note);
  absolute.note = relative.note;
  RC_ASSERT(check::same_content(absolute, relative));
}

}  // namespace
}  // namespace quantcheck::test
