// GPTQ = OBQ in a fixed order = Babai in reversed order = the nearest plane, by samples.
#include <quantcheck/proofs_check/ledger/gptq/equality.h>

#include <quantcheck/proofs_check/ledger/gptq/any_grid.h>
#include <quantcheck/proofs_check/ledger/gptq/layer_codes.h>
#include <quantcheck/proofs_check/ledger/gptq/small_layers.h>
#include <quantcheck/proofs_check/ledger/sampled.h>
#include <quantcheck/proofs_check/ledger/topics.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Codes;
using reference::Rational;

template <class Known, class Form>
CaseResult compare(const Problem& p, const EqualityWords& words, Index cut, Known known, Form form) {
  LayerOf<Rational> layer = layer_of(p);
  layer.cut = cut;
  const auto decide = reference::decide_nearest(p.grid, p.rounding);
  const Codes a = known(layer, decide);
  const Codes b = form(layer, decide);
  for (Index row = 0; row < p.out(); ++row)
    for (const Index column : p.order)
      if (a(row, column) != b(row, column))
        return refuted(at(row, column) + "code " + std::to_string(a(row, column)) + " by " + words.known +
                           ", " + std::to_string(b(row, column)) + " by the other" +
                           (words.cut ? std::string(", ") + words.cut + " " + std::to_string(cut) : ""),
                       p);
  return holds();
}

// Compares the codes on the problem's own range, and then without clipping.
template <class Known, class Form>
CaseCheck same_codes(const EqualityWords& words, Known known, Form form) {
  return [=](const Problem& p, Dice& dice) {
    const Index cut = dice.between(1, std::max<Index>(1, p.in() - 1));
    CaseResult result = compare(p, words, cut, known, form);
    if (result.standing != Standing::holds) return result;
    return compare(unclipped(p), words, cut, known, form);
  };
}

}  // namespace

std::vector<Claim> equality_claims() {
  std::vector<Claim> claims;
  for_each_equality([&](const EqualityWords& words, auto known, auto form, auto wrong) {
    Limits limits;
    limits.activations = words.on_activations;
    claims.push_back(sampled({.id = std::string("equal/") + words.name,
                              .statement = std::string(words.known) + " = " + words.form,
                              .source = words.source,
                              .variant = words.variant},
                             {limits, same_codes(words, known, form), same_codes(words, known, wrong)}));
  });
  claims.push_back(small_layers_claim());
  claims.push_back(any_grid_equality_claim());
  return claims;
}

}  // namespace quantcheck::check::ledger
