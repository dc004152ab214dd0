#include <quantcheck/proofs_check/judge/lattice/tally.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/conclude.h>

namespace quantcheck::check {

void add_block(LatticeJudgement& result, const BlockPlace& place, const BlockFinding& finding) {
  const Verdict verdict = finding.verdict();
  result.blocks.push_back(verdict);
  result.exact += verdict == Verdict::exact;
  result.tie += verdict == Verdict::tie;
  result.explained += verdict == Verdict::explained;
  result.wrong += verdict == Verdict::wrong;
  result.undecided += verdict == Verdict::undecided;
  result.wrong_codes += finding.code == Verdict::wrong;
  result.wrong_decoded += finding.decoded == Verdict::wrong;
  result.wrong_betas += finding.beta == Verdict::wrong;
  result.overloaded += finding.overloads();
  result.resolution = std::max(result.resolution, finding.allowed);
  if (verdict == Verdict::undecided && result.reason.empty()) result.reason = finding.reason;
  if (finding.position.side != Side::outside) return;
  ++result.outside;
  if (result.farthest && !(finding.position.excess > result.max_excess)) return;
  result.farthest = place;
  result.max_excess = finding.position.excess;
}

std::optional<double> finite(double x) {
  if (!std::isfinite(x)) return std::nullopt;
  return x;
}

void conclude(LatticeJudgement& result, bool unresolved) { conclude_run(result, unresolved, "blocks"); }

}  // namespace quantcheck::check
