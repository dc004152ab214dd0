// The layers that a kernel is judged on.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check::drive {

/// What is asked of one layer. Its weights and its Hessian are made by whoever has it judged.
struct JudgedLayer {
  Index out = 0;
  Index in = 0;
  OrderKind order = OrderKind::natural;
  optimized::GridOptions grid;
};

/// Layers of at most so many inputs, which differ in what kernels get wrong: groups, zero points, order,
/// sizes that are no multiple of anything.
std::vector<JudgedLayer> judged_layers(Index most_inputs);

/// "64 x 128, 4 bits, asymmetric, groups of 32, act-order"
std::string words(const JudgedLayer& layer);

}  // namespace quantcheck::check::drive
