// The floating-point environment of the caller. Its rounding mode and treatment of denormal numbers change no
// result of any public function, and are the same after the call.
#include <gtest/gtest.h>

#include <algorithm>
#include <cfenv>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <quantcheck/tests/optimized/every_function.h>
#include <quantcheck/tests/support/executions.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

struct Environment {
  int rounding = FE_TONEAREST;
  unsigned flush =
      0;  // bits of x86's control register: 0x40 reads denormal numbers as 0, 0x8000 writes them so

  friend bool operator==(const Environment&, const Environment&) = default;
};

void set(const Environment& environment) {
  std::fesetround(environment.rounding);
#ifdef __x86_64__
  _mm_setcsr((_mm_getcsr() & ~0x8040U) | environment.flush);
#endif
}

Environment current() {
#ifdef __x86_64__
  return {std::fegetround(), _mm_getcsr() & 0x8040U};
#else
  return {std::fegetround(), 0};
#endif
}

std::vector<Environment> environments() {
  std::vector<Environment> all;
  for (const int rounding : {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    all.push_back({rounding, 0});
#ifdef __x86_64__
    for (const unsigned flush : {0x40U, 0x8000U, 0x8040U}) all.push_back({rounding, flush});
#endif
  }
  return all;
}

// The result of a call in some environment. The call has to restore that environment, exception flags
// included.
struct Outcome {
  std::string bytes;
  Environment left;
  int raised = 0;
};

Outcome run_in(const Environment& environment, const Call& call, const Execution& execution) {
  set(environment);
  std::feclearexcept(FE_ALL_EXCEPT);
  Outcome outcome;
  outcome.bytes = call.run(execution);
  outcome.raised = std::fetestexcept(FE_ALL_EXCEPT);
  outcome.left = current();
  set({});
  return outcome;
}

TEST(FloatingPointEnvironment, OfTheCallerDoesNotMatterAndStays) {
  for (const Call& call : every_function()) {
    const std::string expected = call.run({Target::scalar, 1});
    EXPECT_NE(expected, "") << call.function;
    for (const Target target : available_targets())
      for (const int threads : {1, 2})
        for (const Environment& environment : environments()) {
          const Execution execution{target, threads};
          const Outcome outcome = run_in(environment, call, execution);
          ASSERT_TRUE(outcome.bytes == expected)
              << call.function << ", " << describe(execution) << ", rounding " << environment.rounding
              << ", flushing " << environment.flush;
          EXPECT_TRUE(outcome.left == environment) << call.function;
          EXPECT_EQ(outcome.raised, 0) << call.function;
        }
  }
}

// The number of declarations of each function that takes an Execution.
std::map<std::string, int> declared_functions() {
  std::map<std::string, int> count;
  for (const auto& entry : std::filesystem::directory_iterator(QUANTCHECK_SOURCE_DIR "/optimized")) {
    if (entry.path().extension() != ".h") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string header = text.str();
    const std::regex declaration(R"((\w+)\([^()]*const Execution& execution)");
    for (std::sregex_iterator match(header.begin(), header.end(), declaration), end; match != end; ++match)
      ++count[(*match)[1]];
  }
  return count;
}

TEST(FloatingPointEnvironment, EveryPublicFunctionIsTried) {
  std::map<std::string, int> tried;
  for (const Call& call : every_function()) ++tried[call.function.substr(0, call.function.find(' '))];
  EXPECT_EQ(declared_functions().size(), 25U);
  for (const auto& [name, declarations] : declared_functions()) EXPECT_GE(tried[name], declarations) << name;
}

// A call that is refused before it calculates anything would test nothing.
TEST(FloatingPointEnvironment, OnlyWhatShouldBeIsRefused) {
  std::vector<std::string> refused;
  for (const Call& call : every_function())
    if (call.run({}).starts_with("refused: ")) refused.push_back(call.function);
  EXPECT_EQ(refused, (std::vector<std::string>{"factorize of no hessian",
                                               "nested_encode of betas that do not ascend"}));
}

}  // namespace
}  // namespace quantcheck::test
