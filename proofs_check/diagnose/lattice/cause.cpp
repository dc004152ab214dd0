#include <quantcheck/proofs_check/diagnose/lattice/cause.h>

#include <algorithm>

#include <quantcheck/proofs_check/certified/lattice/row_targets.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/diagnose/lattice/faults.h>
#include <quantcheck/proofs_check/diagnose/lattice/suspect.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>

namespace quantcheck::check {
namespace {

constexpr Index rows_screened = 16;

/// Some rows of a case that hold wrong blocks, and how many these are.
struct Screened {
  std::vector<Index> rows;
  Index wrong = 0;
};

// The first rows that hold wrong blocks.
Screened screened_rows(const LatticeCase& c, const LatticeJudgement& judgement) {
  Screened result;
  for (Index row = 0; row < c.rows && std::ssize(result.rows) < rows_screened; ++row) {
    const auto begin = judgement.blocks.begin() + row * c.blocks();
    const Index wrong = std::count(begin, begin + c.blocks(), Verdict::wrong);
    if (wrong == 0) continue;
    result.rows.push_back(row);
    result.wrong += wrong;
  }
  return result;
}

// The case with these rows alone.
LatticeCase with_rows(const LatticeCase& c, const std::vector<Index>& rows) {
  LatticeCase some = c;
  some.rows = std::ssize(rows);
  const auto take = [&](auto& to, const auto& from, Index width) {
    if (from.empty()) return;
    to.clear();
    for (const Index row : rows)
      to.insert(to.end(), from.begin() + row * width, from.begin() + (row + 1) * width);
  };
  take(some.values, c.values, c.cols);
  take(some.codes, c.codes, c.blocks() * lattice_block);
  take(some.beta_index, c.beta_index, c.blocks());
  take(some.decoded, c.decoded, c.cols);
  take(some.norm, c.norm, 1);
  return some;
}

// The causes that LDLQ alone has: another order of the lattice blocks, or no feedback at all.
std::optional<LatticeCause> ldlq_cause(const LatticeCase& c, const LatticeJudgement& judgement,
                                       Budget& budget) {
  const auto explained_of = [&](Index wrong, const LatticeCase& other) {
    const LatticeJudgement j = judge(other, {}, budget);
    return wrong - std::min(wrong, j.wrong + j.undecided);
  };
  const Screened screened = screened_rows(c, judgement);
  const auto explains = [&](const LatticeCase& other) {
    const bool screens = c.rows > 4 * rows_screened;  // else all rows take no longer
    if (screens && explained_of(screened.wrong, with_rows(other, screened.rows)) < screened.wrong / 2)
      return Index{0};
    return explained_of(judgement.wrong, other);
  };
  const auto nearly_all = [&](Index explained) {
    return explained >= judgement.wrong - judgement.wrong / 100;
  };
  LatticeCase other = c;
  other.block_order = c.block_order == BlockOrder::first ? BlockOrder::last : BlockOrder::first;
  if (const Index explained = explains(other); nearly_all(explained))
    return LatticeCause{"block-order", "that fit if blocks are taken in the reversed order",
                        "declare the block_order that was used, or use the declared one", explained};
  other.hessian.clear();  // the order of blocks has no part in what is judged then
  if (const Index explained = explains(other); nearly_all(explained))
    return LatticeCause{"no-feedback", "that fit if the hessian is ignored",
                        "look at the update of the later blocks: it is missing, or its result is not used",
                        explained};
  return std::nullopt;
}

// The targets of a case: exact, or with more inputs than rationals reach in double, where they can be had.
std::optional<RowTargets> targets_at_any_size(const LatticeCase& c, Budget& budget) {
  if (c.hessian.empty() || c.cols <= max_exact_inputs) return targets_of(c, budget.work());
  return row_targets_in_double(c);
}

// The finding on a block; nothing where its target is not known well enough.
std::optional<BlockFinding> finding_of(const LatticeScheme& scheme, const BlockTarget& x,
                                       const CodedBlock& block) try {
  return judge_block(scheme, x, block, 0);
} catch (const Unclear&) {
  return std::nullopt;
}

}  // namespace

std::optional<LatticeCause> diagnose(const LatticeCase& c, const LatticeJudgement& judgement,
                                     double budget_times) try {
  if (judgement.wrong < dialect_evidence) return std::nullopt;
  Budget budget(budget_times);
  if (!c.hessian.empty())
    if (auto cause = ldlq_cause(c, judgement, budget)) return cause;
  const LatticeScheme scheme = scheme_of(c);
  const std::optional<RowTargets> found = targets_at_any_size(c, budget);
  if (!found) return std::nullopt;
  const RowTargets& row_targets = *found;
  const std::vector<LatticeFault> faults = lattice_faults();
  std::vector<Suspect> suspects(faults.size(), Suspect(judgement.wrong));
  for (Index row = 0; row < c.rows; ++row) {
    const auto begin = judgement.blocks.begin() + row * c.blocks();
    if (std::find(begin, begin + c.blocks(), Verdict::wrong) == begin + c.blocks()) continue;
    const std::vector<BlockTarget> targets = row_targets(row);
    for (Index b = 0; b < c.blocks(); ++b) {
      if (begin[b] != Verdict::wrong) continue;
      const CodedBlock block = coded_block(c, {row, b});
      const std::optional<BlockFinding> finding = finding_of(scheme, targets[b], block);
      if (!finding) continue;
      const WrongBlock wrong{scheme, targets[b], block, *finding};
      for (std::size_t k = 0; k < faults.size(); ++k)
        suspects[k].add([&] { return faults[k].explains(wrong); });
    }
  }
  for (std::size_t k = 0; k < faults.size(); ++k)
    if (suspects[k].open() && suspects[k].explained() > 0)
      return LatticeCause{faults[k].id, faults[k].words, faults[k].advice, suspects[k].explained()};
  return std::nullopt;
} catch (const BudgetSpent&) {
  return std::nullopt;
}

}  // namespace quantcheck::check
