// Tensors of a case, read with checks that say in words what is wrong with them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

// Every function throws Error, naming the file, the tensor and the place, for all that it does not take.
// `meaning` is the needed shape in words, such as "out x in".

/// The tensor of this name, which has to be there.
const TensorView& required(const TensorBundle& file, const char* tensor);
/// A shape as messages show it: "[2, 4]".
std::string shape_text(const std::vector<Index>& shape);
/// Requires this shape, or in check_rank any shape of rank 2.
void check_shape(const TensorView& tensor, const std::vector<Index>& shape, const char* meaning);
void check_rank(const TensorView& tensor, const char* meaning);

/// Requires a matrix of at least one row and one column; `whole` is the thing that has those, in words.
void check_matrix(const TensorView& tensor, const char* meaning, const char* whole);

/// The integers of a tensor of this shape, each of which has to be in 0 .. end-1. `across` is what the second
/// index counts.
std::vector<std::int64_t> integers_below(const TensorView& tensor, const std::vector<Index>& shape,
                                         const char* meaning, std::int64_t end,
                                         const char* across = "column");

/// The words "17, outside qmin = 0, qmax = 15" for this code and range.
std::string outside_range(Code code, const CodeRange& range);

/// The flags of n inputs, from integers or BOOL, each 0 or 1.
std::vector<bool> flags(const TensorView& tensor, Index n);

/// The values of an n x n tensor of F64 or F32, made symmetric from one triangle. With Triangle::both they
/// have to be exactly symmetric.
StoredFloats symmetric_values(const TensorView& tensor, Index n, Triangle triangle);

/// Refuses those of the tensors `known` that are of a float type of 8 bits or less, and says `why` they are
/// not taken.
void refuse_narrow_floats(const TensorBundle& file, std::span<const std::string_view> known,
                          const std::string& why);

/// Adds to `ignored` the tensors of the file that are not among `known`, in the words that reports list them
/// in.
void add_ignored(const TensorBundle& file, std::span<const std::string_view> known,
                 std::vector<std::string>& ignored);

}  // namespace quantcheck::check
