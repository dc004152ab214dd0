// The ties of the published NestQuant code, from results that it gave. These tests are skipped where the data
// is not at hand.
#include <gtest/gtest.h>

#include <filesystem>

#include <quantcheck/proofs_check/io/formats/tensor_source.h>
#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/proofs_check/ledger/e8/published_ties.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/tests/support/data_folder.h>

namespace quantcheck::test {
namespace {

using namespace check;
using namespace check::ledger;
using reference::Block;
using reference::E8Point;
using reference::Rational;

TEST(PublishedTies, AreThoseOfThePublishedCode) {
  const auto path = data_folder() / "nestquant" / "e8_nearest.safetensors";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
  const TensorBundle file = read_tensors(path.string());
  const std::vector<double> values = float_values(*file.find("values"));
  const std::vector<double> nearest = float_values(*file.find("nearest"));
  ASSERT_EQ(values.size(), std::size_t{8} * 16384);
  constexpr Code unit = Code{1} << 26;
  Index other_than_ours = 0;
  Index compared = 0;
  for (std::size_t n = 0; n < values.size(); n += 8) {
    Block<Code> x;
    E8Point expected;
    bool exact = true;
    for (std::size_t i = 0; i < 8; ++i) {
      const double scaled = values[n + i] * static_cast<double>(unit);
      x[i] = static_cast<Code>(scaled);
      exact = exact && static_cast<double>(x[i]) == scaled;
      expected.twice[i] = static_cast<Code>(2 * nearest[n + i]);
    }
    if (!exact) continue;
    ++compared;
    ASSERT_EQ(nearest_with_published_ties(x, unit), expected) << n / 8;
    other_than_ours += reference::nearest_e8<Code>(x, unit) != expected;
  }
  EXPECT_GE(compared, 12288);
  EXPECT_GE(other_than_ours, 4000);
}

}  // namespace
}  // namespace quantcheck::test
