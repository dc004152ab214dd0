// Vectors of integers of 8 and 32 bits on AVX2: 64 bytes in two registers. This file is included inside the
// target's namespace, after the vectors of floats and of integers of 16 bits.

/// Sixty-four integers modulo 2^8.
struct Bytes {
  using Scalar = std::uint8_t;
  static constexpr Index lanes = 64;
  __m256i lo, hi;

  static Bytes of(Index x) {
    const __m256i half = _mm256_set1_epi8(static_cast<char>(x));
    return {half, half};
  }
  static Bytes from(const std::uint8_t* p) { return {load_bytes(p), load_bytes(p + 32)}; }
};
/// A mask: all bits of a lane are set, or none.
struct ByteMask {
  __m256i lo, hi;
};

inline void store(std::uint8_t* p, Bytes a) {
  store_bytes(p, a.lo);
  store_bytes(p + 32, a.hi);
}
inline Bytes operator+(Bytes a, Bytes b) {
  return {_mm256_add_epi8(a.lo, b.lo), _mm256_add_epi8(a.hi, b.hi)};
}
inline Bytes operator-(Bytes a, Bytes b) {
  return {_mm256_sub_epi8(a.lo, b.lo), _mm256_sub_epi8(a.hi, b.hi)};
}
inline Bytes operator&(Bytes a, Bytes b) {
  return {_mm256_and_si256(a.lo, b.lo), _mm256_and_si256(a.hi, b.hi)};
}
inline Bytes operator|(Bytes a, Bytes b) {
  return {_mm256_or_si256(a.lo, b.lo), _mm256_or_si256(a.hi, b.hi)};
}
inline Bytes operator^(Bytes a, Bytes b) {
  return {_mm256_xor_si256(a.lo, b.lo), _mm256_xor_si256(a.hi, b.hi)};
}
/// eightfold is for bytes below 32, quarter for multiples of 4.
inline Bytes eightfold(Bytes a) { return {_mm256_slli_epi16(a.lo, 3), _mm256_slli_epi16(a.hi, 3)}; }
inline Bytes quarter(Bytes a) { return {_mm256_srli_epi16(a.lo, 2), _mm256_srli_epi16(a.hi, 2)}; }
/// least and most are for unsigned bytes.
inline Bytes least(Bytes a, Bytes b) { return {_mm256_min_epu8(a.lo, b.lo), _mm256_min_epu8(a.hi, b.hi)}; }
inline Bytes most(Bytes a, Bytes b) { return {_mm256_max_epu8(a.lo, b.lo), _mm256_max_epu8(a.hi, b.hi)}; }
/// magnitude and negative are for signed bytes.
inline Bytes magnitude(Bytes a) { return {_mm256_abs_epi8(a.lo), _mm256_abs_epi8(a.hi)}; }
inline ByteMask negative(Bytes a) {
  const __m256i zero = _mm256_setzero_si256();
  return {_mm256_cmpgt_epi8(zero, a.lo), _mm256_cmpgt_epi8(zero, a.hi)};
}
inline ByteMask equal(Bytes a, Bytes b) {
  return {_mm256_cmpeq_epi8(a.lo, b.lo), _mm256_cmpeq_epi8(a.hi, b.hi)};
}
inline ByteMask has(Bytes a, Bytes bit) {
  return {_mm256_cmpeq_epi8(_mm256_and_si256(a.lo, bit.lo), bit.lo),
          _mm256_cmpeq_epi8(_mm256_and_si256(a.hi, bit.hi), bit.hi)};
}
inline ByteMask both(ByteMask a, ByteMask b) {
  return {_mm256_and_si256(a.lo, b.lo), _mm256_and_si256(a.hi, b.hi)};
}
inline ByteMask either(ByteMask a, ByteMask b) {
  return {_mm256_or_si256(a.lo, b.lo), _mm256_or_si256(a.hi, b.hi)};
}
inline ByteMask differ(ByteMask a, ByteMask b) {
  return {_mm256_xor_si256(a.lo, b.lo), _mm256_xor_si256(a.hi, b.hi)};
}
inline Bytes select(ByteMask m, Bytes yes, Bytes no) {
  return {_mm256_blendv_epi8(no.lo, yes.lo, m.lo), _mm256_blendv_epi8(no.hi, yes.hi, m.hi)};
}

