// The effect of damping on the loss and its bound.
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Rational;

using Compare = bool (*)(const Rational&, const Rational&);

bool at_most(const Rational& a, const Rational& b) { return a <= b; }
bool at_least(const Rational& a, const Rational& b) { return a >= b; }

// Checks that the loss under H compares as stated with the loss under H + lambda I, and that the latter is
// within its bound. The false variant passes at_least.
CaseCheck undamped_loss(Compare compared) {
  return [=](const Problem& problem, Dice&) {
    const Problem p = unclipped(problem);
    const reference::Matrix<Rational> damped = factored_hessian(p);
    const reference::Udu<Rational> factor = reference::udu(damped);
    const Codes codes = codes_by_nearest_plane(p, factor);
    for (Index row = 0; row < p.out(); ++row) {
      const reference::Vector<Rational> e = reference::error_of(p.weight, codes, p.grid, p.order, row);
      const Rational under_h = reference::loss(e, reference::permuted(p.hessian, p.order));
      const Rational under_damped = reference::loss(e, damped);
      const Rational bound = reference::loss_bound(factor, p.grid, p.order, row);
      if (!compared(under_h, under_damped) || under_damped > bound)
        return refuted(in_row(row, "the loss under H", under_h, "under H + lambda I", under_damped) +
                           ", the bound " + shown(bound),
                       p);
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> damping_claims() {
  return {sampled(
      {.id = "damping/chain",
       .statement = "Without clipping, loss under H <= loss under H + lambda I <= the bound for H + lambda I",
       .source = "arXiv 2507.18553, Theorem 5; arXiv 2508.01077",
       .variant = "loss under H >= loss under H + lambda I"},
      {Limits{}, undamped_loss(at_most), undamped_loss(at_least)})};
}

}  // namespace quantcheck::check::ledger
