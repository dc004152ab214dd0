#include <quantcheck/reference/lattice/e8.h>

#include <algorithm>
#include <bit>
#include <numeric>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {
namespace {

std::vector<E8Point> minimal_vectors() {
  std::vector<E8Point> vectors;
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = i + 1; j < 8; ++j) {
      for (const Code a : {-2, 2}) {
        for (const Code b : {-2, 2}) {
          E8Point& point = vectors.emplace_back();
          point.twice[i] = a;
          point.twice[j] = b;
        }
      }
    }
  }
  for (unsigned minus = 0; minus < 256; ++minus) {
    if (std::popcount(minus) % 2 != 0) continue;
    E8Point& point = vectors.emplace_back();
    for (std::size_t i = 0; i < 8; ++i) point.twice[i] = (minus >> i & 1) != 0 ? -1 : 1;
  }
  std::ranges::sort(vectors);
  return vectors;
}

}  // namespace

E8Point operator+(const E8Point& a, const E8Point& b) {
  E8Point sum;
  for (std::size_t i = 0; i < 8; ++i) sum.twice[i] = a.twice[i] + b.twice[i];
  return sum;
}

E8Point operator-(const E8Point& a, const E8Point& b) { return a + -1 * b; }

E8Point operator*(Code factor, const E8Point& a) {
  E8Point product;
  for (std::size_t i = 0; i < 8; ++i) product.twice[i] = factor * a.twice[i];
  return product;
}

Code four_times_inner_product(const E8Point& a, const E8Point& b) {
  return std::inner_product(a.twice.begin(), a.twice.end(), b.twice.begin(), Code{0});
}

bool in_e8(const E8Point& point) {
  const Code parity = point.twice[0] & 1;
  const bool one_coset = std::ranges::all_of(point.twice, [&](Code c) { return (c & 1) == parity; });
  return one_coset && std::accumulate(point.twice.begin(), point.twice.end(), Code{0}) % 4 == 0;
}

const std::array<E8Point, 8>& e8_generator() {
  static constexpr std::array<E8Point, 8> columns{{
      {{4, 0, 0, 0, 0, 0, 0, 0}},
      {{-2, 2, 0, 0, 0, 0, 0, 0}},
      {{0, -2, 2, 0, 0, 0, 0, 0}},
      {{0, 0, -2, 2, 0, 0, 0, 0}},
      {{0, 0, 0, -2, 2, 0, 0, 0}},
      {{0, 0, 0, 0, -2, 2, 0, 0}},
      {{0, 0, 0, 0, 0, -2, 2, 0}},
      {{1, 1, 1, 1, 1, 1, 1, 1}},
  }};
  return columns;
}

E8Point e8_point(const Block<Code>& coordinates) {
  E8Point point;
  for (std::size_t j = 0; j < 8; ++j) point = point + coordinates[j] * e8_generator()[j];
  return point;
}

Block<Code> e8_coordinates(const E8Point& point) {
  if (!in_e8(point)) throw Error("a point outside of E8 has no coordinates there");
  const Block<Code>& y = point.twice;
  // This solves y = G c from the last coordinate to the first:
  //     y_8 = c_8 / 2,                        y_7 = c_7 + c_8 / 2,
  //     y_i = c_i - c_{i+1} + c_8 / 2,        y_1 = 2 c_1 - c_2 + c_8 / 2.
  Block<Code> c;
  c[7] = y[7];
  c[6] = (y[6] - y[7]) / 2;
  for (std::size_t i = 5; i > 0; --i) c[i] = (y[i] - y[7]) / 2 + c[i + 1];
  c[0] = ((y[0] - y[7]) / 2 + c[1]) / 2;
  return c;
}

const std::vector<E8Point>& e8_minimal_vectors() {
  static const std::vector<E8Point> vectors = minimal_vectors();
  return vectors;
}

}  // namespace quantcheck::reference
