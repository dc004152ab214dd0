// Faults in the reading of a sound quantizer's data, in its order, its damping or its Hessian, planted one at a
// time: each is named, at every condition number.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::Diagnosis;
using check::Half;

constexpr std::size_t block = 16;

FloatLayer layer_for(double condition, bool act_order = false) {
  return random_layer({.out = 48, .condition = condition, .act_order = act_order}, 21);
}

Case sound(const FloatLayer& layer) { return case_of(layer, quantize(layer, block, Fault::none)); }

Diagnosis diagnosed(const Case& c) { return check::diagnose(c, check::judge(c, check::as_declared(c))); }

// Writes code (row, column) of the case from those that it had.
void rewrite(Case& c, const std::function<Code(const reference::Codes&, Index row, Index column)>& from) {
  const reference::Codes codes = c.codes.matrix();
  reference::Codes& edited = c.codes.edit();
  for (Index row = 0; row < codes.rows(); ++row)
    for (Index column = 0; column < codes.cols(); ++column) edited(row, column) = from(codes, row, column);
}

// Takes scale and zero of (row, group) from another place.
void move_scales(Case& c, const std::function<Index(Index row, Index group)>& from) {
  const Grid<double> grid = c.grid;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index group = 0; group < grid.groups; ++group) {
      c.grid.scale[row * grid.groups + group] = grid.scale[from(row, group)];
      c.grid.zero[row * grid.groups + group] = grid.zero[from(row, group)];
    }
}

struct Planted {
  const char* id;
  Half half;
  std::function<void(Case& c)> plant;
  bool act_order = false;
};

const Index groups = 4;
const Index in = 64;
const Index out = 48;

const std::vector<Planted>& planted() {
  static const std::vector<Planted> all{
      {"codes:sign", Half::grid,
       [](Case& c) { rewrite(c, [](const auto& codes, Index r, Index k) { return codes(r, k) ^ 8; }); }},
      {"codes:columns-from-awq", Half::grid,
       [](Case& c) {
         rewrite(c, [](const auto& codes, Index r, Index k) {
           constexpr Index packed[] = {0, 2, 4, 6, 1, 3, 5, 7};
           return codes(r, k / 8 * 8 + packed[k % 8]);
         });
       }},
      {"codes:rows-from-awq", Half::grid,
       [](Case& c) {
         rewrite(c, [](const auto& codes, Index r, Index k) {
           constexpr Index packed[] = {0, 2, 4, 6, 1, 3, 5, 7};
           return codes(r / 8 * 8 + packed[r % 8], k);
         });
       }},
      {"codes:columns-exchanged", Half::grid,
       [](Case& c) { rewrite(c, [](const auto& codes, Index r, Index k) { return codes(r, k ^ 1); }); }},
      {"codes:shifted-1", Half::grid,
       [](Case& c) {
         rewrite(c, [](const auto& codes, Index r, Index k) { return codes(r, (k + in - 1) % in); });
       }},
      {"codes:shifted-in-groups+1", Half::grid,
       [](Case& c) {
         rewrite(c, [](const auto& codes, Index r, Index k) { return codes(r, k / 16 * 16 + (k + 1) % 16); });
       }},
      {"codes:processing-order", Half::grid,
       [](Case& c) {
         rewrite(c, [&](const auto& codes, Index r, Index k) { return codes(r, c.declared.order[k]); });
       },
       true},
      {"codes:one-group", Half::grid,
       [](Case& c) { rewrite(c, [](const auto& codes, Index r, Index k) { return codes(r, k % 16); }); }},
      {"zero-point:+3", Half::grid,
       [](Case& c) {
         for (Code& zero : c.grid.zero) zero -= 3;
       }},
      {"scales:transposed", Half::grid,
       [](Case& c) {
         Grid<double> grid = c.grid;
         for (Index r = 0; r < out; ++r)
           for (Index g = 0; g < groups; ++g) {
             c.grid.scale[g * out + r] = grid.scale[r * groups + g];
             c.grid.zero[g * out + r] = grid.zero[r * groups + g];
           }
       }},
      {"scales:next-group", Half::grid,
       [](Case& c) {
         move_scales(c, [](Index r, Index g) { return r * groups + (g + groups - 1) % groups; });
       }},
      {"scales:rows-halves", Half::grid,
       [](Case& c) { move_scales(c, [](Index r, Index g) { return (r + out / 2) % out * groups + g; }); }},
      {"scales:rows-interleaved-thirds", Half::grid,
       [](Case& c) {
         move_scales(c, [](Index r, Index g) { return (r / (out / 3) + r % (out / 3) * 3) * groups + g; });
       }},
      {"scales:rows-matched", Half::grid,
       [](Case& c) { move_scales(c, [](Index r, Index g) { return r * 31 % out * groups + g; }); }},
      {"groups:neighbours", Half::grid,
       [](Case& c) {
         for (Index k = 0; k < in; ++k) c.grid.group_index[k] = k % groups;
       }},
      {"damping:other", Half::hessian, [](Case& c) { c.declared.damping /= 3; }},
      {"order:act-order", Half::order,
       [](Case& c) { std::reverse(c.declared.order.begin(), c.declared.order.end()); }, true},
  };
  return all;
}

