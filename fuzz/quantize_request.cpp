#include <quantcheck/fuzz/quantize_request.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <quantcheck/fuzz/bytes.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>

namespace quantcheck::fuzz {
namespace {

using namespace check;
using reference::Rational;

class Numbers : public Bytes {
 public:
  using Bytes::Bytes;

  // A number that is most often a small multiple of 1/16, and else one of the unusual numbers or any double.
  double number() {
    constexpr double odd[] = {
        0.0,
        -0.0,
        0x1p-149,        // the least float
        0x1p-1074,       // the least double
        0x1.fffffep127,  // the greatest float
        -0x1p128,        // beyond float
        HUGE_VAL,
        std::numeric_limits<double>::quiet_NaN(),
        0x1p-130,  // a subnormal float
        0x1p70,    // its square is beyond float
        1.0 / 3,   // no float
        0x1p1023,  // twice that is beyond double
        0.1,       // no float
        -1e300,
        1e-300,
        0x1p24,  // above it not every integer is a float
    };
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

// Gives the layer activations, or a Hessian that is a product of such or has arbitrary entries.
void read_hessian(Numbers& bytes, Layer& layer) {
  const Index n = layer.in;
  const Index kind = bytes.below(8);
  if (kind == 0) {
    layer.hessian = bytes.numbers(n * n);
    for (Index i = 0; i < n && bytes.flag(); ++i)
      for (Index j = 0; j < i; ++j) layer.hessian.edit()[i * n + j] = layer.hessian[j * n + i];
    return;
  }
  layer.samples = kind == 1 ? bytes.below(4) : n + 3;
  layer.activations = bytes.numbers(layer.samples * n);
  if (kind < 5) return;
  layer.hessian.edit().assign(n * n, 0.0);
  for (Index sample = 0; sample < layer.samples; ++sample)
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j)
        layer.hessian.edit()[i * n + j] +=
            layer.activations[sample * n + i] * layer.activations[sample * n + j];
  layer.activations.edit().clear();
  layer.samples = 0;
}

Damping<reference::Rational> read_damping(Numbers& bytes) {
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
  grid.fit = bytes.flag() ? GridFit::least_squares : GridFit::extent;
  grid.group_size = bytes.below(12);
  grid.scales = bytes.flag() ? GroupScales::current : GroupScales::fixed;
  if (bytes.below(4) == 0) grid.given = read_scales(bytes, layer);
  return grid;
}

QuantizeOptions read_options(Numbers& bytes, const Layer& layer) {
  QuantizeOptions options;
  options.method = static_cast<QuantizeMethod>(bytes.below(3));
  options.arithmetic = bytes.flag() ? Arithmetic::exact : Arithmetic::fp32;
  options.grid = read_grid(bytes, layer);
  options.rounding = static_cast<Rounding>(bytes.below(3));
  options.order = static_cast<OrderKind>(bytes.below(4));
  for (Index k = 0; k < layer.in; ++k) options.given_order.push_back(layer.in - 1 - k);
  if (layer.in > 0 && bytes.below(16) == 0) options.given_order[0] = bytes.below(16);
  options.damping = read_damping(bytes);
  options.dead_inputs = bytes.flag() ? DeadInputs::zero : DeadInputs::keep;
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
  options.choice = bytes.flag() ? BetaChoice::opt : BetaChoice::first;
  options.rotate = bytes.flag();
  options.block_order = bytes.flag() ? BlockOrder::first : BlockOrder::last;
  options.damping = read_damping(bytes);
  return options;
}

std::vector<std::byte> made(const Layer& layer, const QuantizeOptions& options,
                            const optimized::Execution& execution) {
  return serialize_case(quantize(layer, options, execution));
}

std::vector<std::byte> made(const Layer& layer, const LatticeOptions& options,
                            const optimized::Execution& execution) {
  return serialize_lattice_case(quantize_lattice(layer, options, execution));
}

}  // namespace

QuantizeRequest quantize_request(const std::uint8_t* data, std::size_t size) {
  Numbers bytes(data, size);
  QuantizeRequest request;
  Layer& layer = request.layer;
  const bool lattice = bytes.below(3) == 0;
  layer.out = (bytes.below(64) + 3) / 16;  // 0 for some inputs
  layer.in = lattice ? 4 * (1 + bytes.below(4)) : bytes.below(9);
  if (lattice) {
    const LatticeOptions options = read_lattice_options(bytes);
    layer.weight = bytes.numbers(layer.out * layer.in);
    if (options.method == LatticeMethod::ldlq) read_hessian(bytes, layer);
    request.options = options;
    return request;
  }
  request.options = read_options(bytes, layer);
  layer.weight = bytes.numbers(layer.out * layer.in);
  read_hessian(bytes, layer);
  return request;
}

QuantizeOutcome quantize_outcome(const QuantizeRequest& request, const optimized::Execution& execution) {
  QuantizeOutcome outcome;
  try {
    outcome.bytes = std::visit([&](const auto& options) { return made(request.layer, options, execution); },
                               request.options);
  } catch (const Error& error) {
    outcome.refusal = error.what();
  }
  return outcome;
}

}  // namespace quantcheck::fuzz
