// The scales that weights were divided by, where these are not the scales that are stored.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/io/cases/case_metadata.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// Whether the scales S are computed from the stored ones: by a global scale, or by rounding.
bool has_effective_scales(const TensorBundle& file, const CaseMetadata& metadata);

/// S = scale * global_scale, or scale / global_scale, or the scale itself where there is no such tensor, for
/// every row and group. It is exact, and then rounded once to metadata.scale_arithmetic. Where there is none
/// of that, and S is no double, it is the nearest one. `stored` are the numbers of the tensor `scale`. Throws
/// Error, naming the tensor and the place, for a global scale without metadata that say which of the two it
/// is, and the other way round; for a global scale of 0; for an S that is 0 or beyond the range; and for one
/// that is no double where the arithmetic is exact and no scale_arithmetic is given.
std::vector<double> effective_scales(const TensorBundle& file, const std::vector<double>& stored,
                                     const CaseMetadata& metadata);

}  // namespace quantcheck::check
