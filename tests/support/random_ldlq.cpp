#include <quantcheck/tests/support/random_ldlq.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::test {

using check::Dice;
using check::lattice_block;
using check::LatticeCase;
using reference::Block;
using reference::E8Point;
using reference::exact;
using reference::Rational;

namespace {

double uniform(Dice& dice) {
  return static_cast<double>(dice.between(-(Index{1} << 40), Index{1} << 40)) * 0x1p-40;
}

std::vector<double> random_hessian(Dice& dice, Index n, int condition) {
  const bool integers = dice.chance(25);
  const double decades = integers ? 0 : static_cast<double>(dice.between(0, condition)) / 2;
  std::vector<double> factor;
  for (Index k = 0; k < n * n; ++k)
    factor.push_back(integers ? static_cast<double>(dice.between(-2, 2)) : uniform(dice));
  std::vector<double> unit;
  const bool scaled = dice.chance(25);
  for (Index j = 0; j < n; ++j)
    unit.push_back(scaled ? std::ldexp(1.0, static_cast<int>(dice.between(-20, 20))) : 1);
  std::vector<double> hessian(static_cast<std::size_t>(n * n));
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j <= i; ++j) {
      double sum = 0;
      for (Index k = 0; k < n; ++k) {
        const double size = std::pow(10.0, -decades * static_cast<double>(k) / static_cast<double>(n));
        sum += factor[k * n + i] * factor[k * n + j] * size * size;
      }
      if (i == j) sum += integers ? 1 : 0x1p-6 * std::pow(10.0, -decades);
      hessian[i * n + j] = hessian[j * n + i] = sum * unit[i] * unit[j];
    }
  return hessian;
}

class Construction {
 public:
  Construction(std::uint64_t seed, const LdlqLimits& limits) : dice_(seed), limits_(limits) {}

  LatticeCase made() {
    set_up();
    const auto factor = std::make_shared<const check::LdlqFactor>(check::ldlq_factor(c_));
    for (Index row = 0; row < c_.rows; ++row)
      for (Index step = 0; step < c_.blocks(); ++step) {
        const check::BlockPlace place{row, c_.block_at(step)};
        const Block<Rational> target = check::ldlq_targets(c_, factor)(row)[place.block].exact();
        if (is_far(target)) continue;  // it keeps the code 0
        encode(place, target);
        // What the block stands for may decide how its own code is read.
        const Block<Rational> moved = check::ldlq_targets(c_, factor)(row)[place.block].exact();
        if (dice_.chance(40))
          place_on_boundary(place, moved);
        else if (dice_.chance(30))
          place_between_betas(place, moved);
      }
    if (drops_decoded_) c_.decoded.clear();
    return std::move(c_);
  }

 private:
  void set_up() {
    c_.name = "random";
    c_.rows = dice_.between(1, limits_.rows);
    c_.cols = lattice_block * dice_.between(1, limits_.blocks);
    c_.hessian = random_hessian(dice_, c_.cols, limits_.condition);
    c_.block_order = dice_.chance(50) ? BlockOrder::first : BlockOrder::last;
    c_.q = dice_.pick<Code>({2, 3, 14});
    c_.mode = dice_.chance(50) ? BetaChoice::opt : BetaChoice::first;
    c_.beta = dice_.chance(50) ? std::vector{0.0625, 0.125, 0.1875} : std::vector{0.07421875, 0.1328125};
    c_.arithmetic = dice_.pick(
        {Arithmetic::exact, Arithmetic::exact, Arithmetic::fp64, Arithmetic::fp32, Arithmetic::bf16});
    c_.decoded_format = FloatFormat::f64;
    drops_decoded_ = dice_.chance(25);
    for (Index k = 0; k < c_.rows * c_.cols; ++k) c_.values.push_back(uniform(dice_));
    c_.codes.assign(c_.values.size(), 0);
    c_.decoded.assign(c_.values.size(), 0);
    c_.beta_index.assign(static_cast<std::size_t>(c_.rows * c_.blocks()), 0);
  }

  static bool is_far(const Block<Rational>& target) {
    return std::ranges::any_of(target, [](const Rational& x) { return abs(x) > Rational(Code{1} << 30); });
  }

