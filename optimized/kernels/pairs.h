// Sums with what rounding takes from them, and numbers of two doubles in lanes. This is kernel text, compiled
// once for each target.

/// A sum and the rest that belongs to it.
template <class V>
struct PairSum {
  V sum, rest;
};

/// a + b rounded, and what it is off by: sum + rest = a + b exactly (Knuth's TwoSum).
template <class V>
inline PairSum<V> two_sum(V a, V b) {
  const V sum = a + b;
  const V of_b = sum - a;
  return {sum, (a - (sum - of_b)) + (b - of_b)};
}

template <class V>
inline PairSum<V> combined(const PairSum<V>& a, const PairSum<V>& b) {
  const PairSum<V> both = two_sum(a.sum, b.sum);
  return {both.sum, (a.rest + b.rest) + both.rest};
}

/// The same where |a| >= |b|, or a is 0 (Dekker's Fast2Sum).
template <class V>
inline PairSum<V> two_sum_ordered(V a, V b) {
  const V sum = a + b;
  return {sum, b - (sum - a)};
}

/// Numbers hi + lo, one in each lane. A result of + or / is normal: hi is hi + lo rounded. The rest of a
/// chain of fused operations only grows, and is made normal when the chain is added to something.
struct DoublePairs {
  using Scalar = Pair;
  static constexpr Index lanes = Doubles::lanes;
  Doubles hi, lo;

  static DoublePairs of(double x) { return {Doubles::of(x), Doubles::of(0.0)}; }
  static DoublePairs of(Pair x) { return {Doubles::of(x.hi), Doubles::of(x.lo)}; }
};

inline DoublePairs load(const Pair* p) {
  const double* entries = &p->hi;
  return {load(entries), load(entries + Doubles::lanes)};
}
inline void store(Pair* p, const DoublePairs& a) {
  double* entries = &p->hi;
  store(entries, a.hi);
  store(entries + Doubles::lanes, a.lo);
}

/// One of the numbers that were stored from lanes.
template <class T>
inline T lane_of(const T* stored, Index lane) {
  return stored[lane];
}
inline Pair lane_of(const Pair* stored, Index lane) {
  const double* entries = &stored->hi;
  return {entries[lane], entries[Doubles::lanes + lane]};
}
template <class T>
inline void set_lane(T* stored, Index lane, T x) {
  stored[lane] = x;
}
inline void set_lane(Pair* stored, Index lane, Pair x) {
  double* entries = &stored->hi;
  entries[lane] = x.hi;
  entries[Doubles::lanes + lane] = x.lo;
}
inline double leading(double x) { return x; }
inline double leading(Pair x) { return x.hi; }
inline double negative(double x) { return -x; }
inline Pair negative(Pair x) { return {-x.hi, -x.lo}; }

/// c + a b, where the rest of c gets what the product and the sum of the leading parts are off by, and the
/// mixed products. The product of the low parts is left out.
inline DoublePairs fma(const DoublePairs& a, const DoublePairs& b, const DoublePairs& c) {
  const Doubles product = a.hi * b.hi;
  const Doubles excess = fma(Doubles::of(0.0) - a.hi, b.hi, product);  // product - a.hi b.hi, exactly
  const PairSum<Doubles> sum = two_sum(c.hi, product);
  return {sum.sum, c.lo + fma(a.hi, b.lo, fma(a.lo, b.hi, sum.rest - excess))};
}

/// a + b for normal a. The error is 3 u^2 / (1 - 4 u) of the sum at most (Joldes, Muller and Popescu, Tight
/// and rigorous error bounds for basic building blocks of double-word arithmetic, ACM TOMS 44 (2017),
/// Algorithm 6 and Theorem 3.1).
inline DoublePairs operator+(const DoublePairs& a, const DoublePairs& b) {
  const PairSum<Doubles> normal = two_sum(b.hi, b.lo);
  const PairSum<Doubles> high = two_sum(a.hi, normal.sum);
  const PairSum<Doubles> low = two_sum(a.lo, normal.rest);
  const PairSum<Doubles> sum = two_sum_ordered(high.sum, high.rest + low.sum);
  const PairSum<Doubles> result = two_sum_ordered(sum.sum, low.rest + sum.rest);
  return {result.sum, result.rest};
}
inline DoublePairs operator-(const DoublePairs& a, const DoublePairs& b) {
  const Doubles zero = Doubles::of(0.0);
  return a + DoublePairs{zero - b.hi, zero - b.lo};
}

/// a / b for normal a and b, as q + (a - q b) / b with q = a.hi / b.hi rounded: with an error of 13 u^2 of
/// the quotient at most. a.hi - q b.hi is found exactly, as it is a double, and is at most u |a.hi|; a.lo - q
/// b.lo is at most about 2 u |a.hi|, rounded once: 2 u^2. Their sum, at most 3 u |a.hi|, is rounded: 3 u^2;
/// divided by b.hi in place of b, which is off by u: 3 u^2; and that quotient is rounded: 3 u^2. These are 11
/// u^2; what is of higher order is less than u^2 by far, and |a.hi / b.hi| exceeds |a / b| by 2 u of it at
/// most.
inline DoublePairs operator/(const DoublePairs& a, const DoublePairs& b) {
  const Doubles quotient = a.hi / b.hi;
  const Doubles minus_quotient = Doubles::of(0.0) - quotient;
  const Doubles left = fma(minus_quotient, b.hi, a.hi) + fma(minus_quotient, b.lo, a.lo);
  const PairSum<Doubles> result = two_sum_ordered(quotient, left / b.hi);
  return {result.sum, result.rest};
}

// The part of a tile that is summed in registers at once. A pair takes two of them, and more on the way.
template <class V>
constexpr Index tile_vectors_of = tile_vectors;
template <class V>
constexpr Index tile_columns_of = tile_columns;
template <>
constexpr Index tile_vectors_of<DoublePairs> = 1;
template <>
constexpr Index tile_columns_of<DoublePairs> = tile_columns > 1 ? tile_columns / 2 : 1;
