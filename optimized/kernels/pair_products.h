// Products of a matrix and vectors of pairs hi + lo. This is kernel text, compiled once for each target.
//
// Sums are kept as a sum and the rest that rounding took from it (Ogita, Rump and Oishi, Accurate sum and dot
// product, SIAM J. Sci. Comput. 26 (2005), Algorithm 5.3): of every product and every addition the rounding
// error is found exactly, and these errors are added up beside the sum.

/// Adds a (hi + lo).
inline PairSum<Doubles> add_product(const PairSum<Doubles>& to, Doubles a, Doubles minus_a, Doubles hi,
                                    Doubles lo) {
  const Doubles product = a * hi;
  const Doubles excess = fma(minus_a, hi, product);  // product - a hi, exactly
  const PairSum<Doubles> next = two_sum(to.sum, product);
  return {next.sum, to.rest + fma(a, lo, next.rest - excess)};
}

inline PairSum<Doubles> load_pair(const double* p) { return {load(p), load(p + Doubles::lanes)}; }
inline void store_pair(double* p, const PairSum<Doubles>& a) {
  store(p, a.sum);
  store(p + Doubles::lanes, a.rest);
}

/// Up to eight entries of a row of which `count` are left, then zeros.
inline Doubles load_part(const double* p, Index count) {
  if (count >= Doubles::lanes) return load(p);
  double lanes[Doubles::lanes] = {};
  for (Index i = 0; i < count; ++i) lanes[i] = p[i];
  return load(lanes);
}

/// The sum of all lanes, halved again and again, as a pair.
inline PairSum<double> sum_of_lanes(const PairSum<Doubles>& a) {
  double sum[Doubles::lanes], rest[Doubles::lanes];
  store(sum, a.sum);
  store(rest, a.rest);
  for (Index half = Doubles::lanes / 2; half > 0; half /= 2)
    for (Index i = 0; i < half; ++i) {
      const PairSum<double> both =
          combined(PairSum<double>{sum[i], rest[i]}, PairSum<double>{sum[half + i], rest[half + i]});
      sum[i] = both.sum;
      rest[i] = both.rest;
    }
  return two_sum(sum[0], rest[0]);
}

/// Rows first .. first + rows - 1 of A times the vectors.
template <Index rows, Index vectors>
void multiply_pair_rows(const PairProduct& product, Index first) {
  constexpr Index lanes = Doubles::lanes;
  const Doubles zero = Doubles::of(0.0);
  PairSum<Doubles> sum[rows][vectors];
  for (Index r = 0; r < rows; ++r)
    for (Index v = 0; v < vectors; ++v) sum[r][v] = {zero, zero};
  const double* x = product.x;
  for (Index j = 0; j < product.matrix.cols; j += lanes, x += 2 * vectors * lanes) {
    Doubles a[rows], minus_a[rows];
    QUANTCHECK_UNROLL
    for (Index r = 0; r < rows; ++r) {
      a[r] = load_part(&product.matrix(first + r, j), product.matrix.cols - j);
      minus_a[r] = zero - a[r];
    }
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) {
      const PairSum<Doubles> entries = load_pair(x + 2 * v * lanes);
      QUANTCHECK_UNROLL
      for (Index r = 0; r < rows; ++r)
        sum[r][v] = add_product(sum[r][v], a[r], minus_a[r], entries.sum, entries.rest);
    }
  }
  for (Index r = 0; r < rows; ++r)
    for (Index v = 0; v < vectors; ++v) {
      const PairSum<double> entry = sum_of_lanes(sum[r][v]);
      product.y[2 * ((first + r) * vectors + v)] = entry.sum;
      product.y[2 * ((first + r) * vectors + v) + 1] = entry.rest;
    }
}

template <Index vectors>
void multiply_pair_rows(const PairProduct& product, Index begin, Index end) {
  Index row = begin;
  for (; row + tile_vectors <= end; row += tile_vectors)
    multiply_pair_rows<tile_vectors, vectors>(product, row);
  for (; row < end; ++row) multiply_pair_rows<1, vectors>(product, row);
}

/// Adds rows first .. first + rows - 1 of columns begin .. end - 1 to the sums.
template <Index rows, Index vectors>
void add_pair_rows(const PairProduct& product, Index first, Index begin, Index end, double* sums) {
  constexpr Index lanes = Doubles::lanes;
  const Doubles zero = Doubles::of(0.0);
  for (Index j = begin; j < end; j += lanes, sums += 2 * vectors * lanes) {
    Doubles a[rows], minus_a[rows];
    QUANTCHECK_UNROLL
    for (Index r = 0; r < rows; ++r) {
      a[r] = load_part(&product.matrix(first + r, j), end - j);
      minus_a[r] = zero - a[r];
    }
    QUANTCHECK_UNROLL
    for (Index v = 0; v < vectors; ++v) {
      PairSum<Doubles> sum = load_pair(sums + 2 * v * lanes);
      QUANTCHECK_UNROLL
      for (Index r = 0; r < rows; ++r) {
        const double* x = product.x + 2 * ((first + r) * vectors + v);
        sum = add_product(sum, a[r], minus_a[r], Doubles::of(x[0]), Doubles::of(x[1]));
      }
      store_pair(sums + 2 * v * lanes, sum);
    }
  }
}

template <Index vectors>
void multiply_pair_columns(const PairProduct& product, Index begin, Index end) {
  constexpr Index lanes = Doubles::lanes;
  constexpr Index together = 4;  // rows: the sums then move once for all of them
  const Index size = 2 * vectors * round_up(end - begin, lanes);
  double* y = product.y + 2 * vectors * begin;
  for (Index i = 0; i < size; ++i) y[i] = 0;
  for (Index block = 0; block < product.matrix.rows; block += block_columns) {
    const Index left = product.matrix.rows - block;
    const Index block_end = block + (left < block_columns ? left : block_columns);
    double sums[2 * vectors * pair_columns] = {};
    Index row = block;
    for (; row + together <= block_end; row += together)
      add_pair_rows<together, vectors>(product, row, begin, end, sums);
    for (; row < block_end; ++row) add_pair_rows<1, vectors>(product, row, begin, end, sums);
    for (Index i = 0; i < size; i += 2 * lanes)
      store_pair(y + i, combined(load_pair(y + i), load_pair(sums + i)));
  }
  for (Index i = 0; i < size; i += 2 * lanes) {
    const PairSum<Doubles> entries = load_pair(y + i);
    store_pair(y + i, two_sum(entries.sum, entries.rest));
  }
}

void multiply_pairs(const PairProduct& product, Index begin, Index end) {
  if (product.vectors == 1) return multiply_pair_rows<1>(product, begin, end);
  if (product.vectors == 2) return multiply_pair_rows<2>(product, begin, end);
  multiply_pair_rows<4>(product, begin, end);
}

void multiply_pairs_transposed(const PairProduct& product, Index begin, Index end) {
  if (product.vectors == 1) return multiply_pair_columns<1>(product, begin, end);
  if (product.vectors == 2) return multiply_pair_columns<2>(product, begin, end);
  multiply_pair_columns<4>(product, begin, end);
}
