// The point of a Voronoi code, twice its coordinates, one block in each lane: for products in bytes where
// they do, else in 16 bits. Kernel text: included once per target.
//
// y = G c is reduced by the nearest point of q E8. In doubled coordinates: r_i is y_i modulo 2q in [-q, q),
// the rest that rounding y_i / q to an integer leaves, halves up. Of rounding to integers and a half the rest
// is r_i - q where r_i >= 0, else r_i + q. So the two squared distances differ by 2q (sum |r_i| - 4q), and
// where the sum of the integers is odd, the coordinate that is moved adds 4q (q - most |r_i|) to the one, 4q
// least |r_i| to the other. Of several farthest ones the first that moves up is moved, else the last: up is
// where r_i >= 0 in the one, where r_i < 0 in the other.

/// The doubled coordinates of the least point of the class of codes, modulo the lanes' range; the
/// lexicographically greatest is subtracted. 8q <= 247 for bytes, likewise for larger lanes.
template <class V>
inline Coordinates<V> decode_lanes(Index q, const Coordinates<V>& c) {
  const V one_q = V::of(q);
  const V two_q = V::of(2 * q);
  const V four_q = V::of(4 * q);
  const V zero = V::of(0);
  const V one = V::of(1);
  const V none = V::of(-1);
  const V upper = V::of(-16);

  // r + q: y + 3q is in [q + 2, 8q - 5], and minimum of unsigned numbers is reduction.
  const V& last = c[7];
  const V raised = last + (one_q + two_q);
  V r[8];
  const V twice_first = (c[0] + c[0]) - c[1];
  r[0] = least((twice_first + twice_first) + raised, ((twice_first + twice_first) + raised) - four_q);
  QUANTCHECK_UNROLL
  for (int i = 1; i < 6; ++i) {
    const V step = c[i] - c[i + 1];
    const V y = (step + step) + raised;
    r[i] = least(y, y - four_q);
  }
  r[6] = (c[6] + c[6]) + (last + one_q);
  r[7] = last + one_q;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 7; ++i) r[i] = least(r[i], r[i] - two_q);

  // The integers' sum, times 2q, is sum y - sum r. Where 2q is an odd number times 2^s, bit s tells its
  // parity.
  const V sum_of_r = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  const V first_and_last = (c[0] + last) + last;
  const V twice = first_and_last + first_and_last;
  const V parity_bit = V::of(2 * q & -(2 * q));
  const V eight_q = V::of(8 * q);
  const auto odd_integers = has(((twice + twice) + eight_q) - sum_of_r, parity_bit);
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) r[i] = r[i] - one_q;
  const V signs = ((r[0] ^ r[1]) ^ (r[2] ^ r[3])) ^ ((r[4] ^ r[5]) ^ (r[6] ^ r[7]));
  const auto odd_halves = differ(odd_integers, negative(signs));

  // Ordered as the coordinates are moved: the |r_i| of a block are of one parity, so their upper bits will
  // do.
  V key[8], size[8];
  decltype(equal(none, none)) minus[8];
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    const V down = V::of(i);
    const V up = V::of(15 - i);
    size[i] = magnitude(r[i]);
    minus[i] = negative(r[i]);
    key[i] = (eightfold(size[i]) & upper) | select(minus[i], down, up);
  }
  const V largest = most(most(most(key[0], key[1]), most(key[2], key[3])),
                         most(most(key[4], key[5]), most(key[6], key[7])));
  const V smallest = least(least(least(key[0], key[1]), least(key[2], key[3])),
                           least(least(key[4], key[5]), least(key[6], key[7])));
  const V sum = ((size[0] + size[1]) + (size[2] + size[3])) + ((size[4] + size[5]) + (size[6] + size[7]));
  const V parity = size[0] & one;
  const V twice_largest = quarter(largest & upper) + (parity + parity);
  const V twice_smallest = quarter(smallest & upper) + (parity + parity);

  // Half the difference of the distances, over q; even. Where it is 0 the greater point is told by the first
  // coordinate.
  const auto first_moves =
      either(both(odd_integers, equal(key[0], largest)), both(odd_halves, equal(key[0], smallest)));
  const auto integers_first = differ(first_moves, minus[0]);
  const V integers_nearer = ((four_q - sum) - select(odd_integers, two_q - twice_largest, zero)) +
                            select(odd_halves, twice_smallest, zero);
  const auto halves = negative(integers_nearer - select(integers_first, zero, one));

  const V moved = select(halves, select(odd_halves, smallest, none), select(odd_integers, largest, none));
  const V step = select(halves, zero - one_q, zero);
  const V step_of_moved = select(halves, one_q, zero - two_q);
  Coordinates<V> point;
  QUANTCHECK_UNROLL
  for (int i = 0; i < 8; ++i) {
    const V change = select(equal(key[i], moved), step_of_moved, step);
    point[i] = select(minus[i], r[i] - change, r[i] + change);
  }
  return point;
}
