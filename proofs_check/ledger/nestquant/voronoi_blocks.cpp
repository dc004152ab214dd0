// Lattice blocks in the union of scaled Voronoi codes: the beta that is taken, and the point that the code
// then stands for.
#include <quantcheck/proofs_check/ledger/nestquant/voronoi_claims.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Block;
using reference::E8Point;
using reference::NestedBlock;
using reference::Rational;

ScaledCodes<Rational> codes_of(const BlockProblem& p) { return {p.q, p.beta}; }

Block<Rational> scaled(const E8Point& point, const Rational& beta) {
  Block<Rational> values = values_of(point);
  for (Rational& value : values) value *= beta;
  return values;
}

// The lexicographically greatest of the points nearest to x / beta, by enumeration.
E8Point nearest_at(const BlockProblem& p, Index beta_index) {
  Block<Rational> x = p.x;
  for (Rational& value : x) value /= p.beta[beta_index];
  return nearest_by_enumeration(x).points.back();
}

bool comes_back(const E8Point& point, Code q) {
  return reference::voronoi_point(reference::voronoi_code(point, q), q) == point;
}

Rational squared_distance(const Block<Rational>& a, const Block<Rational>& b) {
  Rational sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

// The squared error of the code of the nearest point at that beta.
Rational error_at(const BlockProblem& p, Index beta_index) {
  const E8Point point =
      reference::voronoi_point(reference::voronoi_code(nearest_at(p, beta_index), p.q), p.q);
  return squared_distance(p.x, scaled(point, p.beta[beta_index]));
}

std::string at_beta(Index beta_index) { return "beta " + std::to_string(beta_index) + ": "; }

// Checks that the beta taken has the least squared error, which is so for opt-beta. The false variant passes
// first-beta.
Check<BlockProblem> beta_is_best(BetaChoice choice) {
  return [=](const BlockProblem& p, Dice&) {
    const NestedBlock<Rational> block = reference::encode_block(p.x, codes_of(p), choice);
    const Rational error =
        squared_distance(p.x, reference::decode_block(block.code, block.beta_index, codes_of(p)));
    for (Index k = 0; k < std::ssize(p.beta); ++k) {
      const Rational other = error_at(p, k);
      if (other < error || (other == error && k < block.beta_index))
        return refuted(at_beta(k) + "the squared error " + shown(other) + " is no more than " + shown(error) +
                       " of beta " + std::to_string(block.beta_index));
    }
    return holds();
  };
}

// Checks that the beta taken is the first at which the nearest point is given back, which is so for
// first-beta. The false variant passes opt-beta.
Check<BlockProblem> beta_is_first_to_give_back(BetaChoice choice) {
  return [=](const BlockProblem& p, Dice&) {
    const NestedBlock<Rational> block = reference::encode_block(p.x, codes_of(p), choice);
    const Index last = std::ssize(p.beta) - 1;
    for (Index k = 0; k < block.beta_index; ++k)
      if (comes_back(nearest_at(p, k), p.q)) return refuted(at_beta(k) + "it does not overload");
    if (block.overload && block.beta_index != last) return refuted("an overload before the last beta");
    const E8Point nearest = nearest_at(p, block.beta_index);
    const bool given_back = reference::decode_block(block.code, block.beta_index, codes_of(p)) ==
                            scaled(nearest, p.beta[block.beta_index]);
    if (given_back == block.overload) return refuted(at_beta(block.beta_index) + "the flag does not tell");
    return holds();
  };
}

}  // namespace

std::vector<Claim> voronoi_block_claims() {
  const char* const nestquant = "arXiv 2502.09720, Algorithm 3";
  return {
      sampled<BlockProblem>(
          {.id = "voronoi/opt-beta",
           .statement =
               "Opt-beta's squared error is the least over all betas, so at most first-beta's; of several "
               "betas it takes the smallest",
           .source = nestquant,
           .variant = "first-beta's squared error is the least"},
          {{.codes = true}, beta_is_best(BetaChoice::opt), beta_is_best(BetaChoice::first)}),
      sampled<BlockProblem>(
          {.id = "voronoi/first-beta",
           .statement =
               "First-beta takes the smallest beta at which the code of the nearest point decodes to it, "
               "and flags the block, at the last beta, if there is none",
           .source = nestquant,
           .variant = "so does opt-beta"},
          {{.codes = true},
           beta_is_first_to_give_back(BetaChoice::first),
           beta_is_first_to_give_back(BetaChoice::opt)}),
  };
}

}  // namespace quantcheck::check::ledger
