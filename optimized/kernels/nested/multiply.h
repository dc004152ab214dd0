// Products of decoded lattice blocks. This is kernel text, compiled once for each target.

/// Adds the products of vectors first .. first + vectors - 1 of the left rows with columns
/// column .. column + columns - 1.
template <Index words, Index vectors, Index columns>
void multiply_tile(const Product& product, Index first, Index column) {
  constexpr Index lanes = 16;
  Floats sum[columns][vectors];
  float* sums = product.sums + column * strip_height + first * lanes;
  QUANTCHECK_UNROLL
  for (Index c = 0; c < columns; ++c) {
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) sum[c][v] = load(sums + c * strip_height + v * lanes);
  }
  const std::uint32_t* left = product.left.words + first * words * lanes;
  const std::uint32_t* right = product.right.words + column / lanes * words * lanes + column % lanes;
  for (Index b = 0; b < product.blocks; ++b) {
    Ints row[vectors][words];
    Floats row_beta[vectors];
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) {
      QUANTCHECK_UNROLL
      for (Index d = 0; d < words; ++d) row[v][d] = load(left + (v * words + d) * lanes);
      row_beta[v] = load(product.left.scale + b * strip_height + (first + v) * lanes);
    }
    QUANTCHECK_UNROLL
    for (Index c = 0; c < columns; ++c) {
      Ints word[words];
      const Ints initial = Ints::of(words == 2 ? product.correction[b * strip_height + column + c] : 0);
      QUANTCHECK_UNROLL
      for (Index d = 0; d < words; ++d) word[d] = Ints::of(right[d * lanes + c]);
      const Floats beta = Floats::of(product.right.scale[b * strip_height + column + c]);
      QUANTCHECK_UNROLL
      for (Index v = 0; v < vectors; ++v) {
        Ints dot = initial;
        QUANTCHECK_UNROLL
        for (Index d = 0; d < words; ++d)
          dot =
              words == 2 ? add_dot_of_four(dot, row[v][d], word[d]) : add_dot_of_two(dot, row[v][d], word[d]);
        sum[c][v] = fma(to_floats(dot), row_beta[v] * beta, sum[c][v]);
      }
    }
    left += words * strip_height;
    right += words * strip_height;
  }
  QUANTCHECK_UNROLL
  for (Index c = 0; c < columns; ++c) {
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) store(sums + c * strip_height + v * lanes, sum[c][v]);
  }
}

template <Index words>
void multiply_codes(const Product& product) {
  Index column = 0;
  for (; column + product_columns <= product.columns; column += product_columns)
    for (Index first = 0; first < 4; first += product_vectors)
      multiply_tile<words, product_vectors, product_columns>(product, first, column);
  for (; column < product.columns; ++column)
    for (Index first = 0; first < 4; first += product_vectors)
      multiply_tile<words, product_vectors, 1>(product, first, column);
}
