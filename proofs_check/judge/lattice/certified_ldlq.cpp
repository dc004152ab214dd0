#include <quantcheck/proofs_check/judge/lattice/certified_ldlq.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/lattice/block_columns.h>
#include <quantcheck/proofs_check/certified/lattice/rows_in_double.h>
#include <quantcheck/proofs_check/certified/precise_figures.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/certified_bound.h>
#include <quantcheck/proofs_check/judge/lattice/guess.h>
#include <quantcheck/proofs_check/judge/lattice/loss.h>
#include <quantcheck/proofs_check/judge/lattice/refined_blocks.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>
#include <quantcheck/proofs_check/judge/unfactored_words.h>
#include <quantcheck/proofs_check/replay/ldlq_movement.h>

namespace quantcheck::check {

namespace {

constexpr const char* row_range_reason =
    "weights, betas or decoded values lie too far apart for arithmetic in double";
constexpr const char* digits_reason = "it takes more digits than the hessian can be resolved to";

constexpr Index rows_judged_together = 32;  // whose findings are kept before they are added

/// What is found of one row.
struct RowFindings {
  std::vector<BlockTarget> targets;                   // by block
  std::vector<std::optional<BlockFinding>> findings;  // nothing where the target is not known well enough
  SquaredErrors squares;
};

class CertifiedJudge {
 public:
  CertifiedJudge(const FactoredLattice& lattice, const Progress& progress, const JudgeOptions& options)
      : lattice_(lattice),
        c_(lattice.c),
        scheme_(scheme_of(lattice.c)),
        progress_(progress),
        options_(options),
        budget_(lattice.layer.c.layer, options.budget_times),
        groups_(lattice_groups(lattice.factor)),
        product_(lattice.layer.c, lattice.layer.hypothesis, lattice.factor),
        refined_(lattice, scheme_, product_, budget_),
        usable_(static_cast<std::size_t>(c_.rows)),
        tally_(c_, scheme_) {}

  CertifiedLdlq run() && {
    for_chunks(c_.rows, c_.cols, [&](const std::vector<Index>& rows) { judge_rows(rows); });
    settle(std::exchange(open_, {}));
    measure_movement();
    settle(add_open());
    add_open();
    for (const auto& [block, reason] : left_open_) {
      BlockFinding finding;
      finding.code = Verdict::undecided;
      finding.reason = reason;
      add(block, finding);
    }
    describe_better();
    return concluded();
  }

 private:
  CodedBlock coded(const BlockPlace& place) const { return coded_block(c_, place); }

  void judge_rows(const std::vector<Index>& rows) {
    if (progress_) progress_("certifying rows", rows.front(), c_.rows);
    const RowsInDouble in_double(lattice_, groups_, rows);
    loss_ = loss_ + in_double.loss();
    for (Index first = 0; first < in_double.count(); first += rows_judged_together) {
      const Index count = std::min(rows_judged_together, in_double.count() - first);
      std::vector<RowFindings> found(static_cast<std::size_t>(count));
      optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index k) {
        found[k] = find(in_double, first + k);
      });
      for (Index k = 0; k < count; ++k) {
        usable_[in_double.row(first + k)] = in_double.is_usable(first + k);
        keep(in_double.row(first + k), in_double.points(first + k), found[k]);
      }
    }
  }

  RowFindings find(const RowsInDouble& rows, Index k) const {
    RowFindings found;
    const Index row = rows.row(k);
    const RowPoints& points = rows.points(k);
    const BlockCompensations compensations = rows.compensations(k);
    for (Index b = 0; b < c_.blocks(); ++b) {
      const CodedBlock block = coded({row, b});
      found.targets.push_back(rows.target(k, c_.step_of(b), compensations));
      try {
        found.findings.emplace_back(judge_block(scheme_, found.targets[b], block, 0));
      } catch (const Unclear&) {
        found.findings.emplace_back();
      }
      found.squares.add(c_, {row, b}, block, points.empty() ? E8Point{} : points[b]);
    }
    return found;
  }

  // Adds what is settled of a row, and keeps the rest.
  void keep(Index row, const RowPoints& points, RowFindings& found) {
    squares_.add(found.squares);
    if (!points.empty()) points_[row] = points;
    for (Index b = 0; b < c_.blocks(); ++b) {
      const std::optional<BlockFinding>& finding = found.findings[b];
      OpenBlock block{{row, b}, std::move(found.targets[b])};
      // Rationals reach cases of this size, and what is said of their blocks is to be the same.
      const bool is_said_precisely = c_.cols <= max_exact_inputs;
      in_double_ += finding.has_value();
      if (finding && is_settled(*finding))
        tally_.add(block.place, block.target, coded(block.place), *finding);
      else if (!finding || is_said_precisely)
        open_.push_back(block);
      else
        keep_open(std::move(block), *finding);
    }
  }

  void keep_open(OpenBlock block, const BlockFinding& finding) {
    block.is_explained = finding.verdict() == Verdict::explained;
    unsettled_.push_back(std::move(block));
  }

  const RowPoints& points_of(Index row) const {
    static const RowPoints none;
    const auto found = points_.find(row);
    return found == points_.end() ? none : found->second;
  }

  // Judges blocks from refined targets, step by step.
  void settle(std::vector<OpenBlock> open) {
    std::ranges::sort(open, {}, [this](const OpenBlock& block) {
      return std::pair(c_.step_of(block.place.block), block.place.row);
    });
    const char* reason = digits_reason;
    Index done = 0;
    for (OpenBlock& block : open) {
      if (progress_) progress_("refining blocks", done++, std::ssize(open));
      std::optional<BlockFinding> finding;
      const bool usable = usable_[block.place.row] != 0;
      try {
        if (usable && reason == digits_reason) finding = refined_.find(block, points_of(block.place.row));
      } catch (const BudgetSpent& spent) {
        reason = spent_reason;
        advice_ = spent.advice();
      }
      if (!finding)
        left_open_.emplace_back(std::move(block), usable ? reason : row_range_reason);
      else if (is_settled(*finding))
        add(block, *finding);
      else
        keep_open(std::move(block), *finding);
    }
  }

