// The parts of making a case that the arithmetics share.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/fit_grid.h>

namespace quantcheck::check {

/// Throws Error for options that are out of range, or that do not belong together or to the layer.
void check_options(const Layer& layer, const QuantizeOptions& options);
/// Throws Error where the damping is negative.
void check_damping(const Damping<reference::Rational>& damping);

/// The shape that a grid is fitted as, and what its codes and zeros are then shifted by.
struct FittedShape {
  GridShape shape;
  Code shift = 0;
};
FittedShape fitted_shape(const GridRequest& request);

/// The range that codes are clamped to.
CodeRange code_range(const GridRequest& request);

/// Groups of `size` neighbours in the sequence of columns; one group of all if `size` is 0. The last may be
/// smaller.
struct Groups {
  Index count = 0;
  std::vector<Index> index;  // the group of each column
};
Groups groups_of(const Order& sequence, Index size);

/// A given grid with its zeros and groups filled in.
Grid<double> given_grid(const Layer& layer, const GridRequest& request);

/// What the case says of itself: its name, arithmetic, source and note.
Described described_by(const QuantizeOptions& options);

/// The layer as a case that still lacks its grid, codes, order, damping and dead inputs.
Case case_without_codes(const Layer& layer, const QuantizeOptions& options);

/// Declares these inputs dead: their weights were taken as 0, and their diagonal entries of the Hessian,
/// which are 0 and stay so in the case, as 1.
void set_dead(Case& c, const std::vector<Index>& dead);

/// What `quantize` does in each arithmetic. The layer and the options have been checked.
Case quantize_exact(const Layer& layer, const QuantizeOptions& options, const Progress& progress);
Case quantize_fp32(const Layer& layer, const QuantizeOptions& options, const optimized::Execution& execution,
                   const Progress& progress);

/// The words of a case for who made its codes and how, and those of the note for the damping.
std::string source_of(const QuantizeOptions& options);
std::string note_of(const QuantizeOptions& options);
std::string damping_note(const Damping<reference::Rational>& damping);

}  // namespace quantcheck::check
