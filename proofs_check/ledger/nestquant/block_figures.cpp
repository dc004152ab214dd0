// The mean of LDLQ's loss, and its worst case, with E8 as the lattice.
#include <bit>
#include <set>

#include <quantcheck/proofs_check/judge/lattice/eigenvalue_bound.h>
#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/proofs_check/ledger/nestquant/nestquant_claims.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/proofs_check/problems/random_hessian.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/lattices.h>
#include <quantcheck/reference/quantizers/ldlq.h>

namespace quantcheck::check::ledger {
namespace {

using reference::BlockUdu;
using reference::ColumnBlocks;
using reference::E8Lattice;
using reference::E8Point;
using reference::LdlqResult;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

// A simplex whose nine vertices are the columns.
struct Simplex {
  Matrix<Rational> vertices;
  Rational volume;
};

// The alcove x_1 >= ... >= x_7 >= |x_8|, x_1 + x_2 <= 1. The group of permutations and even sign changes
// takes every point of the Voronoi cell of D8 into it. J. H. Conway, N. J. A. Sloane, Sphere Packings,
// Lattices and Groups, chapter 21.
Simplex alcove_of_d8() {
  const Rational half(1, 2);
  Matrix<Rational> vertices = Matrix<Rational>::Constant(8, 9, Rational(0));
  vertices(0, 1) = 1;
  for (Index k = 2; k <= 6; ++k) vertices.col(k).head(k).setConstant(half);
  vertices.rightCols(2).setConstant(half);
  vertices(7, 8) = -half;
  return {vertices, abs(determinant(vertices.rightCols(8))) / 40320};
}

constexpr Index images = Index{128} * 40320;  // images of the alcove around 0: one for each group element

// Appends the part of the simplex with sum x <= 2, cut into simplices. An edge from a vertex a above to a
// vertex b below meets sum x = 2 at p = a + t (b - a). The simplex falls into the one that has p for a, with
// the share 1 - t of its volume, and the one that has p for b, with the share t.
void cut_at_two(const Simplex& simplex, std::vector<Simplex>& parts) {
  const Vector<Rational> above = simplex.vertices.colwise().sum().array() - Rational(2);
  Index a = 0;
  Index b = 0;
  for (Index k = 0; k < above.size(); ++k) {
    if (above(k) > above(a)) a = k;
    if (above(k) < above(b)) b = k;
  }
  if (above(a) <= 0) return parts.push_back(simplex);
  if (above(b) >= 0) return;
  const Rational t = above(a) / (above(a) - above(b));
  const Vector<Rational> p = simplex.vertices.col(a) * (1 - t) + simplex.vertices.col(b) * t;
  for (const auto& [replaced, share] : {std::pair(a, Rational(1 - t)), std::pair(b, t)}) {
    Simplex part{simplex.vertices, simplex.volume * share};
    part.vertices.col(replaced) = p;
    cut_at_two(part, parts);
  }
}

std::vector<Simplex> nearest_to_0() {
  std::vector<Simplex> parts;
  cut_at_two(alcove_of_d8(), parts);
  return parts;
}

std::vector<Simplex> all_of_it() { return {alcove_of_d8()}; }

// The mean of x x^T over a simplex. Barycentric coordinates that are uniform over the simplex have
//     E t_k^2 = 2 / (9 10) and, for k != l, E t_k t_l = 1 / (9 10).
Matrix<Rational> mean_products(const Simplex& simplex) {
  const Vector<Rational> sum = simplex.vertices.rowwise().sum();
  return (sum * sum.transpose() + simplex.vertices * simplex.vertices.transpose()) / Rational(90);
}

// The mean of x x^T over all permutations and even sign changes of x, given the mean of x x^T for x itself.
Matrix<Rational> mean_over_images(const Matrix<Rational>& products) {
  const Rational diagonal = products.trace() / 8;
  const Rational others = (products.sum() - products.trace()) / 56;
  Matrix<Rational> mean(8, 8);
  for (unsigned i = 0; i < 8; ++i) {
    for (unsigned j = 0; j < 8; ++j) {
      Rational signs = 0;
      for (unsigned minus = 0; minus < 256; ++minus)
        if (std::popcount(minus) % 2 == 0) signs += (minus >> i & 1) == (minus >> j & 1) ? 1 : -1;
      mean(i, j) = (i == j ? diagonal : others) * signs / 128;
    }
  }
  return mean;
}

// Checks that E8 is kept by exchanges of neighbours and by sign changes of two neighbours, which generate the
// group.
void expect_symmetric(Cases& cases) {
  for (const E8Point& column : reference::e8_generator()) {
    for (std::size_t i = 0; i + 1 < 8; ++i) {
      E8Point exchanged = column;
      std::swap(exchanged.twice[i], exchanged.twice[i + 1]);
      E8Point negated = column;
      for (const std::size_t k : {i, i + 1}) negated.twice[k] = -negated.twice[k];
      cases.expect(in_e8(exchanged) && in_e8(negated), [] { return "a symmetry does not keep E8"; });
    }
  }
}

void expect_0_is_nearest(Cases& cases, const Simplex& part) {
  for (Index k = 0; k < part.vertices.cols(); ++k) {
    for (const E8Point& root : reference::e8_minimal_vectors()) {
      Rational product = 0;
      for (Index i = 0; i < 8; ++i) product += part.vertices(i, k) * Rational(root.twice[i], 2);
      cases.expect(product <= 1, [&] { return joined(root.twice) + " / 2 is nearer than 0"; });
    }
  }
}

const Rational second_moment(929, 12960);

// Checks the mean of v^T v over the cell of E8. The parts lie in the cell of 0 because their vertices do, and
// so do the images of the parts. Their volume together is that of the cell, so they fill it.
Outcome mean_is_white(std::vector<Simplex> (*parts_of)()) {
  Cases cases;
  expect_symmetric(cases);
  Matrix<Rational> products = Matrix<Rational>::Constant(8, 8, Rational(0));
  Rational volume = 0;
  const std::vector<Simplex> parts = parts_of();
  for (const Simplex& part : parts) {
    products += mean_products(part) * part.volume;
    volume += part.volume;
  }
  const Matrix<Rational> mean = mean_over_images(products / volume);
  for (Index i = 0; i < 8; ++i) {
    for (Index j = 0; j < 8; ++j)
      cases.expect(mean(i, j) == (i == j ? second_moment : Rational(0)), [&] {
        return "the mean of v_" + std::to_string(i) + " v_" + std::to_string(j) + " is " + mean(i, j).str();
      });
  }
  for (const Simplex& part : parts) expect_0_is_nearest(cases, part);
  cases.expect(volume * images == 1, [&] { return "the volume is " + Rational(volume * images).str(); });
  return std::move(cases).outcome(std::to_string(parts.size()) + " simplices, " + std::to_string(images) +
                                  " images of each, of volume 1 together");
}

// A lambda for which lambda I - D is positive definite, nearly the least one. It is estimated in floating
// point, then checked exactly; empty where the check fails.
std::optional<Rational> above_eigenvalues(const Matrix<Rational>& d) {
  const Rational size = d.trace();
  const Matrix<Rational> scaled = d / size;
  const Eigen::MatrixXd doubles =
      scaled.unaryExpr([](const Rational& x) { return reference::approximate(x); });
  const Rational lambda = reference::exact(largest_eigenvalue(doubles) * (1 + 0x1p-20));
  const Matrix<Rational> rest = lambda * Matrix<Rational>::Identity(d.rows(), d.cols()) - scaled;
  if (!is_positive_definite(rest)) return {};
  return Rational(lambda * size);
}

CaseCheck block_loss_is_at_most(const Rational& share) {
  return [=](const Problem& p, Dice& dice) {
    const Matrix<Rational> hessian = reference::damped(p.hessian, p.damping);
    const ColumnBlocks blocks =
        dice.chance(50) ? reference::first_to_last(p.in(), 8) : reference::last_to_first(p.in(), 8);
    const BlockUdu<Rational> factor = reference::block_udu(hessian, blocks);
    std::vector<Rational> beta;
    Rational bound = 0;
    for (const Matrix<Rational>& d : factor.pivot) {
      const std::optional<Rational> lambda = above_eigenvalues(d);
      if (!lambda) return cannot_tell();
      beta.push_back(largest_scale(p) * Rational(dice.between(1, 9), 4));
      bound += share * beta.back() * beta.back() * *lambda;
    }
    const LdlqResult<Rational> result =
        reference::ldlq(p.weight, factor, blocks, [&](Index, Index b, const Vector<Rational>& target) {
          return E8Lattice<Rational>{beta[b]}.nearest(target);
        });
    for (Index row = 0; row < p.out(); ++row) {
      const Vector<Rational> error = p.weight.row(row) - result.quantized.row(row);
      const Rational loss = reference::loss(error, hessian);
      if (loss > bound) return refuted(in_row(row, "the loss", loss, "the bound", bound));
    }
    return holds();
  };
}

// The deep holes modulo E8: the halves h of the points of norm^2 4 and, of those that differ by points of E8,
// the one that our tie rule takes to 0.
std::vector<Vector<Rational>> deep_holes() {
  std::vector<Vector<Rational>> holes;
  const auto& roots = reference::e8_minimal_vectors();
  std::set<E8Point> points;
  for (const E8Point& a : roots)
    for (const E8Point& b : roots)
      if (four_times_inner_product(a, b) == 0) points.insert(a + b);
  for (const E8Point& point : points) {
    Vector<Rational> hole(8);
    for (Index i = 0; i < 8; ++i) hole(i) = Rational(point.twice[i], 4);
    if (reference::nearest_e8(reference::padded_block(hole)) == E8Point()) holes.push_back(hole);
  }
  return holes;
}

// A layer of two blocks of columns with D_b = I + h h^T. Since |h| = 1, h is an eigenvector for the largest
// eigenvalue, 2.
struct PlantedLayer {
  Matrix<Rational> hessian;
  Matrix<Rational> upper;  // U_12
};

PlantedLayer planted_layer(const Vector<Rational>& hole) {
  const Matrix<Rational> one = Matrix<Rational>::Identity(8, 8);
  const Matrix<Rational> pivot = one + hole * hole.transpose();
  PlantedLayer layer{Matrix<Rational>(16, 16), Matrix<Rational>(8, 8)};
  for (Index i = 0; i < 8; ++i)
    for (Index j = 0; j < 8; ++j) layer.upper(i, j) = Rational((3 * i + 5 * j) % 7 - 3, 2);
  const Matrix<Rational> right = layer.upper * pivot;
  layer.hessian << pivot + right * layer.upper.transpose(), right, right.transpose(), pivot;
  return layer;
}

// The errors of both blocks of columns for the residuals v_b = beta h.
using ErrorsOfBlocks = Vector<Rational> (*)(const Vector<Rational>& residual, const Matrix<Rational>& upper);

Vector<Rational> as_residual(const Vector<Rational>& residual, const Matrix<Rational>& upper) {
  Vector<Rational> error(16);
  error << residual, residual - upper.transpose() * residual;
  return error;
}

// The false variant has the errors beta h.
Vector<Rational> as_error(const Vector<Rational>& residual, const Matrix<Rational>&) {
  Vector<Rational> error(16);
  error << residual, residual;
  return error;
}

Outcome worst_case_is_attained(ErrorsOfBlocks plant) {
  Cases cases;
  const Rational beta(3, 4);
  const std::vector<Vector<Rational>> holes = deep_holes();
  const ColumnBlocks blocks = reference::first_to_last(16, 8);
  cases.expect(holes.size() == 135, [&] { return std::to_string(holes.size()) + " deep holes modulo E8"; });
  for (const Vector<Rational>& hole : holes) {
    const PlantedLayer layer = planted_layer(hole);
    const Vector<Rational> quantized = Vector<Rational>::Constant(16, beta);  // (1)^8 in either lattice block
    const Vector<Rational> planted = plant(beta * hole, layer.upper);
    const Matrix<Rational> weight = (quantized + planted).transpose();
    const LdlqResult<Rational> result =
        reference::ldlq(weight, reference::block_udu(layer.hessian, blocks), blocks,
                        [&](Index, Index, const Vector<Rational>& target) {
                          return E8Lattice<Rational>{beta}.nearest(target);
                        });
    const Vector<Rational> error = weight.row(0) - result.quantized.row(0);
    const Rational loss = reference::loss(error, layer.hessian);
    const Rational worst = 4 * beta * beta;
    if (!cases.expect(loss == worst,
                      [&] { return in_row(0, "the loss", loss, "sum_b beta^2 lambda_max(D_b)", worst); }))
      break;
  }
  return std::move(cases).outcome();
}

}  // namespace

std::vector<Claim> block_figure_claims() {
  return {
      computed(
          {.id = "nestquant/block-mean",
           .statement = "For v uniform in the Voronoi cell of beta E8 the mean of v D v^T is 929/12960 "
                        "beta^2 tr D, for every D",
           .source = "R. Zamir, M. Feder, IEEE Trans. Inf. Theory 42 (1996), 1152-1159; this project",
           .variant = "the same of the Voronoi cell of beta D8"},
          Method::proved_for_all, [] { return mean_is_white(nearest_to_0); },
          [] { return mean_is_white(all_of_it); }),
      sampled({.id = "nestquant/worst",
               .statement = "With E8 inside, a row loses at most sum_b beta_b^2 lambda_max(D_b)",
               .source = "this project, from the covering radius 1",
               .variant = "half of that"},
              {{.in = 9, .out = 2}, block_loss_is_at_most(1), block_loss_is_at_most(Rational(1, 2))}),
      computed(
          {.id = "nestquant/worst-attained",
           .statement = "That is the supremum: with D_b = I + h h^T, h a deep hole, the weights with the "
                        "residuals beta h lose it; for each of the 135 holes modulo E8",
           .source = "this project",
           .variant = "the weights with the errors beta h"},
          Method::exhaustive, [] { return worst_case_is_attained(as_residual); },
          [] { return worst_case_is_attained(as_error); }),
  };
}

}  // namespace quantcheck::check::ledger
