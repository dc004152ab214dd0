#include <quantcheck/proofs_check/io/tensor_source.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <quantcheck/proofs_check/io/file_reader.h>
#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/io/safetensors.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

TensorBundle read_tensors(const std::string& path) { return read_safetensors(path); }

TensorBundle parse_tensors(std::vector<std::byte> bytes, const std::string& name) {
  return parse_safetensors(std::move(bytes), name);
}

const TensorView& pick_tensor(const TensorBundle& bundle, const std::optional<std::string>& name) {
  if (bundle.tensors.size() == 1 && (!name || bundle.tensors[0].name.empty())) return bundle.tensors[0];
  if (name)
    if (const TensorView* found = bundle.find(*name)) return *found;
  constexpr std::size_t shown = 20;
  std::string names;
  for (std::size_t k = 0; k < std::min(shown, bundle.tensors.size()); ++k)
    names += (k == 0 ? "" : ", ") + in_quotes(bundle.tensors[k].name);
  if (bundle.tensors.size() > shown)
    names += " and " + std::to_string(bundle.tensors.size() - shown) + " more";
  if (bundle.tensors.empty()) throw Error(bundle.name + ": holds no tensor");
  throw Error(bundle.name + ": " + (name ? "no tensor " + in_quotes(*name) : "which of its tensors?") +
              (name ? "; there is " : " There are ") + names);
}

TensorPath parse_tensor_path(const std::string& text) {
  std::error_code ignored;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size() ||
      std::filesystem::exists(text, ignored))
    return {text, std::nullopt};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace quantcheck::check
