// Limits and shares derived from times. Of two tasks that do the same work, the faster is the limit.
#include <gtest/gtest.h>

#include <quantcheck/bench/derive.h>

namespace quantcheck::test {
namespace {

using namespace bench;
using optimized::Target;

Timings times_of(double lower, double upper) {
  return {{cholesky_name("dpotrf", 64, Triangle::lower, 2), {lower}},
          {cholesky_name("dpotrf", 64, Triangle::upper, 2), {upper}},
          {task_name(Kernel::sgemm, 32, 64, 2), {4.0}},
          {task_name(Kernel::factorization, 32, 64, 2, Target::scalar), {1.0}},
          {task_name(Kernel::sweep, 32, 64, 2, Target::scalar), {4.0}},
          {task_name(Kernel::whole_job, 32, 64, 2, Target::scalar), {5.0}}};
}

TEST(BenchDerive, DpotrfIsThatOfTheFasterTriangle) {
  for (const auto& [lower, upper, faster] :
       {std::tuple{2.0, 3.0, Triangle::lower}, std::tuple{3.0, 2.0, Triangle::upper}}) {
    const Timings timings = times_of(lower, upper);
    const auto factorization = kernel_result(Kernel::factorization, {32, 64}, 2, Target::scalar, timings);
    EXPECT_EQ(factorization->limit_seconds, 2.0);
    EXPECT_EQ(factorization->triangle, faster);
    const auto whole_job = kernel_result(Kernel::whole_job, {32, 64}, 2, Target::scalar, timings);
    EXPECT_EQ(whole_job->limit_seconds, 4.0);  // half of the time of sgemm, and dpotrf
    EXPECT_EQ(whole_job->triangle, faster);
    const auto sweep = kernel_result(Kernel::sweep, {32, 64}, 2, Target::scalar, timings);
    EXPECT_EQ(sweep->limit_seconds, 2.0);
    EXPECT_EQ(sweep->triangle, std::nullopt);
  }
}

TEST(BenchDerive, ALimitIsTheFastestOfItsTasks) {
  const MachineLimit limit{
      "dpotrf 64", "GFLOP/s", {{"slow", 1e9, {}}, {"fast", 1e9, {}}, {"not timed", 1e9, {}}}};
  const auto result = limit_result(limit, 2, {{"slow", {2.0, 2.0, 2.0}}, {"fast", {0.5, 0.4, 0.6}}});
  EXPECT_EQ(result->task, "fast");
  EXPECT_EQ(result->rate, 2.0);
  EXPECT_NEAR(*result->spread, 0.4, 1e-12);
  EXPECT_EQ(limit_result(limit, 2, {}), std::nullopt);
}

}  // namespace
}  // namespace quantcheck::test
