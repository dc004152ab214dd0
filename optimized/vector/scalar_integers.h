// Vectors of integers of 8 and 32 bits in plain C++. This file is included inside the target's namespace,
// after plain_integers.h.

/// Sixty-four integers modulo 2^8.
using Bytes = IntegerLanes<std::uint8_t, 64>;

/// The upper half of each byte, as a number below 16.
inline Bytes upper_half(const Bytes& a) {
  return each_integer<std::uint8_t, 64>([&](Index i) { return a.lane[i] >> 4; });
}

/// Collects the bytes of sixteen words in each of four vectors: byte k of word 4L + t of vector j goes to
/// lane 16L + 4j + t of result k.
inline Several<Bytes, 4> bytes_of_words(const Several<Bytes, 4>& words) {
  Several<Bytes, 4> planes;
  for (Index lane = 0; lane < 64; ++lane) {
    const Index word = lane / 16 * 4 + lane % 4;
    for (Index k = 0; k < 4; ++k) planes[k].lane[lane] = words[lane / 4 % 4].lane[4 * word + k];
  }
  return planes;
}

/// The inverse of bytes_of_words.
inline Several<Bytes, 4> words_of_bytes(const Bytes* planes) {
  Several<Bytes, 4> words;
  for (Index lane = 0; lane < 64; ++lane) {
    const Index word = lane / 16 * 4 + lane % 4;
    for (Index k = 0; k < 4; ++k) words[lane / 4 % 4].lane[4 * word + k] = planes[k].lane[lane];
  }
  return words;
}

/// Sixteen words of four bytes.
using Ints = IntegerLanes<std::uint32_t, 16>;

template <class Operation>
inline Ints each_word(Operation operation) {
  return each_integer<std::uint32_t, 16>(operation);
}
inline Ints load(const std::uint32_t* p) {
  return each_word([p](Index i) { return p[i]; });
}
template <int bits>
inline Ints shift_right(const Ints& a) {
  return each_word([&](Index i) { return a.lane[i] >> bits; });
}
inline Floats to_floats(const Ints& a) {
  return each<float, 16>([&](Index i) { return static_cast<float>(static_cast<std::int32_t>(a.lane[i])); });
}
/// table[a % 16] in each lane.
inline Floats look_up(const float* table, const Ints& a) {
  return each<float, 16>([&](Index i) { return table[a.lane[i] % 16]; });
}

/// Adds to sum the inner product of the words of a and b, each taken as two signed integers.
inline Ints add_dot_of_two(const Ints& sum, const Ints& a, const Ints& b) {
  const auto part = [](std::uint32_t x, int k) {
    return std::int32_t{static_cast<std::int16_t>(x >> 16 * k & 0xffff)};
  };
  return each_word([&](Index i) {
    const std::int32_t dot =
        part(a.lane[i], 0) * part(b.lane[i], 0) + part(a.lane[i], 1) * part(b.lane[i], 1);
    return sum.lane[i] + static_cast<std::uint32_t>(dot);
  });
}

/// Adds to sum the inner product of the words of a and b, each taken as four bytes, those of a unsigned and
/// those of b signed. It is exact.
inline Ints add_dot_of_four(const Ints& sum, const Ints& a, const Ints& b) {
  return each_word([&](Index i) {
    std::int32_t dot = 0;
    for (int k = 0; k < 4; ++k)
      dot += std::int32_t{static_cast<std::uint8_t>(a.lane[i] >> 8 * k & 0xff)} *
             std::int32_t{static_cast<std::int8_t>(b.lane[i] >> 8 * k & 0xff)};
    return sum.lane[i] + static_cast<std::uint32_t>(dot);
  });
}

inline Doubles widen(const float* p) {
  return each<double, 8>([p](Index i) { return static_cast<double>(p[i]); });
}

/// Replaces each two lanes whose numbers differ in `bit` by their sum and difference: lane i becomes
/// a_i + a_(i + bit) where that bit of i is 0, and a_(i - bit) - a_i where it is 1.
template <int bit>
inline Floats lane_butterfly(const Floats& a) {
  return each<float, 16>(
      [&](Index i) { return (i & bit) == 0 ? a.lane[i] + a.lane[i + bit] : a.lane[i - bit] - a.lane[i]; });
}

// The part of a product, vectors of rows by columns, that is summed at once.
constexpr Index product_vectors = 1;
constexpr Index product_columns = 1;
