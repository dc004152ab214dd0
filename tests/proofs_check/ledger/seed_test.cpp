#include <gtest/gtest.h>

#include <quantcheck/proofs_check/ledger/seed.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

const std::string largest = "0x" + std::string(64, 'f');

TEST(Seeds, AreReadAndWritten) {
  for (const std::string text :
       {"0x0", "0x1", "0xffffffff", "0x100000000", "0x123456789abcdef0123456789abcdef"})
    EXPECT_EQ(to_string(parse_seed(text)), text);
  EXPECT_EQ(to_string(parse_seed(largest)), largest);
  EXPECT_EQ(to_string(parse_seed("4294967297")), "0x100000001");
  EXPECT_EQ(parse_seed("7").words[0], 7U);
  EXPECT_EQ(parse_seed("0x100000000").words[1], 1U);
  EXPECT_EQ(to_string(parse_seed("0xABC")), "0xabc");
  // 2^256 - 1
  EXPECT_EQ(
      to_string(parse_seed("115792089237316195423570985008687907853269984665640564039457584007913129639935")),
      largest);
}

TEST(Seeds, ThatAreNoneAreRefused) {
  for (const std::string text :
       {"", "0x", "-1", "+1", " 1", "1 ", "1.5", "1e3", "0xg", "0X1", "seed",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936"})
    EXPECT_THROW(parse_seed(text), Error) << text;
  EXPECT_THROW(parse_seed("0x1" + std::string(64, '0')), Error);
  EXPECT_THROW(parse_seed(std::string(100000, '9')), Error);
}

// All bits of the seed count, and so does the name of the claim.
TEST(Seeds, GiveEachClaimItsOwnGenerator) {
  const auto first = [](const std::string& seed, const char* claim) {
    return generator_of(parse_seed(seed), claim)();
  };
  EXPECT_EQ(first("1", "a"), first("1", "a"));
  EXPECT_NE(first("1", "a"), first("1", "b"));
  EXPECT_NE(first("1", "equal/a"), first("1", "equal/b"));
  EXPECT_NE(first("1", "a"), first("2", "a"));
  EXPECT_NE(first("1", "a"), first("0x8" + std::string(62, '0') + "1", "a"));
}

}  // namespace
}  // namespace quantcheck::test
