#include <quantcheck/bench/limits/limit_tasks.h>

#include <algorithm>

#include <quantcheck/bench/blas/openblas.h>
#include <quantcheck/bench/limits/peak.h>
#include <quantcheck/bench/threads.h>

namespace quantcheck::bench {
namespace {

// Copies the damped Hessian of a layer to where it will be factored in place.
template <class Real>
void copy_damped(const Layer& layer, Real* to) {
  const float* from = layer.hessian->matrix.data();
  std::transform(from, from + layer.in * layer.in, to, [](float h) { return static_cast<Real>(h); });
  for (Index j = 0; j < layer.in; ++j)
    to[j * (layer.in + 1)] += static_cast<Real>(layer.hessian->factor.status.damping);
}

// A task for each triangle, as it depends on the size which of them is the faster.
template <class Real>
std::vector<Task> cholesky_tasks(const char* call, const Layer& layer, Real* matrix, int threads) {
  std::vector<Task> tasks;
  for (const Triangle triangle : both_triangles)
    tasks.push_back({cholesky_name(call, layer.in, triangle, threads),
                     flops(Kernel::dpotrf, layer.out, layer.in),
                     [&layer, matrix, triangle, threads] {
                       set_blas_threads(threads);
                       cholesky(matrix, layer.in, triangle);
                     },
                     [&layer, matrix] { copy_damped(layer, matrix); }});
  return tasks;
}

Task dgemm_task(const std::string& name, const Layer& square, Workspace& workspace, int threads) {
  return {name, flops(Kernel::sgemm, square.in, square.in),
          [&workspace, n = square.in, threads] {
            set_blas_threads(threads);
            gemm(workspace.matrix.data(), workspace.matrix.data(), workspace.product_f64.data(), n, n, n);
          },
          [&square, &workspace] { copy_damped(square, workspace.matrix.data()); }};
}

MachineLimit peak(const std::string& precision, const PeakLoop& loop, int threads) {
  constexpr Index rounds = 1'000'000;
  return {"FMA " + precision + ", " + std::string(loop.instructions),
          "GFLOP/s",
          {{with_threads("fma/" + precision, threads),
            static_cast<double>(rounds) * loop.flops_of_a_round * threads,
            [=] { on_threads(threads, [&](int) { loop.run(rounds); }); }}}};
}

MachineLimit bandwidth(const char* name, int bytes, void (*move)(Arrays&, int), Arrays& arrays, int threads) {
  const Index size = size_beyond_cache();
  return {name,
          "GB/s",
          {{with_threads(name, threads), static_cast<double>(bytes) * static_cast<double>(size),
            [=, &arrays] { move(arrays, threads); },
            [=, &arrays] {
              if (arrays.size == 0) arrays = make_arrays(size);
            }}}};
}

}  // namespace

Workspace make_workspace(const std::vector<Layer>& layers, const Layer& square) {
  Index product = 0;
  Index matrix = 0;
  for (const Layer& layer : layers) {
    product = std::max(product, layer.out * layer.in);
    matrix = std::max(matrix, layer.in * layer.in);
  }
  return {{},
          optimized::Buffer<float>(product),
          optimized::Buffer<double>(matrix),
          optimized::Buffer<double>(square.in * square.in)};
}

Task sgemm_task(const Layer& layer, Workspace& workspace, int threads) {
  return {task_name(Kernel::sgemm, layer.out, layer.in, threads), flops(Kernel::sgemm, layer.out, layer.in),
          [&layer, &workspace, threads] {
            set_blas_threads(threads);
            gemm(layer.weight.data(), layer.hessian->matrix.data(), workspace.product.data(), layer.out,
                 layer.in, layer.in);
          }};
}

std::vector<Task> dpotrf_tasks(const Layer& layer, Workspace& workspace, int threads) {
  return cholesky_tasks("dpotrf", layer, workspace.matrix.data(), threads);
}

std::vector<MachineLimit> machine_limits(const Layer& square, Workspace& workspace, int threads) {
  const std::string n = " " + std::to_string(square.in);
  return {
      peak("f32", peak_loop_f32(), threads),
      peak("f64", peak_loop_f64(), threads),
      bandwidth("copy", 16, copy, workspace.arrays, threads),
      bandwidth("triad", 24, triad, workspace.arrays, threads),
      {"sgemm" + n, "GFLOP/s", {sgemm_task(square, workspace, threads)}},
      {"dgemm" + n,
       "GFLOP/s",
       {dgemm_task(with_threads("dgemm/" + std::to_string(square.in), threads), square, workspace, threads)}},
      {"spotrf" + n, "GFLOP/s", cholesky_tasks("spotrf", square, workspace.product.data(), threads)},
      {"dpotrf" + n, "GFLOP/s", dpotrf_tasks(square, workspace, threads)},
  };
}

}  // namespace quantcheck::bench
