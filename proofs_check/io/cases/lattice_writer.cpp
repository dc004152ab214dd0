#include <span>
#include <utility>

#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_metadata.h>
#include <quantcheck/proofs_check/io/cases/recognised_format.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

// This is enough for the writing itself to be sound. The reader judges what is in the tensors.
void check_sizes(const LatticeCase& c) {
  const auto absent_or = [](const auto& values, Index size) {
    return values.empty() || std::ssize(values) == size;
  };
  const bool agree = c.rows >= 1 && c.cols >= 1 && !c.beta.empty() &&
                     std::ssize(c.values) == c.rows * c.cols && absent_or(c.hessian, c.cols * c.cols) &&
                     std::ssize(c.codes) == c.rows * lattice_block * c.blocks() &&
                     std::ssize(c.beta_index) == c.rows * c.blocks() &&
                     absent_or(c.decoded, c.rows * c.cols) && absent_or(c.norm, c.rows);
  if (!agree) throw Error(c.name + ": the parts of the case do not agree in size");
}

// Tensors of one file, to be written.
struct Tensors {
  const std::string& file;
  std::vector<OwnedTensor> tensors;

  void floats(const char* name, std::vector<Index> shape, const std::vector<double>& values,
              FloatFormat format) {
    try {
      tensors.push_back(float_tensor(name, std::move(shape), values, format));
    } catch (const Error& error) {
      throw Error(file + ": " + error.what());
    }
  }
  void floats(const char* name, std::vector<Index> shape, const std::vector<double>& values) {
    floats(name, std::move(shape), values, narrowest_format(values));
  }

  std::vector<std::byte> bytes(const Metadata& metadata) const {
    std::vector<TensorView> views;
    views.reserve(tensors.size());
    for (const OwnedTensor& tensor : tensors) views.push_back(tensor.view());
    return serialize_safetensors(metadata, views, file);
  }
};

}  // namespace

std::vector<std::byte> serialize_lattice_case(const LatticeCase& c) {
  check_sizes(c);
  const bool ldlq = !c.hessian.empty();
  Tensors out{c.name, {}};
  out.floats(ldlq ? "weight" : "values", {c.rows, c.cols}, c.values);
  if (ldlq) out.floats("hessian", {c.cols, c.cols}, c.hessian);
  out.floats("betas", {std::ssize(c.beta)}, c.beta);
  out.tensors.push_back(integer_tensor("codes", {c.rows, lattice_block * c.blocks()}, c.codes));
  out.tensors.push_back(integer_tensor("beta_index", {c.rows, c.blocks()},
                                       std::vector<std::int64_t>(c.beta_index.begin(), c.beta_index.end())));
  if (!c.decoded.empty()) out.floats("decoded", {c.rows, c.cols}, c.decoded, c.decoded_format);
  if (!c.norm.empty()) out.floats("norm", {c.rows}, c.norm);
  const auto order = ldlq ? std::optional(c.block_order) : std::nullopt;
  const bool misread = recognised_format(c.decoded, c.decoded_format).has_value();
  const auto decoded_format = misread ? std::optional(c.decoded_format) : std::nullopt;
  return out.bytes(lattice_metadata({static_cast<const Described&>(c), c.q, c.mode, order, decoded_format}));
}

std::vector<std::byte> serialize_e8_case(const E8Case& c) {
  if (c.points < 1 || std::ssize(c.values) != c.points * lattice_block || c.nearest.size() != c.values.size())
    throw Error(c.name + ": the parts of the case do not agree in size");
  Tensors out{c.name, {}};
  out.floats("values", {c.points, lattice_block}, c.values);
  out.floats("nearest", {c.points, lattice_block}, c.nearest);
  return out.bytes(e8_metadata(c));
}

bool same_content(const LatticeCase& a, const LatticeCase& b) {
  return same_words(a, b) && a.rows == b.rows && a.cols == b.cols && a.values == b.values &&
         a.hessian == b.hessian && a.block_order == b.block_order && a.q == b.q && a.mode == b.mode &&
         a.beta == b.beta && a.codes == b.codes && a.beta_index == b.beta_index && a.decoded == b.decoded &&
         a.decoded_format == b.decoded_format && a.norm == b.norm;
}

bool same_content(const E8Case& a, const E8Case& b) {
  return same_words(a, b) && a.points == b.points && a.values == b.values && a.nearest == b.nearest;
}

}  // namespace quantcheck::check
