// Thirty-two integers of sixteen bits in plain C++, and codes and points of thirty-two blocks. Included
// inside the target's namespace.
using Shorts = Lanes<std::int16_t, 32>;

struct ShortMask {
  bool lane[32];
};

template <class Operation>
inline Shorts each_short(Operation operation) {
  return each<std::int16_t, 32>([&](Index i) { return static_cast<std::int16_t>(operation(i)); });
}
inline Shorts operator+(const Shorts& a, const Shorts& b) {
  return each_short([&](Index i) { return a.lane[i] + b.lane[i]; });
}
inline Shorts operator-(const Shorts& a, const Shorts& b) {
  return each_short([&](Index i) { return a.lane[i] - b.lane[i]; });
}
inline Shorts min(const Shorts& a, const Shorts& b) {
  return each_short([&](Index i) { return a.lane[i] < b.lane[i] ? a.lane[i] : b.lane[i]; });
}
inline Shorts max(const Shorts& a, const Shorts& b) {
  return each_short([&](Index i) { return a.lane[i] > b.lane[i] ? a.lane[i] : b.lane[i]; });
}
inline Shorts abs(const Shorts& a) {
  return each_short([&](Index i) { return a.lane[i] < 0 ? -a.lane[i] : a.lane[i]; });
}
template <int n>
inline Shorts shift_left(const Shorts& a) {
  return each_short([&](Index i) { return a.lane[i] * (1 << n); });
}
template <int n>
inline Shorts shift_right(const Shorts& a) {
  return each_short([&](Index i) { return a.lane[i] >> n; });
}
template <class Compare>
inline ShortMask compare_shorts(Compare holds) {
  ShortMask result;
  for (Index i = 0; i < 32; ++i) result.lane[i] = holds(i);
  return result;
}
inline Shorts xor_bits(const Shorts& a, const Shorts& b) {
  return each_short([&](Index i) { return a.lane[i] ^ b.lane[i]; });
}
inline ShortMask sign_mask(const Shorts& a) {
  return compare_shorts([&](Index i) { return a.lane[i] < 0; });
}
inline ShortMask less(const Shorts& a, const Shorts& b) {
  return compare_shorts([&](Index i) { return a.lane[i] < b.lane[i]; });
}
inline ShortMask equal(const Shorts& a, const Shorts& b) {
  return compare_shorts([&](Index i) { return a.lane[i] == b.lane[i]; });
}
inline ShortMask both(const ShortMask& a, const ShortMask& b) {
  return compare_shorts([&](Index i) { return a.lane[i] && b.lane[i]; });
}
inline ShortMask either(const ShortMask& a, const ShortMask& b) {
  return compare_shorts([&](Index i) { return a.lane[i] || b.lane[i]; });
}
inline ShortMask differ(const ShortMask& a, const ShortMask& b) {
  return compare_shorts([&](Index i) { return a.lane[i] != b.lane[i]; });
}
inline Shorts select(const ShortMask& m, const Shorts& yes, const Shorts& no) {
  return each_short([&](Index i) { return m.lane[i] ? yes.lane[i] : no.lane[i]; });
}
/// a, or a + b where m.
inline Shorts add_where(const ShortMask& m, const Shorts& a, const Shorts& b) {
  return each_short([&](Index i) { return a.lane[i] + (m.lane[i] ? b.lane[i] : 0); });
}
/// a - b, or a + b where `sign`, which is not 0, is negative.
inline Shorts subtract_signed(const Shorts& a, const Shorts& b, const Shorts& sign) {
  return each_short(
      [&](Index i) { return sign.lane[i] < 0 ? a.lane[i] + b.lane[i] : a.lane[i] - b.lane[i]; });
}

/// The codes of thirty-two blocks, a byte each.
inline void load_codes(const std::uint8_t* p, Shorts (&c)[8]) {
  for (int i = 0; i < 8; ++i) c[i] = each_short([&](Index b) { return p[8 * b + i]; });
}

/// Points of thirty-two blocks.
template <class To>
inline void store_points(To* p, const Shorts (&y)[8]) {
  for (Index b = 0; b < 32; ++b)
    for (Index i = 0; i < 8; ++i) p[8 * b + i] = static_cast<To>(y[i].lane[b]);
}

/// Sixteen integers.
inline Floats load_integers(const std::int16_t* p) {
  return each<float, 16>([p](Index i) { return static_cast<float>(p[i]); });
}
