#include <quantcheck/bench/nestquant_tasks.h>

#include <algorithm>
#include <array>
#include <functional>

#include <quantcheck/bench/blas/openblas.h>
#include <quantcheck/bench/kernels.h>
#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/optimized/nested_product.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/problems/dice.h>

namespace quantcheck::bench {
namespace {

using optimized::Buffer;
using optimized::NestedMatrix;

constexpr Index out = 4096;
constexpr Index in = 4096;
constexpr Code ratio = 14;
// The betas of NestQuant's activations, scaled to weights of standard deviation 0.04.
constexpr std::array<float, 4> weight_betas{0.04F * 3.47F / ratio, 0.04F * 4.74F / ratio,
                                            0.04F * 6.90F / ratio, 0.04F * 18.11F / ratio};

NestedMatrix some_codes(Index rows) {
  check::Dice dice(1);
  std::vector<std::uint8_t> codes(rows * in), indices(rows * in / 8);
  for (std::uint8_t& code : codes) code = static_cast<std::uint8_t>(dice.below(ratio));
  for (std::uint8_t& index : indices) index = static_cast<std::uint8_t>(dice.below(4));
  return NestedMatrix::pack(rows, in, {ratio, {0.25F, 0.34F, 0.5F, 1.3F}}, codes, indices,
                            std::vector<float>(rows, 1.0F));
}

Buffer<float> some_values(Index count) {
  Buffer<float> values(count);
  for (Index i = 0; i < count; ++i) values[i] = static_cast<float>(i * 7919 % 1013 - 506) / 256;
  return values;
}

optimized::Execution execution(int threads) { return {optimized::default_target(), threads}; }

void add(NestquantTasks& tasks, const std::string& name, int threads, const char* unit,
         const std::string& limit, double work, std::function<void()> run,
         std::function<void()> prepare = {}) {
  tasks.ours.push_back({name, threads, unit,
                        Task{with_threads(name, threads), work, std::move(run), std::move(prepare)}, limit});
}

MatrixView<float> rows_of(const Arrays& rows, Buffer<double>& array, Index n) {
  return {reinterpret_cast<float*>(array.data()), 2 * rows.size / n, n, n};
}

void add_rotations(NestquantTasks& tasks, Arrays& rows, int threads) {
  const std::string limit = with_threads("copy", threads);
  tasks.limits.push_back(
      {limit, 16.0 * static_cast<double>(rows.size), [&rows, threads] { copy(rows, threads); }});
  const auto add_rows = [&](const std::string& what, Index n, std::function<void()> run) {
    const double bytes = 8.0 * static_cast<double>(2 * rows.size / n * n);
    add(tasks, what + "/" + std::to_string(n), threads, "GB/s", limit, bytes, std::move(run));
  };
  const auto from = [](const MatrixView<float>& x) {
    return MatrixView<const float>{x.data, x.rows, x.cols, x.stride};
  };
  for (const Index n : {512, 4096, 16384, 768, 5120, 14336, 13824, 11008}) {
    add_rows("rotate in place", n, [=, &rows] {
      const MatrixView<float> x = rows_of(rows, rows.c, n);
      rotate_rows(from(x), x, execution(threads));
    });
    add_rows("rotate", n, [=, &rows] {
      rotate_rows(from(rows_of(rows, rows.b, n)), rows_of(rows, rows.a, n), execution(threads));
    });
  }
  add_rows("normalise", in, [=, &rows] {
    normalise_rows(from(rows_of(rows, rows.b, in)), rows_of(rows, rows.a, in), execution(threads));
  });
}

std::string sgemm_name(Index batch, int threads) {
  return with_threads("sgemm/" + std::to_string(batch), threads);
}

void add_products(NestquantTasks& tasks, NestquantWorkspace& workspace, int threads) {
  for (ProductArrays& arrays : workspace.products) {
    const std::string limit = sgemm_name(arrays.batch, threads);
    const double work = 2.0 * static_cast<double>(arrays.batch * in * out);
    tasks.limits.push_back({limit, work, [&arrays, &workspace, threads] {
                              set_blas_threads(threads);
                              gemm(arrays.float_x.data(), workspace.float_w.data(), arrays.y.data(),
                                   arrays.batch, in, out);
                            }});
    add(tasks, "product/" + std::to_string(arrays.batch), threads, "GFLOP/s", limit, work,
        [&arrays, &workspace, threads] {
          multiply(arrays.x, workspace.w, {arrays.y.data(), arrays.batch, out, out}, execution(threads));
        });
  }
}

LdlqLayer make_ldlq_layer() {
  Layer layer = std::move(make_layers({{out, in}}).front());
  optimized::BlockFactor factor = optimized::factorize_blocks(layer.hessian_view(), BlockOrder::first, {});
  return {std::move(layer), std::move(factor), Buffer<float>(out * in)};
}

void add_sweeps(NestquantTasks& tasks, std::optional<LdlqLayer>& ldlq, int threads) {
  const auto prepare = [&ldlq] {
    if (!ldlq) ldlq = make_ldlq_layer();
  };
  const std::string limit = sgemm_name(out, threads);
  tasks.limits.push_back({limit, flops(Kernel::sgemm, out, in),
                          [&ldlq, threads] {
                            set_blas_threads(threads);
                            gemm(ldlq->layer.weight.data(), ldlq->layer.hessian->matrix.data(),
                                 ldlq->product.data(), out, in, in);
                          },
                          prepare});
  const auto add_sweep = [&](const std::string& what, std::function<void()> run) {
    add(tasks, what + "/" + std::to_string(in), threads, "GFLOP/s", limit, flops(Kernel::sweep, out, in),
        std::move(run), prepare);
  };
  const ScaledCodes<float> codes{ratio, {weight_betas.begin(), weight_betas.end()}};
  for (const auto& [what, choice] :
       {std::pair{"LDLQ, opt-beta", BetaChoice::opt}, {"LDLQ, first-beta", BetaChoice::first}})
    add_sweep(what, [=, &ldlq] {
      optimized::ldlq(ldlq->layer.weight_view(), ldlq->factor, codes, choice, execution(threads));
    });
  add_sweep("scalar sweep", [&ldlq, threads] {
    optimized::quantize(ldlq->layer.weight_view(), ldlq->layer.hessian->factor, optimized::GridOptions{},
                        execution(threads));
  });
}

}  // namespace

NestquantWorkspace::NestquantWorkspace()
    : rows(make_arrays(size_beyond_cache())), w(some_codes(out)), float_w(some_values(in * out)) {
  for (Buffer<double>* array : {&rows.a, &rows.b, &rows.c}) std::fill_n(array->data(), rows.size, 0.0);
  for (const Index batch : {1, 16, 64, 256})
    products.push_back({batch, some_codes(batch), some_values(batch * in), Buffer<float>(batch * out)});
}

void add_nestquant_tasks(NestquantTasks& tasks, NestquantWorkspace& workspace, int threads) {
  add_rotations(tasks, workspace.rows, threads);
  add_products(tasks, workspace, threads);
  add_sweeps(tasks, workspace.ldlq, threads);
}

}  // namespace quantcheck::bench
