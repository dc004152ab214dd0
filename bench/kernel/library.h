// A user's kernel in a shared library (proofs_check/c/quantcheck_kernel.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/c/quantcheck_kernel.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::bench {

struct KernelLibrary {
  std::string name;  // the file's, without its folder
  decltype(&quantcheck_kernel_quantize) quantize = nullptr;
};

/// Loads the file, and never unloads it: threads of its own may still run. Throws Error for a file that
/// cannot be loaded, lacks a function, or was compiled against another version of the header.
KernelLibrary load_kernel(const std::string& file);

/// What a kernel is given, in the header's types. Refers to weights and Hessian (without padding).
struct KernelInput {
  Index out = 0;
  Index in = 0;
  Index groups = 0;
  const float* weight = nullptr;
  const float* hessian = nullptr;
  double damping = 0;
  std::vector<float> scale;
  std::vector<std::int32_t> zero;
  std::vector<std::int32_t> group_index;
  std::vector<std::int32_t> order;
  std::int32_t qmin = 0;
  std::int32_t qmax = 0;
};

/// A bounded grid.
KernelInput kernel_input(MatrixView<const float> weight, MatrixView<const float> hessian, double damping,
                         const Grid<float>& grid, const Order& order);

/// Where a kernel writes its codes, with room on both sides to see if it writes beyond them.
class KernelOutput {
 public:
  explicit KernelOutput(const KernelInput& input);

  std::int32_t* codes() { return storage_.data() + margin; }

  /// Throws Error, with the library's name, where a code was not written or is out of range, or where
  /// something was written beside them.
  void check(const KernelLibrary& library, const KernelInput& input) const;

 private:
  static constexpr Index margin = 1024;
  std::vector<std::int32_t> storage_;
};

/// One call. Throws Error with the library's message where it returns something else than 0.
void run_kernel(const KernelLibrary& library, const KernelInput& input, int threads, std::int32_t* codes);

}  // namespace quantcheck::bench
