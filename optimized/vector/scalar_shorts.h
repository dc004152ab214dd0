// Vectors of integers of 16 bits in plain C++, and the codes and points of thirty-two lattice blocks. This
// file is included inside the target's namespace, after plain_integers.h.

/// Thirty-two integers modulo 2^16.
using Shorts = IntegerLanes<std::uint16_t, 32>;

/// Loads the codes of thirty-two lattice blocks, a byte for each entry.
inline Coordinates<Shorts> load_codes(const std::uint8_t* p) {
  Coordinates<Shorts> c;
  for (int i = 0; i < 8; ++i) c[i] = each_integer<std::uint16_t, 32>([&](Index b) { return p[8 * b + i]; });
  return c;
}

/// Stores the points of thirty-two lattice blocks.
template <class To>
inline void store_points(To* p, const Coordinates<Shorts>& y) {
  for (Index b = 0; b < 32; ++b)
    for (Index i = 0; i < 8; ++i) p[8 * b + i] = static_cast<To>(y[i].lane[b]);
}

/// Loads sixteen integers and makes them floats.
inline Floats load_integers(const std::int16_t* p) {
  return each<float, 16>([p](Index i) { return static_cast<float>(p[i]); });
}
