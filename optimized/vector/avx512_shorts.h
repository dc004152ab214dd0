// Vectors of integers of 16 bits on AVX-512, and the codes and points of thirty-two lattice blocks. This file
// is included inside the target's namespace, after the vectors of floats.

/// Thirty-two integers modulo 2^16.
struct Shorts {
  using Scalar = std::uint16_t;
  static constexpr Index lanes = 32;
  __m512i v;

  static Shorts of(Index x) { return {_mm512_set1_epi16(static_cast<short>(x))}; }
  /// Thirty-two bytes, each made an integer.
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
/// least and most are for unsigned integers.
inline Shorts least(Shorts a, Shorts b) { return {_mm512_min_epu16(a.v, b.v)}; }
inline Shorts most(Shorts a, Shorts b) { return {_mm512_max_epu16(a.v, b.v)}; }
/// magnitude and negative are for signed integers.
inline Shorts magnitude(Shorts a) { return {_mm512_abs_epi16(a.v)}; }
inline ShortMask negative(Shorts a) { return _mm512_movepi16_mask(a.v); }
inline ShortMask equal(Shorts a, Shorts b) { return _mm512_cmpeq_epi16_mask(a.v, b.v); }
inline ShortMask has(Shorts a, Shorts bit) { return _mm512_test_epi16_mask(a.v, bit.v); }
inline ShortMask both(ShortMask a, ShortMask b) { return a & b; }
inline ShortMask either(ShortMask a, ShortMask b) { return a | b; }
inline ShortMask differ(ShortMask a, ShortMask b) { return a ^ b; }
inline Shorts select(ShortMask m, Shorts yes, Shorts no) { return {_mm512_mask_blend_epi16(m, no.v, yes.v)}; }

inline Shorts even_words(Shorts x, Shorts y) {
  return {_mm512_mask_blend_epi16(0xaaaaaaaa, x.v, _mm512_slli_epi32(y.v, 16))};
}
inline Shorts odd_words(Shorts x, Shorts y) {
  return {_mm512_mask_blend_epi16(0xaaaaaaaa, _mm512_srli_epi32(x.v, 16), y.v)};
}
inline Shorts even_pairs(Shorts x, Shorts y) {
  return {_mm512_mask_shuffle_epi32(x.v, 0xaaaa, y.v, _MM_PERM_CCAA)};
}
inline Shorts odd_pairs(Shorts x, Shorts y) {
  return {_mm512_mask_shuffle_epi32(y.v, 0x5555, x.v, _MM_PERM_DDBB)};
}

/// Turns four rows of four words of 16 bits into four columns, in every eight bytes of the four registers. It
/// is its own inverse.
inline Several<Shorts, 4> transpose_words(const Several<Shorts, 4>& a) {
  const Shorts upper_even = even_words(a[0], a[1]);
  const Shorts upper_odd = odd_words(a[0], a[1]);
  const Shorts lower_even = even_words(a[2], a[3]);
  const Shorts lower_odd = odd_words(a[2], a[3]);
  return {{even_pairs(upper_even, lower_even), even_pairs(upper_odd, lower_odd),
           odd_pairs(upper_even, lower_even), odd_pairs(upper_odd, lower_odd)}};
}

/// Loads the codes of thirty-two lattice blocks, a byte for each entry.
inline Coordinates<Shorts> load_codes(const std::uint8_t* p) {
  Several<Shorts, 4> rows;
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) rows[k].v = _mm512_loadu_si512(p + 64 * k);
  const Several<Shorts, 4> columns = transpose_words(rows);
  Coordinates<Shorts> c;
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    c[2 * k].v = _mm512_and_si512(columns[k].v, _mm512_set1_epi16(0xff));
    c[2 * k + 1].v = _mm512_srli_epi16(columns[k].v, 8);
  }
  return c;
}

/// Stores the points of thirty-two lattice blocks, a byte for each coordinate, in the order in which their
/// codes were loaded.
inline void store_points(std::int8_t* p, const Coordinates<Shorts>& y) {
  Several<Shorts, 4> columns;
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k)
    columns[k].v =
        _mm512_mask_blend_epi8(0xaaaaaaaaaaaaaaaa, y[2 * k].v, _mm512_slli_epi16(y[2 * k + 1].v, 8));
  const Several<Shorts, 4> rows = transpose_words(columns);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) _mm512_storeu_si512(p + 64 * k, rows[k].v);
}

/// Stores them with two bytes for each coordinate.
inline void store_points(std::int16_t* p, const Coordinates<Shorts>& y) {
  const Several<Shorts, 4> low = transpose_words({{y[0], y[1], y[2], y[3]}});
  const Several<Shorts, 4> high = transpose_words({{y[4], y[5], y[6], y[7]}});
  const __m512i first = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
  const __m512i second = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    _mm512_storeu_si512(p + 64 * k, _mm512_permutex2var_epi64(low[k].v, first, high[k].v));
    _mm512_storeu_si512(p + 64 * k + 32, _mm512_permutex2var_epi64(low[k].v, second, high[k].v));
  }
}

/// Loads sixteen integers and makes them floats.
inline Floats load_integers(const std::int16_t* p) {
  const __m256i halves = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  return {_mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(halves))};
}
