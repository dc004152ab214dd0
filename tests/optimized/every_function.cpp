#include <quantcheck/tests/optimized/every_function.h>

#include <memory>

#include <quantcheck/optimized/e8.h>
#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/optimized/ldlq.h>
#include <quantcheck/optimized/nested_product.h>
#include <quantcheck/optimized/pair_factor.h>
#include <quantcheck/optimized/pair_products.h>
#include <quantcheck/optimized/product.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/tests/support/ldlq_layers.h>
#include <quantcheck/tests/support/nested.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Index in = 40;  // padded for the factor; and 20 times 2 for rotations
constexpr Index out = 33;
constexpr Index rotated = 5120;
constexpr int q = 14;

struct Inputs {
  SampledLayer layer = sample_layer(out, in, 121);
  std::vector<double> hessian = as_double(layer.hessian);
  std::vector<double> indefinite = hessian;
  std::vector<float> activations = sample_activations(60, in, 122);
  std::vector<float> rows = sample_activations(3, rotated, 123);
  std::vector<float> tiny_rows;
  std::vector<float> points = sample_activations(25, 40, 124);
  std::vector<float> tiny_points;
  std::vector<float> beta = layer_betas(q);
  std::vector<float> tiny_beta{0x1.3p-130F, 0x1.9p-129F, 0x1.7p-127F};
  std::vector<float> unordered{0.5F, 1.0F / 3};
  Grid<float> grid{
      1, std::vector<float>(out, 0x1.3p-5F), std::vector<Code>(out, 0), std::vector<Index>(in, 0), {-8, 7}};
  Factor factor;
  Factor inverse;
  BlockFactor block_factor;
  Order natural;
  std::vector<double> diagonal, scaling, errors;
  DoubleFactor double_factor;
  std::vector<std::uint8_t> code, index, overload;
  ScaledCodes<float> scheme;
  std::vector<float> norms;

  Inputs() {
    // A third of the weights is below the normal range, and so are some of all other numbers.
    for (std::size_t k = 0; k < layer.weight.size(); k += 3) layer.weight[k] *= 0x1p-130F;
    for (std::size_t k = 0; k < activations.size(); k += 5) activations[k] *= 0x1p-135F;
    for (std::size_t k = 0; k < rows.size(); k += 7) rows[k] *= 0x1p-135F;
    for (std::size_t k = 0; k < points.size(); k += 4) points[k] *= 0x1p-140F;
    tiny_rows = rows;
    for (float& x : tiny_rows) x *= 0x1p-134F;
    tiny_points = points;
    for (float& x : tiny_points) x *= 0x1p-128F;
    for (Index j = 1; j < in; ++j) hessian[j] = hessian[j * in] = 0x1p-1050;
    indefinite[3 * (in + 1)] = -1.0 / 3;
    for (Index row = 0; row < out; row += 2) grid.scale[row] = 0x1.5p-135F;
    factor = factorize(layer.hessians(), {});
    FactorOptions options;
    options.method = Method::gptq;
    inverse = factorize(layer.hessians(), options);
    block_factor = factorize_blocks(layer.hessians(), BlockOrder::first, {});
    // Some entries of the scaled Hessian and some errors are below the normal range of double.
    for (Index j = 0; j < in; ++j) {
      natural.push_back(j);
      scaling.push_back(j % 2 == 0 ? 0x1p-3 : 0x1p2);
      diagonal.push_back(hessian[j * (in + 1)] * scaling[j] * scaling[j] * 1.25);
    }
    for (std::size_t k = 0; k < layer.weight.size(); ++k)
      errors.push_back(static_cast<double>(layer.weight[k]) * (k % 3 == 1 ? 0x1p-1030 : 1));
    double_factor = factor_in_double(hessians(hessian), diagonal, natural, scaling);
    const Nested codes = nested_codes(points, {q, layer_betas(q)}, BetaChoice::opt);
    code = codes.code;
    index = codes.beta_index;
    scheme = {q, layer_betas(q)};
    for (Index row = 0; row < 25; ++row) norms.push_back(row % 2 == 0 ? 0x1.7p-128F : 0x1p-20F / 3);
  }

