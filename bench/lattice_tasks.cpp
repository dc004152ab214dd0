#include <quantcheck/bench/lattice_tasks.h>

#include <array>
#include <cstring>
#include <random>
#include <span>

#include <quantcheck/bench/kernels.h>
#include <quantcheck/bench/threads.h>
#include <quantcheck/optimized/e8.h>
#include <quantcheck/optimized/nested_codes.h>
#include <quantcheck/optimized/voronoi.h>

namespace quantcheck::bench {
namespace {

constexpr int ratio = 14;
constexpr std::array<float, 4> betas{3.47F / ratio, 4.74F / ratio, 6.90F / ratio, 18.11F / ratio};
constexpr Index near_blocks = 8192;           // 256 KiB of floats
constexpr Index far_blocks = Index{1} << 23;  // 256 MiB of floats
constexpr int near_rounds = 40;               // so many that starting the threads costs nothing beside them

template <class T>
std::span<T> all(optimized::Buffer<T>& buffer) {
  return {buffer.data(), static_cast<std::size_t>(buffer.size())};
}

void run_once(LatticeKernel kernel, LatticeArrays& arrays, const optimized::Execution& execution) {
  const ScaledCodes<float> codes{ratio, {betas.begin(), betas.end()}};
  const auto encode = [&](BetaChoice choice) {
    optimized::nested_encode(all(arrays.x), codes, choice,
                             {all(arrays.code), all(arrays.beta_index), all(arrays.overload)}, execution);
  };
  switch (kernel) {
    case LatticeKernel::copy:
      std::memcpy(arrays.y.data(), arrays.x.data(), static_cast<std::size_t>(arrays.values) * sizeof(float));
      break;
    case LatticeKernel::nearest:
      optimized::nearest_e8(all(arrays.x), all(arrays.y), execution);
      break;
    case LatticeKernel::encode:
      optimized::voronoi_encode(all(arrays.x), ratio, betas[1], all(arrays.code), execution);
      break;
    case LatticeKernel::opt_beta:
      encode(BetaChoice::opt);
      break;
    case LatticeKernel::first_beta:
      encode(BetaChoice::first);
      break;
    case LatticeKernel::decode:
      optimized::voronoi_decode(all(arrays.code), ratio, all(arrays.twice), execution);
      break;
    case LatticeKernel::decode_values:
      optimized::nested_decode(all(arrays.code), all(arrays.beta_index), codes, all(arrays.y), execution);
      break;
  }
}

void copy_in_parts(LatticeArrays& arrays, int threads) {
  on_threads(threads, [&](int thread) {
    const Index begin = arrays.values * thread / threads;
    const Index end = arrays.values * (thread + 1) / threads;
    std::memcpy(arrays.y.data() + begin, arrays.x.data() + begin,
                static_cast<std::size_t>(end - begin) * sizeof(float));
  });
}

}  // namespace

const char* name_of(LatticeKernel kernel) {
  switch (kernel) {
    case LatticeKernel::copy:
      return "copy";
    case LatticeKernel::nearest:
      return "nearest";
    case LatticeKernel::encode:
      return "encode";
    case LatticeKernel::opt_beta:
      return "opt_beta";
    case LatticeKernel::first_beta:
      return "first_beta";
    case LatticeKernel::decode:
      return "decode";
    case LatticeKernel::decode_values:
      break;
  }
  return "decode_values";
}

double bytes_of_a_value(LatticeKernel kernel) {
  switch (kernel) {
    case LatticeKernel::copy:
    case LatticeKernel::nearest:
      return 8;
    case LatticeKernel::encode:
      return 5;
    case LatticeKernel::opt_beta:
    case LatticeKernel::first_beta:
      return 5 + 2.0 / 8;
    case LatticeKernel::decode:
      return 2;
    case LatticeKernel::decode_values:
      break;
  }
  return 5 + 1.0 / 8;
}

LatticeArrays::LatticeArrays(Index blocks)
    : values(8 * blocks),
      x(values),
      y(values),
      code(values),
      beta_index(blocks),
      overload(blocks),
      twice(values) {
  std::mt19937_64 random(1);
  std::normal_distribution<float> normal;
  constexpr Index distinct = 8 * near_blocks;
  for (Index k = 0; k < values; ++k) x[k] = k < distinct ? normal(random) : x[k - distinct];
  run_once(LatticeKernel::opt_beta, *this, {});
  std::memset(y.data(), 0, static_cast<std::size_t>(values) * sizeof(float));
}

LatticeWorkspace make_lattice_workspace(int most_threads) {
  LatticeWorkspace workspace;
  for (int thread = 0; thread < most_threads; ++thread)
    workspace.near.push_back(std::make_unique<LatticeArrays>(near_blocks));
  return workspace;
}

LatticeTask lattice_task(LatticeKernel kernel, bool from_memory, int threads, optimized::Target target,
                         LatticeWorkspace& workspace) {
  LatticeTask result{kernel, from_memory, threads, target, 0, {}};
  const double runs = from_memory ? 1 : near_rounds * threads;
  result.values = runs * 8 * static_cast<double>(from_memory ? far_blocks : near_blocks);
  result.task.name = with_threads(std::string(from_memory ? "memory/" : "l2/") + name_of(kernel), threads) +
                     "/" + std::string(name_of(target));
  result.task.work = result.values * bytes_of_a_value(kernel);
  if (!from_memory) {
    result.task.run = [=, &workspace] {
      on_threads(threads, [&](int thread) {
        for (int round = 0; round < near_rounds; ++round)
          run_once(kernel, *workspace.near[static_cast<std::size_t>(thread)], {target, 1});
      });
    };
    return result;
  }
  result.task.prepare = [&workspace] {
    if (!workspace.far) workspace.far = std::make_unique<LatticeArrays>(far_blocks);
  };
  result.task.run = [=, &workspace] {
    if (kernel == LatticeKernel::copy)
      copy_in_parts(*workspace.far, threads);
    else
      run_once(kernel, *workspace.far, {target, threads});
  };
  return result;
}

}  // namespace quantcheck::bench
