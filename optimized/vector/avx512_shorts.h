// Integers of sixteen bits on AVX-512, and codes and points of thirty-two blocks. Included inside the
// target's namespace, after its vectors of floats.

/// Thirty-two integers modulo 2^16.
struct Shorts {
  using Scalar = std::uint16_t;
  static constexpr Index lanes = 32;
  __m512i v;

  static Shorts of(Index x) { return {_mm512_set1_epi16(static_cast<short>(x))}; }
  /// Thirty-two bytes, each as an integer.
  static Shorts from(const std::uint8_t* p) {
    return {_mm512_cvtepu8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)))};
  }
};
using ShortMask = __mmask32;

inline void store(std::uint16_t* p, Shorts a) { _mm512_storeu_si512(p, a.v); }
inline Shorts operator+(Shorts a, Shorts b) { return {_mm512_add_epi16(a.v, b.v)}; }
inline Shorts operator-(Shorts a, Shorts b) { return {_mm512_sub_epi16(a.v, b.v)}; }
inline Shorts operator&(Shorts a, Shorts b) { return {_mm512_and_si512(a.v, b.v)}; }
inline Shorts operator|(Shorts a, Shorts b) { return {_mm512_or_si512(a.v, b.v)}; }
inline Shorts operator^(Shorts a, Shorts b) { return {_mm512_xor_si512(a.v, b.v)}; }
inline Shorts eightfold(Shorts a) { return {_mm512_slli_epi16(a.v, 3)}; }
inline Shorts quarter(Shorts a) { return {_mm512_srli_epi16(a.v, 2)}; }
/// Of unsigned integers.
inline Shorts least(Shorts a, Shorts b) { return {_mm512_min_epu16(a.v, b.v)}; }
inline Shorts most(Shorts a, Shorts b) { return {_mm512_max_epu16(a.v, b.v)}; }
/// Of signed integers.
inline Shorts magnitude(Shorts a) { return {_mm512_abs_epi16(a.v)}; }
inline ShortMask negative(Shorts a) { return _mm512_movepi16_mask(a.v); }
inline ShortMask equal(Shorts a, Shorts b) { return _mm512_cmpeq_epi16_mask(a.v, b.v); }
inline ShortMask has(Shorts a, Shorts bit) { return _mm512_test_epi16_mask(a.v, bit.v); }
inline ShortMask both(ShortMask a, ShortMask b) { return a & b; }
inline ShortMask either(ShortMask a, ShortMask b) { return a | b; }
inline ShortMask differ(ShortMask a, ShortMask b) { return a ^ b; }
inline Shorts select(ShortMask m, Shorts yes, Shorts no) { return {_mm512_mask_blend_epi16(m, no.v, yes.v)}; }

/// In every eight bytes of the four registers, four rows of four words become four columns; its own inverse.
inline void transpose_words(__m512i (&a)[4]) {
  constexpr __mmask32 odd = 0xaaaaaaaa;
  const auto exchange_words = [](__m512i& x, __m512i& y) {
    const __m512i before = x;
    x = _mm512_mask_blend_epi16(odd, x, _mm512_slli_epi32(y, 16));
    y = _mm512_mask_blend_epi16(odd, _mm512_srli_epi32(before, 16), y);
  };
  const auto exchange_pairs = [](__m512i& x, __m512i& y) {
    const __m512i before = x;
    x = _mm512_mask_shuffle_epi32(x, 0xaaaa, y, _MM_PERM_CCAA);
    y = _mm512_mask_shuffle_epi32(y, 0x5555, before, _MM_PERM_DDBB);
  };
  exchange_words(a[0], a[1]);
  exchange_words(a[2], a[3]);
  exchange_pairs(a[0], a[2]);
  exchange_pairs(a[1], a[3]);
}

/// The codes of thirty-two blocks, a byte each.
inline void load_codes(const std::uint8_t* p, Shorts (&c)[8]) {
  __m512i a[4];
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) a[k] = _mm512_loadu_si512(p + 64 * k);
  transpose_words(a);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    c[2 * k].v = _mm512_and_si512(a[k], _mm512_set1_epi16(0xff));
    c[2 * k + 1].v = _mm512_srli_epi16(a[k], 8);
  }
}

/// Points of thirty-two blocks, a byte each, as their codes were loaded.
inline void store_points(std::int8_t* p, const Shorts (&y)[8]) {
  __m512i a[4];
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k)
    a[k] = _mm512_mask_blend_epi8(0xaaaaaaaaaaaaaaaa, y[2 * k].v, _mm512_slli_epi16(y[2 * k + 1].v, 8));
  transpose_words(a);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) _mm512_storeu_si512(p + 64 * k, a[k]);
}

/// Two bytes each.
inline void store_points(std::int16_t* p, const Shorts (&y)[8]) {
  __m512i low[4], high[4];
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    low[k] = y[k].v;
    high[k] = y[4 + k].v;
  }
  transpose_words(low);
  transpose_words(high);
  const __m512i first = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
  const __m512i second = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    _mm512_storeu_si512(p + 64 * k, _mm512_permutex2var_epi64(low[k], first, high[k]));
    _mm512_storeu_si512(p + 64 * k + 32, _mm512_permutex2var_epi64(low[k], second, high[k]));
  }
}

/// Sixteen integers.
inline Floats load_integers(const std::int16_t* p) {
  const __m256i halves = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  return {_mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(halves))};
}
