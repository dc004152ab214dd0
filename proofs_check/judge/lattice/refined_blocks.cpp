#include <quantcheck/proofs_check/judge/lattice/refined_blocks.h>

#include <quantcheck/proofs_check/exact/lattice/unclear.h>

namespace quantcheck::check {

std::optional<BlockFinding> RefinedBlocks::find(OpenBlock& block, const RowPoints& points) {
  const Index step = lattice_.c.step_of(block.place.block);
  if (step != step_) columns_.emplace(lattice_, product_, step, budget_);
  step_ = step;
  const CodedBlock coded = coded_block(lattice_.c, block.place);
  for (const bool by_products : {false, true}) {
    block.target = by_products ? columns_->by_products(block.place.row, points)
                               : columns_->in_pairs(block.place.row, points);
    try {
      BlockFinding finding = judge_block(scheme_, block.target, coded, block.moved);
      ++(by_products ? judged_.by_products : judged_.in_pairs);
      return finding;
    } catch (const Unclear&) {  // a better target may tell
    }
  }
  return std::nullopt;
}

}  // namespace quantcheck::check
