// The random problems as RapidCheck generates and shrinks them.
#pragma once

#include <cstdint>

#include <rapidcheck.h>

#include <quantcheck/tests/support/problem.h>

namespace quantcheck::test {

/// random_problem; a failing one shrinks by `simpler`.
rc::Gen<Problem> problems(const Limits& limits = {});

/// For what a property draws besides; does not shrink.
rc::Gen<std::uint64_t> seeds();

}  // namespace quantcheck::test
