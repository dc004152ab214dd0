// Faults planted in a float32 search for the nearest point of E8: each is named, and the sound one is not accused.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <string>

#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::test {
namespace {

using Point = std::array<float, 8>;

float distance(const Point& x, const Point& y) {
  float sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}

bool is_odd(const Point& y) {
  float sum = 0;
  for (const float v : y) sum += v;
  return std::fmod(std::fabs(sum), 2.0F) != 0;
}

// The nearest integers, or the nearest half-integers where `shift` is 0.5.
Point rounded(const Point& x, float shift) {
  Point y;
  for (std::size_t i = 0; i < 8; ++i) y[i] = std::floor(x[i] - shift + 0.5F) + shift;
  return y;
}

Point repaired(const Point& x, float shift) {
  Point y = rounded(x, shift);
  if (!is_odd(y)) return y;
  std::size_t worst = 0;
  for (std::size_t i = 1; i < 8; ++i)
    if (std::fabs(x[i] - y[i]) > std::fabs(x[worst] - y[worst])) worst = i;
  y[worst] += x[worst] >= y[worst] ? 1.0F : -1.0F;
  return y;
}

Point derived(const Point& x, std::size_t place) {
  Point y = rounded(x, 0.5F);
  if (is_odd(y)) y[place] = -y[place];
  return y;
}

Point nearer(const Point& x, const Point& a, const Point& b) {
  return distance(x, b) < distance(x, a) ? b : a;
}

Point sound(const Point& x) { return nearer(x, repaired(x, 0), repaired(x, 0.5F)); }

Point clamped(Point y, float most) {
  for (float& v : y) v = std::clamp(v, -most, most);
  return y;
}

// The nearest of all points of squared norm 4 or less, and of 0.
Point in_ball(const Point& x) {
  Point best{};
  const auto consider = [&](const Point& y) {
    float norm = 0;
    for (const float v : y) norm += v * v;
    if (norm <= 4 && !is_odd(y)) best = nearer(x, best, y);
  };
  Point y;
  const auto each = [&](const auto& self, std::size_t i, float shift, float norm) -> void {
    if (norm > 4) return;
    if (i == 8) return consider(y);
    for (float v = -2 + shift; v <= 2; v += 1) {
      y[i] = v;
      self(self, i + 1, shift, norm + v * v);
    }
  };
  each(each, 0, 0, 0);
  each(each, 0, 0.5F, 0);
  return best;
}

struct Planted {
  const char* cause;
  Point (*nearest)(const Point& x);
};

const Planted faults[] = {
    {"doubled",
     [](const Point& x) {
       Point y = sound(x);
       for (float& v : y) v *= 2;
       return y;
     }},
    {"one-coset:integers", [](const Point& x) { return repaired(x, 0); }},
    {"one-coset:halves", [](const Point& x) { return repaired(x, 0.5F); }},
    {"no-parity", [](const Point& x) { return nearer(x, rounded(x, 0), rounded(x, 0.5F)); }},
    {"no-parity:integers", [](const Point& x) { return rounded(x, 0); }},
    {"no-parity:halves", [](const Point& x) { return rounded(x, 0.5F); }},
    {"derived-sign:last", [](const Point& x) { return derived(x, 7); }},
    {"derived-sign:first", [](const Point& x) { return derived(x, 0); }},
    {"derived-sign:last-of-both", [](const Point& x) { return nearer(x, repaired(x, 0), derived(x, 7)); }},
    {"derived-sign:first-of-both", [](const Point& x) { return nearer(x, repaired(x, 0), derived(x, 0)); }},
    {"clamped", [](const Point& x) { return clamped(sound(x), 1.5F); }},
    {"ball", in_ball},
    {"one-coset:halves", [](const Point& x) { return clamped(repaired(x, 0.5F), 1.5F); }},
};

check::E8Case case_of(Point (*nearest)(const Point& x)) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 0.9F);
  check::E8Case c;
  c.points = 200;
  for (Index k = 0; k < c.points; ++k) {
    Point x;
    for (float& v : x) v = normal(random);
    const Point y = nearest(x);
    c.values.insert(c.values.end(), x.begin(), x.end());
    c.nearest.insert(c.nearest.end(), y.begin(), y.end());
  }
  return c;
}

TEST(E8Cause, EveryFaultIsNamed) {
  for (const Planted& fault : faults) {
    SCOPED_TRACE(fault.cause);
    const check::E8Case c = case_of(fault.nearest);
    const check::LatticeJudgement j = check::judge(c);
    EXPECT_EQ(j.verdict, check::RunVerdict::fails);
    const auto cause = check::diagnose(c, j);
    ASSERT_TRUE(cause);
    EXPECT_EQ(cause->id, fault.cause);
    EXPECT_EQ(cause->explains, j.wrong);
  }
}

TEST(E8Cause, WhatIsClampedIsSaidBesideTheCoset) {
  const check::E8Case c = case_of([](const Point& x) { return clamped(repaired(x, 0.5F), 1.5F); });
  const auto cause = check::diagnose(c, check::judge(c));
  ASSERT_TRUE(cause);
  EXPECT_NE(cause->words.find("clamped to 1.5"), std::string::npos) << cause->words;
}

TEST(E8Cause, SoundPointsAndChangedOnesAreNotAccused) {
  check::E8Case c = case_of(sound);
  const check::LatticeJudgement j = check::judge(c);
  EXPECT_EQ(j.verdict, check::RunVerdict::conforms);
  EXPECT_FALSE(check::diagnose(c, j));
  for (Index k = 0; k < 20; ++k) c.nearest[k * 8 + k % 8] += k % 2 == 0 ? 2 : -2;
  const check::LatticeJudgement changed = check::judge(c);
  EXPECT_EQ(changed.wrong, 20);
  EXPECT_FALSE(check::diagnose(c, changed));
}

}  // namespace
}  // namespace quantcheck::test
