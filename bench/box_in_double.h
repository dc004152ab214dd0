// The box criterion for a large layer, evaluated in double. It is no certificate; only the judge gives one.
#pragma once

#include <quantcheck/bench/layer.h>
#include <quantcheck/optimized/quantize.h>

namespace quantcheck::bench {

/// The decisions of a layer, and those outside of their boxes.
struct BoxInDouble {
  Index decisions = 0;
  Index outside = 0;
  double largest_excess = 0;  // in scales
};

/// Counts the decisions outside the box, by r = v_j / s_j with v = e U, where U comes from a factorization of
/// the damped Hessian in double by LAPACK. The rounding moves r by about 1e-12 scales, so that only a
/// decision as near to the boundary as that can be counted on the wrong side. Takes 8 in^2 + 8 out * in
/// bytes.
BoxInDouble box_in_double(const Layer& layer, const optimized::Quantized& quantized);

}  // namespace quantcheck::bench
