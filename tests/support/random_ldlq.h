// Random LDLQ cases, for the certified judge and the rational one to agree on.
#pragma once

#include <cstdint>

#include <quantcheck/proofs_check/cases/lattice_case.h>

namespace quantcheck::test {

struct LdlqLimits {
  Index rows = 3;
  Index blocks = 4;
  int condition = 9;  // the scales of the directions of the Hessian differ by at most 10^condition
};

/// An LDLQ case of that size at most. Hessians of any condition up to the limit, whose columns may differ in
/// scale by powers of two, or which hold small integers; both orders of blocks, both modes, declared
/// arithmetics of all kinds, and cases without decoded values are common. So are blocks whose target lies on
/// the boundary of a cell as nearly as doubles allow, or up to 2^-58 of a scale beside it; or as far from
/// what two betas decode to; codes of another point, another beta; and betas of which one is twice another.
check::LatticeCase random_ldlq(std::uint64_t seed, const LdlqLimits& limits = {});

}  // namespace quantcheck::test