/// The upper half of each byte, as a number below 16.
inline Bytes upper_half(Bytes a) {
  const __m256i low = _mm256_set1_epi8(15);
  return {_mm256_and_si256(_mm256_srli_epi16(a.lo, 4), low),
          _mm256_and_si256(_mm256_srli_epi16(a.hi, 4), low)};
}

inline FourRegisters bytes_of_words(__m256i w0, __m256i w1, __m256i w2, __m256i w3) {
  const __m256i order =
      _mm256_broadcastsi128_si256(_mm_set_epi8(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0));
  const __m256i a0 = _mm256_shuffle_epi8(w0, order);
  const __m256i a1 = _mm256_shuffle_epi8(w1, order);
  const __m256i a2 = _mm256_shuffle_epi8(w2, order);
  const __m256i a3 = _mm256_shuffle_epi8(w3, order);
  const __m256i low01 = _mm256_unpacklo_epi32(a0, a1);
  const __m256i low23 = _mm256_unpacklo_epi32(a2, a3);
  const __m256i high01 = _mm256_unpackhi_epi32(a0, a1);
  const __m256i high23 = _mm256_unpackhi_epi32(a2, a3);
  return {{_mm256_unpacklo_epi64(low01, low23), _mm256_unpackhi_epi64(low01, low23),
           _mm256_unpacklo_epi64(high01, high23), _mm256_unpackhi_epi64(high01, high23)}};
}

/// Collects the bytes of sixteen words in each of four vectors: byte k of word 4L + t of vector j goes to
/// lane 16L + 4j + t of result k.
inline Several<Bytes, 4> bytes_of_words(const Several<Bytes, 4>& words) {
  const FourRegisters lo = bytes_of_words(words[0].lo, words[1].lo, words[2].lo, words[3].lo);
  const FourRegisters hi = bytes_of_words(words[0].hi, words[1].hi, words[2].hi, words[3].hi);
  return {{{lo.part[0], hi.part[0]},
           {lo.part[1], hi.part[1]},
           {lo.part[2], hi.part[2]},
           {lo.part[3], hi.part[3]}}};
}

inline FourRegisters words_of_bytes(__m256i p0, __m256i p1, __m256i p2, __m256i p3) {
  const __m256i low01 = _mm256_unpacklo_epi8(p0, p1);
  const __m256i low23 = _mm256_unpacklo_epi8(p2, p3);
  const __m256i high01 = _mm256_unpackhi_epi8(p0, p1);
  const __m256i high23 = _mm256_unpackhi_epi8(p2, p3);
  return {{_mm256_unpacklo_epi16(low01, low23), _mm256_unpackhi_epi16(low01, low23),
           _mm256_unpacklo_epi16(high01, high23), _mm256_unpackhi_epi16(high01, high23)}};
}

/// The inverse of bytes_of_words.
inline Several<Bytes, 4> words_of_bytes(const Bytes* planes) {
  const FourRegisters lo = words_of_bytes(planes[0].lo, planes[1].lo, planes[2].lo, planes[3].lo);
  const FourRegisters hi = words_of_bytes(planes[0].hi, planes[1].hi, planes[2].hi, planes[3].hi);
  return {{{lo.part[0], hi.part[0]},
           {lo.part[1], hi.part[1]},
           {lo.part[2], hi.part[2]},
           {lo.part[3], hi.part[3]}}};
}

/// Sixteen words of four bytes.
struct Ints {
  __m256i lo, hi;

  static Ints of(std::uint32_t x) {
    const __m256i half = _mm256_set1_epi32(static_cast<int>(x));
    return {half, half};
  }
};

