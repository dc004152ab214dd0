#include <quantcheck/proofs_check/exact/lattice/targets.h>

#include <algorithm>

namespace quantcheck::check {

RowTargets value_targets(const LatticeCase& c) {
  return [&c](Index row) {
    std::vector<BlockTarget> targets;
    for (Index block = 0; block < c.blocks(); ++block) {
      Block<double> x{};
      const Index columns = std::min(lattice_block, c.cols - block * lattice_block);
      for (Index i = 0; i < columns; ++i) x[i] = c.values[row * c.cols + block * lattice_block + i];
      targets.push_back(block_target(x));
    }
    return targets;
  };
}

}  // namespace quantcheck::check
