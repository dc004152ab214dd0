// The member of least norm of a class of E8 / q E8, computed without rounding. This is kernel text, compiled
// once for each target.
//
// For y = q k + d, with integers k, the residuals d decide as those of x do in nearest.h. They are multiples
// of 1/2, so the distance of a coordinate and its rank among equals fit into one number.

/// 16 for each 1/2 of d, plus 15/2 - i. It has the sign of d and is never 0. Of equal |d_i| the first with
/// d_i >= 0 has the largest magnitude, else the last; the first with d_i < 0 has the least, else the last.
inline Floats ranked(Floats d, int i) {
  const Floats steps = Floats::of(32.0f);
  const Floats rank = Floats::of(7.5f - static_cast<float>(i));
  return fma(d, steps, rank);
}

/// The distance |d|, from the magnitude of ranked(d, i).
inline Floats unranked(Floats magnitude) {
  return round_even(magnitude * Floats::of(0x1p-4f)) * Floats::of(0.5f);
}

/// The changes by which residuals become the least member of their class. Each coordinate goes towards 0, and
/// past it where the change is larger.
struct LeastStep {
  Floats kept, moved;  // the change of each coordinate, and of the one that moves
  Floats extreme;      // magnitude of `ranked` for the one that moves; -1: none does
};

/// The changes for d in [-q/2, q/2). `odd` is set where the sum of the k_i is odd.
inline LeastStep step_to_least(const Coordinates<Floats>& d, FloatMask odd, Floats q, Floats half_q) {
  const Floats zero = Floats::of(0.0f);
  const Floats none = Floats::of(-1.0f);
  Coordinates<Floats> distance, rank, magnitude;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    distance[i] = abs(d[i]);
    rank[i] = ranked(d[i], i);
    magnitude[i] = abs(rank[i]);
  }
  const Floats sum = fold(distance, [](Floats a, Floats b) { return a + b; });
  const Floats most = fold(magnitude, [](Floats a, Floats b) { return max(a, b); });
  const Floats least = fold(magnitude, [](Floats a, Floats b) { return min(a, b); });
  const FloatMask odd_halves =
      differ(odd, sign_mask(fold(rank, [](Floats a, Floats b) { return xor_bits(a, b); })));
  const Floats farthest = unranked(most);
  const Floats nearest = unranked(least);
  const Floats more = select(odd, q - (farthest + farthest), zero);
  const Floats less_again = select(odd_halves, nearest + nearest, zero);
  const Floats lead = ((sum - (q + q)) + more) - less_again;
  // At a tie the first coordinates of the points differ: see halves_are_nearest.
  const FloatMask moves_first =
      either(both(odd, equal(magnitude[0], most)), both(odd_halves, equal(magnitude[0], least)));
  const FloatMask integers_first = differ(sign_mask(rank[0]), moves_first);
  const FloatMask halves = less(select(integers_first, zero, none), lead);
  return {select(halves, half_q, zero), select(halves, zero - half_q, q),
          select(halves, select(odd_halves, least, none), select(odd, most, none))};
}

/// The residuals of points y modulo q E8, and the changes by which they become the least of their class.
struct Residuals {
  Coordinates<Floats> rest;
  LeastStep step;
};

/// y - q Q(y / q), the least member of the class.
inline Coordinates<Floats> least_of(const Residuals& d) {
  Coordinates<Floats> least;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    const Floats rank = ranked(d.rest[i], i);
    least[i] =
        subtract_signed(d.rest[i], select(equal(abs(rank), d.step.extreme), d.step.moved, d.step.kept), rank);
  }
  return least;
}
