#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/quantize/exact.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/number/parse.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

bool can_be_written(const Rational& x) try {
  reference::format_number(x);
  return true;
} catch (const Error&) {
  return false;
}

double pairs(Index in) { return static_cast<double>(in * in) / 2; }

}  // namespace

Matrix<Rational> exact_hessian(const Layer& layer) {
  if (layer.in > max_exact_inputs)
    throw Error(std::to_string(layer.in) + " inputs: exact arithmetic reaches " +
                std::to_string(max_exact_inputs) + "; fp32 takes any number");
  if (pairs(layer.in) * (exact_cost_of_row * static_cast<double>(layer.out) +
                         exact_cost_of_sample * static_cast<double>(layer.samples)) >
      max_exact_cost)
    throw Error(std::to_string(layer.out) + " rows or " + std::to_string(layer.samples) +
                " samples would take exact arithmetic hours; fp32 takes seconds");
  return hessian_in_rationals(layer);
}

Matrix<Rational> hessian_in_rationals(const Layer& layer) {
  return layer.hessian.empty() ? exact_gram(Doubles(layer.activations).data(), layer.samples, layer.in)
                               : exact_matrix(Doubles(layer.hessian).data(), layer.in, layer.in);
}

Rational exact_damping(const Rational& trace, Index in, const Damping<reference::Rational>& damping) {
  Rational lambda = damping.relative * trace / in + damping.absolute;
  if (can_be_written(lambda)) return lambda;
  try {
    return reference::exact(reference::nearest_double(lambda));
  } catch (const Error& error) {
    throw Error(std::string("the damping: ") + error.what());
  }
}

reference::Udu<Rational> exact_factor_of(const Matrix<Rational>& damped, const Order& order, Index rows) {
  const Matrix<Rational> hessian = reference::permuted(damped, order);
  const double cost = reference::udu_fraction_free_cost(hessian) +
                      exact_cost_of_row * pairs(damped.rows()) * static_cast<double>(rows);
  if (cost > max_exact_cost)
    throw Error(
        "the hessian's entries span so many binary digits that exact arithmetic would take hours; "
        "fp32 takes seconds");
  try {
    return reference::udu_fraction_free(hessian, [](double) { optimized::end_if_stopped(); });
  } catch (const reference::NotPositiveDefinite& error) {
    throw Error("the damped hessian is not positive definite: the pivot of column " +
                std::to_string(order[error.index]) + " (step " + std::to_string(error.index) + ") is " +
                shortest(error.pivot) + (error.zero ? ", exactly" : "") + "; more damping may help");
  }
}

}  // namespace quantcheck::check
