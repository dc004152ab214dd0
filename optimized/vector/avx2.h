// Vectors of floats and doubles on AVX2: 64 bytes in two registers. This file is included inside the target's
// namespace.

struct FloatMask {
  __m256 lo, hi;
};

struct Floats {
  using Scalar = float;
  static constexpr Index lanes = 16;
  __m256 lo, hi;

  static Floats of(float x) { return {_mm256_set1_ps(x), _mm256_set1_ps(x)}; }
};

inline Floats load(const float* p) { return {_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)}; }
inline void store(float* p, Floats a) {
  _mm256_storeu_ps(p, a.lo);
  _mm256_storeu_ps(p + 8, a.hi);
}
inline Floats operator+(Floats a, Floats b) { return {_mm256_add_ps(a.lo, b.lo), _mm256_add_ps(a.hi, b.hi)}; }
inline Floats operator-(Floats a, Floats b) { return {_mm256_sub_ps(a.lo, b.lo), _mm256_sub_ps(a.hi, b.hi)}; }
inline Floats operator*(Floats a, Floats b) { return {_mm256_mul_ps(a.lo, b.lo), _mm256_mul_ps(a.hi, b.hi)}; }
inline Floats operator/(Floats a, Floats b) { return {_mm256_div_ps(a.lo, b.lo), _mm256_div_ps(a.hi, b.hi)}; }
inline Floats fma(Floats a, Floats b, Floats c) {
  return {_mm256_fmadd_ps(a.lo, b.lo, c.lo), _mm256_fmadd_ps(a.hi, b.hi, c.hi)};
}
inline Floats min(Floats a, Floats b) { return {_mm256_min_ps(a.lo, b.lo), _mm256_min_ps(a.hi, b.hi)}; }
inline Floats max(Floats a, Floats b) { return {_mm256_max_ps(a.lo, b.lo), _mm256_max_ps(a.hi, b.hi)}; }
inline Floats abs(Floats a) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  return {_mm256_andnot_ps(sign, a.lo), _mm256_andnot_ps(sign, a.hi)};
}
inline Floats round_even(Floats a) {
  constexpr int nearest = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
  return {_mm256_round_ps(a.lo, nearest), _mm256_round_ps(a.hi, nearest)};
}
inline FloatMask less(Floats a, Floats b) {
  return {_mm256_cmp_ps(a.lo, b.lo, _CMP_LT_OQ), _mm256_cmp_ps(a.hi, b.hi, _CMP_LT_OQ)};
}
inline FloatMask equal(Floats a, Floats b) {
  return {_mm256_cmp_ps(a.lo, b.lo, _CMP_EQ_OQ), _mm256_cmp_ps(a.hi, b.hi, _CMP_EQ_OQ)};
}
inline FloatMask both(FloatMask a, FloatMask b) {
  return {_mm256_and_ps(a.lo, b.lo), _mm256_and_ps(a.hi, b.hi)};
}
inline FloatMask either(FloatMask a, FloatMask b) {
  return {_mm256_or_ps(a.lo, b.lo), _mm256_or_ps(a.hi, b.hi)};
}
inline FloatMask differ(FloatMask a, FloatMask b) {
  return {_mm256_xor_ps(a.lo, b.lo), _mm256_xor_ps(a.hi, b.hi)};
}
inline bool any(FloatMask a) { return _mm256_movemask_ps(_mm256_or_ps(a.lo, a.hi)) != 0; }
inline unsigned bits(FloatMask a) {
  return static_cast<unsigned>(_mm256_movemask_ps(a.lo) | _mm256_movemask_ps(a.hi) << 8);
}
inline int count(FloatMask a) { return __builtin_popcount(bits(a)); }
inline bool all(FloatMask a) { return _mm256_movemask_ps(_mm256_and_ps(a.lo, a.hi)) == 0xff; }
inline Floats select(FloatMask m, Floats yes, Floats no) {
  return {_mm256_blendv_ps(no.lo, yes.lo, m.lo), _mm256_blendv_ps(no.hi, yes.hi, m.hi)};
}
inline Floats and_bits(Floats a, Floats b) { return {_mm256_and_ps(a.lo, b.lo), _mm256_and_ps(a.hi, b.hi)}; }
inline Floats or_bits(Floats a, Floats b) { return {_mm256_or_ps(a.lo, b.lo), _mm256_or_ps(a.hi, b.hi)}; }
inline Floats xor_bits(Floats a, Floats b) { return {_mm256_xor_ps(a.lo, b.lo), _mm256_xor_ps(a.hi, b.hi)}; }
inline Floats select_bits(Floats m, Floats yes, Floats no) {
  return {_mm256_or_ps(_mm256_and_ps(m.lo, yes.lo), _mm256_andnot_ps(m.lo, no.lo)),
          _mm256_or_ps(_mm256_and_ps(m.hi, yes.hi), _mm256_andnot_ps(m.hi, no.hi))};
}
inline __m256 equal_bits(__m256 a, __m256 b) {
  return _mm256_castsi256_ps(_mm256_cmpeq_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b)));
}
inline FloatMask equal_bits(Floats a, Floats b) { return {equal_bits(a.lo, b.lo), equal_bits(a.hi, b.hi)}; }
/// a, or -a where the sign bit of b is set.
inline Floats flip_sign(Floats a, Floats b) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  return {_mm256_xor_ps(a.lo, _mm256_and_ps(b.lo, sign)), _mm256_xor_ps(a.hi, _mm256_and_ps(b.hi, sign))};
}
/// a - b, or a + b where the sign bit of `sign` is set.
inline Floats subtract_signed(Floats a, Floats b, Floats sign) { return a - flip_sign(b, sign); }
inline Floats spread_sign(Floats a) {
  return {_mm256_castsi256_ps(_mm256_srai_epi32(_mm256_castps_si256(a.lo), 31)),
          _mm256_castsi256_ps(_mm256_srai_epi32(_mm256_castps_si256(a.hi), 31))};
}
inline FloatMask sign_mask(Floats a) {
  const Floats mask = spread_sign(a);
  return {mask.lo, mask.hi};
}
inline Floats spread_low_bit(Floats a) {
  return spread_sign({_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a.lo), 31)),
                      _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a.hi), 31))});
}
/// The lesser and the greater of numbers that are not negative, where a NaN is the greatest.
inline Floats lesser(Floats a, Floats b) {
  return {_mm256_castsi256_ps(_mm256_min_epu32(_mm256_castps_si256(a.lo), _mm256_castps_si256(b.lo))),
          _mm256_castsi256_ps(_mm256_min_epu32(_mm256_castps_si256(a.hi), _mm256_castps_si256(b.hi)))};
}
inline Floats greater(Floats a, Floats b) {
  return {_mm256_castsi256_ps(_mm256_max_epu32(_mm256_castps_si256(a.lo), _mm256_castps_si256(b.lo))),
          _mm256_castsi256_ps(_mm256_max_epu32(_mm256_castps_si256(a.hi), _mm256_castps_si256(b.hi)))};
}
/// a, or a b + c where m is set.
inline Floats fma_where(FloatMask m, Floats a, Floats b, Floats c) { return select(m, fma(a, b, c), a); }
inline void store_codes(std::int32_t* p, Floats a) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm256_cvtps_epi32(a.lo));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p + 8), _mm256_cvtps_epi32(a.hi));
}
inline void store_codes(std::int32_t* p, Floats a, FloatMask valid) {
  const __m256 none = _mm256_castsi256_ps(_mm256_set1_epi32(no_code));
  const __m256 lo = _mm256_castsi256_ps(_mm256_cvtps_epi32(a.lo));
  const __m256 hi = _mm256_castsi256_ps(_mm256_cvtps_epi32(a.hi));
  _mm256_storeu_ps(reinterpret_cast<float*>(p), _mm256_blendv_ps(none, lo, valid.lo));
  _mm256_storeu_ps(reinterpret_cast<float*>(p + 8), _mm256_blendv_ps(none, hi, valid.hi));
}

