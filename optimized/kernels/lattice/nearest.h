// The nearest points of E8, computed in float and exact. This is kernel text, compiled once for each target.
//
// Let x = r + d, where r are the nearest integers. The point of D8 is r; the point of the other coset is 1/2
// from r, in the direction of each d_i. Where one of them lacks the parity of a point of E8, the coordinate
// for which that costs least moves to its other neighbour: the one with the largest |d_i| in D8, with the
// least |d_i| in the other coset. docs/optimized.md has the proofs.

constexpr float rounder = 0x1.8p23f;  // x + rounder - rounder is the integer nearest to x
constexpr float placeable = 0x1p22f;  // no coordinate may be larger in magnitude
constexpr float close_to_a_tie = 0x1p-20f;

template <class V, class Operation>
inline V fold(const Coordinates<V>& a, Operation operation) {
  return operation(operation(operation(a[0], a[1]), operation(a[2], a[3])),
                   operation(operation(a[4], a[5]), operation(a[6], a[7])));
}

/// The nearest integers, with `rounder` added, and the differences of x from them.
struct Rounded {
  Coordinates<Floats> shifted, rest;
};

inline Rounded round_blocks(const Coordinates<Floats>& x) {
  const Floats shift = Floats::of(rounder);
  Rounded rounded;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    rounded.shifted[i] = x[i] + shift;
    rounded.rest[i] = x[i] - (rounded.shifted[i] - shift);
  }
  return rounded;
}

/// The sum, the largest and the least of the |d_i|.
struct Distances {
  Floats sum, most, least;
};

inline Distances distances_of(const Coordinates<Floats>& rest) {
  Coordinates<Floats> distance;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) distance[i] = abs(rest[i]);
  return {fold(distance, [](Floats a, Floats b) { return a + b; }),
          fold(distance, [](Floats a, Floats b) { return greater(a, b); }),
          fold(distance, [](Floats a, Floats b) { return lesser(a, b); })};
}

/// Two parities: the lowest bit tells whether the sum of the r_i is odd, the sign bit whether the number of
/// negative d_i is.
inline Floats parities_of(const Rounded& rounded) {
  const Floats sign = Floats::of(-0.0f);
  const auto parity = [](Floats a, Floats b) { return xor_bits(a, b); };
  return select_bits(sign, fold(rounded.rest, parity), fold(rounded.shifted, parity));
}

/// Whether a coordinate has to move, in either coset, in all bits of a lane or in none; and `lack`, the
/// squared distance of the point with halves less that of the other one, within 2^-20.
struct Choice {
  Floats odd_integers, odd_halves, lack;
};

inline Choice choose(const Distances& d, Floats parities) {
  const Floats one = Floats::of(1.0f);
  const Floats two = Floats::of(2.0f);
  const Floats odd_integers = spread_low_bit(parities);
  const Floats odd_halves = xor_bits(odd_integers, spread_sign(parities));
  const Floats more = and_bits(odd_integers, one - (d.most + d.most));
  return {odd_integers, odd_halves, ((two - d.sum) - more) + and_bits(odd_halves, d.least + d.least)};
}

/// The placement in the chosen coset: how far each coordinate is from r, 0 or 1/2, and the |d_i| of the
/// coordinate that moves, or 2 where none does.
struct Move {
  Floats kept, extreme;
};

inline Move move_of(const Distances& d, const Choice& choice, Floats halves) {
  const Floats half = Floats::of(0.5f);
  const Floats two = Floats::of(2.0f);
  const Floats moves = select_bits(halves, choice.odd_halves, choice.odd_integers);
  return {and_bits(halves, half), select_bits(moves, select_bits(halves, d.least, d.most), two)};
}

/// The coordinate that is `kept` from r in the direction of d. The coordinate that moves is 1 instead of 0
/// from r, and -1/2 instead of 1/2.
inline Floats place(Floats integer, Floats rest, Floats kept, FloatMask moved) {
  const Floats one = Floats::of(1.0f);
  const Floats minus_three = Floats::of(-3.0f);
  return fma(fma_where(moved, kept, minus_three, one), flip_sign(one, rest), integer);
}

