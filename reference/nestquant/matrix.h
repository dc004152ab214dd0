// NestQuant of a matrix: every row is normalised, rotated, and encoded in lattice blocks of eight values.
#pragma once

#include <quantcheck/reference/nestquant/hadamard.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/lattices.h>

namespace quantcheck::reference {

/// An encoded row of n values. The last block of a row whose length 8 does not divide is padded with zeros
/// before it is encoded; what the padding decodes to is dropped.
template <class Number>
struct NestedRow {
  Index size = 0;                           // n
  Number norm = Number(0);                  // 0 for a row of zeros, which has no blocks
  std::vector<NestedBlock<Number>> blocks;  // ceil(n / 8)
};

/// The values H x / norm (n) that are encoded: x brought to the norm sqrt(n) and rotated by H / sqrt(n).
/// Their mean square is 1 if `norm` is |x|. H is n x n.
template <class Number>
Vector<Number> normalised(const Vector<Number>& x, const Number& norm, const Matrix<Code>& hadamard) {
  return times_hadamard(hadamard, x) / norm;
}

/// Encodes values that are already normalised and rotated. `norm` is only stored.
template <class Number>
NestedRow<Number> encode_values(const Vector<Number>& values, const Number& norm,
                                const ScaledCodes<Number>& codes, BetaChoice choice) {
  NestedRow<Number> row{values.size(), norm, {}};
  for (Index begin = 0; begin < values.size(); begin += 8) {
    const Vector<Number> block = values.segment(begin, std::min<Index>(8, values.size() - begin));
    row.blocks.push_back(encode_block(padded_block(block), codes, choice));
  }
  return row;
}

/// Encodes a row x (n values) by arXiv 2502.09720, Algorithm 3. `norm` is the norm that is stored, which is
/// |x| rounded to a float (norm.h), so that nothing here is irrational. It is 0 only for a row of zeros.
template <class Number>
NestedRow<Number> encode_row(const Vector<Number>& x, const Number& norm, const Matrix<Code>& hadamard,
                             const ScaledCodes<Number>& codes, BetaChoice choice) {
  if (norm == Number(0)) return {x.size(), norm, {}};
  return encode_values(normalised(x, norm, hadamard), norm, codes, choice);
}

/// The n values that the codes stand for before the rotation is undone.
template <class Number>
Vector<Number> decode_values(const NestedRow<Number>& row, const ScaledCodes<Number>& codes) {
  Vector<Number> values = Vector<Number>::Constant(row.size, Number(0));
  for (std::size_t b = 0; b < row.blocks.size(); ++b) {
    const Block<Number> block = decode_block(row.blocks[b].code, row.blocks[b].beta_index, codes);
    const Index begin = static_cast<Index>(8 * b);
    for (Index i = 0; i < std::min<Index>(8, row.size - begin); ++i) values(begin + i) = block[i];
  }
  return values;
}

/// The row x that the codes stand for, (norm / n) H^T values, with n values.
template <class Number>
Vector<Number> decode_row(const NestedRow<Number>& row, const Matrix<Code>& hadamard,
                          const ScaledCodes<Number>& codes) {
  const Matrix<Code> inverse = hadamard.transpose();
  return times_hadamard(inverse, decode_values(row, codes)) * row.norm / Number(row.size);
}

}  // namespace quantcheck::reference
