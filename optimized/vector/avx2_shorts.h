// Vectors of integers of 16 bits on AVX2, and the codes and points of thirty-two lattice blocks. This file is
// included inside the target's namespace, after the vectors of floats.

inline __m256i load_bytes(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }
inline void store_bytes(void* p, __m256i a) { _mm256_storeu_si256(static_cast<__m256i*>(p), a); }

/// Thirty-two integers modulo 2^16.
struct Shorts {
  using Scalar = std::uint16_t;
  static constexpr Index lanes = 32;
  __m256i lo, hi;

  static Shorts of(Index x) {
    const __m256i half = _mm256_set1_epi16(static_cast<short>(x));
    return {half, half};
  }
  /// Thirty-two bytes, each made an integer.
  static Shorts from(const std::uint8_t* p) {
    const __m256i bytes = load_bytes(p);
    return {_mm256_cvtepu8_epi16(_mm256_castsi256_si128(bytes)),
            _mm256_cvtepu8_epi16(_mm256_extracti128_si256(bytes, 1))};
  }
};
/// A mask: all bits of a lane are set, or none.
struct ShortMask {
  __m256i lo, hi;
};

inline void store(std::uint16_t* p, Shorts a) {
  store_bytes(p, a.lo);
  store_bytes(p + 16, a.hi);
}
inline Shorts operator+(Shorts a, Shorts b) {
  return {_mm256_add_epi16(a.lo, b.lo), _mm256_add_epi16(a.hi, b.hi)};
}
inline Shorts operator-(Shorts a, Shorts b) {
  return {_mm256_sub_epi16(a.lo, b.lo), _mm256_sub_epi16(a.hi, b.hi)};
}
inline Shorts operator&(Shorts a, Shorts b) {
  return {_mm256_and_si256(a.lo, b.lo), _mm256_and_si256(a.hi, b.hi)};
}
inline Shorts operator|(Shorts a, Shorts b) {
  return {_mm256_or_si256(a.lo, b.lo), _mm256_or_si256(a.hi, b.hi)};
}
inline Shorts operator^(Shorts a, Shorts b) {
  return {_mm256_xor_si256(a.lo, b.lo), _mm256_xor_si256(a.hi, b.hi)};
}
inline Shorts eightfold(Shorts a) { return {_mm256_slli_epi16(a.lo, 3), _mm256_slli_epi16(a.hi, 3)}; }
inline Shorts quarter(Shorts a) { return {_mm256_srli_epi16(a.lo, 2), _mm256_srli_epi16(a.hi, 2)}; }
/// least and most are for unsigned integers.
inline Shorts least(Shorts a, Shorts b) {
  return {_mm256_min_epu16(a.lo, b.lo), _mm256_min_epu16(a.hi, b.hi)};
}
inline Shorts most(Shorts a, Shorts b) {
  return {_mm256_max_epu16(a.lo, b.lo), _mm256_max_epu16(a.hi, b.hi)};
}
/// magnitude and negative are for signed integers.
inline Shorts magnitude(Shorts a) { return {_mm256_abs_epi16(a.lo), _mm256_abs_epi16(a.hi)}; }
inline ShortMask negative(Shorts a) { return {_mm256_srai_epi16(a.lo, 15), _mm256_srai_epi16(a.hi, 15)}; }
inline ShortMask equal(Shorts a, Shorts b) {
  return {_mm256_cmpeq_epi16(a.lo, b.lo), _mm256_cmpeq_epi16(a.hi, b.hi)};
}
inline ShortMask has(Shorts a, Shorts bit) { return equal(a & bit, bit); }
inline ShortMask both(ShortMask a, ShortMask b) {
  return {_mm256_and_si256(a.lo, b.lo), _mm256_and_si256(a.hi, b.hi)};
}
inline ShortMask either(ShortMask a, ShortMask b) {
  return {_mm256_or_si256(a.lo, b.lo), _mm256_or_si256(a.hi, b.hi)};
}
inline ShortMask differ(ShortMask a, ShortMask b) {
  return {_mm256_xor_si256(a.lo, b.lo), _mm256_xor_si256(a.hi, b.hi)};
}
inline Shorts select(ShortMask m, Shorts yes, Shorts no) {
  return {_mm256_blendv_epi8(no.lo, yes.lo, m.lo), _mm256_blendv_epi8(no.hi, yes.hi, m.hi)};
}

struct FourRegisters {
  __m256i part[4];
};

