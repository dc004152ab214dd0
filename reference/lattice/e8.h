// The lattice E8 (Gosset's): D8, the integer vectors of even sum, and D8 + (1/2, ..., 1/2).
#pragma once

#include <array>
#include <compare>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// A lattice block: eight consecutive values of a row, which the lattice quantizes at once.
template <class Number>
using Block = std::array<Number, 8>;

/// A point all of whose coordinates are halves of integers, stored as twice its coordinates. Points are
/// ordered lexicographically.
struct E8Point {
  Block<Code> twice{};

  // The compiler generates comparisons with 0, which the linter takes for a pointer.
  friend auto operator<=>(const E8Point&, const E8Point&) = default;  // NOLINT(modernize-use-nullptr)
};

E8Point operator+(const E8Point& a, const E8Point& b);
E8Point operator-(const E8Point& a, const E8Point& b);
E8Point operator*(Code factor, const E8Point& a);

/// Four times the inner product, 4 <a, b>, which is an integer for such points.
Code four_times_inner_product(const E8Point& a, const E8Point& b);

/// Whether the point is in E8: the coordinates are all integers or all halves of odd integers, and their sum
/// is even. J. H. Conway, N. J. A. Sloane, Sphere Packings, Lattices and Groups, chapter 4, section 8.1.
bool in_e8(const E8Point& point);

/// The columns of the generator G: 2 e_1; e_{i+1} - e_i for i = 1 .. 6; (1/2)^8. det G = 1.
const std::array<E8Point, 8>& e8_generator();

/// The point G c.
E8Point e8_point(const Block<Code>& coordinates);

/// The coordinates G^-1 y of a point y. Throws Error where y is not in E8.
Block<Code> e8_coordinates(const E8Point& point);

/// The 240 points of norm^2 2, in lexicographic order: the permutations of (+-1, +-1, 0^6), and (+-1/2)^8
/// with an even number of minus signs.
const std::vector<E8Point>& e8_minimal_vectors();

}  // namespace quantcheck::reference
