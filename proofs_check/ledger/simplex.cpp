#include <quantcheck/proofs_check/ledger/simplex.h>

#include <numeric>

#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {

using reference::Matrix;
using reference::Rational;

namespace {

// The point on all of the hyperplanes but one. It solves A x = b, by way of A^T A x = A^T b.
Vector8 intersection(const std::vector<HalfSpace>& walls, std::size_t left_out) {
  Matrix<Rational> a(dimension, dimension);
  Matrix<Rational> b(dimension, 1);
  Index row = 0;
  for (std::size_t k = 0; k < walls.size(); ++k) {
    if (k == left_out) continue;
    for (Index i = 0; i < dimension; ++i) a(row, i) = walls[k].normal[i];
    b(row++, 0) = walls[k].bound;
  }
  const Matrix<Rational> gram = a.transpose() * a;
  const Matrix<Rational> x = reference::inverse(gram) * (a.transpose() * b);
  Vector8 point;
  for (Index i = 0; i < dimension; ++i) point[i] = x(i, 0);
  return point;
}

Vector8 between(const Vector8& a, const Vector8& b, const Rational& share_of_b) {
  Vector8 point;
  for (Index i = 0; i < dimension; ++i) point[i] = a[i] + share_of_b * (b[i] - a[i]);
  return point;
}

Vector8 sum_of(const std::vector<Vector8>& points) {
  Vector8 sum{};
  for (const Vector8& point : points)
    for (Index i = 0; i < dimension; ++i) sum[i] += point[i];
  return sum;
}

}  // namespace

Rational inner_product(const Vector8& a, const Vector8& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), Rational(0));
}

Rational slack(const HalfSpace& half, const Vector8& x) { return half.bound - inner_product(half.normal, x); }

std::vector<Vector8> simplex_vertices(const std::vector<HalfSpace>& walls) {
  if (walls.size() != dimension + 1) throw Error("a simplex of eight dimensions has nine walls");
  std::vector<Vector8> vertices;
  for (std::size_t k = 0; k < walls.size(); ++k) {
    vertices.push_back(intersection(walls, k));
    if (slack(walls[k], vertices.back()) <= 0) throw Error("walls that bound no simplex");
  }
  return vertices;
}

std::vector<Vector8> cut(const std::vector<Vector8>& points, const HalfSpace& half) {
  std::vector<Vector8> inside;
  for (const Vector8& a : points) {
    const Rational of_a = slack(half, a);
    if (of_a < 0) continue;
    inside.push_back(a);
    for (const Vector8& b : points) {
      const Rational of_b = slack(half, b);
      if (of_a > 0 && of_b < 0) inside.push_back(between(a, b, of_a / (of_a - of_b)));
    }
  }
  return inside;
}

Vector8 centre(const std::vector<Vector8>& points) {
  Vector8 mean = sum_of(points);
  for (Rational& value : mean) value /= std::ssize(points);
  return mean;
}

Rational volume(const std::vector<Vector8>& simplex) {
  Matrix<Rational> edges(dimension, dimension);
  for (Index k = 0; k < dimension; ++k)
    for (Index i = 0; i < dimension; ++i) edges(k, i) = simplex[k + 1][i] - simplex[0][i];
  return abs(determinant(edges)) / 40320;
}

Rational mean_square(const std::vector<Vector8>& simplex) {
  const Vector8 sum = sum_of(simplex);
  Rational squares = inner_product(sum, sum);
  for (const Vector8& vertex : simplex) squares += inner_product(vertex, vertex);
  return squares / 90;
}

}  // namespace quantcheck::check::ledger
