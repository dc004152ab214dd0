#include <quantcheck/proofs_check/diagnose/lattice/cause.h>

#include <algorithm>
#include <functional>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/diagnose/lattice/faults.h>
#include <quantcheck/proofs_check/diagnose/lattice/wrong_encoders.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

/// Counts the wrong lattice blocks that a fault explains. The fault is given up as soon as it fails to
/// explain more than one block in a hundred.
class Suspect {
 public:
  Suspect(Index wrong) : may_miss_(wrong / 100) {}

  bool open() const { return missed_ <= may_miss_; }
  void add(const std::function<bool()>& explains) {
    if (!open()) return;
    bool explained = false;
    try {
      explained = explains();
    } catch (const Error&) {    // the block is out of the range of the reference
    } catch (const Unclear&) {  // its target is not known well enough
    }
    explained_ += explained;
    missed_ += !explained;
  }
  Index explained() const { return explained_; }

 private:
  Index may_miss_;
  Index explained_ = 0;
  Index missed_ = 0;
};

// The causes that LDLQ alone has: another order of the lattice blocks, or no feedback at all.
std::optional<LatticeCause> ldlq_cause(const LatticeCase& c, const LatticeJudgement& judgement,
                                       Budget& budget) {
  const auto explains = [&](const LatticeCase& other) {
    const LatticeJudgement j = judge(other, {}, budget);
    return judgement.wrong - std::min(judgement.wrong, j.wrong + j.undecided);
  };
  const auto nearly_all = [&](Index explained) {
    return explained >= judgement.wrong - judgement.wrong / 100;
  };
  LatticeCase reversed = c;
  reversed.block_order = c.block_order == BlockOrder::first ? BlockOrder::last : BlockOrder::first;
  if (const Index explained = explains(reversed); nearly_all(explained))
    return LatticeCause{"block-order", "that fit if blocks are taken in the reversed order",
                        "declare the block_order that was used, or use the declared one", explained};
  LatticeCase plain = c;
  plain.hessian.clear();
  if (const Index explained = explains(plain); nearly_all(explained))
    return LatticeCause{"no-feedback", "that fit if the hessian is ignored",
                        "look at the update of the later blocks: it is missing, or its result is not used",
                        explained};
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
  const RowTargets row_targets = targets_of(c, budget.work());
  const std::vector<LatticeFault> faults = lattice_faults();
  std::vector<Suspect> suspects(faults.size(), Suspect(judgement.wrong));
  for (Index row = 0; row < c.rows; ++row) {
    const auto begin = judgement.blocks.begin() + row * c.blocks();
    if (std::find(begin, begin + c.blocks(), Verdict::wrong) == begin + c.blocks()) continue;
    const std::vector<BlockTarget> targets = row_targets(row);
    for (Index b = 0; b < c.blocks(); ++b) {
      if (begin[b] != Verdict::wrong) continue;
      const CodedBlock block = coded_block(c, {row, b});
      const BlockFinding finding = judge_block(scheme, targets[b], block, 0);
      const WrongBlock wrong{scheme, targets[b], block, finding};
      for (std::size_t k = 0; k < faults.size(); ++k)
        suspects[k].add([&] { return faults[k].explains(wrong); });
    }
  }
  for (std::size_t k = 0; k < faults.size(); ++k)
    if (suspects[k].open())
      return LatticeCause{faults[k].id, faults[k].words, faults[k].advice, suspects[k].explained()};
  return std::nullopt;
} catch (const BudgetSpent&) {
  return std::nullopt;
}

std::optional<LatticeCause> diagnose(const E8Case& c, const LatticeJudgement& judgement) {
  if (judgement.wrong < dialect_evidence) return std::nullopt;
  Suspect doubled(judgement.wrong);
  std::vector<Suspect> suspects(wrong_encoders.size(), Suspect(judgement.wrong));
  for (Index k = 0; k < c.points; ++k) {
    if (judgement.blocks[k] != Verdict::wrong) continue;
    Block<reference::Rational> x;
    for (Index i = 0; i < lattice_block; ++i) x[i] = reference::exact(c.values[k * lattice_block + i]);
    const auto is = [&](const E8Point& point, double factor) {
      for (Index i = 0; i < lattice_block; ++i)
        if (c.nearest[k * lattice_block + i] != factor * static_cast<double>(point.twice[i]) / 2)
          return false;
      return true;
    };
    doubled.add([&] { return is(reference::nearest_e8<reference::Rational>(x), 2); });
    for (std::size_t e = 0; e < wrong_encoders.size(); ++e)
      suspects[e].add([&] { return is(wrong_encoders[e].nearest(x), 1); });
  }
  if (doubled.open())
    return LatticeCause{"doubled", "that hold twice the coordinates of the nearest point",
                        "store the coordinates themselves", doubled.explained()};
  for (std::size_t e = 0; e < wrong_encoders.size(); ++e)
    if (suspects[e].open())
      return LatticeCause{wrong_encoders[e].id, wrong_encoders[e].words, wrong_encoders[e].advice,
                          suspects[e].explained()};
  return std::nullopt;
}

}  // namespace quantcheck::check
