// The Hessian X^T X of activations X.
#pragma once

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// A square matrix whose rows are padded to `stride` entries.
struct SquareMatrix {
  Index size = 0;
  Index stride = 0;
  Buffer<double> entries;

  MatrixView<const double> view() const { return {entries.data(), size, size, stride}; }
};

/// Returns X^T X (in x in, exactly symmetric) for activations X (samples x in), in double. Each entry is a
/// sum over stretches of 256 samples, each of which is a chain of fused additions of products, earliest
/// sample first; products of floats are exact. Throws Error where there are no activations or their rows
/// overlap, and, naming the place, for an activation that is not finite.
SquareMatrix gram(MatrixView<const float> activations, const Execution& execution = {});
SquareMatrix gram(MatrixView<const double> activations, const Execution& execution = {});

/// The most roundings that any product of such a sum passes: those of its stretch, and one for each stretch
/// that is added to the sum of those before.
Index roundings_of_gram(Index samples);

}  // namespace quantcheck::optimized
