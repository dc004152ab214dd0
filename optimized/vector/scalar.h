// Vectors of floats and doubles in plain C++: an array of lanes. This file is included inside the target's
// namespace.

struct FloatMask {
  bool lane[16];
};

template <class T, Index count>
struct Lanes {
  using Scalar = T;
  static constexpr Index lanes = count;
  T lane[count];

  static Lanes of(T x) {
    Lanes a;
    for (T& lane : a.lane) lane = x;
    return a;
  }
};

template <class T, Index n, class Operation>
inline Lanes<T, n> each(Operation operation) {
  Lanes<T, n> result;
  for (Index i = 0; i < n; ++i) result.lane[i] = operation(i);
  return result;
}

template <class T, Index n>
inline void store(T* p, const Lanes<T, n>& a) {
  for (Index i = 0; i < n; ++i) p[i] = a.lane[i];
}
template <class T, Index n>
inline Lanes<T, n> operator+(const Lanes<T, n>& a, const Lanes<T, n>& b) {
  return each<T, n>([&](Index i) { return a.lane[i] + b.lane[i]; });
}
template <class T, Index n>
inline Lanes<T, n> operator-(const Lanes<T, n>& a, const Lanes<T, n>& b) {
  return each<T, n>([&](Index i) { return a.lane[i] - b.lane[i]; });
}
template <class T, Index n>
inline Lanes<T, n> operator*(const Lanes<T, n>& a, const Lanes<T, n>& b) {
  return each<T, n>([&](Index i) { return a.lane[i] * b.lane[i]; });
}
template <class T, Index n>
inline Lanes<T, n> operator/(const Lanes<T, n>& a, const Lanes<T, n>& b) {
  return each<T, n>([&](Index i) { return a.lane[i] / b.lane[i]; });
}
inline float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }
template <class T, Index n>
inline Lanes<T, n> fma(const Lanes<T, n>& a, const Lanes<T, n>& b, const Lanes<T, n>& c) {
  return each<T, n>([&](Index i) { return fused(a.lane[i], b.lane[i], c.lane[i]); });
}

using Floats = Lanes<float, 16>;
using Doubles = Lanes<double, 8>;

