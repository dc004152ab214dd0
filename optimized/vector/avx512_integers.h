// Vectors of integers of 8 and 32 bits on AVX-512. This file is included inside the target's namespace, after
// the vectors of floats.

/// Sixty-four integers modulo 2^8.
struct Bytes {
  using Scalar = std::uint8_t;
  static constexpr Index lanes = 64;
  __m512i v;

  static Bytes of(Index x) { return {_mm512_set1_epi8(static_cast<char>(x))}; }
  static Bytes from(const std::uint8_t* p) { return {_mm512_loadu_si512(p)}; }
};
using ByteMask = __mmask64;

inline void store(std::uint8_t* p, Bytes a) { _mm512_storeu_si512(p, a.v); }
inline Bytes operator+(Bytes a, Bytes b) { return {_mm512_add_epi8(a.v, b.v)}; }
inline Bytes operator-(Bytes a, Bytes b) { return {_mm512_sub_epi8(a.v, b.v)}; }
inline Bytes operator&(Bytes a, Bytes b) { return {_mm512_and_si512(a.v, b.v)}; }
inline Bytes operator|(Bytes a, Bytes b) { return {_mm512_or_si512(a.v, b.v)}; }
inline Bytes operator^(Bytes a, Bytes b) { return {_mm512_xor_si512(a.v, b.v)}; }
/// eightfold is for bytes below 32, quarter for multiples of 4.
inline Bytes eightfold(Bytes a) { return {_mm512_slli_epi16(a.v, 3)}; }
inline Bytes quarter(Bytes a) { return {_mm512_srli_epi16(a.v, 2)}; }
/// least and most are for unsigned bytes.
inline Bytes least(Bytes a, Bytes b) { return {_mm512_min_epu8(a.v, b.v)}; }
inline Bytes most(Bytes a, Bytes b) { return {_mm512_max_epu8(a.v, b.v)}; }
/// magnitude and negative are for signed bytes.
inline Bytes magnitude(Bytes a) { return {_mm512_abs_epi8(a.v)}; }
inline ByteMask negative(Bytes a) { return _mm512_movepi8_mask(a.v); }
inline ByteMask equal(Bytes a, Bytes b) { return _mm512_cmpeq_epi8_mask(a.v, b.v); }
inline ByteMask has(Bytes a, Bytes bit) { return _mm512_test_epi8_mask(a.v, bit.v); }
inline ByteMask both(ByteMask a, ByteMask b) { return _kand_mask64(a, b); }
inline ByteMask either(ByteMask a, ByteMask b) { return _kor_mask64(a, b); }
inline ByteMask differ(ByteMask a, ByteMask b) { return _kxor_mask64(a, b); }
inline Bytes select(ByteMask m, Bytes yes, Bytes no) { return {_mm512_mask_blend_epi8(m, no.v, yes.v)}; }

/// The upper half of each byte, as a number below 16.
inline Bytes upper_half(Bytes a) {
  return {_mm512_and_si512(_mm512_srli_epi16(a.v, 4), _mm512_set1_epi8(15))};
}

/// Collects the bytes of sixteen words in each of four vectors: byte k of word 4L + t of vector j goes to
/// lane 16L + 4j + t of result k.
inline Several<Bytes, 4> bytes_of_words(const Several<Bytes, 4>& words) {
  const __m512i order =
      _mm512_broadcast_i32x4(_mm_set_epi8(15, 11, 7, 3, 14, 10, 6, 2, 13, 9, 5, 1, 12, 8, 4, 0));
  __m512i a[4];
  QUANTCHECK_UNROLL
  for (int j = 0; j < 4; ++j) a[j] = _mm512_shuffle_epi8(words[j].v, order);
  const __m512i low01 = _mm512_unpacklo_epi32(a[0], a[1]);
  const __m512i low23 = _mm512_unpacklo_epi32(a[2], a[3]);
  const __m512i high01 = _mm512_unpackhi_epi32(a[0], a[1]);
  const __m512i high23 = _mm512_unpackhi_epi32(a[2], a[3]);
  return {{{_mm512_unpacklo_epi64(low01, low23)},
           {_mm512_unpackhi_epi64(low01, low23)},
           {_mm512_unpacklo_epi64(high01, high23)},
           {_mm512_unpackhi_epi64(high01, high23)}}};
}

/// The inverse of bytes_of_words.
inline Several<Bytes, 4> words_of_bytes(const Bytes* planes) {
  const __m512i low01 = _mm512_unpacklo_epi8(planes[0].v, planes[1].v);
  const __m512i low23 = _mm512_unpacklo_epi8(planes[2].v, planes[3].v);
  const __m512i high01 = _mm512_unpackhi_epi8(planes[0].v, planes[1].v);
  const __m512i high23 = _mm512_unpackhi_epi8(planes[2].v, planes[3].v);
  return {{{_mm512_unpacklo_epi16(low01, low23)},
           {_mm512_unpackhi_epi16(low01, low23)},
           {_mm512_unpacklo_epi16(high01, high23)},
           {_mm512_unpackhi_epi16(high01, high23)}}};
}

/// Sixteen words of four bytes.
struct Ints {
  __m512i v;

  static Ints of(std::uint32_t x) { return {_mm512_set1_epi32(static_cast<int>(x))}; }
};

inline Ints load(const std::uint32_t* p) { return {_mm512_loadu_si512(p)}; }
inline void store(std::uint32_t* p, Ints a) { _mm512_storeu_si512(p, a.v); }
inline Ints operator-(Ints a, Ints b) { return {_mm512_sub_epi32(a.v, b.v)}; }
template <unsigned bits>
inline Ints shift_right(Ints a) {
  return {_mm512_srli_epi32(a.v, bits)};
}
inline Floats to_floats(Ints a) { return {_mm512_cvtepi32_ps(a.v)}; }
/// table[a % 16] in each lane.
inline Floats look_up(const float* table, Ints a) {
  return {_mm512_permutexvar_ps(a.v, _mm512_loadu_ps(table))};
}

/// Adds to sum the inner product of the words of a and b, each taken as two signed integers.
inline Ints add_dot_of_two(Ints sum, Ints a, Ints b) {
  return {_mm512_add_epi32(sum.v, _mm512_madd_epi16(a.v, b.v))};
}

inline Doubles widen(const float* p) { return {_mm512_cvtps_pd(_mm256_loadu_ps(p))}; }

/// Replaces each two lanes whose numbers differ in `bit` by their sum and difference: lane i becomes
/// a_i + a_(i + bit) where that bit of i is 0, and a_(i - bit) - a_i where it is 1.
template <int bit>
inline Floats lane_butterfly(Floats a) {
  __m512 other;
  if constexpr (bit == 1) other = _mm512_permute_ps(a.v, 0xb1);
  if constexpr (bit == 2) other = _mm512_permute_ps(a.v, 0x4e);
  if constexpr (bit == 4) other = _mm512_shuffle_f32x4(a.v, a.v, 0xb1);
  if constexpr (bit == 8) other = _mm512_shuffle_f32x4(a.v, a.v, 0x4e);
  const __m512 one = _mm512_set1_ps(1.0f);
  constexpr __mmask16 minus = bit == 1 ? 0xaaaa : bit == 2 ? 0xcccc : bit == 4 ? 0xf0f0 : 0xff00;
  return {_mm512_fmadd_ps(a.v, _mm512_mask_blend_ps(minus, one, _mm512_set1_ps(-1.0f)), other)};
}

// The part of a product, vectors of rows by columns, that is summed in registers at once.
constexpr Index product_vectors = 4;
constexpr Index product_columns = 4;
