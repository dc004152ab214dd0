// The equalities between forms of GPTQ, with the words of their claims. They are checked twice: by samples,
// and by identity testing.
#pragma once

#include <quantcheck/proofs_check/ledger/gptq/forms.h>

namespace quantcheck::check::ledger {

/// The words of the two claims that one form makes the same codes as another.
struct EqualityWords {
  const char* name;   // the part of the claims' ids after the topic
  const char* known;  // the one form
  const char* form;   // the other form
  const char* source;
  const char* variant;          // the false variant, in words
  bool on_activations = false;  // whether the forms need LayerOf::basis
  const char* cut = nullptr;    // the meaning of LayerOf::cut in words; null where no form uses it
};

/// Calls visit(words, known, form, wrong) for each equality. The last three arguments are function objects as
/// in forms.h: the two forms, and the false variant of the second one.
template <class Visit>
void for_each_equality(Visit&& visit) {
  visit(EqualityWords{"nearest-plane", "GPTQ", "the nearest plane on U (H = U D U^T)",
                      "arXiv 2507.18553, Theorem 4", "the triangle from the other end, L of H = L C L^T"},
        Gptq(), NearestPlane(), NearestPlaneOnOther());
  visit(EqualityWords{"obq", "GPTQ", "OBQ in GPTQ's order, with H_JJ inverted anew at every step",
                      "arXiv 2507.18553, Theorem 4", "the inverse of the whole H kept for every step"},
        Gptq(), ObqInOrder(), ObqNeverRefreshed<InverseOfAll>());
  visit(EqualityWords{"babai", "GPTQ",
                      "Babai's nearest plane on the basis X diag(s) in reversed order, not reduced",
                      "arXiv 2507.18553, Theorem 4", "the order not reversed", true},
        Gptq(), Babai(), BabaiNotReversed());
  visit(EqualityWords{"extra-propagation", "Nearest plane",
                      "nearest plane with one more propagation to the weights that are left, after any step",
                      "after arXiv 2507.18553, Appendix C.4", "that propagation with its sign flipped", false,
                      "after step"},
        NearestPlane(), ExtraPropagation<1>(), ExtraPropagation<-1>());
  visit(EqualityWords{"chain-6", "Alg. 5 (GPTQ)", "Alg. 6, the cumulative error with L^-1 (H^-1 = L C L^T)",
                      "after the outline of arXiv 2507.18553, Appendix C", "L instead of L^-1"},
        Gptq(), Cumulative(), CumulativeNotInverted());
  visit(EqualityWords{"chain-7", "Alg. 6",
                      "Alg. 7, last to first with U'^-1 (H^-1 read backwards = U' D' U'^T)",
                      "after the outline of arXiv 2507.18553, Appendix C", "U' instead of its inverse"},
        Cumulative(), Backwards<Link::alg_7>(), Backwards<Link::alg_7_not_inverted>());
  visit(EqualityWords{"chain-8", "Alg. 7",
                      "Alg. 8 (batched Babai), last to first with U (H read backwards = U^T D U)",
                      "after the outline of arXiv 2507.18553, Appendix C",
                      "the factor of H in unreversed order"},
        Backwards<Link::alg_7>(), Backwards<Link::alg_8>(), Backwards<Link::alg_8_not_reversed>());
  visit(EqualityWords{"lazy-blocks", "GPTQ", "GPTQ in blocks of any size with lazy updates",
                      "arXiv 2210.17323, Alg. 1", "errors that stay in their block", false, "with blocks of"},
        Gptq(), LazyGptq(), BlocksApart());
  visit(EqualityWords{"lazy-nearest-plane", "Nearest plane",
                      "nearest plane in blocks of any size with lazy updates", "arXiv 2210.17323, Alg. 1",
                      "errors that stay in their block", false, "with blocks of"},
        NearestPlane(), LazyNearestPlane(), BlocksApart());
}

}  // namespace quantcheck::check::ledger
