#include <quantcheck/bench/kernel/library.h>

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>

#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::bench {
namespace {

// No code of a grid: one that is found was not written over.
constexpr std::int32_t unwritten = std::numeric_limits<std::int32_t>::min();

template <class Function>
Function function_of(void* library, const std::string& file, const char* name) {
  void* found = dlsym(library, name);
  if (!found) throw Error(file + ": exports no function " + name);
  return reinterpret_cast<Function>(found);
}

std::string shape_of(const KernelInput& input) {
  return std::to_string(input.out) + " x " + std::to_string(input.in) + " layer";
}

}  // namespace

KernelLibrary load_kernel(const std::string& file) {
  const std::filesystem::path path(file);
  // A name without a folder would be looked for among the system's libraries.
  void* library = dlopen(std::filesystem::absolute(path).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) throw Error(file + ": cannot be loaded: " + dlerror());
  const auto abi = function_of<decltype(&quantcheck_kernel_abi)>(library, file, "quantcheck_kernel_abi")();
  if (abi != QUANTCHECK_KERNEL_ABI)
    throw Error(file + ": compiled against version " + std::to_string(abi) + " of quantcheck_kernel.h, not " +
                std::to_string(QUANTCHECK_KERNEL_ABI));
  return {check::without_controls(path.filename().string()),
          function_of<decltype(&quantcheck_kernel_quantize)>(library, file, "quantcheck_kernel_quantize")};
}

KernelInput kernel_input(MatrixView<const float> weight, MatrixView<const float> hessian, double damping,
                         const Grid<float>& grid, const Order& order) {
  KernelInput input;
  input.out = weight.rows;
  input.in = weight.cols;
  input.groups = grid.groups;
  input.weight = weight.data;
  input.hessian = hessian.data;
  input.damping = damping;
  input.scale = grid.scale;
  input.zero.assign(grid.zero.begin(), grid.zero.end());
  input.group_index.assign(grid.group_index.begin(), grid.group_index.end());
  input.order.assign(order.begin(), order.end());
  input.qmin = static_cast<std::int32_t>(grid.range.min.value());
  input.qmax = static_cast<std::int32_t>(grid.range.max.value());
  return input;
}

KernelOutput::KernelOutput(const KernelInput& input)
    : storage_(input.out * input.in + 2 * margin, unwritten) {}

void KernelOutput::check(const KernelLibrary& library, const KernelInput& input) const {
  const auto first = storage_.begin() + margin;
  const auto last = storage_.end() - margin;
  const auto is_unwritten = [](std::int32_t code) { return code == unwritten; };
  if (!std::all_of(storage_.begin(), first, is_unwritten) || !std::all_of(last, storage_.end(), is_unwritten))
    throw Error(library.name + ": wrote outside the codes of a " + shape_of(input));
  const auto wrong =
      std::find_if(first, last, [&](std::int32_t code) { return code < input.qmin || code > input.qmax; });
  if (wrong == last) return;
  const Index at = wrong - first;
  const std::string place = "row " + std::to_string(at / input.in) + ", column " +
                            std::to_string(at % input.in) + " of a " + shape_of(input);
  if (*wrong == unwritten) throw Error(library.name + ": did not write the code at " + place);
  throw Error(library.name + ": code " + std::to_string(*wrong) + " at " + place + " is not in " +
              std::to_string(input.qmin) + ".." + std::to_string(input.qmax));
}

void run_kernel(const KernelLibrary& library, const KernelInput& input, int threads, std::int32_t* codes) {
  const quantcheck_layer layer{input.out,
                               input.in,
                               input.groups,
                               input.weight,
                               input.hessian,
                               input.damping,
                               input.scale.data(),
                               input.zero.data(),
                               input.group_index.data(),
                               input.order.data(),
                               input.qmin,
                               input.qmax,
                               threads};
  std::array<char, 512> message{};
  const int status = library.quantize(&layer, codes, message.data(), message.size());
  if (status == 0) return;
  message.back() = '\0';
  throw Error(
      library.name + ": returned " + std::to_string(status) + " for a " + shape_of(input) + ": " +
      (message.front() == '\0' ? "no reason given" : check::printable(message.data(), message.size())));
}

}  // namespace quantcheck::bench
