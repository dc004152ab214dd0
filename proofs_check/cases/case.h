// A case: a layer, somebody's codes for it, and what they say about how they made them.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/cases/scale_rule.h>
#include <quantcheck/proofs_check/cases/stored_codes.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The rule that codes are made by: GPTQ, which is the nearest plane; or plain rounding (round to nearest),
/// in which every target is the weight itself, whatever the Hessian is.
enum class Rule { gptq, rtn };

/// How the codes of a case were made, in the words of whoever made them.
struct Declared {
  Rule rule = Rule::gptq;
  Order order;               // a permutation of 0 .. in-1
  bool order_given = false;  // false: the case names no order, and `order` is natural
  // One flag for each input. Where it is true, the weights of the input were taken as 0, and a 0 at its place
  // on the diagonal of the Hessian as 1.
  std::vector<bool> dead;
  reference::Rational damping = 0;  // >= 0; the matrix factored is hessian + damping * I
  Rounding rounding = Rounding::half_even;
  std::optional<ZeroAdded> zero_added;          // absent: what either rule gives is right
  std::optional<DeclaredScaleRule> scale_rule;  // of the scales and zeros; no decision is judged by it

  friend bool operator==(const Declared&, const Declared&) = default;
};

/// All values are finite and exactly as stored: every stored floating-point format fits a double. A Case that
/// a reader returned is well-formed: shapes agree, the layer has a Hessian or activations or neither, codes
/// lie in the range, scales are not zero, the order is a permutation, group indices are below `groups`.
struct Case : Described {
  Layer layer;
  Grid<double> grid;  // scales, zeros, groups, code range
  // What the scales were rounded to when they were stored. A reader takes what is declared, or what the numbers
  // show (io/cases/recognised_format.h), or the format of the tensor.
  FloatFormat scale_format = FloatFormat::f32;
  StoredCodes codes;  // out x in
  Declared declared;

  /// Whether the codes are integers that stand for scale * (code - zero).
  bool has_integer_grid() const { return grid.levels.empty() && grid.offset.empty(); }

  /// The weight that was quantized: 0 where the input was taken as dead.
  double weight_at(Index row, Index column) const {
    return declared.dead[column] ? 0.0 : layer.weight[row * layer.in + column];
  }
  /// The weights of a row that were quantized, for loops that look at each of them.
  std::vector<double> weights_of(Index row) const {
    std::vector<double> weights = layer.weight.values(row * layer.in, layer.in);
    for (Index column = 0; column < layer.in; ++column)
      if (declared.dead[column]) weights[column] = 0;
    return weights;
  }
};

}  // namespace quantcheck::check
