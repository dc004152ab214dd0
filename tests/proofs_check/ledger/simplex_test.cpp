// Simplices of which everything is known.
#include <gtest/gtest.h>

#include <algorithm>

#include <quantcheck/proofs_check/ledger/simplex.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

using reference::Rational;

Vector8 along(std::size_t i, const Rational& length) {
  Vector8 x{};
  x[i] = length;
  return x;
}

Vector8 ones() {
  Vector8 x;
  x.fill(1);
  return x;
}

// The walls x_i >= 0 and sum x <= 1. Vertex i is e_i, and the last vertex is 0.
std::vector<HalfSpace> standard_walls() {
  std::vector<HalfSpace> walls;
  for (std::size_t i = 0; i < 8; ++i) walls.push_back({along(i, -1), 0});
  walls.push_back({ones(), 1});
  return walls;
}

TEST(Simplex, HasTheVerticesOppositeToItsWalls) {
  const std::vector<Vector8> vertices = simplex_vertices(standard_walls());
  ASSERT_EQ(vertices.size(), 9U);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(vertices[i], along(i, 1));
  EXPECT_EQ(vertices[8], Vector8{});
}

TEST(Simplex, HasItsVolumeAndMeanSquare) {
  const std::vector<Vector8> vertices = simplex_vertices(standard_walls());
  EXPECT_EQ(volume(vertices), Rational(1, 40320));
  // E x_i^2 = 2! 8! / 10!.
  EXPECT_EQ(mean_square(vertices), 8 * Rational(2, 90));
  std::vector<Vector8> moved = vertices;
  for (Vector8& v : moved)
    for (Rational& value : v) value += 3;
  EXPECT_EQ(volume(moved), volume(vertices));
  // E |x + a|^2 = E |x|^2 + 2 <E x, a> + |a|^2, where E x_i = 1/9.
  EXPECT_EQ(mean_square(moved), mean_square(vertices) + 2 * 8 * Rational(3, 9) + 8 * 9);
}

TEST(Simplex, IsRefusedWhereTheWallsBoundNone) {
  std::vector<HalfSpace> walls = standard_walls();
  walls.pop_back();
  EXPECT_THROW(simplex_vertices(walls), Error);
  walls.push_back({ones(), -1});  // the intersection is empty
  EXPECT_THROW(simplex_vertices(walls), Error);
  walls.back() = {along(0, 1), 1};  // the intersection is a prism
  EXPECT_THROW(simplex_vertices(walls), Error);
}

bool contains(const std::vector<Vector8>& points, const Vector8& x) {
  return std::ranges::find(points, x) != points.end();
}

TEST(Cut, KeepsWhatIsInsideAndWhereEdgesLeave) {
  const std::vector<Vector8> vertices = simplex_vertices(standard_walls());
  const HalfSpace half{along(0, 1), Rational(1, 3)};  // x_1 <= 1/3
  const std::vector<Vector8> part = cut(vertices, half);
  EXPECT_EQ(part.size(), 16U);
  for (const Vector8& x : part) EXPECT_GE(slack(half, x), 0);
  EXPECT_TRUE(contains(part, Vector8{}));
  EXPECT_TRUE(contains(part, along(0, Rational(1, 3))));
  Vector8 on_edge = along(0, Rational(1, 3));
  on_edge[5] = Rational(2, 3);
  EXPECT_TRUE(contains(part, on_edge));
  EXPECT_FALSE(contains(part, along(0, 1)));
}

TEST(Cut, ThroughAVertexAddsNothingThere) {
  const std::vector<Vector8> vertices = simplex_vertices(standard_walls());
  EXPECT_EQ(cut(vertices, {along(0, 1), 1}), vertices);
  EXPECT_EQ(cut(vertices, {along(0, 1), 0}).size(), 8U);
  EXPECT_TRUE(cut(vertices, {along(0, 1), -1}).empty());
}

TEST(Centre, IsTheMean) {
  Vector8 ninths;
  ninths.fill(Rational(1, 9));
  EXPECT_EQ(centre(simplex_vertices(standard_walls())), ninths);
}

}  // namespace
}  // namespace quantcheck::test
