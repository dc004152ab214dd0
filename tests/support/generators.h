// The random problems as RapidCheck generates and shrinks them.
#pragma once

#include <cstdint>

#include <rapidcheck.h>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>

namespace quantcheck::test {

using check::Dice;
using check::Limits;
using check::Problem;

/// check::random_problem; a failing one shrinks by `simpler`.
rc::Gen<Problem> problems(const Limits& limits = {});

/// For what a property draws besides; does not shrink.
rc::Gen<std::uint64_t> seeds();

}  // namespace quantcheck::test
