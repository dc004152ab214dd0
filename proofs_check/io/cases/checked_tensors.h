// The tensors of a case, with what is wrong with them in words.
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

/// All that a function below does not take it refuses: it throws Error naming the file, the tensor and the
/// place.
const TensorView& required(const TensorBundle& file, const char* tensor);
void check_shape(const TensorView& tensor, const std::vector<Index>& shape, const char* meaning);
void check_rank(const TensorView& tensor, const char* meaning);

/// A matrix of at least one row and one column; `whole` says what has those.
void check_matrix(const TensorView& tensor, const char* meaning, const char* whole);

/// Integers of the given shape, each within [0, end). `across` is what the second index counts.
std::vector<std::int64_t> integers_below(const TensorView& tensor, const std::vector<Index>& shape,
                                         const char* meaning, std::int64_t end,
                                         const char* across = "column");

/// "17, outside qmin = 0, qmax = 15"
std::string outside_range(Code code, const CodeRange& range);

/// A flag for each of n inputs: integers or BOOL, 0 or 1.
std::vector<bool> flags(const TensorView& tensor, Index n);

/// n x n, F64 or F32, made symmetric from a triangle; with Triangle::both it has to be so, exactly.
std::vector<double> symmetric_values(const TensorView& tensor, Index n, Triangle triangle);

/// Adds the tensors that are not among `known`, as reports list them.
void add_ignored(const TensorBundle& file, std::span<const std::string_view> known,
                 std::vector<std::string>& ignored);

}  // namespace quantcheck::check