/// Rounds halves up instead of to even, and leaves no zero negative.
inline Rounded round_up(const Rounded& even) {
  const Floats half = Floats::of(0.5f);
  const Floats one = Floats::of(1.0f);
  const Floats zero = Floats::of(0.0f);
  Rounded rounded;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    const FloatMask up = equal(even.rest[i], half);
    rounded.shifted[i] = select(up, even.shifted[i] + one, even.shifted[i]);
    rounded.rest[i] = select(up, even.rest[i] - one, even.rest[i]) + zero;
  }
  return rounded;
}

/// Makes the choice exactly in those lanes where `lack` is too small to tell. All bits of a lane are set
/// where the point with halves is taken.
Floats settle(const Coordinates<Floats>& rest, const Choice& choice) {
  const Floats close = Floats::of(close_to_a_tie);
  const unsigned near = bits(less(abs(choice.lack), close));
  float rests[8][16];
  for (int i = 0; i < 8; ++i) store(rests[i], rest[i]);
  const unsigned odd_integers = bits(sign_mask(choice.odd_integers));
  const unsigned odd_halves = bits(sign_mask(choice.odd_halves));
  float lack[16];
  store(lack, choice.lack);
  for (int lane = 0; lane < 16; ++lane) {
    if ((near >> lane & 1) == 0) continue;
    float block[8];
    for (int i = 0; i < 8; ++i) block[i] = rests[i][lane];
    const bool halves =
        halves_are_nearest(block, (odd_integers >> lane & 1) != 0, (odd_halves >> lane & 1) != 0);
    lack[lane] = halves ? -1.0f : 1.0f;
  }
  return spread_sign(load(lack));
}

/// Moves one of the coordinates that may move: the first of those that go up, else the last.
Coordinates<Floats> move_one(const Rounded& rounded, const Move& move) {
  const Coordinates<Floats>& rest = rounded.rest;
  const Floats zero = Floats::of(0.0f);
  const Floats shift = Floats::of(rounder);
  const FloatMask halves = less(zero, move.kept);
  Floats rank[8];
  Floats first = Floats::of(-1.0f);
  for (int i = 0; i < 8; ++i) {
    const Floats early = Floats::of(static_cast<float>(15 - i));
    const Floats late = Floats::of(static_cast<float>(i));
    rank[i] = select(differ(less(rest[i], zero), halves), late, early);
    first = select(equal(abs(rest[i]), move.extreme), max(rank[i], first), first);
  }
  Coordinates<Floats> y;
  for (int i = 0; i < 8; ++i) {
    const FloatMask moved = both(equal(abs(rest[i]), move.extreme), equal(rank[i], first));
    y[i] = place(rounded.shifted[i] - shift, rest[i], move.kept, moved);
  }
  return y;
}

/// The nearest point of each of sixteen lattice blocks, the lexicographically greatest of several, for
/// |x| <= 2^22. It is not inline: its callers turn to it where there may be ties, and their usual case needs
/// the registers.
Coordinates<Floats> nearest_points(const Coordinates<Floats>& x) {
  const Floats zero = Floats::of(0.0f);
  const Floats half = Floats::of(0.5f);
  const Floats one = Floats::of(1.0f);
  const Floats shift = Floats::of(rounder);
  const Floats close = Floats::of(close_to_a_tie);
  Rounded rounded = round_blocks(x);
  const Distances distances = distances_of(rounded.rest);
  if (any(either(equal(distances.most, half), equal(distances.least, zero)))) rounded = round_up(rounded);
  const Choice choice = choose(distances, parities_of(rounded));
  Floats halves = spread_sign(choice.lack);
  if (any(less(abs(choice.lack), close))) halves = settle(rounded.rest, choice);
  const Move move = move_of(distances, choice, halves);
  Floats number = zero;
  Coordinates<Floats> y;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    const FloatMask moved = equal(abs(rounded.rest[i]), move.extreme);
    number = select(moved, number + one, number);
    y[i] = place(rounded.shifted[i] - shift, rounded.rest[i], move.kept, moved);
  }
  if (any(less(one, number))) return move_one(rounded, move);
  return y;
}
