// Calls from several threads and processes. Every caller gets the same codes, though a caller's threads are
// kept between calls.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cfenv>
#include <cstdlib>
#include <thread>
#include <vector>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/same_bits.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

Quantized run(const SampledLayer& layer, int threads) {
  const Execution execution{{}, threads};
  return quantize(layer.weights(), factorize(layer.hessians(), {}, execution), {}, execution);
}

TEST(Callers, MayCallAtTheSameTime) {
  const SampledLayer layer = sample_layer(129, 172, 1);
  const Quantized expected = run(layer, 1);
  std::vector<std::string> differences(4);
  {
    std::vector<std::jthread> callers;
    for (std::size_t k = 0; k < differences.size(); ++k)
      callers.emplace_back([&, k] {
        for (int round = 0; round < 5 && differences[k].empty(); ++round)
          differences[k] = difference(expected, run(layer, 1 + static_cast<int>(k) % 3));
      });
  }
  EXPECT_EQ(differences, std::vector<std::string>(4));
}

TEST(Callers, MayChangeTheNumberOfThreads) {
  const SampledLayer layer = sample_layer(129, 172, 2);
  const Quantized expected = run(layer, 1);
  for (const int threads : {2, 1, 7, 3, 3, 64, 2}) EXPECT_EQ(difference(expected, run(layer, threads)), "");
}

TEST(Callers, MayBeAForkOfAProcessThatCalledBefore) {
  const SampledLayer layer = sample_layer(33, 64, 3);
  const Quantized expected = run(layer, 2);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    alarm(60);  // threads that are not there would be waited for forever
    _exit(difference(expected, run(layer, 2)).empty() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(difference(expected, run(layer, 2)), "");
}

TEST(Callers, MayBeForkedByAProcessThatCalledBefore) {
  const SampledLayer layer = sample_layer(33, 64, 4);
  run(layer, 8);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    alarm(60);
    std::thread([] {}).join();
    std::exit(0);  // a child that never calls: what is kept for its thread is destroyed
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
}

TEST(Callers, MayHaveAFloatingPointEnvironmentOfTheirOwn) {
  const SampledLayer layer = sample_layer(129, 172, 5);
  for (const Target target : available_targets()) {
    const Execution execution{target, 2};
    const Quantized expected =
        quantize(layer.weights(), factorize(layer.hessians(), {}, execution), {}, execution);
    std::fesetround(FE_UPWARD);
    const Quantized result =
        quantize(layer.weights(), factorize(layer.hessians(), {}, execution), {}, execution);
    EXPECT_EQ(std::fegetround(), FE_UPWARD);
    std::fesetround(FE_TONEAREST);
    EXPECT_EQ(difference(expected, result), "") << name_of(target);
  }
}

}  // namespace
}  // namespace quantcheck::test
