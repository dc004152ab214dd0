// The vectors in plain C++: an array of lanes. Included inside the target's namespace.
struct FloatMask {
  bool lane[16];
};

template <class T, Index count>
struct Lanes {
  using Scalar = T;
  static constexpr Index lanes = count;
  T lane[count];
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
inline void spread(T x, Lanes<T, n>& a) {
  for (Index i = 0; i < n; ++i) a.lane[i] = x;
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
inline bool all(const FloatMask& a) {
  bool result = true;
  for (const bool lane : a.lane) result = result && lane;
  return result;
}
inline Floats select(const FloatMask& m, const Floats& yes, const Floats& no) {
  return each<float, 16>([&](Index i) { return m.lane[i] ? yes.lane[i] : no.lane[i]; });
}
inline void store_codes(std::int32_t* p, const Floats& a) {
  for (Index i = 0; i < 16; ++i) p[i] = static_cast<std::int32_t>(a.lane[i]);
}
inline void store_codes(std::int32_t* p, const Floats& a, const FloatMask& valid) {
  for (Index i = 0; i < 16; ++i) p[i] = valid.lane[i] ? static_cast<std::int32_t>(a.lane[i]) : no_code;
}

// How many vectors by columns of a tile are summed at once.
constexpr Index tile_vectors = 1;
constexpr Index tile_columns = 1;

/// Turns sixteen rows of sixteen elements into sixteen columns.
template <class T>
inline void transpose(const T* const (&from)[16], T* const (&to)[16]) {
  for (Index i = 0; i < 16; ++i)
    for (Index j = 0; j < 16; ++j) to[j][i] = from[i][j];
}
