#include <quantcheck/proofs_check/cases/diagonal_orders.h>

#include <vector>

#include <quantcheck/proofs_check/cases/diagonal.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

Order act_order(const Case& c) { return reference::act_order(exact_diagonal(c)); }

Index neighbours_in_group(const Grid<double>& grid) {
  const std::vector<Index>& index = grid.group_index;
  const Index in = std::ssize(index);
  Index size = 1;
  while (size < in && index[size] == index[0]) ++size;
  std::vector<bool> seen(static_cast<std::size_t>(grid.groups));
  for (Index j = 0; j < in; ++j) {
    const bool begins = j % size == 0;
    if (begins ? seen[index[j]] : index[j] != index[j - 1])
      throw Error("the group-aware order needs groups of neighbouring columns, equally many in each");
    seen[index[j]] = true;
  }
  return size;
}

Order group_aware_order(const Case& c) {
  return reference::group_aware_order(exact_diagonal(c), neighbours_in_group(c.grid));
}

}  // namespace quantcheck::check