inline Ints load(const std::uint32_t* p) { return {load_bytes(p), load_bytes(p + 8)}; }
inline void store(std::uint32_t* p, Ints a) {
  store_bytes(p, a.lo);
  store_bytes(p + 8, a.hi);
}
inline Ints operator-(Ints a, Ints b) { return {_mm256_sub_epi32(a.lo, b.lo), _mm256_sub_epi32(a.hi, b.hi)}; }
template <int bits>
inline Ints shift_right(Ints a) {
  return {_mm256_srli_epi32(a.lo, bits), _mm256_srli_epi32(a.hi, bits)};
}
inline Floats to_floats(Ints a) { return {_mm256_cvtepi32_ps(a.lo), _mm256_cvtepi32_ps(a.hi)}; }
inline __m256 look_up_half(const float* table, __m256i index) {
  return _mm256_blendv_ps(_mm256_permutevar8x32_ps(_mm256_loadu_ps(table), index),
                          _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 8), index),
                          _mm256_castsi256_ps(_mm256_slli_epi32(index, 28)));
}
/// table[a % 16] in each lane.
inline Floats look_up(const float* table, Ints a) {
  return {look_up_half(table, a.lo), look_up_half(table, a.hi)};
}

/// Adds to sum the inner product of the words of a and b, each taken as two signed integers.
inline Ints add_dot_of_two(Ints sum, Ints a, Ints b) {
  return {_mm256_add_epi32(sum.lo, _mm256_madd_epi16(a.lo, b.lo)),
          _mm256_add_epi32(sum.hi, _mm256_madd_epi16(a.hi, b.hi))};
}

inline __m256i add_dot_of_four(__m256i sum, __m256i a, __m256i b) {
  // vpmaddubsw would saturate, so that it cannot be used here.
  const __m256i products = _mm256_madd_epi16(_mm256_and_si256(a, _mm256_set1_epi32(0x00ff00ff)),
                                             _mm256_srai_epi16(_mm256_slli_epi16(b, 8), 8));
  const __m256i others = _mm256_madd_epi16(_mm256_srli_epi16(a, 8), _mm256_srai_epi16(b, 8));
  return _mm256_add_epi32(sum, _mm256_add_epi32(products, others));
}
/// Adds to sum the inner product of the words of a and b, each taken as four bytes, those of a unsigned and
/// those of b signed. It is exact.
inline Ints add_dot_of_four(Ints sum, Ints a, Ints b) {
  return {add_dot_of_four(sum.lo, a.lo, b.lo), add_dot_of_four(sum.hi, a.hi, b.hi)};
}

inline Doubles widen(const float* p) {
  return {_mm256_cvtps_pd(_mm_loadu_ps(p)), _mm256_cvtps_pd(_mm_loadu_ps(p + 4))};
}

template <int bit>
inline __m256 lane_butterfly(__m256 a) {
  constexpr int minus = bit == 1 ? 0xaa : bit == 2 ? 0xcc : 0xf0;
  __m256 other;
  if constexpr (bit == 1) other = _mm256_permute_ps(a, 0xb1);
  if constexpr (bit == 2) other = _mm256_permute_ps(a, 0x4e);
  if constexpr (bit == 4) other = _mm256_permute2f128_ps(a, a, 0x01);
  return _mm256_blend_ps(_mm256_add_ps(a, other), _mm256_sub_ps(other, a), minus);
}
/// Replaces each two lanes whose numbers differ in `bit` by their sum and difference: lane i becomes
/// a_i + a_(i + bit) where that bit of i is 0, and a_(i - bit) - a_i where it is 1.
template <int bit>
inline Floats lane_butterfly(Floats a) {
  if constexpr (bit == 8)
    return {_mm256_add_ps(a.lo, a.hi), _mm256_sub_ps(a.lo, a.hi)};
  else
    return {lane_butterfly<bit>(a.lo), lane_butterfly<bit>(a.hi)};
}

// The part of a product, vectors of rows by columns, that is summed in registers at once.
constexpr Index product_vectors = 1;
constexpr Index product_columns = 4;
