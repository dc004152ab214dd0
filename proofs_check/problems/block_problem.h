// Lattice blocks of eight values in exact numbers, drawn so that hard cases are common; and how to make one
// simpler.
#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include <quantcheck/reference/lattice/e8.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The coordinates of a point, as fractions.
reference::Block<reference::Rational> values_of(const reference::E8Point& point);

/// What a drawn lattice block comes with.
struct BlockLimits {
  bool codes = false;  // whether it has a nesting ratio and betas
};

/// Eight values to be quantized together, perhaps with the codes (a nesting ratio and betas) for them.
struct BlockProblem {
  using Limits = BlockLimits;

  reference::Block<reference::Rational> x;
  Code q = 0;                             // 0: there are no codes
  std::vector<reference::Rational> beta;  // ascending, > 0; empty without codes
};

/// A lattice block that depends on nothing but the arguments. Before a translation by a point of E8, these
/// are common: points of faces of the Voronoi cell of 0 down to its vertices, the deep and shallow holes;
/// integers, and multiples of 1/2, 1/4 and 1/16; the like moved off by 2^-61; and 0, which becomes a point of
/// E8. With codes all this holds for x / beta or x / (q beta) for one of the betas. Translations have up to
/// 32 bits, q is at most 300, and there are 1 to 4 betas.
BlockProblem random_block_problem(std::uint64_t seed, const BlockLimits& limits = {});

/// Lattice blocks that are simpler by one change, the boldest change first: fewer betas, a smaller q, zeros,
/// short numbers. There are none for the simplest, and every chain of them ends.
std::vector<BlockProblem> simpler(const BlockProblem& problem);

/// What every change of `simpler` lowers, in lexicographic order: the number of betas, q, the length of the
/// betas, and the length of the values. None is negative.
using BlockComplexity = std::array<Index, 4>;
BlockComplexity complexity(const BlockProblem& problem);

/// Prints the lattice block, in fractions.
std::ostream& operator<<(std::ostream& stream, const BlockProblem& problem);

}  // namespace quantcheck::check
