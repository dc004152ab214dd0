// The tensors of a layer: weights, Hessian or activations, order and groups.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// The layer of the tensors `weight`, and `hessian` or `activations`, as parse_case describes them; where
/// there is neither of these, both stay empty. Throws Error for both, and as parse_case does.
Layer parse_layer(const TensorBundle& file, Triangle triangle);

/// The order that a tensor holds, which has to be a permutation of `in` columns; else throws Error.
Order parse_order(const TensorView& tensor, Index in);

/// The group of each of `in` columns: by the tensor `group_index`; where that is absent, by `group_size` or
/// in equal parts, as parse_case describes it. `groups` is the number of groups, which comes from the tensor
/// `scale`. Throws Error where these do not agree.
std::vector<Index> parse_group_index(const TensorBundle& file, Index in, Index groups,
                                     std::optional<Index> group_size, const TensorView& scale);

}  // namespace quantcheck::check
