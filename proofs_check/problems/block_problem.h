// Blocks of eight values in exact numbers, drawn so that hard cases are common, and how to make one simpler.
#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The coordinates of a point.
reference::Block<reference::Rational> values_of(const reference::E8Point& point);

/// What a drawn block comes with.
struct BlockLimits {
  bool codes = false;  // a nesting ratio and betas
};

struct BlockProblem {
  using Limits = BlockLimits;

  reference::Block<reference::Rational> x;
  Code q = 0;                             // 0: there are no codes
  std::vector<reference::Rational> beta;  // ascending, > 0; empty without codes
};

/// A block that depends on nothing but its arguments. Common among them, before a translation by a point of
/// E8: points of faces of the Voronoi cell of 0 down to its vertices, the deep and shallow holes; integers,
/// multiples of 1/2, 1/4 and 1/16; the like moved off by 2^-61; points of E8. With codes all this is for
/// x / beta or x / (q beta) of some beta. Translations have up to 30 bits, q is at most 300, there are 1 to 4
/// betas.
BlockProblem random_block_problem(std::uint64_t seed, const BlockLimits& limits = {});

/// Blocks that are one step simpler, the boldest first: fewer betas, a smaller q, zeros, short numbers. Empty
/// for the simplest; every chain of them ends.
std::vector<BlockProblem> simpler(const BlockProblem& problem);

/// What every step of `simpler` lowers, in lexicographic order: the betas, q, the length of the betas, that
/// of the values. None is negative.
using BlockComplexity = std::array<Index, 4>;
BlockComplexity complexity(const BlockProblem& problem);

/// As fractions.
std::ostream& operator<<(std::ostream& stream, const BlockProblem& problem);

}  // namespace quantcheck::check
