#include <quantcheck/tests/support/flint.h>

#include <flint/fmpq.h>
#include <flint/fmpq_mat.h>
#include <flint/fmpz_mat.h>

#include <stdexcept>

#include <quantcheck/reference/number/common_denominator.h>

namespace quantcheck::test::flint {

using reference::CommonDenominator;
using reference::Integer;
using reference::Matrix;
using reference::over_common_denominator;
using reference::Rational;

namespace {

class Fraction {
 public:
  Fraction() { fmpq_init(value_); }
  explicit Fraction(const Rational& value) : Fraction() { fmpq_set_mpq(value_, value.backend().data()); }
  Fraction(const Fraction&) = delete;
  Fraction& operator=(const Fraction&) = delete;
  ~Fraction() { fmpq_clear(value_); }

  fmpq* get() { return value_; }
  Rational value() const {
    Rational result;
    fmpq_get_mpq(result.backend().data(), value_);
    return result;
  }

 private:
  fmpq_t value_;
};

class Fractions {
 public:
  Fractions(Index rows, Index cols) { fmpq_mat_init(matrix_, rows, cols); }
  explicit Fractions(const Matrix<Rational>& values) : Fractions(values.rows(), values.cols()) {
    for (Index i = 0; i < values.rows(); ++i)
      for (Index j = 0; j < values.cols(); ++j)
        fmpq_set_mpq(fmpq_mat_entry(matrix_, i, j), values(i, j).backend().data());
  }
  Fractions(const Fractions&) = delete;
  Fractions& operator=(const Fractions&) = delete;
  ~Fractions() { fmpq_mat_clear(matrix_); }

  fmpq_mat_struct* get() { return matrix_; }
  Matrix<Rational> values() const {
    Matrix<Rational> result(matrix_->r, matrix_->c);
    for (Index i = 0; i < result.rows(); ++i)
      for (Index j = 0; j < result.cols(); ++j)
        fmpq_get_mpq(result(i, j).backend().data(), fmpq_mat_entry(matrix_, i, j));
    return result;
  }

 private:
  fmpq_mat_t matrix_;
};

// A basis times its common denominator. Its vectors are the rows, as FLINT expects.
class IntegerBasis {
 public:
  explicit IntegerBasis(const Matrix<Rational>& basis) {
    const CommonDenominator scaled = over_common_denominator(basis);
    denominator_ = scaled.denominator;
    fmpz_mat_init(rows_, basis.cols(), basis.rows());
    for (Index i = 0; i < basis.rows(); ++i)
      for (Index j = 0; j < basis.cols(); ++j)
        fmpz_set_mpz(fmpz_mat_entry(rows_, j, i), scaled.integers(i, j).backend().data());
  }
  IntegerBasis(const IntegerBasis&) = delete;
  IntegerBasis& operator=(const IntegerBasis&) = delete;
  ~IntegerBasis() { fmpz_mat_clear(rows_); }

  fmpz_mat_struct* get() { return rows_; }
  Matrix<Rational> basis() const {
    Matrix<Rational> result(rows_->c, rows_->r);
    for (Index i = 0; i < result.rows(); ++i)
      for (Index j = 0; j < result.cols(); ++j) {
        Integer entry;
        fmpz_get_mpz(entry.backend().data(), fmpz_mat_entry(rows_, j, i));
        result(i, j) = Rational(entry, denominator_);
      }
    return result;
  }

 private:
  Integer denominator_;
  fmpz_mat_t rows_;
};

}  // namespace

Rational determinant(const Matrix<Rational>& a) {
  Fraction result;
  Fractions matrix(a);
  fmpq_mat_det(result.get(), matrix.get());
  return result.value();
}

Matrix<Rational> inverse(const Matrix<Rational>& a) {
  Fractions matrix(a);
  Fractions result(a.rows(), a.cols());
  if (fmpq_mat_inv(result.get(), matrix.get()) == 0) throw std::runtime_error("singular");
  return result.values();
}

Matrix<Rational> solve(const Matrix<Rational>& a, const Matrix<Rational>& b) {
  Fractions left(a);
  Fractions right(b);
  Fractions result(b.rows(), b.cols());
  if (fmpq_mat_solve(result.get(), left.get(), right.get()) == 0) throw std::runtime_error("singular");
  return result.values();
}

Matrix<Rational> canonical_basis(const Matrix<Rational>& basis) {
  IntegerBasis rows(basis);
  fmpz_mat_hnf(rows.get(), rows.get());
  return rows.basis();
}

Matrix<Rational> lll(const Matrix<Rational>& basis, const Rational& delta) {
  IntegerBasis rows(basis);
  Fraction exact_delta(delta);
  Fraction eta(Rational(1, 2));
  fmpz_mat_lll_original(rows.get(), exact_delta.get(), eta.get());
  return rows.basis();
}

bool is_lll_reduced(const Matrix<Rational>& basis, double delta) {
  IntegerBasis rows(basis);
  return fmpz_mat_is_reduced(rows.get(), delta, 0.5) != 0;
}

}  // namespace quantcheck::test::flint
