#include <algorithm>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/case_metadata.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

// Enough for the writing itself to be sound; what is in the tensors is the reader's to judge.
void check_sizes(const Case& c) {
  const bool with_hessian = !c.hessian.empty();
  const Index groups = c.grid.groups;
  const bool agree = c.out >= 1 && c.in >= 1 && groups >= 1 && std::ssize(c.weight) == c.out * c.in &&
                     (with_hessian ? std::ssize(c.hessian) == c.in * c.in && c.activations.empty()
                                   : c.samples >= 1 && std::ssize(c.activations) == c.samples * c.in) &&
                     c.codes.rows() == c.out && c.codes.cols() == c.in &&
                     std::ssize(c.grid.scale) == c.out * groups &&
                     std::ssize(c.grid.zero) == c.out * groups && std::ssize(c.grid.group_index) == c.in &&
                     std::ssize(c.order) == c.in && std::ssize(c.dead) == c.in;
  if (!agree) throw Error(c.name + ": the parts of the case do not agree in size");
}

bool groups_are_implied(const Case& c) {
  if (c.in % c.grid.groups != 0) return false;
  for (Index column = 0; column < c.in; ++column)
    if (c.grid.group_index[column] != column / (c.in / c.grid.groups)) return false;
  return true;
}

Metadata metadata_of(const Case& c) {
  CaseMetadata meaning;
  meaning.range = c.grid.range;
  meaning.damping = c.damping;
  meaning.arithmetic = c.arithmetic;
  meaning.rounding = c.rounding;
  meaning.zero_added = c.zero_added;
  meaning.source = c.source;
  meaning.note = c.note;
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
  const auto add_floats = [&](const char* name, Index rows, Index cols, const std::vector<double>& values,
                              FloatFormat format) {
    try {
      tensors.push_back(float_tensor(name, {rows, cols}, values, format));
    } catch (const Error& error) {
      throw Error(c.name + ": " + error.what());
    }
  };
  const auto add_columns = [&](const char* name, const auto& values) {
    tensors.push_back(integer_tensor(name, {c.in}, std::vector<std::int64_t>(values.begin(), values.end())));
  };

  add_floats("weight", c.out, c.in, c.weight, narrowest_format(c.weight));
  if (!c.hessian.empty()) add_floats("hessian", c.in, c.in, c.hessian, narrowest_format(c.hessian));
  if (c.hessian.empty())
    add_floats("activations", c.samples, c.in, c.activations, narrowest_format(c.activations));
  tensors.push_back(
      integer_tensor("codes", {c.out, c.in}, {c.codes.data(), static_cast<std::size_t>(c.codes.size())}));
  add_floats("scale", c.out, c.grid.groups, c.grid.scale, c.scale_format);
  if (std::any_of(c.grid.zero.begin(), c.grid.zero.end(), [](Code zero) { return zero != 0; }))
    tensors.push_back(integer_tensor("zero", {c.out, c.grid.groups}, c.grid.zero));
  if (!groups_are_implied(c)) add_columns("group_index", c.grid.group_index);
  if (c.order_given) add_columns("order", c.order);
  if (std::find(c.dead.begin(), c.dead.end(), true) != c.dead.end()) add_columns("dead", c.dead);

  std::vector<TensorView> views;
  views.reserve(tensors.size());
  for (const OwnedTensor& tensor : tensors) views.push_back(tensor.view());
  return serialize_safetensors(metadata_of(c), views, c.name);
}

void write_case(const Case& c, const std::string& path) { write_file(path, serialize_case(c)); }

bool same_content(const Case& a, const Case& b) {
  return a.out == b.out && a.in == b.in && a.weight == b.weight && a.hessian == b.hessian &&
         a.activations == b.activations && a.samples == b.samples && a.codes.rows() == b.codes.rows() &&
         a.codes.cols() == b.codes.cols() && a.codes == b.codes && a.grid.groups == b.grid.groups &&
         a.grid.scale == b.grid.scale && a.grid.zero == b.grid.zero &&
         a.grid.group_index == b.grid.group_index && a.grid.range.min == b.grid.range.min &&
         a.grid.range.max == b.grid.range.max && a.scale_format == b.scale_format && a.order == b.order &&
         a.order_given == b.order_given && a.dead == b.dead && a.damping == b.damping &&
         a.arithmetic == b.arithmetic && a.rounding == b.rounding && a.zero_added == b.zero_added &&
         a.source == b.source && a.note == b.note;
}

}  // namespace quantcheck::check
