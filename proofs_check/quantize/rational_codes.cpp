// Codes in rationals.
#include <quantcheck/proofs_check/quantize/exact.h>

#include <algorithm>
#include <string>

#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/reference/hessian/min_pivot_fraction_free.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/compensated.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/reference/quantizers/plain_rounding.h>

namespace quantcheck::check {

using reference::exact;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

namespace {

std::vector<Index> dead_inputs(const Matrix<Rational>& hessian) {
  std::vector<Index> dead;
  for (Index i = 0; i < hessian.rows(); ++i) {
    if (hessian(i, i) != 0) continue;
    for (Index j = 0; j < hessian.rows(); ++j)
      if (hessian(i, j) != 0)
        throw Error("input " + std::to_string(i) +
                    " is not dead, though the hessian's diagonal is 0: column " + std::to_string(j) +
                    " of its row is not");
    dead.push_back(i);
  }
  return dead;
}

Order find_order(const Matrix<Rational>& undamped, const Rational& damping, const QuantizeOptions& options) {
  switch (options.order) {
    case OrderKind::natural:
      break;
    case OrderKind::act:
      return reference::act_order(undamped);
    case OrderKind::min_pivot:
      return reference::min_pivot_order_fraction_free(reference::damped(undamped, damping));
    case OrderKind::given:
      return options.given_order;
  }
  return reference::natural_order(undamped.rows());
}

/// Fits scales to groups of weights, and puts them into a grid.
class Fit {
 public:
  Fit(const QuantizeOptions& options, Grid<Rational>& grid)
      : fit_(options.grid.fit),
        rounding_(options.rounding),
        shape_(fitted_shape(options.grid)),
        grid_(grid) {}

  void operator()(Index row, Index group, std::span<const Rational> weights) const {
    const reference::GroupGrid found = fitted(row, group, weights);
    const Index cell = row * grid_.groups + group;
    grid_.scale[cell] = exact(static_cast<double>(found.scale));
    grid_.zero[cell] = found.zero + shape_.shift;
  }

 private:
  reference::GroupGrid fitted(Index row, Index group, std::span<const Rational> weights) const try {
    return fit_ == GridFit::least_squares ? reference::least_squares_grid(weights, shape_.shape, rounding_)
                                          : reference::covering_grid(weights, shape_.shape);
  } catch (const Error& error) {
    throw Error("the scale of row " + std::to_string(row) + ", group " + std::to_string(group) + ": " +
                error.what());
  }

  GridFit fit_;
  Rounding rounding_;
  FittedShape shape_;
  Grid<Rational>& grid_;
};

void fit_all(const Matrix<Rational>& weight, const Fit& fit, const Grid<Rational>& grid,
             const Progress& progress) {
  for (Index row = 0; row < weight.rows(); ++row) {
    if (progress) progress("fitting scales", row, weight.rows());
    std::vector<std::vector<Rational>> groups(grid.groups);
    for (Index j = 0; j < weight.cols(); ++j) groups[grid.group_index[j]].push_back(weight(row, j));
    for (Index g = 0; g < grid.groups; ++g) fit(row, g, groups[g]);
  }
}

/// Fits the scale of each group when the group begins in the sweep of the nearest plane: to its weights as
/// compensated for the errors made before.
class CurrentScales {
 public:
  CurrentScales(const Matrix<Rational>& weight, const reference::Udu<Rational>& factor, const Order& order,
                const Grid<Rational>& grid, const Fit& fit)
      : weight_(weight), factor_(factor), order_(order), grid_(grid), fit_(fit), error_(weight.cols()) {}

  void before(Index row, Index step) {
    const Index in = weight_.cols();
    const auto group = [&](Index k) { return grid_.group_index[order_[k]]; };
    if (step > 0 && group(step) == group(step - 1)) return;
    Index end = step + 1;
    while (end < in && group(end) == group(step)) ++end;
    const Vector<Rational> added = reference::compensation(error_, factor_, step, end);
    std::vector<Rational> weights;
    weights.reserve(end - step);
    for (Index k = step; k < end; ++k)
      weights.push_back(exact(reference::nearest_double(weight_(row, order_[k]) + added(k - step))));
    fit_(row, group(step), weights);
  }

