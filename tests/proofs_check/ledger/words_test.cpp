#include <gtest/gtest.h>

#include <vector>

#include <quantcheck/proofs_check/ledger/words.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

using reference::Rational;

TEST(Words, AreFractionsWhileTheyAreShort) {
  EXPECT_EQ(shown(Rational(-3, 7)), "-3/7");
  EXPECT_EQ(shown(reference::exact(0x1p-60)), "1/1152921504606846976");
  EXPECT_EQ(shown(Rational(1, 3) * reference::exact(0x1p-60)), "1/3458764513820540928");
  EXPECT_EQ(shown(reference::exact(0x1.8p-80)), "1.24077091882954e-24...");
}

TEST(Words, SayWhere) {
  EXPECT_EQ(in_row(2, "the loss", Rational(1, 4), "the bound", Rational(1, 5)),
            "row 2: the loss is 1/4, the bound 1/5");
  EXPECT_EQ(at(1, 0), "row 1, column 0: ");
  EXPECT_EQ(joined(std::vector<Code>{3, -1}), "3 -1");
  EXPECT_EQ(joined(std::vector<Code>{}), "");
}

}  // namespace
}  // namespace quantcheck::test