  // Takes the code of the target, or now and then another.
  void encode(const check::BlockPlace& place, const Block<Rational>& target) {
    ScaledCodes<Rational> codes{c_.q, {}};
    for (const double beta : c_.beta) codes.beta.push_back(exact(beta));
    auto coded = reference::encode_block(target, codes, c_.mode);
    if (dice_.chance(5)) coded.code[dice_.below(8)] = dice_.below(c_.q);
    if (dice_.chance(5)) coded.beta_index = dice_.below(std::ssize(c_.beta));
    const Index index = place.row * c_.blocks() + place.block;
    std::ranges::copy(coded.code, c_.codes.begin() + index * lattice_block);
    c_.beta_index[index] = coded.beta_index;
    const E8Point point = reference::voronoi_point(coded.code, c_.q);
    for (Index i = 0; i < lattice_block; ++i)
      c_.decoded[place.row * c_.cols + place.block * lattice_block + i] =
          c_.beta[coded.beta_index] * static_cast<double>(point.twice[i]) / 2;
  }

  // Changes the weights so that the target lies next to the middle of a facet of its point's cell.
  void place_on_boundary(const check::BlockPlace& place, const Block<Rational>& target) {
    const Index index = place.row * c_.blocks() + place.block;
    const Rational beta = exact(c_.beta[c_.beta_index[index]]);
    Block<Rational> wanted;
    Block<Rational> scaled = target;
    for (Rational& x : scaled) x /= beta;
    const E8Point nearest = reference::nearest_e8<Rational>(scaled);
    const E8Point& r = reference::e8_minimal_vectors()[dice_.below(240)];
    const Rational beside = 1 + random_offset();
    for (Index i = 0; i < lattice_block; ++i)
      wanted[i] = beta * (Rational(nearest.twice[i], 2) + Rational(r.twice[i], 4) * beside);
    move(place, target, wanted);
  }

  // Changes the weights so that what the target is decoded to at two betas is equally far from it.
  void place_between_betas(const check::BlockPlace& place, const Block<Rational>& target) {
    ScaledCodes<Rational> codes{c_.q, {}};
    for (const double beta : c_.beta) codes.beta.push_back(exact(beta));
    const Index index = place.row * c_.blocks() + place.block;
    const Index mine = c_.beta_index[index];
    const Index other = (mine + 1) % std::ssize(c_.beta);
    const auto decoded_at = [&](Index p) {
      return reference::decode_block(reference::encode_block(target, p, codes).code, p, codes);
    };
    const Block<Rational> a = decoded_at(mine);
    const Block<Rational> b = decoded_at(other);
    Rational apart = 0;
    Rational lead = 0;  // by how much the second squared error is greater
    for (Index i = 0; i < lattice_block; ++i) {
      apart += (a[i] - b[i]) * (a[i] - b[i]);
      lead += (target[i] - b[i]) * (target[i] - b[i]) - (target[i] - a[i]) * (target[i] - a[i]);
    }
    if (apart == 0 || abs(lead) > 8 * apart) return;
    const Rational share = lead / (2 * apart) + random_offset();
    Block<Rational> wanted;
    for (Index i = 0; i < lattice_block; ++i) wanted[i] = target[i] + share * (b[i] - a[i]);
    move(place, target, wanted);
  }

  Rational random_offset() {
    const auto exponent = static_cast<int>(dice_.between(10, 58));
    return exact(dice_.chance(30) ? 0 : std::ldexp(dice_.chance(50) ? 1.0 : -1.0, -exponent));
  }

  void move(const check::BlockPlace& place, const Block<Rational>& from, const Block<Rational>& to) {
    for (Index i = 0; i < lattice_block; ++i) {
      double& weight = c_.values[place.row * c_.cols + place.block * lattice_block + i];
      weight = reference::approximate(exact(weight) + to[i] - from[i]);
    }
  }

  Dice dice_;
  LdlqLimits limits_;
  LatticeCase c_;
  bool drops_decoded_ = false;
};

}  // namespace

LatticeCase random_ldlq(std::uint64_t seed, const LdlqLimits& limits) {
  return Construction(seed, limits).made();
}

}  // namespace quantcheck::test
