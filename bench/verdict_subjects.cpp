#include <quantcheck/bench/verdict_subjects.h>

#include <filesystem>
#include <numeric>
#include <span>
#include <system_error>

#include <stdlib.h>

#include <quantcheck/bench/report/words.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/layer_tensors.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::bench {
namespace {

namespace fs = std::filesystem;

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

TemporaryFolder::TemporaryFolder() : path_((fs::temp_directory_path() / "verdict_bench-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) throw Error(path_ + ": cannot be made");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

VerdictSubjects make_subjects(const Layer& from, const std::string& folder) {
  const check::TensorBundle tensors{"layer",
                                    {},
                                    {tensor("weight", from.weight, from.out, from.in),
                                     tensor("hessian", from.hessian->matrix, from.in, from.in)}};
  VerdictSubjects subjects{check::parse_layer(tensors, check::Triangle::both), "", ""};
  const std::string stem = folder + "/" + std::to_string(from.out) + "x" + std::to_string(from.in);
  subjects.sound = stem + "-sound.safetensors";
  subjects.faulty = stem + "-faulty.safetensors";
  check::write_case(quantized(subjects.layer, OrderKind::natural), subjects.sound);
  check::Case faulty = quantized(subjects.layer, OrderKind::act);
  std::iota(faulty.declared.order.begin(), faulty.declared.order.end(), Index{0});
  faulty.declared.order_given = false;
  check::write_case(faulty, subjects.faulty);
  return subjects;
}

}  // namespace quantcheck::bench
