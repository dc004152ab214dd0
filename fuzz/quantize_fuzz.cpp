// Any small layer, odd numbers included, and any request for it: refused in words, or made into a case that
// reads back as it is and that the judge finds nothing wrong with; the same on every target and for one
// thread and three.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <quantcheck/fuzz/bytes.h>
#include <quantcheck/fuzz/require.h>
#include <quantcheck/optimized/target.h>
#include <quantcheck/proofs_check/io/case_file.h>
#include <quantcheck/proofs_check/io/lattice_file.h>
#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/proofs_check/judge/exact_layer.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/quantize_lattice.h>

using namespace quantcheck;
using namespace quantcheck::check;
using fuzz::require;
using reference::Rational;

namespace {

class Numbers : public fuzz::Bytes {
 public:
  using Bytes::Bytes;

  // Mostly small multiples of 1/16.
  double number() {
    constexpr double odd[] = {0.0,
                              -0.0,
                              0x1p-149,
                              0x1p-1074,
                              0x1.fffffep127,
                              -0x1p128,
                              HUGE_VAL,
                              std::numeric_limits<double>::quiet_NaN(),
                              0x1p-130,
                              0x1p70,
                              1.0 / 3,
                              0x1p1023,
                              0.1,
                              -1e300,
                              1e-300,
                              0x1p24};
    const std::uint8_t kind = byte();
    if (kind < 200) return static_cast<double>(static_cast<std::int8_t>(byte())) / 16;
    if (kind < 230) return static_cast<double>(static_cast<std::int8_t>(byte())) * 0.0123;
    if (kind < 250) return odd[below(16)];
    std::uint64_t bits = 0;
    for (int k = 0; k < 8; ++k) bits = bits << 8 | byte();
    return std::bit_cast<double>(bits);
  }

  std::vector<double> numbers(Index count) {
    std::vector<double> result;
    for (; count > 0; --count) result.push_back(number());
    return result;
  }
};

// Of samples, or given as the product of such, or as it comes.
void read_hessian(Numbers& bytes, Layer& layer) {
  const Index n = layer.in;
  const Index kind = bytes.below(8);
  if (kind == 0) {
    layer.hessian = bytes.numbers(n * n);
    for (Index i = 0; i < n && bytes.flag(); ++i)
      for (Index j = 0; j < i; ++j) layer.hessian[i * n + j] = layer.hessian[j * n + i];
    return;
  }
  layer.samples = kind == 1 ? bytes.below(4) : n + 3;
  layer.activations = bytes.numbers(layer.samples * n);
  if (kind < 5) return;
  layer.hessian.assign(n * n, 0.0);
  for (Index sample = 0; sample < layer.samples; ++sample)
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j)
        layer.hessian[i * n + j] += layer.activations[sample * n + i] * layer.activations[sample * n + j];
  layer.activations.clear();
  layer.samples = 0;
}

DampingRequest read_damping(Numbers& bytes) {
  return {Rational(bytes.below(64), 200), Rational(bytes.below(4) - (bytes.below(64) == 0 ? 1 : 0), 8)};
}

GivenScales read_scales(Numbers& bytes, const Layer& layer) {
  GivenScales given;
  given.groups = bytes.below(4);
  given.scale = bytes.numbers(layer.out * given.groups);
  if (bytes.flag())
    for (Index k = 0; k < layer.out * given.groups; ++k) given.zero.push_back(bytes.below(32) - 16);
  if (bytes.flag())
    for (Index j = 0; j < layer.in; ++j)
      given.group_index.push_back(bytes.below(std::max<Index>(given.groups, 1)));
  return given;
}

GridRequest read_grid(Numbers& bytes, const Layer& layer) {
  GridRequest grid;
  grid.bits = static_cast<int>(bytes.below(9)) + 1;
  grid.symmetric = bytes.flag();
  if (bytes.flag()) {
    grid.range = CodeRange{};
    if (bytes.below(8) != 0) grid.range->min = bytes.below(64) - 32;
    if (bytes.below(8) != 0) grid.range->max = grid.range->min.value_or(0) + bytes.below(32);
  }
  grid.unbounded = bytes.below(4) == 0;
  grid.fit = bytes.flag() ? optimized::GridFit::least_squares : optimized::GridFit::extent;
  grid.group_size = bytes.below(12);
  grid.scales = bytes.flag() ? optimized::GroupScales::current : optimized::GroupScales::fixed;
  if (bytes.below(4) == 0) grid.given = read_scales(bytes, layer);
  return grid;
}

QuantizeOptions read_options(Numbers& bytes, const Layer& layer) {
  QuantizeOptions options;
  options.method = static_cast<QuantizeMethod>(bytes.below(3));
  options.arithmetic = bytes.flag() ? Arithmetic::exact : Arithmetic::fp32;
  options.grid = read_grid(bytes, layer);
  options.rounding = static_cast<Rounding>(bytes.below(3));
  options.order = static_cast<optimized::OrderKind>(bytes.below(4));
  for (Index k = 0; k < layer.in; ++k) options.given_order.push_back(layer.in - 1 - k);
  if (bytes.below(16) == 0) options.given_order[0] = bytes.below(16);
  options.damping = read_damping(bytes);
  options.dead_inputs = bytes.flag() ? optimized::DeadInputs::zero : optimized::DeadInputs::keep;
  return options;
}

