// Claims that are checked on random subjects: a Problem or a BlockProblem.
#pragma once

#include <type_traits>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

/// The claim that `check` refutes no subject. The first one that it does refute is made as simple as possible
/// while the refutation stands, and described.
template <class Subject = Problem>
Claim sampled(Claim claim, Sampling<Subject> sampling);

/// The claim that something happens: it holds if some subject refutes `never`, and is undecided if none of
/// those drawn does. What must not happen to that very subject, `control` refutes where it does; the variant
/// is that it does, and so is refuted where `control` holds.
template <class Subject = Problem>
Claim occurs(Claim claim, const typename Subject::Limits& limits,
             const std::type_identity_t<Check<Subject>>& never,
             const std::type_identity_t<Check<Subject>>& control);

/// A check's result on a subject, for the seed of its random choices. A subject that the library refuses is
/// refuted; that shows nothing of a variant, and is no example of anything.
template <class Subject>
CaseResult check_case(const std::type_identity_t<Check<Subject>>& check, const Subject& subject,
                      std::uint64_t seed);

}  // namespace quantcheck::check::ledger
