#include <quantcheck/bench/verdict_subjects.h>

#include <sys/mman.h>
#include <unistd.h>

#include <numeric>
#include <span>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/layer_tensors.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::bench {
namespace {

check::TensorView tensor(const char* name, const optimized::Buffer<float>& values, Index rows, Index cols) {
  const std::span<const float> numbers(values.data(), static_cast<std::size_t>(values.size()));
  return {name, check::Dtype::f32, {rows, cols}, std::as_bytes(numbers)};
}

check::Case quantized(const check::Layer& layer, OrderKind order) {
  check::QuantizeOptions options;
  options.grid.symmetric = false;
  options.grid.group_size = 128;
  options.grid.scales = GroupScales::fixed;
  options.order = order;
  options.damping.relative = reference::Rational(1, 100);
  return check::quantize(layer, options);
}

}  // namespace

MemoryFile::MemoryFile(const std::string& name) : descriptor_(::memfd_create(name.c_str(), 0)) {
  if (descriptor_ < 0) throw Error("no file can be made in memory");
}

MemoryFile::~MemoryFile() { ::close(descriptor_); }

std::string MemoryFile::path() const {
  return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(descriptor_);
}

VerdictSubjects::VerdictSubjects(const Layer& from) {
  const check::TensorBundle tensors{"layer",
                                    {},
                                    {tensor("weight", from.weight, from.out, from.in),
                                     tensor("hessian", from.hessian->matrix, from.in, from.in)}};
  layer = check::parse_layer(tensors, check::Triangle::both);
  check::write_case(quantized(layer, OrderKind::natural), sound.path());
  check::Case declared_otherwise = quantized(layer, OrderKind::act);
  std::iota(declared_otherwise.declared.order.begin(), declared_otherwise.declared.order.end(), Index{0});
  declared_otherwise.declared.order_given = false;
  check::write_case(declared_otherwise, faulty.path());
}

}  // namespace quantcheck::bench