inline __m256i even_words(__m256i x, __m256i y) {
  return _mm256_blend_epi16(x, _mm256_slli_epi32(y, 16), 0xaa);
}
inline __m256i odd_words(__m256i x, __m256i y) {
  return _mm256_blend_epi16(_mm256_srli_epi32(x, 16), y, 0xaa);
}
inline __m256i even_pairs(__m256i x, __m256i y) {
  return _mm256_blend_epi32(x, _mm256_slli_epi64(y, 32), 0xaa);
}
inline __m256i odd_pairs(__m256i x, __m256i y) {
  return _mm256_blend_epi32(_mm256_srli_epi64(x, 32), y, 0xaa);
}

/// Turns four rows of four words of 16 bits into four columns, in every eight bytes of the four registers. It
/// is its own inverse.
inline FourRegisters transpose_words(const FourRegisters& a) {
  const __m256i upper_even = even_words(a.part[0], a.part[1]);
  const __m256i upper_odd = odd_words(a.part[0], a.part[1]);
  const __m256i lower_even = even_words(a.part[2], a.part[3]);
  const __m256i lower_odd = odd_words(a.part[2], a.part[3]);
  return {{even_pairs(upper_even, lower_even), even_pairs(upper_odd, lower_odd),
           odd_pairs(upper_even, lower_even), odd_pairs(upper_odd, lower_odd)}};
}

/// Loads the codes of thirty-two lattice blocks, a byte for each entry.
inline Coordinates<Shorts> load_codes(const std::uint8_t* p) {
  FourRegisters rows, later_rows;
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    rows.part[k] = load_bytes(p + 32 * k);
    later_rows.part[k] = load_bytes(p + 128 + 32 * k);
  }
  const FourRegisters a = transpose_words(rows);
  const FourRegisters b = transpose_words(later_rows);
  const __m256i low = _mm256_set1_epi16(0xff);
  Coordinates<Shorts> c;
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    c[2 * k] = {_mm256_and_si256(a.part[k], low), _mm256_and_si256(b.part[k], low)};
    c[2 * k + 1] = {_mm256_srli_epi16(a.part[k], 8), _mm256_srli_epi16(b.part[k], 8)};
  }
  return c;
}

/// Stores the points of thirty-two lattice blocks, a byte for each coordinate, in the order in which their
/// codes were loaded.
inline void store_points(std::int8_t* p, const Coordinates<Shorts>& y) {
  FourRegisters columns, later_columns;
  const __m256i low = _mm256_set1_epi16(0xff);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    columns.part[k] =
        _mm256_or_si256(_mm256_and_si256(y[2 * k].lo, low), _mm256_slli_epi16(y[2 * k + 1].lo, 8));
    later_columns.part[k] =
        _mm256_or_si256(_mm256_and_si256(y[2 * k].hi, low), _mm256_slli_epi16(y[2 * k + 1].hi, 8));
  }
  const FourRegisters a = transpose_words(columns);
  const FourRegisters b = transpose_words(later_columns);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    store_bytes(p + 32 * k, a.part[k]);
    store_bytes(p + 128 + 32 * k, b.part[k]);
  }
}

/// Stores the points of sixteen lattice blocks, two bytes for each coordinate, from their first four
/// coordinates and their last four.
inline void store_half(std::int16_t* p, const FourRegisters& first, const FourRegisters& last) {
  const FourRegisters low = transpose_words(first);
  const FourRegisters high = transpose_words(last);
  QUANTCHECK_UNROLL
  for (Index k = 0; k < 4; ++k) {
    const __m256i even = _mm256_unpacklo_epi64(low.part[k], high.part[k]);
    const __m256i odd = _mm256_unpackhi_epi64(low.part[k], high.part[k]);
    store_bytes(p + 32 * k, _mm256_permute2x128_si256(even, odd, 0x20));
    store_bytes(p + 32 * k + 16, _mm256_permute2x128_si256(even, odd, 0x31));
  }
}

inline void store_points(std::int16_t* p, const Coordinates<Shorts>& y) {
  store_half(p, {{y[0].lo, y[1].lo, y[2].lo, y[3].lo}}, {{y[4].lo, y[5].lo, y[6].lo, y[7].lo}});
  store_half(p + 128, {{y[0].hi, y[1].hi, y[2].hi, y[3].hi}}, {{y[4].hi, y[5].hi, y[6].hi, y[7].hi}});
}

/// Loads sixteen integers and makes them floats.
inline Floats load_integers(const std::int16_t* p) {
  const auto* from = reinterpret_cast<const __m128i*>(p);
  return {_mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(_mm_loadu_si128(from))),
          _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(_mm_loadu_si128(from + 1)))};
}
