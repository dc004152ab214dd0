// The random problems as RapidCheck generates and shrinks them.
#pragma once

#include <cstdint>

#include <rapidcheck.h>

#include <quantcheck/proofs_check/problems/block_problem.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>

namespace quantcheck::test {

using check::BlockLimits;
using check::BlockProblem;
using check::Dice;
using check::Limits;
using check::Problem;

/// check::random_problem; a failing one shrinks by `simpler`.
rc::Gen<Problem> problems(const Limits& limits = {});

/// The like for check::random_block_problem.
rc::Gen<BlockProblem> problems(const BlockLimits& limits);

/// For what a property draws besides; does not shrink.
rc::Gen<std::uint64_t> seeds();

}  // namespace quantcheck::test
