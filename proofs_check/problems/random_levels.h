// Random tables of levels.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// A table of 1 to `most` levels, or of up to 16 where `most` is 0. These are common: e2m1 and NF4, or some
/// of their codes where they have too many; levels in any order, values that repeat, +0 with -0 among them;
/// gaps that are a thousandth of others, and a single value.
std::vector<reference::Rational> random_levels(Dice& dice, Code most);

/// The numbers of a table of floats.
template <class Floats>
std::vector<reference::Rational> exact_levels(const Floats& floats) {
  std::vector<reference::Rational> levels;
  levels.reserve(floats.size());
  for (const auto level : floats) levels.push_back(reference::exact(static_cast<double>(level)));
  return levels;
}

}  // namespace quantcheck::check
