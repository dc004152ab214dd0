// The decoder of E8 commutes with the maps that fold space into the alcove of D8: step 4 of the proof in
// docs/nested-lattices.md.
#include <array>

#include <quantcheck/proofs_check/ledger/computed.h>
#include <quantcheck/proofs_check/ledger/e8/e8_claims.h>
#include <quantcheck/proofs_check/ledger/simplex.h>
#include <quantcheck/proofs_check/ledger/words.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check::ledger {
namespace {

using reference::Block;
using reference::E8Point;

// A map that takes part in folding. It is applied to x / unit, and maps E8 to itself.
struct Fold {
  std::string name;
  std::function<Block<Code>(Block<Code>, Code unit)> apply;
};

Fold exchange(std::size_t i) {
  return {"an exchange of neighbours", [i](Block<Code> x, Code) {
            std::swap(x[i], x[i + 1]);
            return x;
          }};
}

Fold change_signs(std::size_t i, std::size_t j) {
  return {i == j ? "a change of one sign" : "a change of two signs", [i, j](Block<Code> x, Code) {
            x[i] = -x[i];
            if (j != i) x[j] = -x[j];
            return x;
          }};
}

Fold translate(const E8Point& by) {
  return {"a translation by a point of D8", [by](Block<Code> x, Code unit) {
            for (Index i = 0; i < dimension; ++i) x[i] += unit / 2 * by.twice[i];
            return x;
          }};
}

// Generators of the permutations, of the changes of an even number of signs, and of the translations by D8.
std::vector<Fold> folds() {
  std::vector<Fold> all;
  for (Index i = 0; i + 1 < dimension; ++i) {
    all.push_back(exchange(i));
    all.push_back(change_signs(i, i + 1));
    all.push_back(translate(reference::e8_generator()[i]));
  }
  all.push_back(translate(E8Point{{2, 2, 0, 0, 0, 0, 0, 0}}));
  return all;
}

std::vector<Fold> folds_and_single_signs() {
  std::vector<Fold> all = folds();
  all.push_back(change_signs(0, 0));
  return all;
}

// Visits points, in units of 1/64, at which no two residuals are equally long and none is 0 or 1/2. The
// longest residuals of the two cosets are at any two places, with any signs and either parity. Ends where
// `visit` returns false.
template <class Visit>
void for_each_generic_pattern(Visit&& visit) {
  constexpr std::array<Code, 6> between{9, 12, 15, 17, 20, 23};
  for (Index longest = 0; longest < dimension; ++longest) {
    for (Index shortest = 0; shortest < dimension; ++shortest) {
      if (shortest == longest) continue;
      Block<Code> size;
      std::size_t next = 0;
      for (Index i = 0; i < dimension; ++i) size[i] = i == longest ? 29 : i == shortest ? 2 : between[next++];
      for (unsigned signs = 0; signs < 256; ++signs) {
        Block<Code> x = size;
        for (Index i = 0; i < dimension; ++i) x[i] = (signs >> i & 1) != 0 ? -x[i] : x[i];
        for (const Code integer : {0, 1}) {
          x[0] += integer * 64;
          if (!visit(x)) return;
        }
      }
    }
  }
}

Outcome commutes_with(const std::vector<Fold>& maps) {
  Cases cases;
  std::array<Index, 2> in_coset{};
  for_each_generic_pattern([&](const Block<Code>& x) {
    const E8Point nearest = reference::nearest_e8<Code>(x, 64);
    ++in_coset[nearest.twice[0] & 1];
    for (const Fold& fold : maps) {
      const Block<Code> expected = fold.apply(nearest.twice, 2);
      if (!cases.expect(reference::nearest_e8<Code>(fold.apply(x, 64), 64).twice == expected, [&] {
            return "the nearest point of " + joined(x) + " / 64 does not follow " + fold.name;
          }))
        return false;
    }
    return true;
  });
  return std::move(cases).outcome(std::to_string(in_coset[0]) + " points decoded to integers, " +
                                  std::to_string(in_coset[1]) + " to halves; " + std::to_string(maps.size()) +
                                  " generators at each");
}

}  // namespace

std::vector<Claim> e8_fold_claims() {
  return {
      computed(
          {.id = "e8/decoder-fold",
           .statement =
               "At one point for all places of the longest residuals of both cosets, all signs and both "
               "parities, no two residuals being equally long and none 0 or 1/2, the decoder commutes "
               "with generators of the permutations, the changes of an even number of signs and the "
               "translations by D8",
           .source = "this project",
           .variant = "with changes of a single sign, too"},
          Method::exhaustive, [] { return commutes_with(folds()); },
          [] { return commutes_with(folds_and_single_signs()); }),
  };
}

}  // namespace quantcheck::check::ledger
