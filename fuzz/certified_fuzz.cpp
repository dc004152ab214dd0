// The certified judge and the rational one on any small case: whatever the first certifies, the second finds.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <quantcheck/fuzz/bytes.h>
#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/certified/indefinite.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>

using namespace quantcheck;
using namespace quantcheck::check;
using fuzz::Bytes;
using fuzz::require;
using reference::exact;
using reference::Rational;

namespace {

// Numbers of few digits are common, since they make ties; and such as lie next to them, or far from 1.
double read_number(Bytes& bytes) {
  const std::uint8_t kind = bytes.byte();
  const double quarters = static_cast<double>(static_cast<std::int8_t>(bytes.byte())) / 4;
  if (kind < 160) return quarters;
  if (kind < 200)
    return quarters + std::ldexp(static_cast<double>(static_cast<std::int8_t>(bytes.byte())), -52);
  if (kind < 240) return quarters / 7;
  const int exponent = 4 * static_cast<std::int8_t>(bytes.byte());
  return std::ldexp(quarters, exponent);
}

double not_zero(double x) { return x == 0 ? 1.0 : x; }

void read_hessian(Bytes& bytes, Layer& layer) {
  if (bytes.flag()) {
    layer.samples = 1 + bytes.below(10);
    for (Index k = 0; k < layer.samples * layer.in; ++k)
      layer.activations.edit().push_back(read_number(bytes));
    return;
  }
  // Mostly V V^T, of which every third entry may be moved.
  std::vector<double> v;
  for (Index k = 0; k < layer.in * layer.in; ++k) v.push_back(read_number(bytes));
  const bool moved = bytes.flag();
  layer.hessian.edit().resize(static_cast<std::size_t>(layer.in * layer.in));
  for (Index i = 0; i < layer.in; ++i)
    for (Index j = 0; j <= i; ++j) {
      double sum = i == j ? 0x1p-8 : 0;
      for (Index k = 0; k < layer.in; ++k) sum += v[i * layer.in + k] * v[j * layer.in + k];
      if (moved && (i + j) % 3 == 0) sum += read_number(bytes);
      layer.hessian.edit()[i * layer.in + j] = layer.hessian.edit()[j * layer.in + i] = sum;
    }
}

Case read_case(Bytes& bytes) {
  Case c;
  c.name = "fuzz";
  c.arithmetic = Arithmetic::exact;
  c.layer.in = 1 + bytes.below(9);
  c.layer.out = 1 + bytes.below(2);
  read_hessian(bytes, c.layer);
  c.grid.groups = 1 + bytes.below(2);
  for (Index j = 0; j < c.layer.in; ++j) c.grid.group_index.push_back(bytes.below(c.grid.groups));
  for (Index k = 0; k < c.layer.out * c.grid.groups; ++k) {
    c.grid.scale.push_back(not_zero(read_number(bytes)));
    c.grid.zero.push_back(bytes.below(5));
  }
  c.grid.range = {0, 7};
  if (bytes.flag()) c.grid.range.min.reset();
  if (bytes.flag()) c.grid.range.max.reset();
  c.codes.edit().resize(c.layer.out, c.layer.in);
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index j = 0; j < c.layer.in; ++j) {
      c.codes.edit()(row, j) = bytes.below(8);
      const auto steps = static_cast<double>(c.codes(row, j) - c.grid.zero_at(row, j));
      c.layer.weight.edit().push_back(c.grid.scale_at(row, j) * (steps + read_number(bytes) / 16));
    }
  c.declared.order.resize(static_cast<std::size_t>(c.layer.in));
  std::iota(c.declared.order.begin(), c.declared.order.end(), Index{0});
  for (Index k = c.layer.in - 1; k > 0; --k)
    std::swap(c.declared.order[k], c.declared.order[bytes.below(k + 1)]);
  for (Index j = 0; j < c.layer.in; ++j) c.declared.dead.push_back(bytes.below(8) == 7);
  c.declared.damping = Rational(bytes.below(4), 1 + bytes.below(100));
  return c;
}

bool is_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

void require_holds(const Interval& interval, const Rational& x, const char* what) {
  require(exact(interval.low) <= x, what);
  require(std::isinf(interval.high) || x <= exact(interval.high), what);
}

// Whether an excess is in the band where what is within 2^-60 and what is beyond cannot be told apart.
bool near_the_width(double excess) {
  return std::fabs(excess) > tie_width && std::fabs(excess) <= tie_width * (1 + 0x1p-39);
}

void compare(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor) {
  Budget budget(1.0);
  const CertifiedSides sides = certified_sides(c, hypothesis, factor, {}, budget);
  const ExactLayer layer = exact_layer(c, hypothesis);
  const reference::Udu<Rational> exactly = exact_factor(layer, hypothesis);
  const Positions positions = exact_positions(layer, exactly, c.codes.matrix());
  Rational loss = 0;
  Rational bound = 0;
  for (Index row = 0; row < c.layer.out; ++row) {
    const reference::Vector<Rational> v = exact_residual(layer, exactly, c.codes.matrix(), row);
    for (Index k = 0; k < c.layer.in; ++k) {
      const Rational& scale = layer.grid.scale_at(row, layer.order[k]);
      loss += exactly.pivot(k) * v(k) * v(k);
      bound += exactly.pivot(k) * scale * scale / 4;
      const bool open = std::ranges::binary_search(sides.open, DecisionPlace{row, k});
      require(
          open || near_the_width(positions.excess(row, k)) || sides.side(row, k) == positions.side(row, k),
          "a decision is certified on another side");
    }
  }
  require_holds(sides.loss, loss, "the loss is not in its interval");
  require_holds(sides.bound, bound, "the bound is not in its interval");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const Case c = read_case(bytes);
  if (!is_finite(c.layer.hessian.values()) || !is_finite(c.layer.weight.values()) || !is_finite(c.grid.scale))
    return 0;
  Hypothesis hypothesis = as_declared(c);
  hypothesis.block = bytes.flag() ? 8 : 0;
  if (bytes.below(8) == 7) hypothesis.damping = -hypothesis.damping;
  const auto factor = certified_factor(c, hypothesis);
  if (const auto* certified = std::get_if<CertifiedFactor>(&factor)) {
    try {
      compare(c, hypothesis, *certified);
    } catch (const reference::NotPositiveDefinite&) {
      require(false, "a Hessian is certified that is not positive definite");
    }
    return 0;
  }
  if (!proof_of_indefinite(c, hypothesis, std::get<Unfactored>(factor).step, {})) return 0;
  try {
    exact_factor(exact_layer(c, hypothesis), hypothesis);
    require(false, "a positive definite Hessian is proved not to be");
  } catch (const reference::NotPositiveDefinite&) {
    // As was proved.
  }
  return 0;
}
