// The tensors that say what a layer is.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// `weight`, and `hessian` or `activations`, as parse_case describes them; where there is neither, both stay
/// empty. Throws Error for both, and as parse_case does.
Layer parse_layer(const TensorBundle& file, Triangle triangle);

/// A permutation of `in` columns.
Order parse_order(const TensorView& tensor, Index in);

/// `group_index`; where that is absent, by `group_size` or in equal parts, as parse_case describes it.
/// `scale` is the tensor that the number of groups comes from.
std::vector<Index> parse_group_index(const TensorBundle& file, Index in, Index groups,
                                     std::optional<Index> group_size, const TensorView& scale);

}  // namespace quantcheck::check