struct Doubles {
  using Scalar = double;
  static constexpr Index lanes = 8;
  __m256d lo, hi;

  static Doubles of(double x) { return {_mm256_set1_pd(x), _mm256_set1_pd(x)}; }
};

inline Doubles load(const double* p) { return {_mm256_loadu_pd(p), _mm256_loadu_pd(p + 4)}; }
inline void store(double* p, Doubles a) {
  _mm256_storeu_pd(p, a.lo);
  _mm256_storeu_pd(p + 4, a.hi);
}
inline Doubles operator+(Doubles a, Doubles b) {
  return {_mm256_add_pd(a.lo, b.lo), _mm256_add_pd(a.hi, b.hi)};
}
inline Doubles operator-(Doubles a, Doubles b) {
  return {_mm256_sub_pd(a.lo, b.lo), _mm256_sub_pd(a.hi, b.hi)};
}
inline Doubles operator*(Doubles a, Doubles b) {
  return {_mm256_mul_pd(a.lo, b.lo), _mm256_mul_pd(a.hi, b.hi)};
}
inline Doubles operator/(Doubles a, Doubles b) {
  return {_mm256_div_pd(a.lo, b.lo), _mm256_div_pd(a.hi, b.hi)};
}
inline Doubles fma(Doubles a, Doubles b, Doubles c) {
  return {_mm256_fmadd_pd(a.lo, b.lo, c.lo), _mm256_fmadd_pd(a.hi, b.hi, c.hi)};
}
inline Doubles abs(Doubles a) {
  const __m256d sign = _mm256_set1_pd(-0.0);
  return {_mm256_andnot_pd(sign, a.lo), _mm256_andnot_pd(sign, a.hi)};
}

