// The Hessian of activations.
#pragma once

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// A square matrix whose rows are padded.
struct SquareMatrix {
  Index size = 0;
  Index stride = 0;
  Buffer<double> entries;

  MatrixView<const double> view() const { return {entries.data(), size, size, stride}; }
};

/// X^T X for X samples x in: in x in, exactly symmetric. Products are exact in double; each entry is the sum
/// over blocks of 256 samples of a chain of additions, earliest sample first. Throws Error, naming the place,
/// for an activation that is not finite, or where there are none.
SquareMatrix gram(MatrixView<const float> activations, const Execution& execution = {});

}  // namespace quantcheck::optimized
