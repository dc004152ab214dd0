#include <quantcheck/proofs_check/judge/lattice/tally.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <quantcheck/proofs_check/judge/conclude.h>
#include <quantcheck/proofs_check/judge/lattice/fault.h>

namespace quantcheck::check {

void add_block(LatticeJudgement& result, const BlockPlace& place, Index index, const BlockFinding& finding) {
  const Verdict verdict = finding.verdict();
  result.blocks[index] = verdict;
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
  if (finding.position.side != Side::outside) return;
  ++result.outside;
  const auto rank = [](double excess, const BlockPlace& at) { return std::tuple(-excess, at.row, at.block); };
  if (result.farthest && rank(result.max_excess, *result.farthest) <= rank(finding.position.excess, place))
    return;
  result.farthest = place;
  result.max_excess = finding.position.excess;
}

namespace {

bool is_before(const BlockPlace& a, const BlockPlace& b) {
  return std::pair(a.row, a.block) < std::pair(b.row, b.block);
}

}  // namespace

LatticeTally::LatticeTally(const LatticeCase& c, const LatticeScheme& scheme)
    : c_(c), scheme_(scheme), is_wrong_row_(static_cast<std::size_t>(c.rows)) {
  result_.blocks.assign(static_cast<std::size_t>(c.rows * c.blocks()), Verdict::undecided);
}

void LatticeTally::add(const BlockPlace& place, const BlockTarget& x, const CodedBlock& block,
                       const BlockFinding& finding) {
  add_block(result_, place, place.row * c_.blocks() + place.block, finding);
  unresolved_ = unresolved_ || finding.unresolved;
  if (finding.verdict() == Verdict::undecided && (!reason_place_ || is_before(place, *reason_place_))) {
    reason_place_ = place;
    result_.reason = finding.reason;
  }
  if (c_.mode == BetaChoice::first && finding.overloads() && block.beta_index + 1 < std::ssize(c_.beta))
    result_.passed.push_back(place);
  if (finding.verdict() != Verdict::wrong) return;
  if (is_wrong_row_[place.row] == 0) ++result_.wrong_rows;
  is_wrong_row_[place.row] = 1;
  // Without a Hessian blocks are independent of each other, and have no step that counts.
  const auto rank = [this](const BlockPlace& at) {
    return c_.hessian.empty() ? std::pair(at.row, at.block) : std::pair(c_.step_of(at.block), at.row);
  };
  if (first_place_ && rank(*first_place_) < rank(place)) return;
  first_place_ = place;
  first_target_ = x;
  first_finding_ = finding;
}

std::optional<BlockPlace> LatticeTally::first_wrong() const { return first_place_; }

LatticeJudgement LatticeTally::conclusion() && {
  std::ranges::sort(result_.passed, {},
                    [](const BlockPlace& place) { return std::pair(place.row, place.block); });
  if (first_place_) {
    result_.first_wrong = fault_of(scheme_, first_target_, coded_block(c_, *first_place_), first_finding_);
    result_.first_wrong->place = *first_place_;
    result_.first_wrong->step = c_.step_of(first_place_->block);
  }
  conclude(result_, unresolved_);
  return std::move(result_);
}

std::optional<double> finite(double x) {
  if (!std::isfinite(x)) return std::nullopt;
  return x;
}

void conclude(LatticeJudgement& result, bool unresolved) { conclude_run(result, unresolved, "blocks"); }

}  // namespace quantcheck::check
