// The picture of the box criterion: its geometry is right, and docs/ shows what the program draws.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <quantcheck/proofs_check/ledger/figures/picture.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/xml.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

using reference::Matrix;
using reference::Rational;

Matrix<Rational> form(Rational a, Rational b, Rational c) {
  Matrix<Rational> q(2, 2);
  q << a, b, b, c;
  return q;
}

// Whether a point is in the polygon or on its boundary. Corners go counterclockwise.
bool inside(const Polygon& polygon, const PlanePoint& p) {
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    const PlanePoint& from = polygon[k];
    const PlanePoint& to = polygon[(k + 1) % polygon.size()];
    if ((to[0] - from[0]) * (p[1] - from[1]) - (to[1] - from[1]) * (p[0] - from[0]) < 0) return false;
  }
  return true;
}

TEST(PlaneCells, ACutKeepsOneSide) {
  const Polygon square{{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  EXPECT_EQ(area(square), 1);
  EXPECT_EQ(area(cut(square, {1, 1}, 1)), Rational(1, 2));
  EXPECT_EQ(cut(square, {1, 0}, 2), square);
  EXPECT_EQ(cut(square, {1, 0}, 1), square);
  EXPECT_TRUE(cut(square, {1, 0}, -1).empty());
  EXPECT_EQ(area(cut(square, {4, 1}, 1)), Rational(1, 8));
}

TEST(PlaneCells, OfASquareLatticeAreSquares) {
  const Polygon cell = voronoi_cell(form(1, 0, 1));
  EXPECT_EQ(area(cell), 1);
  EXPECT_EQ(area(nearest_plane_box(form(1, 0, 1), {0, 1})), 1);
  EXPECT_TRUE(inside(cell, {Rational(1, 2), Rational(1, 2)}));
}

TEST(PlaneCells, HoldTheirNearestPoints) {
  for (const auto& q :
       {form(Rational(5, 4), Rational(3, 4), 1), form(1, Rational(1, 2), 1), form(3, -2, 2)}) {
    const Polygon cell = voronoi_cell(q);
    const auto length = [&](const Rational& x, const Rational& y) {
      return Rational(q(0, 0) * x * x + 2 * q(0, 1) * x * y + q(1, 1) * y * y);
    };
    for (int i = -12; i <= 12; ++i)
      for (int j = -12; j <= 12; ++j) {
        const PlanePoint p{Rational(i, 9), Rational(j, 9)};
        bool nearest = true;
        for (int a = -5; a <= 5; ++a)
          for (int b = -5; b <= 5; ++b) nearest = nearest && length(p[0], p[1]) <= length(p[0] - a, p[1] - b);
        EXPECT_EQ(inside(cell, p), nearest) << p[0] << " " << p[1];
      }
  }
}

TEST(PlaneCells, BoxesHoldTheTargetsThatLeadThere) {
  const auto q = form(Rational(5, 4), Rational(3, 4), 1);
  const Grid<Rational> grid{1, {Rational(1)}, {0}, {0, 0}, {}};
  for (const Order& order : {Order{0, 1}, Order{1, 0}}) {
    const Polygon box = nearest_plane_box(q, order);
    EXPECT_EQ(area(box), 1);
    const auto factor = reference::udu(reference::permuted(q, order));
    for (int i = -10; i <= 10; ++i)
      for (int j = -10; j <= 10; ++j) {
        Matrix<Rational> w(1, 2);
        w << Rational(i, 11), Rational(j, 11);  // no ties: denominators are odd
        const auto codes = reference::nearest_plane(w, factor, grid, order,
                                                    reference::decide_nearest(grid, Rounding::half_even));
        EXPECT_EQ(inside(box, {w(0, 0), w(0, 1)}), codes(0, 0) == 0 && codes(0, 1) == 0) << i << " " << j;
      }
  }
}

TEST(PlaneCells, ABasisTooSkewIsRefused) {
  expect_refusal({"too skew"}, [] { voronoi_cell(form(1, 50, 2501)); });
}

TEST(Picture, IsTheOneThatDocsShow) {
  std::ostringstream committed;
  committed << std::ifstream(QUANTCHECK_SOURCE_DIR "/docs/box-criterion.svg").rdbuf();
  EXPECT_EQ(box_picture(shown_layer()), committed.str())
      << "quantcheck picture docs/box-criterion.svg draws it again";
}

TEST(Picture, IsWellFormedAndSaysWhatHappened) {
  const std::string svg = box_picture(shown_layer());
  EXPECT_EQ(parse_xml(svg).name, "svg");
  for (const char* words :
       {">GPTQ chooses codes (4, 3): loss 0.2021<", ">That is the nearest point.<",
        ">GPTQ chooses codes (4, 4): loss 0.3271<", ">The nearest point is (4, 3): loss 0.2021<"})
    EXPECT_NE(svg.find(words), std::string::npos) << words;
}

}  // namespace
}  // namespace quantcheck::test
