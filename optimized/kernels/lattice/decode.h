// The decoding of arrays of Voronoi codes to points. This is kernel text, compiled once for each target.

/// The index of the first of `blocks` lattice blocks whose code has an entry of q or more, or `blocks`.
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
    if (!are_codes(code + 8 * b, step, q)) return b + first_no_code(code + 8 * b, step, q);
    store_points(twice + 8 * b, decode_lanes(q, load_codes(code + 8 * b)));
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
