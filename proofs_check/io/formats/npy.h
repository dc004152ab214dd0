// Files in the .npy format: one array with its dtype and shape (numpy/lib/format.py is the specification).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/io/formats/file_reader.h>
#include <quantcheck/proofs_check/io/formats/shared_bytes.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// What the header says of the array, after it has been checked.
struct NpyLayout {
  Dtype dtype = Dtype::u8;
  bool big_endian = false;
  bool fortran_order = false;
  std::vector<Index> shape;
  std::size_t data_offset = 0;
  std::size_t file_size = 0;  // the size in bytes of a file that holds the array
};

/// The layout of an array, from a file's first bytes: the preamble and the header, if it has them. Throws
/// Error, in a message that begins with `place`, for whatever parse_npy_preamble, parse_npy_dict and
/// parse_npy_dtype refuse, for a header that is cut short, and for a size (product of shape * bits / 8) that
/// overflows.
NpyLayout npy_layout(std::span<const std::byte> bytes, const std::string& place);

/// The array of a file, without the names of tensor and file. Throws Error as npy_layout does, and where
/// bytes are missing or left over. The array shares the bytes of the file, unless these have to be turned
/// into row-major or little-endian order.
TensorView npy_tensor(SharedBytes file, const std::string& place);

/// Reads a file that is in memory: one tensor, without a name. Throws Error as npy_tensor does.
TensorBundle parse_npy(const SharedBytes& bytes, const std::string& name);

/// Reads as much of the file as parse_npy takes, and one byte more where the file goes on after that. Throws
/// Error for a header that parse_npy refuses.
void read_npy_bytes(FileReader& file, const std::string& path);

}  // namespace quantcheck::check
