// Vectors of integers in plain C++: an array of lanes, which compilers make vectors of. This file is included
// inside the target's namespace.

template <class T, Index count>
struct IntegerLanes {
  using Scalar = T;
  static constexpr Index lanes = count;
  T lane[count];

  static IntegerLanes of(Index x) {
    IntegerLanes a;
    for (T& lane : a.lane) lane = static_cast<T>(x);
    return a;
  }
  /// As many bytes as there are lanes, each made an integer.
  static IntegerLanes from(const std::uint8_t* p) {
    IntegerLanes a;
    for (Index i = 0; i < count; ++i) a.lane[i] = p[i];
    return a;
  }
};

template <Index count>
struct LaneMask {
  bool lane[count];
};

template <class T, Index n, class Operation>
inline IntegerLanes<T, n> each_integer(Operation operation) {
  IntegerLanes<T, n> result;
  for (Index i = 0; i < n; ++i) result.lane[i] = static_cast<T>(operation(i));
  return result;
}
template <Index n, class Condition>
inline LaneMask<n> where(Condition condition) {
  LaneMask<n> result;
  for (Index i = 0; i < n; ++i) result.lane[i] = condition(i);
  return result;
}

template <class T, Index n>
inline void store(T* p, const IntegerLanes<T, n>& a) {
  for (Index i = 0; i < n; ++i) p[i] = a.lane[i];
}
template <class T, Index n>
inline IntegerLanes<T, n> operator+(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] + b.lane[i]; });
}
template <class T, Index n>
inline IntegerLanes<T, n> operator-(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] - b.lane[i]; });
}
template <class T, Index n>
inline IntegerLanes<T, n> operator&(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] & b.lane[i]; });
}
template <class T, Index n>
inline IntegerLanes<T, n> operator|(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] | b.lane[i]; });
}
template <class T, Index n>
inline IntegerLanes<T, n> operator^(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] ^ b.lane[i]; });
}
template <class T, Index n>
inline IntegerLanes<T, n> eightfold(const IntegerLanes<T, n>& a) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] << 3; });
}
template <class T, Index n>
inline IntegerLanes<T, n> quarter(const IntegerLanes<T, n>& a) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] >> 2; });
}
template <class T, Index n>
inline IntegerLanes<T, n> least(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] < b.lane[i] ? a.lane[i] : b.lane[i]; });
}
template <class T, Index n>
inline IntegerLanes<T, n> most(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return each_integer<T, n>([&](Index i) { return a.lane[i] > b.lane[i] ? a.lane[i] : b.lane[i]; });
}
template <class T, Index n>
inline LaneMask<n> negative(const IntegerLanes<T, n>& a) {
  return where<n>([&](Index i) { return a.lane[i] >> (8 * sizeof(T) - 1) != 0; });
}
template <class T, Index n>
inline IntegerLanes<T, n> magnitude(const IntegerLanes<T, n>& a) {
  return each_integer<T, n>(
      [&](Index i) { return a.lane[i] >> (8 * sizeof(T) - 1) != 0 ? -a.lane[i] : a.lane[i]; });
}
template <class T, Index n>
inline LaneMask<n> equal(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& b) {
  return where<n>([&](Index i) { return a.lane[i] == b.lane[i]; });
}
template <class T, Index n>
inline LaneMask<n> has(const IntegerLanes<T, n>& a, const IntegerLanes<T, n>& bit) {
  return where<n>([&](Index i) { return (a.lane[i] & bit.lane[i]) != 0; });
}
template <Index n>
inline LaneMask<n> both(const LaneMask<n>& a, const LaneMask<n>& b) {
  return where<n>([&](Index i) { return a.lane[i] && b.lane[i]; });
}
template <Index n>
inline LaneMask<n> either(const LaneMask<n>& a, const LaneMask<n>& b) {
  return where<n>([&](Index i) { return a.lane[i] || b.lane[i]; });
}
template <Index n>
inline LaneMask<n> differ(const LaneMask<n>& a, const LaneMask<n>& b) {
  return where<n>([&](Index i) { return a.lane[i] != b.lane[i]; });
}
template <class T, Index n>
inline IntegerLanes<T, n> select(const LaneMask<n>& m, const IntegerLanes<T, n>& yes,
                                 const IntegerLanes<T, n>& no) {
  return each_integer<T, n>([&](Index i) { return m.lane[i] ? yes.lane[i] : no.lane[i]; });
}
