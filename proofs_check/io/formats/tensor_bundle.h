// Tensors, the files that they came from, and what those files say in words.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/io/formats/dtype.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

using Metadata = std::map<std::string, std::string>;

/// A tensor and its bytes, little-endian, row-major, not necessarily aligned. Copies share the bytes.
struct TensorView {
  std::string name;  // in its file, or as a case calls it; empty for the array of a .npy file
  Dtype dtype = Dtype::u8;
  std::vector<Index> shape;          // empty for a scalar; 0 is allowed
  std::span<const std::byte> bytes;  // product of shape * dtype_bits / 8 of them
  std::string file = {};             // for messages; writers ignore it, as they do all that follows
  std::string stored_name = {};      // its name in the file if `name` is another
  std::shared_ptr<const void> owner = nullptr;  // null: somebody else keeps the bytes
};

/// The tensors of one file, or of several put together under the names that a case uses.
struct TensorBundle {
  std::string name;  // of the file, for messages; it is what reports call a case
  Metadata metadata;
  std::vector<TensorView> tensors;  // in the order of their bytes in the file; no two of one name

  /// The tensor of this name; null if there is none.
  const TensorView* find(std::string_view tensor) const;
};

/// The beginning of every message about a tensor: "file: tensor "weight": ".
std::string tensor_place(const TensorView& tensor);

/// The same tensor under the name by which a case calls it. Messages go on naming the one in the file.
TensorView called(const TensorView& tensor, const std::string& name);

}  // namespace quantcheck::check
