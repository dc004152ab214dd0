// Lattice cases small enough to follow by hand.
#pragma once

#include <quantcheck/proofs_check/cases/lattice_case.h>

namespace quantcheck::test {

using namespace check;

using reference::Block;
using reference::E8Point;

/// A case of one lattice block in exact arithmetic, with q = 14 and opt-beta: `values` encoded as `point` at
/// the first beta.
inline LatticeCase one_block(const Block<double>& values, const E8Point& point,
                             std::vector<double> beta = {1.0}) {
  LatticeCase c;
  c.name = "small";
  c.rows = 1;
  c.cols = 8;
  c.values.assign(values.begin(), values.end());
  c.q = 14;
  c.beta = std::move(beta);
  const Block<Code> code = reference::voronoi_code(point, c.q);
  c.codes.assign(code.begin(), code.end());
  c.beta_index = {0};
  c.decoded_format = FloatFormat::f64;
  c.arithmetic = Arithmetic::exact;
  return c;
}

inline E8Point doubled(Block<Code> twice) { return {twice}; }

}  // namespace quantcheck::test
