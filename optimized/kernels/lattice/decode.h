// Voronoi codes to points, in integers. Kernel text: included once per target.

/// Takes `unit` off where y is above `most`, and notes it.
inline Shorts lower_once(Shorts y, Shorts most, Shorts unit, ShortMask& odd) {
  Shorts zero;
  spread(std::int16_t{0}, zero);
  const ShortMask above = less(most, y);
  odd = differ(odd, above);
  return add_where(above, y, zero - unit);
}

/// Adds `unit` where y is negative, and notes it.
inline Shorts raise_once(Shorts y, Shorts unit, ShortMask& odd) {
  Shorts zero;
  spread(std::int16_t{0}, zero);
  const ShortMask below = less(y, zero);
  odd = differ(odd, below);
  return add_where(below, y, unit);
}

/// Twice the points of thirty-two codes, each in 0 .. q - 1: with Y = 2 G c, Y - 2 q Q(Y / 2 q).
inline void decode_blocks(const Shorts (&c)[8], std::int16_t q, Shorts (&y)[8]) {
  Shorts ratio, unit, last, zero;
  spread(q, ratio);
  spread(static_cast<std::int16_t>(2 * q), unit);
  spread(static_cast<std::int16_t>(q - 1), last);
  spread(std::int16_t{0}, zero);
  ShortMask odd = less(zero, zero);
  // (Y_i - c_8) / 2 into 0 .. q - 1, then Y_i into -q .. q - 1; every step changes the parity.
  y[0] = lower_once(raise_once(c[0] + (c[0] - c[1]), ratio, odd), last, ratio, odd);
  QUANTCHECK_UNROLL
  for (int i = 1; i < 6; ++i) y[i] = raise_once(c[i] - c[i + 1], ratio, odd);
  y[6] = c[6];
  QUANTCHECK_UNROLL
  for (int i = 0; i < 7; ++i) y[i] = lower_once(y[i] + y[i] + c[7], last, unit, odd);
  y[7] = c[7];
  apply(step_to_least(y, odd, unit, ratio), y);
}

/// The first of `blocks` codes that has an entry of q or more, or `blocks`.
Index first_no_code(const std::uint8_t* code, Index blocks, int q) {
  for (Index i = 0; i < 8 * blocks; ++i)
    if (code[i] >= q) return i / 8;
  return blocks;
}

bool are_codes(const std::uint8_t* code, Index blocks, int q) {
  std::uint8_t most = 0;
  for (Index i = 0; i < 8 * blocks; ++i) most = code[i] > most ? code[i] : most;
  return most < q;
}

template <class To>
Index decode_to(const std::uint8_t* code, Index blocks, int q, To* twice) {
  constexpr Index step = Shorts::lanes;
  Index b = 0;
  for (; b + step <= blocks; b += step) {
    Shorts c[8], y[8];
    if (!are_codes(code + 8 * b, step, q)) return b + first_no_code(code + 8 * b, step, q);
    load_codes(code + 8 * b, c);
    decode_blocks(c, static_cast<std::int16_t>(q), y);
    store_points(twice + 8 * b, y);
  }
  if (b == blocks) return blocks;
  const Index left = blocks - b;
  std::uint8_t last[8 * step] = {};
  To points[8 * step];
  __builtin_memcpy(last, code + 8 * b, static_cast<std::size_t>(left) * 8);
  const Index done = decode_to(last, step, q, points);
  if (done < step) return b + done;
  __builtin_memcpy(twice + 8 * b, points, static_cast<std::size_t>(left) * 8 * sizeof(To));
  return blocks;
}
