// The box criterion over a large layer, evaluated in double. No certificate: that is what the judge is for.
#pragma once

#include <quantcheck/bench/layer.h>
#include <quantcheck/optimized/quantize.h>

namespace quantcheck::bench {

struct BoxInDouble {
  Index decisions = 0;
  Index outside = 0;
  double largest_excess = 0;  // in steps
};

/// Counts the decisions outside the box: r = v_j / s_j with v = e U, U from a factorization of the damped
/// Hessian in double by LAPACK. Its rounding moves r by about 1e-12 of a step, so only a decision as near to
/// the boundary is counted on the wrong side. Takes 8 in^2 + 8 out * in bytes.
BoxInDouble box_in_double(const Layer& layer, const optimized::Quantized& quantized);

}  // namespace quantcheck::bench
