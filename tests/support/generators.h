// Generators of the random problems for RapidCheck, which also shrink them.
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

/// Problems of check::random_problem. A failing one is shrunk by `simpler`.
rc::Gen<Problem> problems(const Limits& limits = {});

/// Problems of check::random_block_problem. A failing one is shrunk by `simpler`.
rc::Gen<BlockProblem> problems(const BlockLimits& limits);

/// Seeds for everything else that a property draws. They are not shrunk.
rc::Gen<std::uint64_t> seeds();

}  // namespace quantcheck::test
