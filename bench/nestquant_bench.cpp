// nestquant_bench: rotations and products from nested codes beside the machine's limits, all in turn: a copy
// of as many values, and OpenBLAS's product of the same shape. Google Benchmark's options work; for so many
// rounds
// --benchmark_repetitions=N.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <list>
#include <thread>

#include <quantcheck/bench/blas/openblas.h>
#include <quantcheck/bench/kernels.h>
#include <quantcheck/bench/limits/bandwidth.h>
#include <quantcheck/bench/machine.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/optimized/nested_product.h>
#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/program/exit_status.h>
#include <quantcheck/proofs_check/program/terminal.h>
#include <quantcheck/proofs_check/report/format.h>

namespace quantcheck::bench {
namespace {

using optimized::Buffer;
using optimized::NestedMatrix;

constexpr Index out = 4096;
constexpr Index in = 4096;

/// A task of ours, and the one it is compared with.
struct Row {
  Task task;
  std::string limit;
  const char* unit;
};

optimized::Execution execution(int threads) { return {optimized::default_target(), threads}; }

NestedMatrix some_codes(Index rows) {
  check::Dice dice(1);
  const Code q = 14;
  std::vector<std::uint8_t> codes(rows * in), indices(rows * in / 8);
  for (std::uint8_t& code : codes) code = static_cast<std::uint8_t>(dice.below(q));
  for (std::uint8_t& index : indices) index = static_cast<std::uint8_t>(dice.below(4));
  return NestedMatrix::pack(rows, in, {q, {0.25F, 0.34F, 0.5F, 1.3F}}, codes, indices,
                            std::vector<float>(rows, 1.0F));
}

Buffer<float> some_values(Index count) {
  Buffer<float> values(count);
  for (Index i = 0; i < count; ++i) values[i] = static_cast<float>(i * 7919 % 1013 - 506) / 256;
  return values;
}

/// Rows to rotate: arrays far beyond the caches, of zeros, so that rotating them in place again and again
/// stays in range. Both tasks move eight bytes a value.
struct Rotated {
  Rotated() {
    for (Buffer<double>* array : {&arrays.a, &arrays.b, &arrays.c})
      std::fill_n(array->data(), arrays.size, 0.0);
  }

  Arrays arrays = make_arrays(size_beyond_cache());

  MatrixView<float> rows(Buffer<double>& array, Index n) {
    return {reinterpret_cast<float*>(array.data()), 2 * arrays.size / n, n, n};
  }
  double bytes(Index n) { return 8.0 * static_cast<double>(2 * arrays.size / n * n); }

  void add(std::vector<Row>& rows_of_table, std::vector<Task>& limits, int threads) {
    const std::string copy_name = with_threads("copy", threads);
    limits.push_back(
        {copy_name, 16.0 * static_cast<double>(arrays.size), [this, threads] { copy(arrays, threads); }});
    const auto add_task = [&](const std::string& what, Index n, std::function<void()> run) {
      rows_of_table.push_back(
          {{with_threads(what + "/" + std::to_string(n), threads), bytes(n), std::move(run)},
           copy_name,
           "GB/s"});
    };
    for (const Index n : {512, 4096, 16384, 768, 5120, 14336, 13824, 11008}) {
      add_task("rotate in place", n, [this, n, threads] {
        const MatrixView<float> x = rows(arrays.c, n);
        rotate_rows({x.data, x.rows, n, n}, x, execution(threads));
      });
      add_task("rotate", n, [this, n, threads] {
        const MatrixView<float> x = rows(arrays.b, n);
        rotate_rows({x.data, x.rows, n, n}, rows(arrays.a, n), execution(threads));
      });
    }
    add_task("normalise", in, [this, threads] {
      const MatrixView<float> x = rows(arrays.b, in);
      normalise_rows({x.data, x.rows, in, in}, rows(arrays.a, in), execution(threads));
    });
  }
};

/// Products of a batch with out x in weights.
struct Products {
  explicit Products(Index batch_)
      : batch(batch_), x(some_codes(batch_)), y(batch_ * out), float_x(some_values(batch_ * in)) {}

  void add(std::vector<Row>& rows, std::vector<Task>& limits, const NestedMatrix& w,
           const Buffer<float>& float_w, int threads) {
    const std::string limit = with_threads("sgemm/" + std::to_string(batch), threads);
    const double work = 2.0 * static_cast<double>(batch) * static_cast<double>(in) * static_cast<double>(out);
    limits.push_back({limit, work, [this, &float_w, threads] {
                        set_blas_threads(threads);
                        gemm(float_x.data(), float_w.data(), y.data(), batch, in, out);
                      }});
    rows.push_back({{with_threads("product/" + std::to_string(batch), threads), work,
                     [this, &w, threads] {
                       multiply(x, w, {y.data(), batch, out, out}, execution(threads));
                     }},
                    limit,
                    "GFLOP/s"});
  }

  Index batch;
  NestedMatrix x;
  Buffer<float> y;
  Buffer<float> float_x;
};

void print(const std::vector<Row>& rows, const std::vector<Task>& limits, const Timings& timings) {
  std::string text = this_machine().processor + ", " + std::string(name_of(optimized::default_target())) +
                     "; medians\n\n" +
                     check::format("  %-34s%10s%10s  %-8s%10s  %s\n", "", "ms", "rate", "", "limit", "share");
  for (const Row& row : rows) {
    const auto seconds = median_seconds(timings, row.task.name);
    if (!seconds) continue;
    text += check::format("  %-34s%10.3f%10.1f  %-8s", row.task.name.c_str(), *seconds * 1e3,
                          row.task.work / *seconds * 1e-9, row.unit);
    for (const Task& limit : limits)
      if (const auto of_limit = median_seconds(timings, limit.name); of_limit && limit.name == row.limit) {
        const double rate = limit.work / *of_limit * 1e-9;
        text += check::format("%10.1f  %.2f", rate, row.task.work / *seconds * 1e-9 / rate);
      }
    text += "\n";
  }
  check::program::print_out(text);
}

void run(int argc, char** argv) {
  std::vector<std::string> flags{"--benchmark_repetitions=11"};
  flags.insert(flags.end(), argv + 1, argv + argc);
  Rotated rotated;
  const NestedMatrix w = some_codes(out);
  const Buffer<float> float_w = some_values(in * out);
  std::list<Products> products;
  for (const Index batch : {1, 16, 64, 256}) products.emplace_back(batch);
  std::vector<Row> rows;
  std::vector<Task> limits;
  for (int threads = 1; threads <= static_cast<int>(std::thread::hardware_concurrency()); threads *= 2) {
    rotated.add(rows, limits, threads);
    for (Products& product : products) product.add(rows, limits, w, float_w, threads);
  }
  std::vector<Task> tasks = limits;
  for (const Row& row : rows) tasks.push_back(row.task);
  check::program::ProgressLine progress("nestquant_bench");
  const Timings timings = time_in_turn(tasks, flags, progress.callback());
  progress.clear();
  print(rows, limits, timings);
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) try {
  quantcheck::bench::restart_with_best_blas(argv);
  quantcheck::bench::run(argc, argv);
  return quantcheck::check::program::exit_good;
} catch (const std::exception& error) {
  std::fprintf(stderr, "nestquant_bench: %s\n", quantcheck::check::without_controls(error.what()).c_str());
  return quantcheck::check::program::exit_usage;
}
