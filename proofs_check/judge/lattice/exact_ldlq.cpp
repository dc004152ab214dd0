#include <quantcheck/proofs_check/judge/lattice/exact_ldlq.h>

#include <utility>

#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/guess.h>
#include <quantcheck/proofs_check/judge/lattice/loss.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>
#include <quantcheck/proofs_check/replay/ldlq_movement.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

/// An LDLQ case with what was found of its Hessian.
struct Factored {
  const LatticeCase& c;
  const LatticeScheme scheme;
  const RowTargets targets;
  const std::vector<Rational> cell_loss;
  const reference::Work work;
};

/// A judgement, and the blocks that some movement may explain.
struct JudgedBlocks {
  LatticeJudgement judgement;
  std::vector<AskedBlock> unsettled;
};

// `moved` is rows x blocks: how far rounding moved the targets, as in judge_beta.
JudgedBlocks judge_blocks(const Factored& factored, const Matrix<double>& moved, const Progress& progress) {
  const LatticeCase& c = factored.c;
  LatticeTally tally(c, factored.scheme);
  LossTally loss(c, factored.scheme, factored.cell_loss, factored.work);
  std::vector<AskedBlock> unsettled;
  for (Index row = 0; row < c.rows; ++row) {
    if (progress) progress("judging rows", row, c.rows);
    const std::vector<BlockTarget> targets = factored.targets(row);
    const Index guess = first_guess(c, row);
    for (Index b = 0; b < c.blocks(); ++b) {
      const BlockPlace place{row, b};
      const CodedBlock block = coded_block(c, place);
      BlockFinding finding = judge_block(factored.scheme, targets[b], block, moved(row, b));
      if (!is_settled(finding)) unsettled.push_back({place, targets[b]});
      if (finding.verdict() == Verdict::wrong && c.step_of(b) > guess) doubt(finding);
      tally.add(place, targets[b], block, finding);
      loss.add(place, block, finding);
    }
    loss.end_row();
  }
  loss.conclude(tally.result());
  return {std::move(tally).conclusion(), std::move(unsettled)};
}

}  // namespace

LatticeJudgement judge_ldlq_exactly(const LatticeCase& c, const Progress& progress, Budget& budget) {
  const LatticeScheme scheme = scheme_of(c);
  budget.expect(ldlq_factor_cost(c));
  const auto factor =
      std::make_shared<const LdlqFactor>(ldlq_factor(c, budget.work(progress, factoring_stage, c.cols)));
  const Factored factored{c, scheme, ldlq_targets(c, factor, budget.work()), cell_losses(c, *factor),
                          budget.work()};
  Matrix<double> moved = Matrix<double>::Zero(c.rows, c.blocks());
  JudgedBlocks judged = judge_blocks(factored, moved, progress);
  const bool settled = judged.judgement.wrong + judged.judgement.undecided == 0;
  if (settled || scheme.arithmetic == Arithmetic::exact) return judged.judgement;
  // There are at most 32 replays, half of which factor twice: into scalars and then into lattice blocks.
  budget.spend(replay_operations(64, c.rows, c.cols, scheme.arithmetic));
  if (progress) progress("replaying in the declared arithmetic", 0, 1);
  const std::vector<double> movement = ldlq_movement(c, scheme.arithmetic, judged.unsettled);
  for (std::size_t k = 0; k < movement.size(); ++k) {
    const BlockPlace& place = judged.unsettled[k].place;
    moved(place.row, place.block) = movement[k];
  }
  return judge_blocks(factored, moved, progress).judgement;
}

}  // namespace quantcheck::check
