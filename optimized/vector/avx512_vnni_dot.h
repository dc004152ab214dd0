// The inner product of bytes on AVX-512 with VNNI. Included inside the target's namespace.

/// sum + the inner product of the words as four bytes each, those of a unsigned, those of b signed; exact.
inline Ints add_dot_of_four(Ints sum, Ints a, Ints b) { return {_mm512_dpbusd_epi32(sum.v, a.v, b.v)}; }
