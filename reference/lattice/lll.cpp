#include <quantcheck/reference/lattice/lll.h>

#include <algorithm>
#include <utility>

#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::reference {
namespace {

// Lovasz's condition |b*_j + mu_{j-1,j} b*_{j-1}|^2 >= delta |b*_{j-1}|^2.
bool lovasz_condition(const Matrix<Rational>& mu, const Vector<Rational>& squared_norm, Index j,
                      const Rational& delta) {
  const Rational& m = mu(j - 1, j);
  return squared_norm(j) + m * m * squared_norm(j - 1) >= delta * squared_norm(j - 1);
}

// A basis with its mu and |b*_j|^2, which both moves of the algorithm keep up to date.
class Basis {
 public:
  explicit Basis(const Matrix<Rational>& columns)
      : reduced_{columns, Matrix<Rational>::Identity(columns.cols(), columns.cols())} {
    GramSchmidt<Rational> orthogonal = gram_schmidt(columns);
    mu_ = std::move(orthogonal.coefficient);
    squared_norm_ = std::move(orthogonal.squared_norm);
  }

  // Replaces b_j by b_j - round(mu_ij) b_i for i = j-1 .. 0, which changes no b*.
  void reduce_size(Index j) {
    for (Index i = j - 1; i >= 0; --i) {
      const Rational q = round_to_integer(mu_(i, j), Rounding::half_even);
      if (q == 0) continue;
      for (Matrix<Rational>* matrix : {&reduced_.basis, &reduced_.transform, &mu_})
        matrix->col(j) -= q * matrix->col(i);
    }
  }

  bool lovasz(Index j, const Rational& delta) const { return lovasz_condition(mu_, squared_norm_, j, delta); }

  // Exchanges b_{j-1} and b_j. With m = mu_{j-1,j} and c = b*_j + m b*_{j-1}, the new mu_{j-1,j}, b*_{j-1}
  // and b*_j are
  //     mu'_{j-1,j} = <c, b*_{j-1}> / |c|^2 = m |b*_{j-1}|^2 / |c|^2,    c,    c' = b*_{j-1} - mu'_{j-1,j} c.
  // The part of a later b_k in their plane is
  // mu_{j-1,k} b*_{j-1} + mu_{j,k} b*_j = mu'_{j-1,k} c + mu'_{j,k} c', where
  //     mu'_{j,k} = mu_{j-1,k} - m mu_{j,k},    mu'_{j-1,k} = mu_{j,k} + mu'_{j-1,j} mu'_{j,k}.
  void exchange(Index j) {
    const Rational m = mu_(j - 1, j);
    const Rational before = squared_norm_(j - 1);
    const Rational after = squared_norm_(j) + m * m * before;
    const Rational m_after = m * before / after;

    reduced_.basis.col(j - 1).swap(reduced_.basis.col(j));
    reduced_.transform.col(j - 1).swap(reduced_.transform.col(j));
    squared_norm_(j) = before * squared_norm_(j) / after;
    squared_norm_(j - 1) = after;
    mu_.col(j - 1).head(j - 1).swap(mu_.col(j).head(j - 1));
    mu_(j - 1, j) = m_after;
    for (Index k = j + 1; k < mu_.cols(); ++k) {
      const Rational along = mu_(j, k);
      mu_(j, k) = mu_(j - 1, k) - m * along;
      mu_(j - 1, k) = along + m_after * mu_(j, k);
    }
  }

  Reduced take() { return std::move(reduced_); }

 private:
  Reduced reduced_;
  Matrix<Rational> mu_;
  Vector<Rational> squared_norm_;
};

}  // namespace

Reduced lll(const Matrix<Rational>& basis, const Rational& delta) {
  if (!(Rational(1, 4) < delta && delta < 1)) throw Error("lattice reduction needs 1/4 < delta < 1");
  Basis b(basis);
  for (Index j = 1; j < basis.cols();) {
    b.reduce_size(j);
    if (b.lovasz(j, delta)) {
      ++j;
    } else {
      b.exchange(j);
      j = std::max<Index>(j - 1, 1);
    }
  }
  return b.take();
}

bool is_lll_reduced(const Matrix<Rational>& basis, const Rational& delta) {
  const GramSchmidt<Rational> orthogonal = gram_schmidt(basis);
  for (Index j = 0; j < basis.cols(); ++j) {
    for (Index i = 0; i < j; ++i)
      if (abs(orthogonal.coefficient(i, j)) > Rational(1, 2)) return false;
    if (j > 0 && !lovasz_condition(orthogonal.coefficient, orthogonal.squared_norm, j, delta)) return false;
  }
  return true;
}

}  // namespace quantcheck::reference
