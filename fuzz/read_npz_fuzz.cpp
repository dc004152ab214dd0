// The reading of any bytes as a .npz file. They are refused with a message, or they make arrays whose sizes
// agree with their shapes, no two of them of one name, with no more bytes than deflate can make of the file.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/io/formats/npz.h>
#include <quantcheck/reference/error.h>

namespace {

using namespace quantcheck;
using fuzz::require;

void check_bundle(const check::TensorBundle& file, std::size_t size) {
  std::set<std::string> names;
  std::size_t total = 0;
  for (const check::TensorView& tensor : file.tensors) {
    require(names.insert(tensor.name).second, "a name is there twice");
    require(file.find(tensor.name) == &tensor, "a tensor is not found by its name");
    const bool empty = std::find(tensor.shape.begin(), tensor.shape.end(), 0) != tensor.shape.end();
    Index needed = check::dtype_bits(tensor.dtype) / 8;
    for (const Index extent : tensor.shape) needed = empty ? 0 : needed * extent;
    require(needed == std::ssize(tensor.bytes), "a shape and its bytes differ");
    total += tensor.bytes.size();
  }
  require(total <= 1033 * size, "more bytes than the file can hold");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* first = reinterpret_cast<const std::byte*>(data);
  try {
    check_bundle(check::parse_npz(std::vector<std::byte>(first, first + size), "input"), size);
  } catch (const Error& error) {  // Any other exception is a finding.
    require(std::string(error.what()).starts_with("input: "), "the message does not name the file");
  }
  return 0;
}
