#include <cmath>

#include <quantcheck/proofs_check/ledger/figures/gaussian.h>
#include <quantcheck/proofs_check/ledger/figures/measure.h>
#include <quantcheck/proofs_check/ledger/figures/student.h>
#include <quantcheck/proofs_check/ledger/figures/theory.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/nestquant/matrix.h>
#include <quantcheck/reference/nestquant/rate.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Matrix;
using reference::Vector;

// Rows from N(0, 1), which are then normalised and rotated.
Matrix<double> random_rows(Gaussian& draw, Index rows, const Matrix<Code>& rotation) {
  const Index n = rotation.rows();
  Matrix<double> result(rows, n);
  for (Index i = 0; i < rows; ++i) {
    Vector<double> x(n);
    double square = 0;
    for (double& value : x) {
      value = draw();
      square += value * value;
    }
    result.row(i) = reference::normalised(x, std::sqrt(square), rotation);
  }
  return result;
}

Matrix<double> decoded(const Matrix<double>& rows, const ScaledCodes<double>& codes) {
  Matrix<double> result(rows.rows(), rows.cols());
  for (Index i = 0; i < rows.rows(); ++i)
    result.row(i) = reference::decode_values(
        reference::encode_values(Vector<double>(rows.row(i)), 1.0, codes, BetaChoice::opt), codes);
  return result;
}

ScaledCodes<double> given_codes(Code q) {
  ScaledCodes<double> codes{q, {}};
  for (const double times_q : given_times_q) codes.beta.push_back(times_q / static_cast<double>(q));
  return codes;
}

// The sum is in the order of the indices, so that every build gets the same.
double product(const Matrix<double>& x, Index i, const Matrix<double>& y, Index j) {
  double sum = 0;
  for (Index k = 0; k < x.cols(); ++k) sum += x(i, k) * y(j, k);
  return sum;
}

struct Errors {
  GroupMean of_products;  // mean squared error of a product, divided by the number of columns
  GroupMean of_values;    // mean squared error of a value: D
  GroupMean with_values;  // mean of x (x - xhat): c
};

void add_group(Errors& errors, const Matrix<double>& x, const Matrix<double>& y,
               const ScaledCodes<double>& codes) {
  const Matrix<double> x_hat = decoded(x, codes);
  const Matrix<double> y_hat = decoded(y, codes);
  double total = 0;
  for (Index i = 0; i < x.rows(); ++i) {
    for (Index j = 0; j < y.rows(); ++j) {
      const double error = product(x, i, y, j) - product(x_hat, i, y_hat, j);
      total += error * error;
    }
  }
  errors.of_products.add(total / static_cast<double>(x.rows() * y.rows() * x.cols()));
  const Matrix<double> of_x = x - x_hat;
  const Matrix<double> of_y = y - y_hat;
  const auto values = static_cast<double>(x.size() + y.size());
  errors.of_values.add((of_x.squaredNorm() + of_y.squaredNorm()) / values);
  errors.with_values.add((x.cwiseProduct(of_x).sum() + y.cwiseProduct(of_y).sum()) / values);
}

struct KnownError {
  Code q;
  double error;
  const char* shown;
  double bound;
  const char* bound_shown;
};
constexpr KnownError known_errors[] = {{8, .1918, ".1918", .1482, ".1482"},
                                       {14, .1082, ".1082", .0849, ".0849"},
                                       {16, .0948, ".0948", .0743, ".0743"}};

void add_errors(const KnownError& known, const Errors& errors, Figures& figures) {
  const std::string id = "/q" + std::to_string(known.q);
  const std::string name = "q = " + std::to_string(known.q);
  const double error = std::sqrt(errors.of_products.mean());
  const double standard_error = errors.of_products.standard_error() / (2 * error);
  const Index degrees = errors.of_products.degrees_of_freedom();
  const double rate = reference::bits_per_value(known.q, std::ssize(given_codes(known.q).beta));
  const double bound = std::sqrt(product_bound(rate));
  std::vector<Figure>& to = figures.figures;
  to.push_back({"product" + id, "RMSE of a product / sqrt(n), " + name, error, standard_error, 4,
                Known{known.error, known.shown, KnownFrom::project, 5e-5}, degrees});
  to.push_back({"product-bound" + id, format("sqrt(Gamma(%.3f)), which no code goes below", rate), bound, 0,
                4, Known{known.bound, known.bound_shown, KnownFrom::project, 5e-5}});
  if (known.q == 14)
    to.push_back({"product-ratio" + id, "The RMSE by that bound, " + name, error / bound,
                  standard_error / bound, 4, Known{1.275, "1.275", KnownFrom::project, 5e-4}, degrees});
  const double d = errors.of_values.mean();
  const double c = errors.with_values.mean();
  const double predicted = std::sqrt(2 * d + d * d + 2 * c * c - 4 * c * d);
  to.push_back({"product-prediction" + id,
                "The RMSE by sqrt(2 D + D^2 + 2 c^2 - 4 c D), D the MSE of the values, c their mean product "
                "with the error, " +
                    name,
                error / predicted, standard_error / predicted, 4, Known{1, "1", KnownFrom::theory}, degrees});
}

}  // namespace

void add_products(const FigureRun& run, Figures& figures) {
  const FigureSample& sample = run.sample;
  const Matrix<Code> rotation = reference::hadamard(sample.columns);
  Gaussian draw(run.draw("products"));
  std::vector<Errors> errors(std::size(known_errors));
  for (Index group = 0; group < sample.groups; ++group) {
    if (run.progress) run.progress("matrix products", group, sample.groups);
    const Matrix<double> x = random_rows(draw, sample.rows, rotation);
    const Matrix<double> y = random_rows(draw, sample.rows, rotation);
    for (std::size_t k = 0; k < errors.size(); ++k)
      add_group(errors[k], x, y, given_codes(known_errors[k].q));
  }
  figures.figures.push_back({"product-bound/threshold", "R*, from where on Gamma(R) = 2 4^-R - 16^-R",
                             product_bound_threshold(), 0, 6,
                             Known{.906324, ".906324", KnownFrom::project, 5e-7}});
  for (std::size_t k = 0; k < errors.size(); ++k) add_errors(known_errors[k], errors[k], figures);
}

}  // namespace quantcheck::check::ledger
