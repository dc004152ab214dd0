// Shrinking: it keeps a failure, makes it small and stays within its budget.
#include <gtest/gtest.h>

#include <stdexcept>

#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/proofs_check/problems/shrink.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::test {
namespace {

using namespace check;
using namespace reference;

bool has_weight_beyond_3(const Problem& p) { return (p.weight.array() > Rational(3)).any(); }

TEST(Shrunk, LeavesNothingThatTheFailureDoesNotNeed) {
  for (const bool activations : {false, true}) {
    int failing = 0;
    for (int seed = 0; seed < 50; ++seed) {
      const Problem problem = random_problem(seed, {.activations = activations});
      if (!has_weight_beyond_3(problem)) continue;
      ++failing;
      const Problem small = shrunk(problem, has_weight_beyond_3);
      EXPECT_TRUE(has_weight_beyond_3(small)) << problem << small;
      EXPECT_EQ(small.weight.size(), 1) << problem << small;
      EXPECT_EQ(small.order, natural_order(1));
      for (const Problem& p : simpler(small)) EXPECT_FALSE(has_weight_beyond_3(p)) << small << p;
    }
    EXPECT_GE(failing, 10);
  }
}

TEST(Shrunk, StaysWhereNothingSimplerFails) {
  const Problem problem = random_problem(1);
  const Problem same = shrunk(problem, [](const Problem&) { return false; });
  EXPECT_EQ(same.weight, problem.weight);
  EXPECT_EQ(same.hessian, problem.hessian);
}

TEST(Shrunk, AsksNoMoreOftenThanItMay) {
  const Problem problem = random_problem(1);
  const auto asked = [&problem](int evaluations) {
    int count = 0;
    shrunk(
        problem, [&count](const Problem&) { return ++count > 0; }, evaluations);
    return count;
  };
  EXPECT_EQ(asked(0), 0);
  EXPECT_EQ(asked(3), 3);
  EXPECT_GT(asked(shrink_evaluations), 3);
  EXPECT_LE(asked(shrink_evaluations), shrink_evaluations);
}

TEST(Shrunk, LetsExceptionsThrough) {
  EXPECT_THROW(shrunk(random_problem(1), [](const Problem&) -> bool { throw std::logic_error("asked"); }),
               std::logic_error);
}

}  // namespace
}  // namespace quantcheck::test
