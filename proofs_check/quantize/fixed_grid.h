// The grid that is fitted to the weights of a layer beforehand, for layers of any size.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The grid of the case's weights (those of dead inputs 0) in groups of neighbouring columns, with the scales
/// and zeros that reference/fit_grid.h defines. The extent of a group is exact in double. Of the candidates
/// of least squares, double tells the best where a proven bound on their errors allows it; else exact numbers
/// do. Throws Error, naming row and group, for a scale beyond float32's range.
Grid<double> fixed_grid(const Case& c, const QuantizeOptions& options, const Progress& progress);

}  // namespace quantcheck::check