  // Measures how far rounding moves the blocks that are not settled, where some are not explained without
  // that.
  void measure_movement() {
    const bool all_explained = std::ranges::all_of(unsettled_, &OpenBlock::is_explained);
    if (scheme_.arithmetic == Arithmetic::exact || all_explained) return;
    if (progress_) progress_("replaying in the declared arithmetic", 0, 1);
    std::vector<AskedBlock> asked;
    for (const OpenBlock& block : unsettled_) asked.push_back({block.place, block.target});
    const std::vector<double> movement = ldlq_movement(c_, scheme_.arithmetic, asked);
    for (std::size_t k = 0; k < unsettled_.size(); ++k) unsettled_[k].moved = movement[k];
  }

  // Adds the blocks that are not settled, with their movements. Returns those whose targets do not tell.
  std::vector<OpenBlock> add_open() {
    constexpr Index together = 4096;
    std::vector<OpenBlock> blocks = std::exchange(unsettled_, {});
    std::vector<OpenBlock> open;
    for (Index first = 0; first < std::ssize(blocks); first += together) {
      if (progress_) progress_("judging blocks that are outside", first, std::ssize(blocks));
      std::vector<std::optional<BlockFinding>> found(
          static_cast<std::size_t>(std::min(together, std::ssize(blocks) - first)));
      optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(found), [&](Index k) {
        found[k] = finding_of(blocks[first + k]);
      });
      for (Index k = 0; k < std::ssize(found); ++k) {
        if (found[k])
          add(blocks[first + k], *found[k]);
        else
          open.push_back(std::move(blocks[first + k]));
      }
    }
    return open;
  }

  std::optional<BlockFinding> finding_of(const OpenBlock& block) const try {
    return judge_block(scheme_, block.target, coded(block.place), block.moved);
  } catch (const Unclear&) {
    return std::nullopt;
  }

  void add(const OpenBlock& block, BlockFinding finding) {
    const BlockPlace& place = block.place;
    if (finding.verdict() == Verdict::wrong && c_.step_of(place.block) > first_guess(c_, place.row))
      doubt(finding);
    tally_.add(place, block.target, coded(place), finding);
  }

  // Describes the first wrong block from a target that is as good as exact, if there is budget for it.
  void describe_better() {
    const std::optional<BlockPlace> place = tally_.first_wrong();
    if (!place || usable_[place->row] == 0) return;
    try {
      const BlockColumns columns(lattice_, product_, c_.step_of(place->block), budget_);
      tally_.set_first_target(columns.in_pairs(place->row, points_of(place->row)));
    } catch (const BudgetSpent&) {  // the target in double has to do
    }
  }

  CertifiedLdlq concluded() {
    CertifiedLdlq result;
    Interval loss = loss_;
    const Interval bound = certified_bound(lattice_);
    if (loss.high - loss.low > std::pow(10.0, -options_.digits) * loss.high && std::isfinite(loss.high))
      loss = precise_loss(
          product_, lattice_.factor, c_.rows,
          [this](Index row) { return block_error_pairs(c_, lattice_.factor, row, points_of(row)).error; },
          progress_);
    LatticeJudgement judgement = std::move(tally_).conclusion();
    result.complete = left_open_.empty() && std::isfinite(loss.high) && std::isfinite(bound.high);
    judgement.loss = if_normal(loss);
    judgement.bound = if_normal(bound);
    if (judgement.loss && judgement.bound && bound.low > 0) judgement.ratio = if_normal(loss / bound);
    judgement.squared_error = finite(reference::approximate(squares_.value() / (c_.rows * c_.cols)));
    judgement.advice = advice_;
    result.judgement = std::move(judgement);
    result.judged = refined_.judged();
    result.judged.in_double = in_double_;
    return result;
  }

  const FactoredLattice& lattice_;
  const LatticeCase& c_;
  const LatticeScheme scheme_;
  const Progress& progress_;
  const JudgeOptions& options_;
  Budget budget_;
  const std::vector<FactorGroup> groups_;
  const HessianProduct product_;
  RefinedBlocks refined_;
  std::vector<unsigned char> usable_;                         // by row (RowErrors)
  std::map<Index, RowPoints> points_;                         // by row, where the case has no decoded values
  std::vector<OpenBlock> open_;                               // whose target in double does not tell
  std::vector<OpenBlock> unsettled_;                          // that are not right as they are
  std::vector<std::pair<OpenBlock, const char*>> left_open_;  // with the reason
  Index in_double_ = 0;  // blocks that were judged from their targets in double
  std::string advice_;
  Interval loss_;
  SquaredErrors squares_;
  LatticeTally tally_;
};

}  // namespace

CertifiedLdlq judge_ldlq_certified(const LatticeCase& c, const Progress& progress,
                                   const JudgeOptions& options) {
  const HessianLayer layer = hessian_layer(c);
  if (progress) progress("factoring the hessian", 0, 1);
  const auto factor = certified_factor(layer.c, layer.hypothesis);
  if (const auto* unfactored = std::get_if<Unfactored>(&factor)) {
    return {std::nullopt, false, {}, reason_of(*unfactored), unfactored_advice, unfactored->step};
  }
  const FactoredLattice lattice{c, layer, std::get<CertifiedFactor>(factor)};
  return CertifiedJudge(lattice, progress, options).run();
}

}  // namespace quantcheck::check
