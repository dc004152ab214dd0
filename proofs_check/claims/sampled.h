// Claims that are checked on random problems.
#pragma once

#include <quantcheck/proofs_check/claims/claim.h>

namespace quantcheck::check {

/// The claim that `check` refutes no problem. The first one that it does refute is made as simple as possible
/// while the refutation stands, and described.
Claim sampled(Claim claim, Sampling sampling);

/// The claim that something happens: it holds if some problem refutes `never`, and is undecided if none of
/// those drawn does. What must not happen to that very problem, `control` refutes where it does; the variant
/// is that it does, and so is refuted where `control` holds.
Claim occurs(Claim claim, const Limits& limits, const CaseCheck& never, const CaseCheck& control);

/// A CaseCheck's result on a problem, for the seed of its random choices. A problem that the library refuses
/// is refuted; that shows nothing of a variant, and is no example of anything.
CaseResult check_case(const CaseCheck& check, const Problem& problem, std::uint64_t seed);

}  // namespace quantcheck::check
