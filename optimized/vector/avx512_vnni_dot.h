// The inner product of bytes on AVX-512 with VNNI. This file is included inside the target's namespace.

/// Adds to sum the inner product of the words of a and b, each taken as four bytes, those of a unsigned and
/// those of b signed. It is exact.
inline Ints add_dot_of_four(Ints sum, Ints a, Ints b) { return {_mm512_dpbusd_epi32(sum.v, a.v, b.v)}; }
