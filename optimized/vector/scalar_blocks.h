// Lattice blocks of eight values in lanes and back, in plain C++: sixteen blocks at a time, with a coordinate
// in each vector. This file is included inside the target's namespace.

/// The lattice block that each lane holds.
constexpr int block_in_lane[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

inline Coordinates<Floats> load_blocks(const float* p) {
  Coordinates<Floats> x;
  for (Index i = 0; i < 8; ++i) x[i] = each<float, 16>([&](Index b) { return p[8 * b + i]; });
  return x;
}

/// The values that `lanes`, in the order of block_in_lane, has for lattice blocks 2k and 2k + 1. Each value
/// fills eight lanes, one for each coordinate of its block, as the two blocks lie in memory.
inline Floats row_of(const float* lanes, Index k) {
  return each<float, 16>([&](Index i) { return lanes[2 * k + i / 8]; });
}

/// Two values, a in eight lanes and b in the next eight: one for each of two lattice blocks as they lie in
/// memory.
inline Floats pair_of(float a, float b) {
  return each<float, 16>([=](Index i) { return i < 8 ? a : b; });
}

inline void stream(float* p, const Floats& a) { store(p, a); }
inline void end_streaming() {}

/// Stores sixteen lattice blocks of integers in 0 .. 255 as bytes; each vector has a coordinate.
inline void store_codes(std::uint8_t* p, const Coordinates<Floats>& c) {
  for (Index b = 0; b < 16; ++b)
    for (Index i = 0; i < 8; ++i) p[8 * b + i] = static_cast<std::uint8_t>(c[i].lane[b]);
}

/// Stores a byte for each lattice block, in the order in which the blocks lie in memory.
inline void store_bytes(std::uint8_t* p, const Floats& a) {
  for (Index b = 0; b < 16; ++b) p[b] = static_cast<std::uint8_t>(a.lane[b]);
}
