// Blocks of eight values in lanes and back, in plain C++: sixteen blocks at a time, a coordinate in each
// vector. Included inside the target's namespace.

/// Which block is in each lane.
constexpr int block_in_lane[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

inline Coordinates<Floats> load_blocks(const float* p) {
  Coordinates<Floats> x;
  for (Index i = 0; i < 8; ++i) x[i] = each<float, 16>([&](Index b) { return p[8 * b + i]; });
  return x;
}

/// For blocks 2k and 2k + 1 as they lie in memory, the lane of their block in each lane.
inline Floats row_of(const float* lanes, Index k) {
  return each<float, 16>([&](Index i) { return lanes[2 * k + i / 8]; });
}

/// Of two blocks as they lie in memory, a value each.
inline Floats pair_of(float a, float b) {
  return each<float, 16>([=](Index i) { return i < 8 ? a : b; });
}

inline void stream(float* p, const Floats& a) { store(p, a); }
inline void end_streaming() {}

/// Bytes of sixteen blocks: integers in 0 .. 255, a coordinate in each vector.
inline void store_codes(std::uint8_t* p, const Coordinates<Floats>& c) {
  for (Index b = 0; b < 16; ++b)
    for (Index i = 0; i < 8; ++i) p[8 * b + i] = static_cast<std::uint8_t>(c[i].lane[b]);
}

/// A byte of each block.
inline void store_bytes(std::uint8_t* p, const Floats& a) {
  for (Index b = 0; b < 16; ++b) p[b] = static_cast<std::uint8_t>(a.lane[b]);
}
