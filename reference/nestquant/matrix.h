// NestQuant of a matrix: every row normalised, rotated and encoded in blocks of eight.
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
  Number norm = Number(0);                  // 0: the row is 0, and there are no blocks
  std::vector<NestedBlock<Number>> blocks;  // ceil(n / 8)
};

/// H x / norm: x at the norm sqrt(n), rotated by H / sqrt(n). Its values have the mean square 1 where norm is
/// |x|. n of x as for `hadamard`.
template <class Number>
Vector<Number> normalised(const Vector<Number>& x, const Number& norm, const Matrix<Code>& hadamard) {
  return times_hadamard(hadamard, x) / norm;
}

/// Encodes values as they are. `norm` is only kept.
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

/// arXiv 2502.09720, Algorithm 3. `norm` is the one that is stored, |x| as a float holds it (norm.h), so that
/// nothing here is irrational; 0 for a row of zeros alone.
template <class Number>
NestedRow<Number> encode_row(const Vector<Number>& x, const Number& norm, const Matrix<Code>& hadamard,
                             const ScaledCodes<Number>& codes, BetaChoice choice) {
  if (norm == Number(0)) return {x.size(), norm, {}};
  return encode_values(normalised(x, norm, hadamard), norm, codes, choice);
}

/// What the codes stand for before the rotation is undone: n values.
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

/// What the row stands for: norm / n H^T values.
template <class Number>
Vector<Number> decode_row(const NestedRow<Number>& row, const Matrix<Code>& hadamard,
                          const ScaledCodes<Number>& codes) {
  const Matrix<Code> inverse = hadamard.transpose();
  return times_hadamard(inverse, decode_values(row, codes)) * row.norm / Number(row.size);
}

}  // namespace quantcheck::reference