class Causes : public testing::TestWithParam<double> {};

TEST_P(Causes, EveryOneIsNamed) {
  for (const Planted& each : planted()) {
    SCOPED_TRACE(each.id);
    Case c = sound(layer_for(GetParam(), each.act_order));
    each.plant(c);
    const Diagnosis found = diagnosed(c);
    ASSERT_TRUE(found.cause);
    EXPECT_EQ(found.cause->id, each.id) << found.cause->words;
    EXPECT_EQ(found.half, each.half);
    EXPECT_FALSE(found.may_be_luck);
  }
}

TEST_P(Causes, AnotherHessianIsWhatIsLeft) {
  Case c = sound(layer_for(GetParam()));
  const FloatLayer other = random_layer({.out = 48, .condition = GetParam()}, 22);
  c.layer.hessian.edit().assign(other.hessian.begin(), other.hessian.end());
  const Diagnosis found = diagnosed(c);
  ASSERT_TRUE(found.cause);
  EXPECT_EQ(found.cause->id, "another-hessian");
  EXPECT_FALSE(found.fits);
  EXPECT_EQ(found.half, Half::hessian);
}

INSTANTIATE_TEST_SUITE_P(Conditions, Causes, testing::Values(1e1, 1e2, 1e3, 1e4, 1e5));

TEST(CausesNamed, NothingIsSaidOfASoundRun) {
  for (const double condition : {1e1, 1e3, 1e5}) {
    const Diagnosis found = diagnosed(sound(layer_for(condition)));
    EXPECT_FALSE(found.cause || found.half || found.start);
  }
}

TEST(CausesNamed, CodesThatWereChangedHereAndThereHaveNone) {
  Case c = sound(layer_for(1e2));
  reference::Codes& codes = c.codes.edit();
  for (Index i = 1; i < 13; ++i) {
    Code& code = codes(i * 3 % out, i * 5 % in);
    code += code < 15 ? 1 : -1;
  }
  const Diagnosis found = diagnosed(c);
  EXPECT_FALSE(found.cause) << found.cause->id;
}

TEST(CausesNamed, FewWrongDecisionsProveLittle) {
  Case c = sound(layer_for(1e1));
  const double damping = reference::approximate(c.declared.damping);
  // The least change of the damping after which one or two decisions are wrong.
  for (double share = 1e-4; share < 1; share *= 1.3) {
    c.declared.damping = reference::exact(damping * (1 + share));
    const check::Judgement j = check::judge(c, check::as_declared(c));
    if (j.wrong == 0) continue;
    if (j.wrong >= check::dialect_evidence) GTEST_SKIP() << "several decisions turned at once";
    const Diagnosis found = check::diagnose(c, j);
    ASSERT_TRUE(found.cause);
    EXPECT_TRUE(found.may_be_luck);
    return;
  }
}

TEST(CausesNamed, TheFoundDampingIsOneThatSomebodyMayHaveChosen) {
  Case c = sound(layer_for(1e2));
  c.declared.damping /= 2;
  const Diagnosis found = diagnosed(c);
  ASSERT_TRUE(found.cause);
  EXPECT_EQ(found.cause->id, "damping:other");
  EXPECT_NE(found.cause->words.find("(0.01)"), std::string::npos) << found.cause->words;
}

TEST(CausesNamed, WhereWrongDecisionsStartIsSaid) {
  const FloatLayer layer = layer_for(1e2);
  Case c = case_of(layer, quantize(layer, 32, Fault::error_lost_across_blocks));
  const Diagnosis found = diagnosed(c);
  ASSERT_TRUE(found.start);
  EXPECT_EQ(found.start->step, 32);
  EXPECT_EQ(found.start->row, 0);
  EXPECT_EQ(found.start->words, "all wrong decisions come at or after step 32, the first of the third group");
  Case rows = sound(layer);
  reference::Codes& codes = rows.codes.edit();
  for (Index row = out / 2; row < out; ++row) codes(row, row % in) ^= 1;
  const Diagnosis later = diagnosed(rows);
  ASSERT_TRUE(later.start);
  EXPECT_EQ(later.start->row, out / 2);
}

TEST(CausesNamed, ACodeThatMovesFromAnotherOrderShowsItsHalf) {
  const FloatLayer layer = layer_for(1e2);
  Case c = sound(layer);
  Order order = c.declared.order;
  std::rotate(order.begin(), order.begin() + 17, order.end());
  c.declared.order = order;  // nobody's order
  const Diagnosis found = diagnosed(c);
  EXPECT_EQ(found.half, Half::order);
}

}  // namespace
}  // namespace quantcheck::test
