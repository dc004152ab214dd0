#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

#include <algorithm>

#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check {

const TensorView* TensorBundle::find(std::string_view tensor) const {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const TensorView& t) { return t.name == tensor; });
  return found == tensors.end() ? nullptr : &*found;
}

std::string tensor_place(const TensorView& tensor) {
  if (tensor.name.empty() && tensor.stored_name.empty()) return tensor.file + ": ";
  std::string place = tensor.file + ": tensor " + in_quotes(tensor.name);
  if (!tensor.stored_name.empty()) place += " (there " + in_quotes(tensor.stored_name) + ")";
  return place + ": ";
}

TensorView called(const TensorView& tensor, const std::string& name) {
  TensorView result = tensor;
  if (result.stored_name.empty()) result.stored_name = tensor.name;
  if (result.stored_name == name) result.stored_name.clear();
  result.name = name;
  return result;
}

}  // namespace quantcheck::check
