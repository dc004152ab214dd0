#include <quantcheck/proofs_check/io/formats/npy.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/io/formats/npy_header.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

// The array in row-major order and little-endian.
std::vector<std::byte> reordered(std::span<const std::byte> data, const NpyLayout& layout) {
  const auto size = static_cast<std::size_t>(dtype_bits(layout.dtype) / 8);
  const std::size_t rank = layout.shape.size();
  // The distance in the file, in elements, between neighbours along each axis.
  std::vector<Index> stride(rank, 1);
  for (std::size_t k = 1; k < rank; ++k) {
    if (layout.fortran_order) {
      stride[k] = stride[k - 1] * layout.shape[k - 1];
    } else {
      stride[rank - 1 - k] = stride[rank - k] * layout.shape[rank - k];
    }
  }

  std::vector<std::byte> result(data.size());
  std::vector<Index> index(rank, 0);
  Index source = 0;
  for (auto target = result.begin(); target != result.end(); target += static_cast<Index>(size)) {
    const auto element = data.subspan(static_cast<std::size_t>(source) * size, size);
    if (layout.big_endian) {
      std::reverse_copy(element.begin(), element.end(), target);
    } else {
      std::copy(element.begin(), element.end(), target);
    }
    for (std::size_t k = rank; k-- > 0;) {  // goes to the next index, the last axis fastest
      source += stride[k];
      if (++index[k] < layout.shape[k]) break;
      source -= stride[k] * layout.shape[k];
      index[k] = 0;
    }
  }
  return result;
}

}  // namespace

NpyLayout npy_layout(std::span<const std::byte> bytes, const std::string& place) {
  const NpyPreamble preamble = parse_npy_preamble(bytes, place);
  const std::size_t end = preamble.header_offset + preamble.header_length;
  if (bytes.size() < end)
    throw Error(place + "cut short: " + std::to_string(bytes.size()) + " bytes; the header ends at offset " +
                std::to_string(end));
  const std::string_view text{reinterpret_cast<const char*>(bytes.data()) + preamble.header_offset,
                              preamble.header_length};
  const NpyDict dict = parse_npy_dict(text, preamble.header_offset, place);
  const NpyDtype dtype = parse_npy_dtype(dict.descr, place);

  // Sizes are below 2^62, so that adding the header's length, or using signed indices, cannot overflow.
  constexpr std::uint64_t max_size = std::uint64_t{1} << 62;
  NpyLayout layout{dtype.dtype, dtype.big_endian, dict.fortran_order, {}, end, 0};
  const bool empty = std::find(dict.shape.begin(), dict.shape.end(), 0U) != dict.shape.end();
  std::uint64_t size = static_cast<std::uint64_t>(dtype_bits(dtype.dtype)) / 8;
  for (const std::uint64_t extent : dict.shape) {
    if (extent > max_size || (!empty && size > max_size / extent))
      throw Error(place + "the size of its shape overflows");
    layout.shape.push_back(static_cast<Index>(extent));
    size = empty ? 0 : size * extent;
  }
  layout.file_size = end + (empty ? 0 : size);
  return layout;
}

TensorView npy_tensor(SharedBytes file, const std::string& place) {
  const std::span<const std::byte> bytes = file.bytes;
  NpyLayout layout = npy_layout(bytes, place);
  if (bytes.size() < layout.file_size)
    throw Error(place + "cut short: " + std::to_string(bytes.size()) + " bytes; the header describes " +
                std::to_string(layout.file_size));
  if (bytes.size() > layout.file_size)
    throw Error(place + "it goes on after the array's end, at offset " + std::to_string(layout.file_size));

  std::span<const std::byte> data = bytes.subspan(layout.data_offset);
  const bool swap = layout.big_endian && dtype_bits(layout.dtype) > 8;
  if (!data.empty() && (swap || (layout.fortran_order && layout.shape.size() > 1))) {
    file = reordered(data, layout);
    data = file.bytes;
  }
  TensorView tensor{"", layout.dtype, std::move(layout.shape), data};
  tensor.owner = std::move(file.owner);
  return tensor;
}

TensorBundle parse_npy(const SharedBytes& bytes, const std::string& name) {
  TensorBundle file{name, {}, {npy_tensor(bytes, name + ": ")}};
  file.tensors[0].file = name;
  return file;
}

void read_npy_bytes(FileReader& file, const std::string& path) {
  const std::string place = path + ": ";
  const NpyPreamble preamble = parse_npy_preamble(file.up_to(npy_preamble_bytes), place);
  const std::vector<std::byte>& bytes = file.up_to(preamble.header_offset + preamble.header_length);
  // One byte more shows that the file goes on, however long it is.
  file.up_to(npy_layout(bytes, place).file_size + 1);
}

}  // namespace quantcheck::check
