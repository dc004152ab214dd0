// The rule of a case's scales. Each rule is written here a second time.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/scales/find_scale_rule.h>
#include <quantcheck/tests/support/data_folder.h>

namespace quantcheck::test {

using namespace check;

namespace {

struct Fitted {
  double scale = 1;
  Code zero = 0;
};

/// A rule: from weights to a scale and a zero, for codes qmin .. qmax.
using Rule = std::function<Fitted(const std::vector<double>&)>;

constexpr Index rows = 12;
constexpr Index inputs = 48;

double biggest(const std::vector<double>& w) {
  double size = 0;
  for (const double x : w) size = std::max(size, std::fabs(x));
  return size;
}

double in_float(double x) { return static_cast<double>(static_cast<float>(x)); }

// Signed 4-bit codes, -8 .. 7.
Fitted absmax(const std::vector<double>& w) { return {in_float(biggest(w) / 7.5), 0}; }
Fitted absmax_of_7(const std::vector<double>& w) { return {in_float(biggest(w) / 7), 0}; }
Fitted absmax_of_8(const std::vector<double>& w) { return {in_float(biggest(w) / 8), 0}; }
Fitted signed_8(const std::vector<double>& w) {
  double largest = 0;
  for (const double x : w)
    if (std::fabs(x) > std::fabs(largest)) largest = x;
  return {in_float(largest / -8), 0};
}
// Unsigned 4-bit codes, 0 .. 15.
Fitted minmax_of(double low, double high) {
  const auto scale = static_cast<float>((high - low) / 15);
  return {static_cast<double>(scale), static_cast<Code>(std::nearbyint(static_cast<float>(-low) / scale))};
}
Fitted minmax(const std::vector<double>& w) {
  return minmax_of(std::min(0.0, std::ranges::min(w)), std::max(0.0, std::ranges::max(w)));
}
Fitted minmax_without_0(const std::vector<double>& w) {
  return minmax_of(std::ranges::min(w), std::ranges::max(w));
}
Fitted published_symmetric(const std::vector<double>& w) {
  const double low = std::min(0.0, std::ranges::min(w));
  const double high = std::max(std::max(0.0, std::ranges::max(w)), -low);
  return {in_float((high - (low < 0 ? -high : low)) / 15), 8};
}
Fitted edge_on_grid(const std::vector<double>& w) {
  const double low = std::ranges::min(w);
  const double high = std::ranges::max(w);
  const bool lower = std::fabs(low) > std::fabs(high);
  const double scale = lower ? (high - low) / 15 : (low - high) / 15;
  const double edge = lower ? low : high;
  const double n = std::nearbyint(edge / scale);
  return {in_float(edge / n), static_cast<Code>(-n)};
}
Rule shrunk(const Rule& covering, double norm, double range, Code qmin, Code qmax) {
  return [=](const std::vector<double>& w) {
    const Fitted whole = covering(w);
    Fitted best = whole;
    double least = 1e300;
    for (int i = 0; i < static_cast<int>(range * 100); ++i) {
      const double scale = whole.scale * (1 - i / 100.0);
      double error = 0;
      for (const double x : w) {
        const double code = std::clamp(std::nearbyint(x / scale) + static_cast<double>(whole.zero),
                                       static_cast<double>(qmin), static_cast<double>(qmax));
        error += std::pow(std::fabs(x - scale * (code - static_cast<double>(whole.zero))), norm);
      }
      if (error < least) {
        least = error;
        best.scale = in_float(scale);
      }
    }
    return best;
  };
}

double unit(Dice& dice) { return static_cast<double>(dice.below(1 << 20)) * 0x1p-20; }

// A symmetric, well-conditioned Hessian whose columns are correlated.
std::vector<double> correlated(Index in) {
  std::vector<double> h(static_cast<std::size_t>(in * in));
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j < in; ++j)
      h[i * in + j] = std::pow(0.8, static_cast<double>(std::abs(i - j))) + (i == j ? 0.1 : 0);
  return h;
}

/// What is asked of a case that is to be made.
struct Making {
  Rule rule = absmax;
  Code qmin = -8;
  Code qmax = 7;
  Index group = inputs;
  double shift = 0;  // of all weights
  bool current = false;
  Index block = 1;  // of the columns after which the weights that scales are fitted to are renewed
  // The weights that scales see, in place of their group.
  std::function<std::vector<double>(const std::vector<double>& row, Index group)> part = {};
};

// GPTQ in double by its definition: after each column the others are moved by the inverse of what is left of
// the Hessian, which is then reduced by one step of elimination.
Case made(const Making& making, std::uint64_t seed = 1) {
  Dice dice(seed);
  Case c;
  c.name = "made";
  std::vector<double> weight(static_cast<std::size_t>(rows * inputs));
  for (double& w : weight) w = in_float(making.shift + (unit(dice) + unit(dice) + unit(dice) - 1.5) / 3);
  const std::vector<double> h = correlated(inputs);
  c.layer = {rows, inputs, weight, h, 0, {}};
  c.declared.dead.assign(inputs, false);
  for (Index j = 0; j < inputs; ++j) c.declared.order.push_back(j);
  c.grid.groups = inputs / making.group;
  c.grid.range = {making.qmin, making.qmax};
  for (Index j = 0; j < inputs; ++j) c.grid.group_index.push_back(j / making.group);
  c.grid.scale.assign(static_cast<std::size_t>(rows * c.grid.groups), 1);
  c.grid.zero.assign(static_cast<std::size_t>(rows * c.grid.groups), 0);
  reference::Codes codes(rows, inputs);

  // The inverse, by Gauss-Jordan without pivoting.
  std::vector<double> a = h;
  std::vector<double> inverse(h.size(), 0);
  for (Index i = 0; i < inputs; ++i) inverse[i * inputs + i] = 1;
  for (Index p = 0; p < inputs; ++p) {
    const double pivot = a[p * inputs + p];
    for (Index j = 0; j < inputs; ++j) {
      a[p * inputs + j] /= pivot;
      inverse[p * inputs + j] /= pivot;
    }
    for (Index i = 0; i < inputs; ++i) {
      if (i == p) continue;
      const double factor = a[i * inputs + p];
      for (Index j = 0; j < inputs; ++j) {
        a[i * inputs + j] -= factor * a[p * inputs + j];
        inverse[i * inputs + j] -= factor * inverse[p * inputs + j];
      }
    }
  }
  std::vector<double> now = weight;   // as compensated
  std::vector<double> seen = weight;  // by the rule
  for (Index j = 0; j < inputs; ++j) {
    if (making.current && j % making.block == 0) seen = now;
    for (Index r = 0; r < rows; ++r) {
      const Index group = j / making.group;
      Fitted fitted{c.grid.scale[r * c.grid.groups + group], c.grid.zero[r * c.grid.groups + group]};
      if (j % making.group == 0) {
        const std::vector<double> row(seen.begin() + r * inputs, seen.begin() + (r + 1) * inputs);
        fitted =
            making.rule(making.part ? making.part(row, group)
                                    : std::vector<double>(row.begin() + j, row.begin() + j + making.group));
        c.grid.scale[r * c.grid.groups + group] = fitted.scale;
        c.grid.zero[r * c.grid.groups + group] = fitted.zero;
      }
      const double target = now[r * inputs + j];
      const double steps = std::nearbyint(target / fitted.scale) + static_cast<double>(fitted.zero);
      const double code =
          std::clamp(steps, static_cast<double>(making.qmin), static_cast<double>(making.qmax));
      codes(r, j) = static_cast<Code>(code);
      const double error =
          (target - fitted.scale * (code - static_cast<double>(fitted.zero))) / inverse[j * inputs + j];
      for (Index k = j + 1; k < inputs; ++k) now[r * inputs + k] -= error * inverse[j * inputs + k];
    }
    const double pivot = inverse[j * inputs + j];
    const std::vector<double> row(inverse.begin() + j * inputs, inverse.begin() + (j + 1) * inputs);
    for (Index i = j + 1; i < inputs; ++i)
      for (Index k = j + 1; k < inputs; ++k) inverse[i * inputs + k] -= row[i] * row[k] / pivot;
  }
  c.codes = codes;
  return c;
}

ScaleFinding found_in(const Case& c) {
  const auto found = find_scale_rule(c);
  EXPECT_TRUE(found);
  return found.value_or(ScaleFinding{});
}

// Expects all groups to follow a rule, as far as they were looked at.
void expect_rule(const Case& c, const ScaleRule& rule) {
  const ScaleFinding found = found_in(c);
  DeclaredScaleRule named;
  named.fit = found.best.rule.fit;
  EXPECT_EQ(found.best.rule, rule) << words_of(named) << " of " << found.best.groups << " of "
                                   << found.best.of << ", norm " << found.best.rule.norm << ", part "
                                   << found.best.rule.part;
  EXPECT_EQ(found.best.groups, found.best.of);
  EXPECT_TRUE(found.best.holds());
  EXPECT_EQ(found.groups, c.grid.groups);
}

TEST(ScaleRule, TheExtentOfEachGroupIsRecognised) {
  for (const Index group : {inputs, Index{16}}) {
    const auto expect_fit = [&](Making making, ScaleFit fit) {
      making.group = group;
      expect_rule(made(making), {.fit = fit});
    };
    expect_fit({absmax}, ScaleFit::absmax);
    expect_fit({absmax_of_7}, ScaleFit::absmax_to_top);
    expect_fit({absmax_of_8}, ScaleFit::absmax_to_bottom);
    expect_fit({signed_8}, ScaleFit::signed_to_bottom);
    expect_fit({minmax, 0, 15}, ScaleFit::minmax);
    expect_fit({minmax, 0, 15, 0, 0.6}, ScaleFit::minmax);
    expect_fit({minmax_without_0, 0, 15, 0, 0.6}, ScaleFit::minmax_without_zero);
    expect_fit({published_symmetric, 0, 15, 0, 0.6}, ScaleFit::absmax_one_sided);
    expect_fit({edge_on_grid, 0, 15}, ScaleFit::minmax_edge);
  }
}

TEST(ScaleRule, LeastErrorIsRecognisedWithItsNormAndRange) {
  for (const double norm : {2.0, 2.4}) {
    expect_rule(made({shrunk(absmax, norm, 0.8, -8, 7)}), {.fit = ScaleFit::least_error, .norm = norm});
    expect_rule(made({shrunk(minmax, norm, 0.8, 0, 15), 0, 15}),
                {.fit = ScaleFit::least_error, .norm = norm});
  }
}

// Scales that are just beside those of a rule are no rule's.
TEST(ScaleRule, NearlyTheSameIsNotTheRule) {
  Case c = made({absmax, -8, 7, 16});
  for (double& scale : c.grid.scale) scale = in_float(scale * (1 + 0x1p-18));
  EXPECT_FALSE(found_in(c).best.holds());
  c.layer.hessian = {};
  EXPECT_EQ(found_in(c).best.groups, 0);  // without compensated weights, some of which come near by chance

  c = made({minmax, 0, 15, 16});
  for (Code& zero : c.grid.zero) zero = std::min<Code>(zero + 1, 15);
  EXPECT_FALSE(found_in(c).best.holds());
}

TEST(ScaleRule, StoredFormatsAreAllowedForAsFarAsTheyRound) {
  const auto rounded_to = [](double x, int digits) {
    const int exponent = std::ilogb(x);
    return std::ldexp(std::nearbyint(std::ldexp(x, digits - 1 - exponent)), exponent + 1 - digits);
  };
  for (const int digits : {8, 11}) {
    Case c = made({absmax, -8, 7, 16});
    for (double& scale : c.grid.scale) scale = rounded_to(scale, digits);
    expect_rule(c, {});
    for (double& scale : c.grid.scale) scale += std::ldexp(1.0, std::ilogb(scale) + 1 - digits);
    EXPECT_FALSE(found_in(c).best.holds());
  }
}

TEST(ScaleRule, APartOfTheColumnsIsNamed) {
  Making making;
  making.part = [](const std::vector<double>& row, Index) {
    return std::vector<double>(row.begin(), row.begin() + 16);
  };
  const ScaleFinding found = found_in(made(making));
  EXPECT_EQ(found.best.rule.columns, ScaleColumns::first_of_row);
  EXPECT_EQ(found.best.rule.part, 16);
  EXPECT_FALSE(found.best.rule.processed);
  EXPECT_TRUE(found.from_a_part());
  ASSERT_TRUE(found.other);
  EXPECT_GT(found.other->loss.low, 0);

  making.group = 16;
  making.part = [](const std::vector<double>& row, Index group) {
    return std::vector<double>(row.begin() + group * 16, row.begin() + group * 16 + 8);
  };
  const ScaleFinding of_groups = found_in(made(making));
  EXPECT_EQ(of_groups.best.rule.columns, ScaleColumns::first_of_group);
  EXPECT_EQ(of_groups.best.rule.part, 8);

  making.part = [](const std::vector<double>& row, Index) {
    return std::vector<double>(row.begin() + 32, row.begin() + 48);
  };
  const ScaleFinding of_last = found_in(made(making));
  EXPECT_EQ(of_last.best.rule.columns, ScaleColumns::one_group);
  EXPECT_EQ(of_last.best.rule.part, 2);
  EXPECT_TRUE(of_last.from_a_part());

  making.part = [](const std::vector<double>& row, Index) { return row; };
  const ScaleFinding of_row = found_in(made(making));
  EXPECT_EQ(of_row.best.rule.columns, ScaleColumns::row);
  EXPECT_FALSE(of_row.from_a_part());
}

TEST(ScaleRule, CompensatedWeightsAreRecognised) {
  Making making{minmax, 0, 15, 8};
  making.current = true;
  expect_rule(made(making), {.fit = ScaleFit::minmax, .time = ScaleTime::current});
  making.rule = shrunk(minmax, 2, 0.8, 0, 15);
  expect_rule(made(making), {.fit = ScaleFit::least_error, .norm = 2, .time = ScaleTime::current});

  making.rule = minmax;
  making.block = 16;
  Case c = made(making);
  EXPECT_FALSE(found_in(c).best.holds());
  c.declared.scale_rule = parse_scale_rule("minmax stale block=16");
  expect_rule(c, {.fit = ScaleFit::minmax, .time = ScaleTime::stale, .block = 16});
  EXPECT_FALSE(found_in(c).contradicts());
  c.declared.scale_rule = parse_scale_rule("minmax current");
  EXPECT_TRUE(found_in(c).contradicts());
  EXPECT_FALSE(find_scale_rule(c, false)->declared_fit);  // it cannot be tried
}

TEST(ScaleRule, ADeclaredRuleIsComparedWithTheScales) {
  Case c = made({absmax, -8, 7, 16});
  const auto contradicts = [&](const char* words) {
    c.declared.scale_rule = parse_scale_rule(words);
    const ScaleFinding found = found_in(c);
    EXPECT_TRUE(found.declared_fit) << words;
    EXPECT_EQ(found.best.rule, ScaleRule{}) << words;
    return found.contradicts();
  };
  EXPECT_FALSE(contradicts("absmax"));
  EXPECT_FALSE(contradicts("absmax static"));
  EXPECT_TRUE(contradicts("absmax current"));
  EXPECT_TRUE(contradicts("absmax-qmax"));
  EXPECT_TRUE(contradicts("minmax"));
  EXPECT_TRUE(contradicts("mse norm=2.4"));
}

TEST(ScaleRule, WeightsOfDeadInputsCountWhereTheyDid) {
  Case c = made({absmax});
  for (Index j = 0; j < 24; ++j) c.declared.dead[j] = true;
  ScaleRule with_dead;
  with_dead.with_dead = true;
  expect_rule(c, with_dead);
}

TEST(ScaleRule, SmallScalesAreCounted) {
  Case c = made({absmax, -8, 7, 16});
  for (double& scale : c.grid.scale) scale = in_float(scale * 0.3);
  const ScaleFinding found = found_in(c);
  EXPECT_EQ(found.too_small, found.all);
  EXPECT_TRUE(found.clip());
  EXPECT_FALSE(found_in(made({absmax})).clip());
}

TEST(ScaleRule, NothingIsSaidWithoutEndsOrWeights) {
  Case c = made({absmax});
  c.grid.range.max.reset();
  EXPECT_FALSE(find_scale_rule(c));
  c = made({absmax});
  c.layer.weight = std::vector<double>(rows * inputs, 0);
  EXPECT_FALSE(find_scale_rule(c));
}

TEST(ScaleRule, PublishedScalesOfTheFirstBlockAreThoseOfItsColumns) {
  const std::string file = (data_folder() / "field/published_scale_of_first_block.safetensors").string();
  if (!std::filesystem::exists(file)) GTEST_SKIP();
  const ScaleFinding found = found_in(read_case(file, Triangle::both));
  EXPECT_EQ(found.best.rule, (ScaleRule{.columns = ScaleColumns::first_of_row, .part = 128}));
  EXPECT_EQ(found.best.groups, 64);
  ASSERT_TRUE(found.other);
  EXPECT_LT(found.other->loss.high, 1e-4);
}

}  // namespace
}  // namespace quantcheck::test
