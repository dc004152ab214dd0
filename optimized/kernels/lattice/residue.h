// The member of least norm of a class of E8 / q E8, without rounding. Kernel text: included once per target.
//
// For y = u k + d, u = q, or 2 q for twice y, the residuals d decide as those of x do in nearest.h. They are
// small integers or halves: the distance of a coordinate and its rank among equals fit into one number.

/// 16 steps for each step of d, which is 1 for integers and 1/2 for floats, and 15/2 - i, or twice that: of
/// d's sign, never 0. Of equal |d_i| the first with d_i >= 0 has the largest magnitude, else the last; the
/// first with d_i < 0 the least, else the last.
inline Floats ranked(Floats d, int i) {
  Floats steps, rank;
  spread(32.0f, steps);
  spread(7.5f - static_cast<float>(i), rank);
  return fma(d, steps, rank);
}
inline Shorts ranked(Shorts d, int i) {
  Shorts rank;
  spread(static_cast<std::int16_t>(15 - 2 * i), rank);
  return shift_left<5>(d) + rank;
}

/// |d| again.
inline Floats unranked(Floats magnitude) {
  Floats scale, half;
  spread(0x1p-4f, scale);
  spread(0.5f, half);
  return round_even(magnitude * scale) * half;
}
inline Shorts unranked(Shorts magnitude) {
  Shorts half;
  spread(std::int16_t{16}, half);
  return shift_right<5>(magnitude + half);
}

/// How residuals become the least member of their class.
template <class V>
struct LeastStep {
  V kept, moved;  // a step towards 0 and beyond, of each coordinate and of the one that moves
  V extreme;      // that one's magnitude of `ranked`; -1: none moves
};

/// For d in [-u/2, u/2). `odd`: where the sum of the k_i is odd.
template <class V, class Mask>
inline LeastStep<V> step_to_least(const V (&d)[8], Mask odd, V unit, V half_unit) {
  using Scalar = typename V::Scalar;
  V zero, none;
  spread(Scalar{0}, zero);
  spread(Scalar{-1}, none);
  V distance[8], rank[8], magnitude[8];
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    distance[i] = abs(d[i]);
    rank[i] = ranked(d[i], i);
    magnitude[i] = abs(rank[i]);
  }
  const V sum = fold(distance, [](V a, V b) { return a + b; });
  const V most = fold(magnitude, [](V a, V b) { return max(a, b); });
  const V least = fold(magnitude, [](V a, V b) { return min(a, b); });
  const Mask odd_halves = differ(odd, sign_mask(fold(rank, [](V a, V b) { return xor_bits(a, b); })));
  const V farthest = unranked(most);
  const V nearest = unranked(least);
  const V more = select(odd, unit - (farthest + farthest), zero);
  const V less_again = select(odd_halves, nearest + nearest, zero);
  const V lead = ((sum - (unit + unit)) + more) - less_again;
  // At a tie the first coordinates differ: see halves_are_nearest.
  const Mask moves_first =
      either(both(odd, equal(magnitude[0], most)), both(odd_halves, equal(magnitude[0], least)));
  const Mask integers_first = differ(sign_mask(rank[0]), moves_first);
  const Mask halves = less(select(integers_first, zero, none), lead);
  return {select(halves, half_unit, zero), select(halves, zero - half_unit, unit),
          select(halves, select(odd_halves, least, none), select(odd, most, none))};
}

/// d becomes y - u Q(y / u).
template <class V>
inline void apply(const LeastStep<V>& step, V (&d)[8]) {
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    const V rank = ranked(d[i], i);
    d[i] = subtract_signed(d[i], select(equal(abs(rank), step.extreme), step.moved, step.kept), rank);
  }
}
