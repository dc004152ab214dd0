// Claims that are checked on random problems: layers (Problem) or lattice blocks (BlockProblem).
#pragma once

#include <type_traits>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

/// Completes the claim that no problem is refuted by `sampling.check`. The first problem that is refuted is
/// made as simple as possible while the refutation stands, and is described in the outcome.
template <class Subject = Problem>
Claim sampled(Claim claim, Sampling<Subject> sampling);

/// Completes the claim that something happens. The claim holds if some drawn problem refutes `never`, and is
/// undecided if none does. `control` refutes a problem where something happens that must not happen to this
/// example. The variant says that it does happen, so it is refuted if `control` holds for the example.
template <class Subject = Problem>
Claim occurs(Claim claim, const typename Subject::Limits& limits,
             const std::type_identity_t<Check<Subject>>& never,
             const std::type_identity_t<Check<Subject>>& control);

/// The result of a check on a problem; `seed` is that of the check's own random choices. A problem for which
/// the library throws an Error is refuted, with `threw` set. Such a refutation says nothing of a variant, and
/// is no example of anything.
template <class Subject>
CaseResult check_case(const std::type_identity_t<Check<Subject>>& check, const Subject& subject,
                      std::uint64_t seed);

}  // namespace quantcheck::check::ledger
