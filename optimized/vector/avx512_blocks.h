// Lattice blocks of eight values in lanes and back, on AVX-512: sixteen blocks at a time, with a coordinate
// in each vector. This file is included inside the target's namespace.

/// The lattice block that each lane holds.
constexpr int block_in_lane[16] = {0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15};

struct FourColumns {
  __m512 column[4];
};

/// Turns four rows of four values, sixteen values apart, into four columns in each quarter of the registers.
inline FourColumns transpose_quarters(const float* p) {
  __m512 a[4];
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 4; ++i) a[i] = _mm512_loadu_ps(p + 16 * i);
  const __m512d top_low = _mm512_castps_pd(_mm512_unpacklo_ps(a[0], a[1]));
  const __m512d top_high = _mm512_castps_pd(_mm512_unpackhi_ps(a[0], a[1]));
  const __m512d bottom_low = _mm512_castps_pd(_mm512_unpacklo_ps(a[2], a[3]));
  const __m512d bottom_high = _mm512_castps_pd(_mm512_unpackhi_ps(a[2], a[3]));
  return {{_mm512_castpd_ps(_mm512_unpacklo_pd(top_low, bottom_low)),
           _mm512_castpd_ps(_mm512_unpackhi_pd(top_low, bottom_low)),
           _mm512_castpd_ps(_mm512_unpacklo_pd(top_high, bottom_high)),
           _mm512_castpd_ps(_mm512_unpackhi_pd(top_high, bottom_high))}};
}

inline Coordinates<Floats> load_blocks(const float* p) {
  const FourColumns low = transpose_quarters(p);
  const FourColumns high = transpose_quarters(p + 64);
  Coordinates<Floats> x;
  // The odd quarters of one register change places with the even quarters of the other.
  QUANTCHECK_UNROLL
  for (Index i = 0; i < 4; ++i) {
    const __m512 a = low.column[i];
    const __m512 b = high.column[i];
    x[i].v = _mm512_mask_shuffle_f32x4(a, 0xf0f0, b, b, 0xa0);
    x[4 + i].v = _mm512_mask_shuffle_f32x4(b, 0x0f0f, a, a, 0xf5);
  }
  return x;
}

/// The values that `lanes`, in the order of block_in_lane, has for lattice blocks 2k and 2k + 1. Each value
/// fills eight lanes, one for each coordinate of its block, as the two blocks lie in memory.
inline Floats row_of(const float* lanes, Index k) {
  const __m512i first = _mm512_set_epi32(8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0);
  return {_mm512_permutexvar_ps(_mm512_add_epi32(first, _mm512_set1_epi32(static_cast<int>(k))),
                                _mm512_loadu_ps(lanes))};
}

/// Two values, a in eight lanes and b in the next eight: one for each of two lattice blocks as they lie in
/// memory.
inline Floats pair_of(float a, float b) {
  return {_mm512_mask_broadcastss_ps(_mm512_set1_ps(a), 0xff00, _mm_set_ss(b))};
}

/// Writes past the caches; the address p is a multiple of 64.
inline void stream(float* p, Floats a) { _mm512_stream_ps(p, a.v); }
inline void end_streaming() { _mm_sfence(); }

/// Words of four bytes, one from each of four vectors. The first three are put together in float, which is
/// exact.
inline __m512i four_bytes(const Floats* a) {
  const __m512 two = _mm512_fmadd_ps(a[1].v, _mm512_set1_ps(256.0f), a[0].v);
  const __m512i three = _mm512_cvtps_epi32(_mm512_fmadd_ps(a[2].v, _mm512_set1_ps(65536.0f), two));
  return _mm512_or_si512(three, _mm512_slli_epi32(_mm512_cvtps_epi32(a[3].v), 24));
}

/// Stores sixteen lattice blocks of integers in 0 .. 255 as bytes; each vector has a coordinate.
inline void store_codes(std::uint8_t* p, const Coordinates<Floats>& c) {
  const __m512i low = four_bytes(&c[0]);
  const __m512i high = four_bytes(&c[4]);
  const __m512i even = _mm512_unpacklo_epi32(low, high);  // blocks 0 2, 8 10, 1 3, 9 11
  const __m512i odd = _mm512_unpackhi_epi32(low, high);   // blocks 4 6, 12 14, 5 7, 13 15
  const __m512i first = _mm512_set_epi64(13, 9, 12, 8, 5, 1, 4, 0);
  const __m512i second = _mm512_set_epi64(15, 11, 14, 10, 7, 3, 6, 2);
  _mm512_storeu_si512(p, _mm512_permutex2var_epi64(even, first, odd));
  _mm512_storeu_si512(p + 64, _mm512_permutex2var_epi64(even, second, odd));
}

/// Stores a byte for each lattice block, in the order in which the blocks lie in memory.
inline void store_bytes(std::uint8_t* p, Floats a) {
  const __m512i order = _mm512_set_epi32(15, 7, 14, 6, 13, 5, 12, 4, 11, 3, 10, 2, 9, 1, 8, 0);
  const __m512i bytes = _mm512_permutexvar_epi32(order, _mm512_cvtps_epi32(a.v));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_cvtepi32_epi8(bytes));
}
