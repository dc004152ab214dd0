// Vectors of floats and doubles on AVX-512: 64 bytes in one register. This file is included inside the
// target's namespace.

using FloatMask = __mmask16;

struct Floats {
  using Scalar = float;
  static constexpr Index lanes = 16;
  __m512 v;

  static Floats of(float x) { return {_mm512_set1_ps(x)}; }
};

inline Floats load(const float* p) { return {_mm512_loadu_ps(p)}; }
inline void store(float* p, Floats a) { _mm512_storeu_ps(p, a.v); }
inline Floats operator+(Floats a, Floats b) { return {_mm512_add_ps(a.v, b.v)}; }
inline Floats operator-(Floats a, Floats b) { return {_mm512_sub_ps(a.v, b.v)}; }
inline Floats operator*(Floats a, Floats b) { return {_mm512_mul_ps(a.v, b.v)}; }
inline Floats operator/(Floats a, Floats b) { return {_mm512_div_ps(a.v, b.v)}; }
inline Floats fma(Floats a, Floats b, Floats c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
/// a, or a b + c where m is set.
inline Floats fma_where(FloatMask m, Floats a, Floats b, Floats c) {
  return {_mm512_mask_fmadd_ps(a.v, m, b.v, c.v)};
}
inline Floats min(Floats a, Floats b) { return {_mm512_min_ps(a.v, b.v)}; }
inline Floats max(Floats a, Floats b) { return {_mm512_max_ps(a.v, b.v)}; }
inline Floats abs(Floats a) { return {_mm512_abs_ps(a.v)}; }
inline Floats round_even(Floats a) {
  return {_mm512_roundscale_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}
inline FloatMask less(Floats a, Floats b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_LT_OQ); }
inline FloatMask equal(Floats a, Floats b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_EQ_OQ); }
inline FloatMask both(FloatMask a, FloatMask b) { return static_cast<FloatMask>(a & b); }
inline FloatMask either(FloatMask a, FloatMask b) { return static_cast<FloatMask>(a | b); }
inline FloatMask differ(FloatMask a, FloatMask b) { return static_cast<FloatMask>(a ^ b); }
inline bool all(FloatMask a) { return a == 0xffff; }
inline bool any(FloatMask a) { return a != 0; }
inline unsigned bits(FloatMask a) { return a; }
inline int count(FloatMask a) { return __builtin_popcount(a); }
inline Floats select(FloatMask m, Floats yes, Floats no) { return {_mm512_mask_blend_ps(m, no.v, yes.v)}; }
inline Floats and_bits(Floats a, Floats b) { return {_mm512_and_ps(a.v, b.v)}; }
inline Floats or_bits(Floats a, Floats b) { return {_mm512_or_ps(a.v, b.v)}; }
inline Floats xor_bits(Floats a, Floats b) { return {_mm512_xor_ps(a.v, b.v)}; }
inline Floats select_bits(Floats m, Floats yes, Floats no) {
  return {_mm512_castsi512_ps(_mm512_ternarylogic_epi32(_mm512_castps_si512(m.v), _mm512_castps_si512(yes.v),
                                                        _mm512_castps_si512(no.v), 0xca))};
}
inline FloatMask equal_bits(Floats a, Floats b) {
  return _mm512_cmpeq_epi32_mask(_mm512_castps_si512(a.v), _mm512_castps_si512(b.v));
}
/// a, or -a where the sign bit of b is set.
inline Floats flip_sign(Floats a, Floats b) {
  return {_mm512_castsi512_ps(_mm512_ternarylogic_epi32(_mm512_castps_si512(a.v), _mm512_castps_si512(b.v),
                                                        _mm512_set1_epi32(INT32_MIN), 0x78))};
}
/// a - b, or a + b where the sign bit of `sign` is set.
inline Floats subtract_signed(Floats a, Floats b, Floats sign) { return a - flip_sign(b, sign); }
inline Floats spread_sign(Floats a) {
  return {_mm512_castsi512_ps(_mm512_srai_epi32(_mm512_castps_si512(a.v), 31))};
}
inline FloatMask sign_mask(Floats a) { return _mm512_movepi32_mask(_mm512_castps_si512(a.v)); }
inline Floats spread_low_bit(Floats a) {
  return spread_sign({_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(a.v), 31))});
}
/// The lesser and the greater of numbers that are not negative, where a NaN is the greatest.
inline Floats lesser(Floats a, Floats b) {
  return {_mm512_castsi512_ps(_mm512_min_epu32(_mm512_castps_si512(a.v), _mm512_castps_si512(b.v)))};
}
inline Floats greater(Floats a, Floats b) {
  return {_mm512_castsi512_ps(_mm512_max_epu32(_mm512_castps_si512(a.v), _mm512_castps_si512(b.v)))};
}
inline void store_codes(std::int32_t* p, Floats a) { _mm512_storeu_si512(p, _mm512_cvtps_epi32(a.v)); }
inline void store_codes(std::int32_t* p, Floats a, FloatMask valid) {
  _mm512_storeu_si512(p, _mm512_mask_cvtps_epi32(_mm512_set1_epi32(no_code), valid, a.v));
}

