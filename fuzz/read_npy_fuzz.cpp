// The reading of any bytes as a .npy file. They are refused with a message, or they make an array that is the
// same after it is written row-major and little-endian and read again.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/io/formats/npy.h>
#include <quantcheck/reference/error.h>

namespace {

using namespace quantcheck;
using fuzz::require;

std::optional<check::TensorBundle> accepted(const std::vector<std::byte>& bytes) {
  try {
    return check::parse_npy(bytes, "input");
  } catch (const Error& error) {
    require(std::string(error.what()).starts_with("input: "), "the message does not name the file");
    return std::nullopt;  // Any other exception is a finding.
  }
}

std::string descr_of(check::Dtype dtype) {
  const std::string name(check::dtype_name(dtype));
  const char kind = name == "BOOL" ? 'b' : static_cast<char>(name[0] - 'A' + 'a');
  const int size = check::dtype_bits(dtype) / 8;
  return (size == 1 ? "|" : "<") + std::string(1, kind) + std::to_string(size);
}

std::vector<std::byte> written(const check::TensorView& tensor) {
  std::string shape;
  for (const Index extent : tensor.shape) shape += std::to_string(extent) + ", ";
  if (tensor.shape.size() > 1) shape.resize(shape.size() - 2);
  const std::string header =
      "{'descr': '" + descr_of(tensor.dtype) + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
  std::string text = "\x93NUMPY";
  text += {'\x03', '\0'};
  for (int k = 0; k < 4; ++k) text += static_cast<char>((header.size() >> (8 * k)) & 0xff);
  text += header;
  std::vector<std::byte> bytes;
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* first = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> bytes(first, first + size);
  const auto file = accepted(bytes);
  if (!file) return 0;
  require(file->tensors.size() == 1, "a .npy file holds one array");
  const check::TensorView& tensor = file->tensors[0];
  const auto back = accepted(written(tensor));
  require(back.has_value(), "what was written is refused");
  const check::TensorView& other = back->tensors[0];
  require(other.dtype == tensor.dtype && other.shape == tensor.shape, "it is read as another array");
  require(std::vector<std::byte>(other.bytes.begin(), other.bytes.end()) ==
              std::vector<std::byte>(tensor.bytes.begin(), tensor.bytes.end()),
          "it is read with other numbers");

  bytes.push_back(std::byte{0});
  require(!accepted(bytes), "a byte too many is accepted");
  bytes.resize(size - 1);
  require(!accepted(bytes), "a byte too few is accepted");
  return 0;
}
