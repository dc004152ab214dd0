// The inner product of bytes on AVX-512 without VNNI. This file is included inside the target's namespace.

/// Adds to sum the inner product of the words of a and b, each taken as four bytes, those of a unsigned and
/// those of b signed. It is exact.
inline Ints add_dot_of_four(Ints sum, Ints a, Ints b) {
  const __m512i even = _mm512_set1_epi32(0x00ff00ff);
  const __m512i products =
      _mm512_madd_epi16(_mm512_and_si512(a.v, even), _mm512_srai_epi16(_mm512_slli_epi16(b.v, 8), 8));
  const __m512i others = _mm512_madd_epi16(_mm512_srli_epi16(a.v, 8), _mm512_srai_epi16(b.v, 8));
  return {_mm512_add_epi32(sum.v, _mm512_add_epi32(products, others))};
}
