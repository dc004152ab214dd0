#include <quantcheck/proofs_check/ledger/gptq/small_layers.h>

#include <sstream>

#include <quantcheck/proofs_check/ledger/gptq/forms.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Matrix;
using reference::Rational;

// Visits all layers of two columns with scale 1 and codes -1 .. 1. They have every positive definite Hessian
// whose diagonal entries are 1 to 3 and whose off-diagonal entries are -1 to 1, every pair of weights that
// are multiples of 1/4 from -7/4 to 7/4, both orders and each rounding. Many targets are ties, and many are
// clipped. Ends where `visit` returns false.
template <class Visit>
void for_each_small_layer(Visit&& visit) {
  Problem p;
  p.weight = Matrix<Rational>(1, 2);
  p.hessian = Matrix<Rational>(2, 2);
  p.damping = 0;
  p.grid = {1, {1}, {0}, {0, 0}, {-1, 1}};
  for (int a = 1; a <= 3; ++a)
    for (int b = -1; b <= 1; ++b)
      for (int c = 1; c <= 3; ++c) {
        if (a * c - b * b <= 0) continue;
        p.hessian << Rational(a), Rational(b), Rational(b), Rational(c);
        for (const Order& order : {Order{0, 1}, Order{1, 0}}) {
          p.order = order;
          for (const Rounding rounding : {Rounding::half_even, Rounding::half_up, Rounding::half_away}) {
            p.rounding = rounding;
            for (int first = -7; first <= 7; ++first)
              for (int second = -7; second <= 7; ++second) {
                p.weight << Rational(first, 4), Rational(second, 4);
                if (!visit(p)) return;
              }
          }
        }
      }
}

template <class Other>
Outcome compare_all(Other other) {
  Outcome outcome;
  outcome.standing = Standing::holds;
  for_each_small_layer([&](const Problem& p) {
    ++outcome.cases;
    const LayerOf<Rational> layer = layer_of(p);
    const auto decide = reference::decide_nearest(p.grid, p.rounding);
    const Codes gptq = Gptq()(layer, decide);
    if (gptq == NearestPlane()(layer, decide) && gptq == other(layer, decide)) return true;
    std::ostringstream words;
    words << "GPTQ, the nearest plane and OBQ do not all have the same codes" << p;
    outcome.standing = Standing::refuted;
    outcome.counterexample = words.str();
    return false;
  });
  return outcome;
}

}  // namespace

Claim small_layers_claim() {
  return {.id = "equal/small-layers",
          .statement =
              "GPTQ = OBQ = the nearest plane on every layer of two columns with H_jj in {1, 2, 3}, H_12 "
              "in {-1, 0, 1}, H positive definite, weights -7/4, -6/4 .. 7/4, codes -1 .. 1, in both "
              "orders and with each tie rule",
          .source = "arXiv 2507.18553, Theorem 4",
          .variant = "OBQ with H in place of its inverse",
          .method = Method::exhaustive,
          .run = [](const Effort&, const Progress&) { return compare_all(ObqInOrder()); },
          .run_variant = [](const Effort&,
                            const Progress&) { return compare_all(ObqNeverRefreshed<NotInverted>()); }};
}

}  // namespace quantcheck::check::ledger
