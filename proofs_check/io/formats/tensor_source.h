// Tensors from files of any kind that is read: safetensors, .npy, .npz.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/io/formats/shared_bytes.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// The tensors of a file. What kind of file it is shows in its content, not in its name: safetensors
/// (parse_safetensors), .npy (parse_npy: one tensor without a name, no metadata) or .npz (parse_npz: a tensor
/// for each member, no metadata). Throws Error as these functions do; for what is none of these kinds, saying
/// what it seems to be; and for a directory or what is missing or unreadable. A regular file is mapped
/// (map_file). A pipe such as /dev/stdin is read, a safetensors or .npy file never further than its header
/// says.
TensorBundle read_tensors(const std::string& path);
/// The tensors of a file that is in memory. Throws Error in the same way.
TensorBundle parse_tensors(const SharedBytes& bytes, const std::string& name);

/// The tensor of this name; without a name, the only tensor there is. A single tensor that has no name
/// answers to any. Otherwise throws Error that lists the names there are.
const TensorView& pick_tensor(const TensorBundle& bundle, const std::optional<std::string>& name);

/// A path "FILE" or "FILE:NAME". Where a file of the whole name exists, it is that file; else the last colon
/// that has something on both sides divides the two.
struct TensorPath {
  std::string file;
  std::optional<std::string> name;
};
TensorPath parse_tensor_path(const std::string& text);

}  // namespace quantcheck::check