struct Doubles {
  using Scalar = double;
  static constexpr Index lanes = 8;
  __m512d v;

  static Doubles of(double x) { return {_mm512_set1_pd(x)}; }
};

inline Doubles load(const double* p) { return {_mm512_loadu_pd(p)}; }
inline void store(double* p, Doubles a) { _mm512_storeu_pd(p, a.v); }
inline Doubles operator+(Doubles a, Doubles b) { return {_mm512_add_pd(a.v, b.v)}; }
inline Doubles operator-(Doubles a, Doubles b) { return {_mm512_sub_pd(a.v, b.v)}; }
inline Doubles operator*(Doubles a, Doubles b) { return {_mm512_mul_pd(a.v, b.v)}; }
inline Doubles operator/(Doubles a, Doubles b) { return {_mm512_div_pd(a.v, b.v)}; }
inline Doubles fma(Doubles a, Doubles b, Doubles c) { return {_mm512_fmadd_pd(a.v, b.v, c.v)}; }
inline Doubles abs(Doubles a) { return {_mm512_abs_pd(a.v)}; }

// The part of a tile, vectors by columns, that is summed in registers at once.
constexpr Index tile_vectors = 2;
constexpr Index tile_columns = 8;

/// Turns sixteen rows of sixteen elements of four bytes each into sixteen columns.
template <class T>
inline void transpose(const T* const (&from)[16], T* const (&to)[16]) {
  __m512 a[16], b[16];
  QUANTCHECK_UNROLL
  for (int i = 0; i < 16; ++i) a[i] = _mm512_loadu_ps(from[i]);
  QUANTCHECK_UNROLL
  for (int i = 0; i < 16; i += 2) {
    b[i] = _mm512_unpacklo_ps(a[i], a[i + 1]);
    b[i + 1] = _mm512_unpackhi_ps(a[i], a[i + 1]);
  }
  // Quarter q of a[4g + c] holds column 4q + c of rows 4g .. 4g + 3.
  QUANTCHECK_UNROLL
  for (int i = 0; i < 16; ++i) {
    const __m512d upper = _mm512_castps_pd(b[i / 4 * 4 + i % 4 / 2]);
    const __m512d lower = _mm512_castps_pd(b[i / 4 * 4 + i % 4 / 2 + 2]);
    a[i] = _mm512_castpd_ps(i % 2 == 0 ? _mm512_unpacklo_pd(upper, lower) : _mm512_unpackhi_pd(upper, lower));
  }
  constexpr int even = 0x88;
  constexpr int odd = 0xdd;
  QUANTCHECK_UNROLL
  for (int c = 0; c < 4; ++c) {
    const __m512 top_even = _mm512_shuffle_f32x4(a[c], a[4 + c], even);
    const __m512 top_odd = _mm512_shuffle_f32x4(a[c], a[4 + c], odd);
    const __m512 bottom_even = _mm512_shuffle_f32x4(a[8 + c], a[12 + c], even);
    const __m512 bottom_odd = _mm512_shuffle_f32x4(a[8 + c], a[12 + c], odd);
    _mm512_storeu_ps(to[c], _mm512_shuffle_f32x4(top_even, bottom_even, even));
    _mm512_storeu_ps(to[4 + c], _mm512_shuffle_f32x4(top_odd, bottom_odd, even));
    _mm512_storeu_ps(to[8 + c], _mm512_shuffle_f32x4(top_even, bottom_even, odd));
    _mm512_storeu_ps(to[12 + c], _mm512_shuffle_f32x4(top_odd, bottom_odd, odd));
  }
}
