// Lattice blocks of eight values in lanes and back, on AVX2: sixteen blocks at a time, with a coordinate in
// each vector. This file is included inside the target's namespace.

/// The lattice block that each lane holds.
constexpr int block_in_lane[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

struct EightColumns {
  __m256 column[8];
};

/// Turns eight rows of eight values into eight columns.
inline EightColumns transpose_eight(const float* p) {
  __m256 a[8], b[8];
  // Row i is put beside row i + 4: first their first halves, then their second ones.
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 4; ++i) {
    a[i] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p + 8 * i)), _mm_loadu_ps(p + 8 * i + 32),
                                1);
    a[4 + i] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(p + 8 * i + 4)),
                                    _mm_loadu_ps(p + 8 * i + 36), 1);
  }
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 8; i += 2) {
    b[i] = _mm256_unpacklo_ps(a[i], a[i + 1]);
    b[i + 1] = _mm256_unpackhi_ps(a[i], a[i + 1]);
  }
  EightColumns columns;
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 8; i += 4) {
    const __m256d low = _mm256_castps_pd(b[i]);
    const __m256d high = _mm256_castps_pd(b[i + 1]);
    const __m256d later_low = _mm256_castps_pd(b[i + 2]);
    const __m256d later_high = _mm256_castps_pd(b[i + 3]);
    columns.column[i] = _mm256_castpd_ps(_mm256_unpacklo_pd(low, later_low));
    columns.column[i + 1] = _mm256_castpd_ps(_mm256_unpackhi_pd(low, later_low));
    columns.column[i + 2] = _mm256_castpd_ps(_mm256_unpacklo_pd(high, later_high));
    columns.column[i + 3] = _mm256_castpd_ps(_mm256_unpackhi_pd(high, later_high));
  }
  return columns;
}

inline Coordinates<Floats> load_blocks(const float* p) {
  const EightColumns lo = transpose_eight(p);
  const EightColumns hi = transpose_eight(p + 64);
  Coordinates<Floats> x;
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 8; ++i) x[i] = {lo.column[i], hi.column[i]};
  return x;
}

/// The values that `lanes`, in the order of block_in_lane, has for lattice blocks 2k and 2k + 1. Each value
/// fills eight lanes, one for each coordinate of its block, as the two blocks lie in memory.
inline Floats row_of(const float* lanes, Index k) {
  return {_mm256_broadcast_ss(lanes + 2 * k), _mm256_broadcast_ss(lanes + 2 * k + 1)};
}

/// Two values, a in eight lanes and b in the next eight: one for each of two lattice blocks as they lie in
/// memory.
inline Floats pair_of(float a, float b) { return {_mm256_set1_ps(a), _mm256_set1_ps(b)}; }

/// Writes past the caches; the address p is a multiple of 64.
inline void stream(float* p, Floats a) {
  _mm256_stream_ps(p, a.lo);
  _mm256_stream_ps(p + 8, a.hi);
}
inline void end_streaming() { _mm_sfence(); }

/// Words of four bytes, one from each of four vectors. The first three are put together in float, which is
/// exact.
inline __m256i four_bytes(__m256 a, __m256 b, __m256 c, __m256 d) {
  const __m256 two = _mm256_fmadd_ps(b, _mm256_set1_ps(256.0f), a);
  const __m256i three = _mm256_cvtps_epi32(_mm256_fmadd_ps(c, _mm256_set1_ps(65536.0f), two));
  return _mm256_or_si256(three, _mm256_slli_epi32(_mm256_cvtps_epi32(d), 24));
}

inline void store_eight(std::uint8_t* p, __m256i low, __m256i high) {
  const __m256i even = _mm256_unpacklo_epi32(low, high);  // blocks 0 1, 4 5
  const __m256i odd = _mm256_unpackhi_epi32(low, high);   // blocks 2 3, 6 7
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm256_permute2x128_si256(even, odd, 0x20));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p + 32), _mm256_permute2x128_si256(even, odd, 0x31));
}

/// Stores sixteen lattice blocks of integers in 0 .. 255 as bytes; each vector has a coordinate.
inline void store_codes(std::uint8_t* p, const Coordinates<Floats>& c) {
  store_eight(p, four_bytes(c[0].lo, c[1].lo, c[2].lo, c[3].lo),
              four_bytes(c[4].lo, c[5].lo, c[6].lo, c[7].lo));
  store_eight(p + 64, four_bytes(c[0].hi, c[1].hi, c[2].hi, c[3].hi),
              four_bytes(c[4].hi, c[5].hi, c[6].hi, c[7].hi));
}

/// Stores a byte for each lattice block, in the order in which the blocks lie in memory.
inline void store_bytes(std::uint8_t* p, Floats a) {
  const __m256i words = _mm256_permute4x64_epi64(
      _mm256_packus_epi32(_mm256_cvtps_epi32(a.lo), _mm256_cvtps_epi32(a.hi)), _MM_SHUFFLE(3, 1, 2, 0));
  const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), bytes);
}
