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

/// Returns X^T X (in x in, exactly symmetric) for activations X (samples x in). Products are exact in double.
/// Each entry is a sum over stretches of 256 samples, each of which is a chain of additions, earliest sample
/// first. Throws Error where there are no activations or their rows overlap, and, naming the place, for an
/// activation that is not finite.
SquareMatrix gram(MatrixView<const float> activations, const Execution& execution = {});

}  // namespace quantcheck::optimized
