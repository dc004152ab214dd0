#include <quantcheck/tests/support/generators.h>

#include <cstdlib>

namespace quantcheck::test {
namespace {

// RapidCheck's default of 100 problems for each property takes next to no time, so each gets 1000. The
// variable RC_PARAMS prevails where it is set.
const int more_problems = setenv("RC_PARAMS", "max_success=1000", 0);

}  // namespace

// RapidCheck draws small integers first from arbitrary<>. A seed must be any number from the start, so its
// size is the nominal one.
rc::Gen<std::uint64_t> seeds() {
  return rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
}

namespace {

template <class Draw>
auto shrinking(Draw draw) {
  return rc::gen::shrink(rc::gen::map(seeds(), draw),
                         [](const auto& problem) { return rc::seq::fromContainer(simpler(problem)); });
}

}  // namespace

rc::Gen<Problem> problems(const Limits& limits) {
  return shrinking([limits](std::uint64_t seed) { return check::random_problem(seed, limits); });
}

rc::Gen<BlockProblem> problems(const BlockLimits& limits) {
  return shrinking([limits](std::uint64_t seed) { return check::random_block_problem(seed, limits); });
}

}  // namespace quantcheck::test
