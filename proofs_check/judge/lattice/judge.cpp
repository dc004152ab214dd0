#include <quantcheck/proofs_check/judge/lattice/judge.h>

#include <utility>

#include <quantcheck/proofs_check/certified/indefinite.h>
#include <quantcheck/proofs_check/certified/lattice/hessian_layer.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/judge/lattice/certified_ldlq.h>
#include <quantcheck/proofs_check/judge/lattice/exact_ldlq.h>
#include <quantcheck/proofs_check/judge/lattice/tally.h>
#include <quantcheck/proofs_check/judge/lattice/values_judge.h>
#include <quantcheck/proofs_check/text/stoppable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

namespace {

// What is known where the Hessian cannot be factored: the blocks of the first step, whose targets are their
// weights.
LatticeJudgement judge_first_blocks(const LatticeCase& c, const std::string& reason,
                                    const std::string& advice) {
  const LatticeScheme scheme = scheme_of(c);
  LatticeTally tally(c, scheme);
  for (Index row = 0; row < c.rows; ++row)
    for (Index b = 0; b < c.blocks(); ++b) {
      const BlockPlace place{row, b};
      const CodedBlock block = coded_block(c, place);
      BlockFinding finding;
      finding.code = Verdict::undecided;
      finding.reason = reason.c_str();
      Block<double> weights{};
      std::copy_n(&c.values[row * c.cols + b * lattice_block], lattice_block, weights.begin());
      const BlockTarget target = block_target(weights);
      if (c.step_of(b) == 0) finding = judge_block(scheme, target, block, 0);
      tally.add(place, target, block, finding);
    }
  LatticeJudgement result = std::move(tally).conclusion();
  result.advice = advice;
  return result;
}

constexpr const char* indefinite_lattice_advice =
    "give the hessian as the quantizer had it, with its damping";

// Judges by certified numbers as far as they go, and then by rationals.
LatticeJudgement judge_ldlq(const LatticeCase& c, const Progress& progress, Budget& budget,
                            const JudgeOptions& options) {
  const bool rationals_reach = c.cols <= max_exact_inputs;
  CertifiedLdlq certified;
  if (!options.exact) {
    certified = judge_ldlq_certified(c, progress, options);
    if (certified.judgement && (certified.complete || !rationals_reach)) return *certified.judgement;
  } else if (!rationals_reach) {
    certified.reason =
        std::to_string(c.cols) + " inputs: rationals reach " + std::to_string(max_exact_inputs);
  }
  try {
    if (rationals_reach) return judge_ldlq_exactly(c, progress, budget);
  } catch (const BudgetSpent& spent) {
    if (certified.judgement) return *certified.judgement;
    certified.reason = spent.what();
    certified.advice = spent.advice();
  } catch (const Error& indefinite) {
    certified.reason = std::string(indefinite.what()).substr(c.name.size() + 2);
    certified.advice = indefinite_lattice_advice;
  }
  if (!options.exact && !rationals_reach) {
    const HessianLayer layer = hessian_layer(c);
    if (const auto proof = proof_of_indefinite(layer.c, layer.hypothesis, certified.bad_step, {})) {
      certified.reason = "the hessian is not positive definite: " + *proof;
      certified.advice = indefinite_lattice_advice;
    }
  }
  return judge_first_blocks(c, certified.reason, certified.advice);
}

}  // namespace

LatticeJudgement judge(const LatticeCase& c, const Progress& told, const JudgeOptions& options) {
  const optimized::StopScope scope(options.stop);
  const Progress progress = stoppable(told);
  Budget budget(options.budget_times);
  if (c.hessian.empty()) return judge_values(c, progress);
  return judge_ldlq(c, progress, budget, options);
}

LatticeJudgement judge(const LatticeCase& c, const Progress& progress, Budget& budget) {
  if (c.hessian.empty()) return judge_values(c, progress);
  return judge_ldlq(c, progress, budget, {});
}

}  // namespace quantcheck::check