// The part of a tile, vectors by columns, that is summed in registers at once: sixteen registers hold eight
// sums.
constexpr Index tile_vectors = 1;
constexpr Index tile_columns = 4;

/// Turns sixteen rows of sixteen elements of four bytes each into sixteen columns, eight by eight.
template <class T>
inline void transpose(const T* const (&from)[16], T* const (&to)[16]) {
  for (int row = 0; row < 16; row += 8) {
    for (int column = 0; column < 16; column += 8) {
      __m256 a[8], b[8];
      QUANTCHECK_UNROLL
      for (int i = 0; i < 8; ++i)
        a[i] =
            _mm256_castsi256_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from[row + i] + column)));
      QUANTCHECK_UNROLL
      for (int i = 0; i < 8; i += 2) {
        b[i] = _mm256_unpacklo_ps(a[i], a[i + 1]);
        b[i + 1] = _mm256_unpackhi_ps(a[i], a[i + 1]);
      }
      // Half h of a[4g + c] holds column 4h + c of rows 4g .. 4g + 3.
      QUANTCHECK_UNROLL
      for (int i = 0; i < 8; ++i) {
        const __m256d upper = _mm256_castps_pd(b[i / 4 * 4 + i % 4 / 2]);
        const __m256d lower = _mm256_castps_pd(b[i / 4 * 4 + i % 4 / 2 + 2]);
        a[i] = _mm256_castpd_ps(i % 2 == 0 ? _mm256_unpacklo_pd(upper, lower)
                                           : _mm256_unpackhi_pd(upper, lower));
      }
      QUANTCHECK_UNROLL
      for (int c = 0; c < 4; ++c) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to[column + c] + row),
                            _mm256_castps_si256(_mm256_permute2f128_ps(a[c], a[4 + c], 0x20)));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to[column + 4 + c] + row),
                            _mm256_castps_si256(_mm256_permute2f128_ps(a[c], a[4 + c], 0x31)));
      }
    }
  }
}
