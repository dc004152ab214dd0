// A case: a layer, somebody's codes for it, and what they say about how they made them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// All values are finite and exactly as stored: every stored floating-point format fits a double. Matrices
/// are row-major. A Case that a reader returned is well-formed: shapes agree, codes lie in the range, scales
/// are not zero, `order` is a permutation, group indices are below `groups`.
struct Case {
  std::string name;  // what reports call it: the file's path

  Index out = 0;
  Index in = 0;
  std::vector<double> weight;       // out x in
  std::vector<double> hessian;      // in x in, exactly symmetric, undamped; empty where activations are given
  std::vector<double> activations;  // samples x in; then the Hessian is X^T X, exactly
  Index samples = 0;
  reference::Codes codes;                       // out x in
  Grid<double> grid;                            // scales, zeros, groups, code range
  FloatFormat scale_format = FloatFormat::f32;  // as stored: F16 and BF16 scales were rounded when stored
  Order order;                                  // a permutation of 0 .. in-1
  bool order_given = false;                     // false: natural because the case names none
  std::vector<bool> dead;                // in; true: the implementation took this input's weights as 0,
                                         // and a 0 on its diagonal of the Hessian as 1
  reference::Rational damping = 0;       // the matrix factored is hessian + damping * I; >= 0
  std::optional<Arithmetic> arithmetic;  // absent: fp32 is assumed
  Rounding rounding = Rounding::half_even;
  std::optional<ZeroAdded> zero_added;  // absent: what either rule gives is right
  std::string source;                   // who made the codes, in their words; may be empty
  std::string note;
  std::vector<std::string> ignored;  // tensors and metadata keys of the file that mean nothing to the judge
};

/// Dead inputs whose diagonal entry of the given Hessian is GPTQ's 1, not 0: the case does not show that they
/// were dead.
inline Index dead_but_not_shown(const Case& c) {
  Index count = 0;
  for (Index j = 0; j < c.in && !c.hessian.empty(); ++j) count += c.dead[j] && c.hessian[j * c.in + j] != 0;
  return count;
}

}  // namespace quantcheck::check
