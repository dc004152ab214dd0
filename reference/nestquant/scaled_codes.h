// The coding of a lattice block of eight values in the union of scaled Voronoi codes.
#pragma once

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/lattice/voronoi_code.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// An encoded lattice block.
template <class Number>
struct NestedBlock {
  Block<Code> code{};                // each in 0 .. q-1
  Index beta_index = 0;              // the index of beta in ScaledCodes::beta
  bool overload = false;             // the code decodes to another point than the one nearest to x / beta
  Number squared_error = Number(0);  // |x - decoded block|^2
};

/// Throws Error unless q is a nesting ratio (voronoi_code.h) and there are betas, all positive and ascending.
template <class Number>
void check_codes(const ScaledCodes<Number>& codes) {
  check_nesting_ratio(codes.q);
  if (codes.beta.empty()) throw Error("no beta");
  for (std::size_t p = 0; p < codes.beta.size(); ++p)
    if (!(codes.beta[p] > (p == 0 ? Number(0) : codes.beta[p - 1])))
      throw Error("betas that are not positive and ascending");
}

/// The values that a code stands for: beta times its lattice point.
template <class Number>
Block<Number> decode_block(const Block<Code>& code, Index beta_index, const ScaledCodes<Number>& codes,
                           CellRepair repair = farthest<Code>) {
  const E8Point point = voronoi_point(code, codes.q, repair);
  Block<Number> value;
  for (std::size_t i = 0; i < 8; ++i) value[i] = codes.beta[beta_index] * Number(point.twice[i]) / Number(2);
  return value;
}

/// Encodes x with beta = beta[beta_index], as the code of the lattice point nearest to x / beta. arXiv
/// 2502.09720, Algorithm 1. Throws Error where a coordinate of x / beta needs more than 57 bits.
template <class Number>
NestedBlock<Number> encode_block(const Block<Number>& x, Index beta_index, const ScaledCodes<Number>& codes,
                                 CellRepair repair = farthest<Code>) {
  const Number& beta = codes.beta[beta_index];
  Block<Number> scaled;
  for (std::size_t i = 0; i < 8; ++i) scaled[i] = x[i] / beta;
  const E8Point nearest = nearest_e8<Number>(scaled);

  NestedBlock<Number> block;
  block.code = voronoi_code(nearest, codes.q);
  block.beta_index = beta_index;
  const E8Point decoded = voronoi_point(block.code, codes.q, repair);
  block.overload = decoded != nearest;
  for (std::size_t i = 0; i < 8; ++i) {
    const Number error = x[i] - beta * Number(decoded.twice[i]) / Number(2);
    block.squared_error = block.squared_error + error * error;
  }
  return block;
}

/// Encodes x in the union of the scaled codes, with the beta that `choice` takes. Throws Error as check_codes
/// does, and where a coordinate of x / beta needs more than 57 bits.
template <class Number>
NestedBlock<Number> encode_block(const Block<Number>& x, const ScaledCodes<Number>& codes, BetaChoice choice,
                                 CellRepair repair = farthest<Code>) {
  check_codes(codes);
  NestedBlock<Number> best = encode_block(x, Index{0}, codes, repair);
  for (Index p = 1; p < std::ssize(codes.beta); ++p) {
    if (choice == BetaChoice::first && !best.overload) break;
    NestedBlock<Number> next = encode_block(x, p, codes, repair);
    if (choice == BetaChoice::first || next.squared_error < best.squared_error) best = std::move(next);
  }
  return best;
}

}  // namespace quantcheck::reference