LatticeOptions read_lattice_options(Numbers& bytes) {
  LatticeOptions options;
  options.method = bytes.flag() ? LatticeMethod::ldlq : LatticeMethod::nestquant;
  options.arithmetic = bytes.flag() ? Arithmetic::exact : Arithmetic::fp32;
  options.q = bytes.byte();
  for (Index left = bytes.below(5); left > 0; --left)
    options.betas.push_back(static_cast<float>(bytes.byte()) / 64 +
                            (options.betas.empty() ? 0 : options.betas.back()));
  options.best_betas = bytes.below(44);
  options.choice = bytes.flag() ? reference::BetaChoice::opt : reference::BetaChoice::first;
  options.rotate = bytes.flag();
  options.block_order = bytes.flag() ? BlockOrder::first : BlockOrder::last;
  options.damping = read_damping(bytes);
  return options;
}

/// The bytes of the case, or the words it was refused with.
struct Outcome {
  std::vector<std::byte> bytes;
  std::string refusal;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

template <class Make>
Outcome outcome_of(const Make& make, const optimized::Execution& execution) {
  Outcome outcome;
  try {
    outcome.bytes = make(execution);
  } catch (const Error& error) {
    outcome.refusal = error.what();
    require(!outcome.refusal.empty(), "refused without a word");
  }
  return outcome;
}

template <class Make>
Outcome same_everywhere(const Make& make) {
  const Outcome first = outcome_of(make, {optimized::available_targets().front(), 1});
  for (const optimized::Target target : optimized::available_targets())
    require(outcome_of(make, {target, 3}) == first, "another outcome on another target");
  return first;
}

// Whether float32 is far from losing a decision: a Hessian that is well conditioned, weights of up to 2^12
// steps, on scales that are not themselves made of rounding errors.
bool is_well_posed(const Case& c, const QuantizeOptions& options) {
  if (!options.grid.given && options.grid.scales == optimized::GroupScales::current) return false;
  const ExactLayer layer = exact_layer(c, as_declared(c));
  const auto pivots = exact_factor(layer, as_declared(c)).pivot;
  const auto diagonal = layer.hessian.diagonal();
  if (*std::min_element(pivots.begin(), pivots.end()) * 1000 <
      *std::max_element(diagonal.begin(), diagonal.end()))
    return false;
  double most = 0;
  for (const double w : c.weight) most = std::max(most, std::fabs(w));
  double least = HUGE_VAL;
  for (const double s : c.grid.scale) least = std::min(least, std::fabs(s));
  return least > 0x1p-60 && most < 0x1p60 && most <= 0x1p12 * least;
}

void judge_codes(const std::vector<std::byte>& bytes, const QuantizeOptions& options) {
  const Case c = parse_case(bytes, "made", Triangle::both);
  require(serialize_case(c) == bytes, "the case reads as another one");
  if (options.method == QuantizeMethod::rtn) return;
  const Judgement j = judge(c, as_declared(c));
  if (options.arithmetic == Arithmetic::exact)
    require(j.verdict == RunVerdict::conforms || j.verdict == RunVerdict::undecided,
            "an exact case: " + j.reason);
  else if (j.verdict != RunVerdict::conforms && is_well_posed(c, options))
    require(!j.first_wrong || j.first_wrong->excess < 1.0 / 64, "wrong by more than rounding");
}

void judge_blocks(const std::vector<std::byte>& bytes, const LatticeOptions& options) {
  const LatticeCase c = parse_lattice_case(parse_safetensors(bytes, "made"), Triangle::both);
  require(serialize_lattice_case(c) == bytes, "the case reads as another one");
  const LatticeJudgement j = judge(c);
  if (options.arithmetic == Arithmetic::exact)
    require(j.verdict == RunVerdict::conforms || j.verdict == RunVerdict::undecided,
            "an exact case: " + j.reason);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Numbers bytes(data, size);
  const bool lattice = bytes.below(3) == 0;
  Layer layer;
  layer.out = (bytes.below(64) + 3) / 16;  // now and then 0
  layer.in = lattice ? 4 * (1 + bytes.below(4)) : bytes.below(9);
  if (lattice) {
    const LatticeOptions options = read_lattice_options(bytes);
    layer.weight = bytes.numbers(layer.out * layer.in);
    if (options.method == LatticeMethod::ldlq) read_hessian(bytes, layer);
    const Outcome outcome = same_everywhere([&](const optimized::Execution& execution) {
      return serialize_lattice_case(quantize_lattice(layer, options, execution));
    });
    if (outcome.refusal.empty()) judge_blocks(outcome.bytes, options);
    return 0;
  }
  if (layer.in == 0) return 0;
  const QuantizeOptions options = read_options(bytes, layer);
  layer.weight = bytes.numbers(layer.out * layer.in);
  read_hessian(bytes, layer);
  const Outcome outcome = same_everywhere([&](const optimized::Execution& execution) {
    return serialize_case(quantize(layer, options, execution));
  });
  if (outcome.refusal.empty()) judge_codes(outcome.bytes, options);
  return 0;
}
