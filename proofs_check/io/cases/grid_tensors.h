// The tensors of a grid: scales, zeros, offsets, levels and groups.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/io/cases/case_metadata.h>
#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// A grid, and what the numbers of its scales were rounded to.
struct ParsedGrid {
  Grid<double> grid;
  FloatFormat scale_format = FloatFormat::f32;
  std::vector<RecognisedFormat> recognised;
};

/// The grid of `in` columns that the tensors `scale`, `zero`, `offset`, `levels`, `global_scale` and
/// `group_index` and the metadata describe, as parse_case says. Its range is that of the table where there is
/// one. Zeros that are not all integers become offsets, -S * zero. Scales that effective_scales computed are
/// taken as they are: their format is F64, so that nothing is put down to their storage. Throws Error as
/// parse_case does. Shapes have to be checked before.
ParsedGrid parse_grid(const TensorBundle& file, const CaseMetadata& metadata, Index in);

}  // namespace quantcheck::check