inline Floats load(const float* p) {
  return each<float, 16>([p](Index i) { return p[i]; });
}
inline Doubles load(const double* p) {
  return each<double, 8>([p](Index i) { return p[i]; });
}
inline Floats min(const Floats& a, const Floats& b) {
  return each<float, 16>([&](Index i) { return a.lane[i] < b.lane[i] ? a.lane[i] : b.lane[i]; });
}
inline Floats max(const Floats& a, const Floats& b) {
  return each<float, 16>([&](Index i) { return a.lane[i] > b.lane[i] ? a.lane[i] : b.lane[i]; });
}
inline Floats abs(const Floats& a) {
  return each<float, 16>([&](Index i) { return __builtin_fabsf(a.lane[i]); });
}
inline Doubles abs(const Doubles& a) {
  return each<double, 8>([&](Index i) { return __builtin_fabs(a.lane[i]); });
}
inline Floats round_even(const Floats& a) {
  return each<float, 16>([&](Index i) { return __builtin_nearbyintf(a.lane[i]); });
}
template <class Compare>
inline FloatMask compare(Compare holds) {
  FloatMask result;
  for (Index i = 0; i < 16; ++i) result.lane[i] = holds(i);
  return result;
}
inline FloatMask less(const Floats& a, const Floats& b) {
  return compare([&](Index i) { return a.lane[i] < b.lane[i]; });
}
inline FloatMask equal(const Floats& a, const Floats& b) {
  return compare([&](Index i) { return a.lane[i] == b.lane[i]; });
}
inline FloatMask both(const FloatMask& a, const FloatMask& b) {
  return compare([&](Index i) { return a.lane[i] && b.lane[i]; });
}
inline FloatMask either(const FloatMask& a, const FloatMask& b) {
  return compare([&](Index i) { return a.lane[i] || b.lane[i]; });
}
inline FloatMask differ(const FloatMask& a, const FloatMask& b) {
  return compare([&](Index i) { return a.lane[i] != b.lane[i]; });
}
inline bool any(const FloatMask& a) {
  bool result = false;
  for (const bool lane : a.lane) result = result || lane;
  return result;
}
inline unsigned bits(const FloatMask& a) {
  unsigned result = 0;
  for (int i = 0; i < 16; ++i) result |= (a.lane[i] ? 1U : 0U) << i;
  return result;
}
inline int count(const FloatMask& a) { return __builtin_popcount(bits(a)); }
inline bool all(const FloatMask& a) {
  bool result = true;
  for (const bool lane : a.lane) result = result && lane;
  return result;
}
inline Floats select(const FloatMask& m, const Floats& yes, const Floats& no) {
  return each<float, 16>([&](Index i) { return m.lane[i] ? yes.lane[i] : no.lane[i]; });
}
/// a, or a b + c where m is set.
inline Floats fma_where(const FloatMask& m, const Floats& a, const Floats& b, const Floats& c) {
  return select(m, fma(a, b, c), a);
}
inline std::uint32_t bits_of(float x) { return __builtin_bit_cast(std::uint32_t, x); }
template <class Operation>
inline Floats each_bits(Operation operation) {
  return each<float, 16>([&](Index i) { return __builtin_bit_cast(float, std::uint32_t{operation(i)}); });
}
inline Floats and_bits(const Floats& a, const Floats& b) {
  return each_bits([&](Index i) { return bits_of(a.lane[i]) & bits_of(b.lane[i]); });
}
inline Floats or_bits(const Floats& a, const Floats& b) {
  return each_bits([&](Index i) { return bits_of(a.lane[i]) | bits_of(b.lane[i]); });
}
inline Floats xor_bits(const Floats& a, const Floats& b) {
  return each_bits([&](Index i) { return bits_of(a.lane[i]) ^ bits_of(b.lane[i]); });
}
inline Floats select_bits(const Floats& m, const Floats& yes, const Floats& no) {
  return each_bits([&](Index i) {
    return (bits_of(m.lane[i]) & bits_of(yes.lane[i])) | (~bits_of(m.lane[i]) & bits_of(no.lane[i]));
  });
}
inline FloatMask equal_bits(const Floats& a, const Floats& b) {
  return compare([&](Index i) { return bits_of(a.lane[i]) == bits_of(b.lane[i]); });
}
/// a, or -a where the sign bit of b is set.
inline Floats flip_sign(const Floats& a, const Floats& b) {
  return each_bits([&](Index i) { return bits_of(a.lane[i]) ^ (bits_of(b.lane[i]) & 0x80000000U); });
}
/// a - b, or a + b where the sign bit of `sign` is set.
inline Floats subtract_signed(const Floats& a, const Floats& b, const Floats& sign) {
  return a - flip_sign(b, sign);
}
inline Floats spread_sign(const Floats& a) {
  return each_bits([&](Index i) { return 0U - (bits_of(a.lane[i]) >> 31); });
}
inline FloatMask sign_mask(const Floats& a) {
  return compare([&](Index i) { return bits_of(a.lane[i]) >> 31 != 0; });
}
inline Floats spread_low_bit(const Floats& a) {
  return each_bits([&](Index i) { return 0U - (bits_of(a.lane[i]) & 1U); });
}
/// The lesser and the greater of numbers that are not negative, where a NaN is the greatest.
inline Floats lesser(const Floats& a, const Floats& b) {
  return each<float, 16>(
      [&](Index i) { return bits_of(a.lane[i]) < bits_of(b.lane[i]) ? a.lane[i] : b.lane[i]; });
}
inline Floats greater(const Floats& a, const Floats& b) {
  return each<float, 16>(
      [&](Index i) { return bits_of(a.lane[i]) > bits_of(b.lane[i]) ? a.lane[i] : b.lane[i]; });
}
inline void store_codes(std::int32_t* p, const Floats& a) {
  for (Index i = 0; i < 16; ++i) p[i] = static_cast<std::int32_t>(a.lane[i]);
}
inline void store_codes(std::int32_t* p, const Floats& a, const FloatMask& valid) {
  for (Index i = 0; i < 16; ++i) p[i] = valid.lane[i] ? static_cast<std::int32_t>(a.lane[i]) : no_code;
}

// The part of a tile, vectors by columns, that is summed at once.
constexpr Index tile_vectors = 1;
constexpr Index tile_columns = 1;

/// Turns sixteen rows of sixteen elements into sixteen columns.
template <class T>
inline void transpose(const T* const (&from)[16], T* const (&to)[16]) {
  for (Index i = 0; i < 16; ++i)
    for (Index j = 0; j < 16; ++j) to[j][i] = from[i][j];
}
