// The parts of making a case that the arithmetics share.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/fit_grid.h>

namespace quantcheck::check {

/// Throws Error for options out of range, or that do not belong together or to the layer.
void check_options(const Layer& layer, const QuantizeOptions& options);
void check_damping(const Damping<reference::Rational>& damping);

/// What a grid is fitted as, and what its codes and zeros are shifted by.
struct FittedShape {
  GridShape shape;
  Code shift = 0;
};
FittedShape fitted_shape(const GridRequest& request);

/// The range that codes are clamped to.
CodeRange code_range(const GridRequest& request);

/// Groups of `size` (0: all) neighbours in the sequence of columns.
struct Groups {
  Index count = 0;
  std::vector<Index> index;  // of each column
};
Groups groups_of(const Order& sequence, Index size);

/// A given grid with its zeros and groups filled in.
Grid<double> given_grid(const Layer& layer, const GridRequest& request);

/// What the case says of itself.
Described described_by(const QuantizeOptions& options);

/// The layer as a case that still lacks its grid, codes, order, damping and dead inputs.
Case case_without_codes(const Layer& layer, const QuantizeOptions& options);

/// The weights of these inputs were taken as 0, and their diagonal entry of the Hessian, which is 0 and stays
/// so in the case, as 1.
void set_dead(Case& c, const std::vector<Index>& dead);

/// quantize for each arithmetic; the layer and the options have been checked.
Case quantize_exact(const Layer& layer, const QuantizeOptions& options, const Progress& progress);
Case quantize_fp32(const Layer& layer, const QuantizeOptions& options, const optimized::Execution& execution,
                   const Progress& progress);

/// What the case says of itself.
std::string source_of(const QuantizeOptions& options);
std::string note_of(const QuantizeOptions& options);
std::string damping_note(const Damping<reference::Rational>& damping);

}  // namespace quantcheck::check
