#include <algorithm>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/case_metadata.h>
#include <quantcheck/proofs_check/io/cases/recognised_format.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

// This is enough for the writing itself to be sound. The reader judges what is in the tensors.
void check_sizes(const Case& c) {
  const auto& [out, in, weight, hessian, samples, activations] = c.layer;
  const Index groups = c.grid.groups;
  const bool agree = out >= 1 && in >= 1 && groups >= 1 && std::ssize(weight) == out * in &&
                     (hessian.empty() ? std::ssize(activations) == samples * in
                                      : std::ssize(hessian) == in * in && activations.empty()) &&
                     c.codes.rows() == out && c.codes.cols() == in &&
                     std::ssize(c.grid.scale) == out * groups && std::ssize(c.grid.zero) == out * groups &&
                     (c.grid.offset.empty() || std::ssize(c.grid.offset) == out * groups) &&
                     std::ssize(c.grid.group_index) == in && std::ssize(c.declared.order) == in &&
                     std::ssize(c.declared.dead) == in;
  if (!agree) throw Error(c.name + ": the parts of the case do not agree in size");
}

bool groups_are_implied(const Case& c) {
  if (c.layer.in % c.grid.groups != 0) return false;
  for (Index column = 0; column < c.layer.in; ++column)
    if (c.grid.group_index[column] != column / (c.layer.in / c.grid.groups)) return false;
  return true;
}

// The kind of file that holds the case: case/1 where that is enough.
CaseKind kind_needed(const Case& c) {
  const bool is_simple =
      c.has_integer_grid() && c.declared.rule == Rule::gptq && !reference::is_8_bit(c.scale_format);
  return is_simple ? CaseKind::case_1 : CaseKind::case_2;
}

Metadata metadata_of(const Case& c) {
  CaseMetadata meaning;
  meaning.kind = kind_needed(c);
  if (c.grid.levels.empty()) meaning.range = c.grid.range;
  meaning.described = static_cast<const Described&>(c);
  meaning.declared = c.declared;
  if (recognised_format(c.grid.scale, c.scale_format)) meaning.scale_format = c.scale_format;
  try {
    return case_metadata(meaning);
  } catch (const Error& error) {
    throw Error(c.name + ": damping: " + error.what());
  }
}

}  // namespace

std::vector<std::byte> serialize_case(const Case& c) {
  check_sizes(c);
  std::vector<OwnedTensor> tensors;
  const auto add_floats = [&](const char* name, Index rows, Index cols, const StoredFloats& values,
                              FloatFormat format) {
    try {
      tensors.push_back(float_tensor(name, {rows, cols}, values, format));
    } catch (const Error& error) {
      throw Error(c.name + ": " + error.what());
    }
  };
  const auto add_columns = [&](const char* name, const auto& values) {
    tensors.push_back(
        integer_tensor(name, {c.layer.in}, std::vector<std::int64_t>(values.begin(), values.end())));
  };

  add_floats("weight", c.layer.out, c.layer.in, c.layer.weight, narrowest_format(c.layer.weight));
  if (!c.layer.hessian.empty())
    add_floats("hessian", c.layer.in, c.layer.in, c.layer.hessian, narrowest_format(c.layer.hessian));
  if (!c.layer.activations.empty())
    add_floats("activations", c.layer.samples, c.layer.in, c.layer.activations,
               narrowest_format(c.layer.activations));
  tensors.push_back(integer_tensor("codes", c.codes));
  add_floats("scale", c.layer.out, c.grid.groups, c.grid.scale, c.scale_format);
  if (std::any_of(c.grid.zero.begin(), c.grid.zero.end(), [](Code zero) { return zero != 0; }))
    tensors.push_back(integer_tensor("zero", {c.layer.out, c.grid.groups}, c.grid.zero));
  if (!c.grid.offset.empty())
    add_floats("offset", c.layer.out, c.grid.groups, c.grid.offset, narrowest_format(c.grid.offset));
  if (!c.grid.levels.empty())
    tensors.push_back(
        float_tensor("levels", {std::ssize(c.grid.levels)}, c.grid.levels, narrowest_format(c.grid.levels)));
  if (!groups_are_implied(c)) add_columns("group_index", c.grid.group_index);
  if (c.declared.order_given) add_columns("order", c.declared.order);
  if (std::find(c.declared.dead.begin(), c.declared.dead.end(), true) != c.declared.dead.end())
    add_columns("dead", c.declared.dead);

  std::vector<TensorView> views;
  views.reserve(tensors.size());
  for (const OwnedTensor& tensor : tensors) views.push_back(tensor.view());
  return serialize_safetensors(metadata_of(c), views, c.name);
}

void write_case(const Case& c, const std::string& path) { write_file(path, serialize_case(c)); }

bool same_content(const Case& a, const Case& b) {
  return same_words(a, b) && a.layer == b.layer && a.grid == b.grid && a.scale_format == b.scale_format &&
         a.codes == b.codes && a.declared == b.declared;
}

}  // namespace quantcheck::check
