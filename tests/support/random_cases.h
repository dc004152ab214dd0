// Random cases under random hypotheses, for the certified judge and the rational one to agree on.
#pragma once

#include <cstdint>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/problems/problem.h>

namespace quantcheck::test {

/// A case and a hypothesis about it.
struct Question {
  check::Case c;
  check::Hypothesis hypothesis;
};

struct CaseLimits {
  Index in = 24;
  Index out = 3;
  double condition = 1e12;  // at most this, approximately; now and then the Hessian is singular
};

/// A case of 1 to `in` inputs. Weights, Hessians or activations, and scales are numbers of one of the stored
/// formats. Conditions from 1 up, damping that no binary fraction equals, dead inputs, orders, groups,
/// negative scales, zero points, bounded and unbounded ranges, tables of levels, offsets, and hypotheses that carry error inside blocks
/// of 8 or 16 only, shift zero points or take damping off are common. So are codes of which some are one off,
/// targets within some 2^-50 of a boundary, and rows of very large and very small numbers.
Question random_question(std::uint64_t seed, const CaseLimits& limits = {});

/// The problem's layer in double, and codes that are nearest to their targets, but for some that are one off.
check::Case case_of(const check::Problem& problem, std::uint64_t seed);

}  // namespace quantcheck::test