  MatrixView<const double> hessians(const std::vector<double>& h) const { return {h.data(), in, in, in}; }
  MatrixView<const double> some_errors() const { return {errors.data(), out, in, in}; }
  std::vector<Pairs> pairs() const { return {2, {first_errors(), diagonal}}; }
  std::vector<double> first_errors() const { return {errors.begin(), errors.begin() + in}; }
  MatrixView<const float> samples() const { return {activations.data(), 60, in, in}; }
  NestedMatrix packed() const { return NestedMatrix::pack(25, 40, scheme, code, index, norms); }
};

class Bytes {
 public:
  template <class Container>
  Bytes& add(const Container& values) {
    const auto* first = values.data();
    text_.append(reinterpret_cast<const char*>(first),
                 static_cast<std::size_t>(values.size()) * sizeof(*first));
    return *this;
  }
  Bytes& add(const FactorStatus& status) {
    return add(std::span(&status.damping, 1)).add(std::span(&status.retries, 1)).add(status.dead);
  }
  Bytes& add(const Factor& factor) {
    return add(factor.order).add(factor.pivots).add(factor.panels).add(factor.status);
  }
  Bytes& add(const std::vector<Pairs>& vectors) {
    for (const Pairs& x : vectors) add(x.hi).add(x.lo);
    return *this;
  }
  Bytes& add(const PairFactor& factor) {
    return add(factor.pivots.hi).add(factor.pivots.lo).add(factor.panels);
  }
  Bytes& add(const DoubleFactor& factor) { return add(factor.pivots).add(factor.panels); }
  Bytes& add(const BlockFactor& factor) { return add(factor.order).add(factor.panels).add(factor.status); }
  Bytes& add(const Quantized& layer) {
    return add(layer.codes)
        .add(layer.grid.scale)
        .add(layer.grid.zero)
        .add(layer.grid.group_index)
        .add(layer.order)
        .add(layer.status);
  }
  Bytes& add(const NestedLayer& layer) {
    return add(layer.code).add(layer.beta_index).add(layer.overload).add(layer.status);
  }
  Bytes& add(const Nested& codes) { return add(codes.code).add(codes.beta_index).add(codes.overload); }
  Bytes& add(const NestedMatrix& matrix) {
    const PackedBytes bytes = matrix.bytes();
    return add(bytes.codes).add(bytes.indices).add(matrix.norms()).add(matrix.scheme().beta);
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

template <class... Results>
std::string bytes_of(const Results&... results) {
  Bytes bytes;
  (bytes.add(results), ...);
  return bytes.text();
}

FactorOptions min_pivot() {
  FactorOptions options;
  options.order = OrderKind::min_pivot;
  return options;
}

GridOptions least_squares() {
  GridOptions options;
  options.group_size = 3;
  options.symmetric = false;
  options.fit = GridFit::least_squares;
  return options;
}

GridOptions current_scales() {
  GridOptions options = least_squares();
  options.scales = GroupScales::current;
  options.group_size = 8;
  return options;
}

class Table {
 public:
  template <class Run>
  void add(const char* function, const Run& run) {
    calls.push_back({function, [run, in_ = inputs](const Execution& execution) -> std::string {
                       try {
                         return run(*in_, execution);
                       } catch (const Error& error) {
                         return std::string("refused: ") + error.what();
                       }
                     }});
  }

  std::vector<Call> calls;

 private:
  std::shared_ptr<const Inputs> inputs = std::make_shared<const Inputs>();
};

// A matrix of ones less X^T X.
template <class T>
Buffer<T> less_its_product(const MatrixView<const T>& x, const Execution& execution) {
  Buffer<T> result(x.cols * x.cols);
  std::fill_n(result.data(), result.size(), T(1));
  subtract_product({x, true}, {x, false}, MatrixView<T>{result.data(), x.cols, x.cols, x.cols},
                   ProductPart::all, execution);
  return result;
}

void add_factors(Table& table) {
  table.add("factorize of floats", [](const Inputs& x, const Execution& e) {
    return bytes_of(factorize(x.layer.hessians(), min_pivot(), e));
  });
  table.add("factorize of doubles", [](const Inputs& x, const Execution& e) {
    FactorOptions options;
    options.method = Method::gptq;
    return bytes_of(factorize(x.hessians(x.hessian), options, e));
  });
  table.add("factorize of no hessian", [](const Inputs& x, const Execution& e) {
    return bytes_of(factorize(x.hessians(x.indefinite), {}, e));
  });
  table.add("factorize_activations", [](const Inputs& x, const Execution& e) {
    return bytes_of(factorize_activations(x.samples(), {}, e));
  });
  table.add("factorize_blocks of floats", [](const Inputs& x, const Execution& e) {
    return bytes_of(factorize_blocks(x.layer.hessians(), BlockOrder::last, {}, e));
  });
  table.add("factorize_blocks of doubles", [](const Inputs& x, const Execution& e) {
    return bytes_of(factorize_blocks(x.hessians(x.hessian), BlockOrder::first, {}, e));
  });
  table.add("gram of floats",
            [](const Inputs& x, const Execution& e) { return bytes_of(gram(x.samples(), e).entries); });
  table.add("gram of doubles", [](const Inputs& x, const Execution& e) {
    return bytes_of(gram(x.hessians(x.hessian), e).entries);
  });
  table.add("subtract_product of floats",
            [](const Inputs& x, const Execution& e) { return bytes_of(less_its_product(x.samples(), e)); });
  table.add("subtract_product of doubles", [](const Inputs& x, const Execution& e) {
    return bytes_of(less_its_product(x.hessians(x.hessian), e));
  });
}

void add_doubles(Table& table) {
  table.add("factor_in_double", [](const Inputs& x, const Execution& e) {
    return bytes_of(factor_in_double(x.hessians(x.hessian), x.diagonal, x.natural, x.scaling, e));
  });
  table.add("factor_in_double of floats", [](const Inputs& x, const Execution& e) {
    return bytes_of(factor_in_double(x.layer.hessians(), x.diagonal, x.natural, x.scaling, e));
  });
  table.add("factor_in_pairs of floats", [](const Inputs& x, const Execution& e) {
    const Pairs diagonal{x.diagonal, std::vector<double>(in, 0x1p-1060)};
    return bytes_of(factor_in_pairs(x.layer.hessians(), diagonal, x.natural, x.scaling, e));
  });
  table.add("factor_in_pairs", [](const Inputs& x, const Execution& e) {
    const Pairs diagonal{x.diagonal, std::vector<double>(in, 0x1p-1060)};
    return bytes_of(factor_in_pairs(x.hessians(x.hessian), diagonal, x.natural, x.scaling, e));
  });
  table.add("residuals", [](const Inputs& x, const Execution& e) {
    return bytes_of(residuals(x.double_factor, x.some_errors(), e));
  });
  table.add("residuals_from", [](const Inputs& x, const Execution& e) {
    return bytes_of(residuals_from(x.double_factor, x.some_errors(), 9, e));
  });
  table.add("residuals_within", [](const Inputs& x, const Execution& e) {
    return bytes_of(residuals_within(x.double_factor, x.some_errors(), 16, e));
  });
  table.add("absolute_inverse_times", [](const Inputs& x, const Execution& e) {
    return bytes_of(absolute_inverse_times(x.double_factor, x.first_errors(), e));
  });
  table.add("solve_trailing", [](const Inputs& x, const Execution& e) {
    return bytes_of(solve_trailing(x.double_factor, 0, x.first_errors(), e));
  });
  table.add("solve_trailing_transposed", [](const Inputs& x, const Execution& e) {
    return bytes_of(solve_trailing_transposed(x.double_factor, 0, x.first_errors(), e));
  });
  table.add("multiply_pairs", [](const Inputs& x, const Execution& e) {
    return bytes_of(multiply_pairs(x.some_errors(), x.pairs(), e));
  });
  table.add("multiply_pairs_transposed", [](const Inputs& x, const Execution& e) {
    return bytes_of(multiply_pairs_transposed(x.hessians(x.hessian), x.pairs(), e));
  });
}

void add_sweeps(Table& table) {
  table.add("quantize on a grid to be fitted", [](const Inputs& x, const Execution& e) {
    return bytes_of(quantize(x.layer.weights(), x.factor, least_squares(), e));
  });
  table.add("quantize by current scales", [](const Inputs& x, const Execution& e) {
    return bytes_of(quantize(x.layer.weights(), x.inverse, current_scales(), e));
  });
  table.add("quantize on a given grid", [](const Inputs& x, const Execution& e) {
    return bytes_of(quantize(x.layer.weights(), x.factor, x.grid, Rounding::half_up, e));
  });
  table.add("ldlq", [](const Inputs& x, const Execution& e) {
    return bytes_of(optimized::ldlq(x.layer.weights(), x.block_factor, {q, x.beta}, BetaChoice::opt, e));
  });
  table.add("ldlq with the first beta", [](const Inputs& x, const Execution& e) {
    return bytes_of(optimized::ldlq(x.layer.weights(), x.block_factor, {q, x.beta}, BetaChoice::first, e));
  });
}

void add_codes(Table& table) {
  table.add("nearest_e8", [](const Inputs& x, const Execution& e) {
    std::vector<float> y(x.points.size());
    nearest_e8(x.points, y, e);
    return bytes_of(y);
  });
  table.add("voronoi_encode", [](const Inputs& x, const Execution& e) {
    std::vector<std::uint8_t> code(x.points.size());
    voronoi_encode(x.tiny_points, q, x.tiny_beta[0], code, e);
    return bytes_of(code);
  });
  table.add("voronoi_decode to bytes", [](const Inputs& x, const Execution& e) {
    std::vector<std::int8_t> twice(x.code.size());
    voronoi_decode(x.code, q, twice, e);
    return bytes_of(twice);
  });
  table.add("voronoi_decode to integers of two bytes", [](const Inputs& x, const Execution& e) {
    std::vector<std::int16_t> twice(x.code.size());
    voronoi_decode(x.code, q, twice, e);
    return bytes_of(twice);
  });
  table.add("nested_encode", [](const Inputs& x, const Execution& e) {
    return bytes_of(nested_codes(x.tiny_points, {q, x.tiny_beta}, BetaChoice::opt, e));
  });
  table.add("nested_encode of betas that do not ascend", [](const Inputs& x, const Execution& e) {
    return bytes_of(nested_codes(x.points, {q, x.unordered}, BetaChoice::first, e));
  });
  table.add("nested_decode", [](const Inputs& x, const Execution& e) {
    std::vector<float> values(x.code.size());
    nested_decode(x.code, {}, {q, x.tiny_beta}, values, e);
    return bytes_of(values);
  });
  table.add("pack", [](const Inputs& x, const Execution&) { return bytes_of(x.packed()); });
  table.add("from_bytes", [](const Inputs& x, const Execution&) {
    const PackedBytes bytes = x.packed().bytes();
    return bytes_of(NestedMatrix::from_bytes(25, 40, x.scheme, bytes.codes, bytes.indices, x.norms));
  });
  table.add("multiply", [](const Inputs& x, const Execution& e) {
    const NestedMatrix matrix = x.packed();
    std::vector<float> y(25 * 25);
    multiply(matrix, matrix, {y.data(), 25, 25, 25}, e);
    return bytes_of(y);
  });
}

void add_rotations(Table& table) {
  table.add("rotate_rows", [](const Inputs& x, const Execution& e) {
    std::vector<float> y(x.rows.size());
    rotate_rows({x.rows.data(), 3, rotated, rotated}, {y.data(), 3, rotated, rotated}, e);
    return bytes_of(y);
  });
  table.add("rotate_rows of denormal numbers", [](const Inputs& x, const Execution& e) {
    std::vector<float> y(x.rows.size());
    rotate_rows({x.tiny_rows.data(), 3, rotated, rotated}, {y.data(), 3, rotated, rotated}, e);
    return bytes_of(y);
  });
  table.add("normalise_rows", [](const Inputs& x, const Execution& e) {
    std::vector<float> y(x.rows.size());
    const std::vector<float> norms =
        normalise_rows({x.tiny_rows.data(), 3, rotated, rotated}, {y.data(), 3, rotated, rotated}, e);
    return bytes_of(y, norms);
  });
}

}  // namespace

std::vector<Call> every_function() {
  Table table;
  add_factors(table);
  add_doubles(table);
  add_sweeps(table);
  add_codes(table);
  add_rotations(table);
  return std::move(table.calls);
}

}  // namespace quantcheck::test
