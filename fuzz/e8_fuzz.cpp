// The optimized lattice code on any lattice blocks of floats and any codes. The nearest points of E8 and the
// decoded points are those of the exact reference, and everything is the same on every target; or the input
// is refused in the same words on every target.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/optimized/e8.h>
#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/reference/lattice/voronoi_code.h>
#include <quantcheck/reference/number/rational.h>
#include <quantcheck/tests/support/nested.h>

using namespace quantcheck;
using namespace quantcheck::optimized;
using fuzz::require;

namespace {

/// The results that are computed from the floats, or the words with which they were refused.
struct Outcome {
  std::vector<float> nearest, values;
  test::Nested codes;
  std::string refusal;
};

struct Input {
  int q = 2;
  BetaChoice choice = BetaChoice::opt;
  std::vector<float> beta;
  std::vector<float> x;
  std::vector<std::uint8_t> code;
};

// The first four bytes set q, the choice and the betas. Then each five bytes make a code and a float. The
// first of them is reduced modulo q to the code. It also says what the other four are: the bits of the float
// if it is at least 200, else a multiple of 1/4, at which there are ties, with a multiple of 2^-40 added if
// it is at least 100.
Input read_input(const std::uint8_t* data, std::size_t size) {
  Input input;
  std::vector<std::uint8_t> header(4);
  std::copy_n(data, std::min<std::size_t>(size, 4), header.begin());
  input.q = 2 + header[0] % 255;
  input.choice = (header[1] & 1) != 0 ? BetaChoice::first : BetaChoice::opt;
  input.beta.push_back(static_cast<float>(1 + header[2]) / 64);
  for (int k = header[1] >> 1 & 3; k > 0; --k)
    input.beta.push_back(input.beta.back() * (1.25F + static_cast<float>(header[3]) / 256));
  for (std::size_t at = 4; at + 5 <= size && input.x.size() < std::size_t{8} * 40; at += 5) {
    float value = 0;
    std::memcpy(&value, data + at + 1, sizeof value);
    const std::uint8_t kind = data[at];
    if (kind < 200) value = static_cast<float>(static_cast<std::int8_t>(data[at + 1])) / 4;
    if (kind >= 100 && kind < 200)
      value += static_cast<float>(static_cast<std::int8_t>(data[at + 2])) * 0x1p-40F;
    input.x.push_back(value);
    input.code.push_back(static_cast<std::uint8_t>(kind % input.q));
  }
  input.x.resize(input.x.size() / 8 * 8);
  input.code.resize(input.x.size());
  return input;
}

Outcome run(const Input& input, const Execution& execution) {
  Outcome outcome{std::vector<float>(input.x.size()), std::vector<float>(input.x.size()), {}, ""};
  const ScaledCodes<float> scaled{input.q, input.beta};
  try {
    nearest_e8(input.x, outcome.nearest, execution);
    outcome.codes = test::nested_codes(input.x, scaled, input.choice, execution);
    nested_decode(outcome.codes.code, outcome.codes.beta_index, scaled, outcome.values, execution);
  } catch (const Error& error) {
    outcome.refusal = error.what();
  }
  return outcome;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

void require_same(const Outcome& a, const Outcome& b) {
  require(a.refusal == b.refusal, "refused as \"" + a.refusal + "\" and as \"" + b.refusal + "\"");
  if (!a.refusal.empty()) return;
  require(same_bits(a.nearest, b.nearest), "nearest points differ");
  require(a.codes == b.codes, "codes differ");
  require(same_bits(a.values, b.values), "decoded values differ");
}

void require_nearest(const Input& input, const Outcome& outcome) {
  for (std::size_t at = 0; at < input.x.size(); at += 8) {
    reference::Block<reference::Rational> block;
    for (std::size_t i = 0; i < 8; ++i) block[i] = reference::exact(static_cast<double>(input.x[at + i]));
    const reference::E8Point expected = reference::nearest_e8<reference::Rational>(block);
    for (std::size_t i = 0; i < 8; ++i)
      require(2 * outcome.nearest[at + i] == static_cast<float>(expected.twice[i]),
              "not the nearest point at " + std::to_string(at + i));
  }
}

void require_decoded(const Input& input) {
  for (const Target target : available_targets()) {
    std::vector<std::int16_t> twice(input.code.size());
    voronoi_decode(input.code, input.q, twice, {target, 1});
    for (std::size_t at = 0; at < input.code.size(); at += 8) {
      reference::Block<Code> code;
      std::copy_n(input.code.begin() + static_cast<Index>(at), 8, code.begin());
      const reference::E8Point expected = reference::voronoi_point(code, input.q);
      for (std::size_t i = 0; i < 8; ++i)
        require(twice[at + i] == expected.twice[i], "decoded wrongly at " + std::to_string(at + i));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input = read_input(data, size);
  const Outcome first = run(input, {available_targets().front(), 1});
  for (const Target target : available_targets()) require_same(first, run(input, {target, 1}));
  if (first.refusal.empty()) require_nearest(input, first);
  require_decoded(input);
  return 0;
}
