// The layers that a kernel is judged on.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check::drive {

/// What is asked of a kernel for one layer. Whoever has it judged makes the weights and the Hessian.
struct JudgedLayer {
  Index out = 0;
  Index in = 0;
  OrderKind order = OrderKind::natural;
  optimized::GridOptions grid;
};

/// Layers of at most `most_inputs` inputs. They differ in what kernels get wrong: groups, zero points, order,
/// and sizes that are no multiple of anything.
std::vector<JudgedLayer> judged_layers(Index most_inputs);

/// The layer in words: "64 x 128, 4 bits, asymmetric, groups of 32, act-order".
std::string words(const JudgedLayer& layer);

}  // namespace quantcheck::check::drive
