// What damping does to loss and bound.
#include <quantcheck/proofs_check/claims/layer_codes.h>
#include <quantcheck/proofs_check/claims/sampled.h>
#include <quantcheck/proofs_check/claims/topics.h>
#include <quantcheck/reference/criteria/loss.h>

namespace quantcheck::check {
namespace {

using reference::Codes;
using reference::Rational;

// `order` +1: undamped <= damped <= bound; -1 turns the first inequality round, which is wrong.
CaseCheck chain(int order) {
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
      if (order * under_h > order * under_damped || under_damped > bound)
        return refuted("row " + std::to_string(row) + ": " + under_h.str() + " under H, " +
                       under_damped.str() + " under H + lambda I, bound " + bound.str());
    }
    return holds();
  };
}

}  // namespace

std::vector<Claim> damping_claims() {
  return {
      sampled({.id = "damping/chain",
               .statement = "Loss under H <= loss under H + lambda I <= the damped bound, without clipping",
               .source = "arXiv 2507.18553, Theorem 5; arXiv 2508.01077",
               .variant = "loss under H >= loss under H + lambda I"},
              {Limits{}, chain(1), chain(-1)})};
}

}  // namespace quantcheck::check
