#include <quantcheck/optimized/checks/columns.h>

#include <string>
#include <vector>

#include <quantcheck/optimized/checks/choice.h>
#include <quantcheck/optimized/kernels/layout.h>

namespace quantcheck::optimized {

void check_permutation(const Order& order, Index in) {
  if (std::ssize(order) != in)
    throw Error("the order has " + std::to_string(order.size()) + " entries for " + std::to_string(in) +
                " inputs");
  std::vector<bool> seen(in, false);
  for (Index k = 0; k < in; ++k) {
    const Index column = order[k];
    if (column < 0 || column >= in || seen[column])
      throw Error("the order is no permutation: entry " + std::to_string(k) + " is " +
                  std::to_string(column));
    seen[column] = true;
  }
}

void check_factored(Index in, const Order& order, const FactorStatus& status, const Buffer<float>& panels) {
  if (in < 1 || std::ssize(order) != in ||
      panels.size() < panel_offset(round_up(in, panel_columns) / panel_columns))
    throw Error("the factor is empty");
  check_permutation(order, in);
  check_choice("what is done about dead inputs", status.dead_inputs, DeadInputs::zero);
  for (const Index input : status.dead)
    if (input < 0 || input >= in)
      throw Error("the factor has " + std::to_string(in) + " inputs and says that input " +
                  std::to_string(input) + " is dead");
}

}  // namespace quantcheck::optimized