  void after(Index row, Index step, Code code) {
    error_(step) = weight_(row, order_[step]) - reference::value(grid_, row, order_[step], code);
  }

 private:
  const Matrix<Rational>& weight_;
  const reference::Udu<Rational>& factor_;
  const Order& order_;
  const Grid<Rational>& grid_;
  const Fit& fit_;
  Vector<Rational> error_;  // of this row, in processing order, as far as the sweep has come
};

struct Problem {
  const QuantizeOptions& options;
  Matrix<Rational> weight;
  reference::Udu<Rational> factor;
  Order order;
};

reference::Codes sweep(const Problem& problem, Grid<Rational>& grid, const Fit& fit,
                       const Progress& progress) {
  const Index out = problem.weight.rows();
  const Index in = problem.weight.cols();
  const GridRequest& request = problem.options.grid;
  const bool current = !request.given && request.scales == GroupScales::current;
  if (!request.given && !current) fit_all(problem.weight, fit, grid, progress);
  CurrentScales scales(problem.weight, problem.factor, problem.order, grid, fit);
  Index step = 0;
  return reference::nearest_plane(problem.weight, problem.factor, grid, problem.order,
                                  [&](Index row, Index column, const Rational& target) {
                                    optimized::end_if_stopped();
                                    if (progress && step == 0) progress("quantizing rows", row, out);
                                    if (current) scales.before(row, step);
                                    const Code code = reference::nearest(grid, row, column, target,
                                                                         problem.options.rounding);
                                    if (current) scales.after(row, step, code);
                                    step = (step + 1) % in;
                                    return code;
                                  });
}

reference::Codes plain_codes(const Problem& problem, Grid<Rational>& grid, const Fit& fit,
                             const Progress& progress) {
  if (!problem.options.grid.given) fit_all(problem.weight, fit, grid, progress);
  return reference::plain_rounding(problem.weight, grid, problem.options.rounding);
}

Grid<Rational> grid_to_fill(const Layer& layer, const QuantizeOptions& options, const Order& order) {
  if (options.grid.given) return reference::convert_grid<Rational>(given_grid(layer, options.grid), exact);
  const bool current = options.grid.scales == GroupScales::current && options.method != QuantizeMethod::rtn;
  const Groups groups =
      groups_of(current ? order : reference::natural_order(layer.in), options.grid.group_size);
  const auto cells = static_cast<std::size_t>(layer.out * groups.count);
  return {groups.count, std::vector<Rational>(cells, Rational(1)), std::vector<Code>(cells, 0), groups.index,
          code_range(options.grid)};
}

}  // namespace

Case quantize_in_rationals(const Layer& layer, const QuantizeOptions& options, const Progress& progress) {
  if (progress) progress("reading the layer exactly", 0, 1);
  Matrix<Rational> hessian = exact_hessian(layer);
  Case c = case_without_codes(layer, options);
  Matrix<Rational> weight = exact_matrix(Doubles(layer.weight).data(), layer.out, layer.in);
  if (options.dead_inputs == DeadInputs::zero) {
    const std::vector<Index> dead = dead_inputs(hessian);
    set_dead(c, dead);
    for (const Index input : dead) {
      hessian(input, input) = 1;
      weight.col(input).setConstant(Rational(0));
    }
  }
  c.declared.damping = exact_damping(hessian.trace(), layer.in, options.damping);
  if (progress) progress("finding the order", 0, 1);
  c.declared.order = find_order(hessian, c.declared.damping, options);
  if (progress) progress("factoring the hessian exactly", 0, 1);
  const Problem problem{
      options, std::move(weight),
      exact_factor_of(reference::damped(hessian, c.declared.damping), c.declared.order, layer.out),
      c.declared.order};

  Grid<Rational> grid = grid_to_fill(layer, options, c.declared.order);
  const Fit fit(options, grid);
  c.codes = options.method == QuantizeMethod::rtn ? plain_codes(problem, grid, fit, progress)
                                                  : sweep(problem, grid, fit, progress);
  c.grid = reference::convert_grid<double>(grid, [](const Rational& s) { return reference::approximate(s); });
  c.scale_format = narrowest_format(c.grid.scale);
  return c;
}

}  // namespace quantcheck::check
