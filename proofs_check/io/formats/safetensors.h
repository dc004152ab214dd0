// Safetensors files: a length, a JSON header, and the tensors' bytes.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/io/formats/file_reader.h>
#include <quantcheck/proofs_check/io/formats/shared_bytes.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// Reads a file that is in memory. Throws Error naming the file, and the tensor or offset, for whatever the
/// specification of the format rules out: fewer than 8 bytes; a header longer than 100,000,000 bytes or than
/// the file; a malformed header (parse_safetensors_header); an unknown dtype; a size (product of
/// shape * bits / 8) that overflows, is not whole, or differs from data_offsets; bytes between, before or
/// after the tensors; or bytes that two of them share.
TensorBundle parse_safetensors(const SharedBytes& shared, const std::string& name);

/// Reads a regular file, or a pipe such as /dev/stdin, never further than the header says. Throws Error as
/// parse_safetensors does, and also for a directory and for what is missing or unreadable.
TensorBundle read_safetensors(const std::string& path);

/// Reads as much of the file as parse_safetensors takes, and one byte more where the file goes on after that.
/// Throws Error for a header that parse_safetensors refuses.
void read_safetensors_bytes(FileReader& file, const std::string& path);

/// The bytes of a file, which are the same for the same content: tensors by falling element size, then by
/// name, so that all are aligned; metadata by key; and the header padded by spaces to a multiple of 8. Throws
/// Error naming `name` for whatever parse_safetensors would refuse: duplicate names, bytes that do not fit
/// the shape, text that is not UTF-8.
std::vector<std::byte> serialize_safetensors(const Metadata& metadata, std::span<const TensorView> tensors,
                                             const std::string& name = "safetensors");

/// Writes these bytes to a file, and throws Error, as write_file does.
void write_safetensors(const std::string& path, const Metadata& metadata,
                       std::span<const TensorView> tensors);

}  // namespace quantcheck::check
