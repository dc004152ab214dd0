// The decoding of Voronoi codes to twice the coordinates of their points, with one lattice block in each
// lane. For products, lanes of 8 bits are used where they suffice, and else lanes of 16 bits. This is kernel
// text, compiled once for each target.
//
// The point y = G c is reduced by the nearest point of q E8. Let r_i be 2 y_i modulo 2q, in [-q, q): twice
// what is left when y_i / q is rounded to an integer, halves up. When it is rounded to an integer plus 1/2
// instead, r_i - q is left for r_i >= 0, else r_i + q. So the squared distance to the integers, in doubled
// coordinates, is greater than that to the integers plus 1/2 by
//     2q (sum |r_i| - 4q).
// Where the integers, or the integers plus 1/2, lack the parity of a point of E8, one of their coordinates
// moves. That adds 4q (q - max |r_i|) to the first distance, or 4q min |r_i| to the second. Of several
// coordinates that cost the same, the first that moves up is moved, else the last. Up is where r_i >= 0 among
// the integers, and where r_i < 0 among the integers plus 1/2.

/// The doubled coordinates of the point of least norm in the class of the code c, modulo the lanes' range. Of
/// several nearest points of q E8 the lexicographically greatest is subtracted. 8q <= 247 has to hold for
/// bytes, and likewise for larger lanes.
template <class V>
inline Coordinates<V> decode_lanes(Index q, const Coordinates<V>& c) {
  const V one_q = V::of(q);
  const V two_q = V::of(2 * q);
  const V four_q = V::of(4 * q);
  const V zero = V::of(0);
  const V one = V::of(1);
  const V none = V::of(-1);
  const V upper = V::of(-16);

  // The r[i] computed here are r_i + q. The doubled y_i, with 3q added, are in [q + 2, 8q - 5], and taking
  // the minimum of unsigned numbers reduces them.
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

  // The sum of the integers, times 2q, is sum 2 y_i - sum r_i. Where 2q is an odd number times 2^s, bit s of
  // that tells the parity of the sum.
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

  // The keys order the coordinates as they come to be moved. The |r_i| of a lattice block are of one parity,
  // so their upper bits suffice.
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

  // This is half the difference of the squared distances, divided by q. It is even. Where it is 0, the first
  // coordinate tells which point is the greater one.
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
