// The reading of any bytes as packed nested codes. They are refused, or they are accepted whole. Codes that
// are accepted are returned as the same bytes, and their products are those specified, on every target and
// for one thread and three.
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include <quantcheck/fuzz/bytes.h>
#include <quantcheck/fuzz/require.h>
#include <quantcheck/optimized/nested_product.h>
#include <quantcheck/tests/support/plain_nested.h>

using namespace quantcheck;
using namespace quantcheck::optimized;
using fuzz::Bytes;
using fuzz::require;

namespace {

float read_number(Bytes& bytes) {
  const std::uint8_t kind = bytes.byte();
  return kind < 240 ? static_cast<float>(kind) / 16 : bytes.any_float();
}

std::optional<NestedMatrix> read_matrix(Bytes& bytes, Index cols) {
  const Index rows = bytes.byte() % 6;
  const Code q = bytes.byte() + Code{1};
  ScaledCodes<float> scheme{q, {}};
  float beta = 0;
  for (Index left = bytes.byte() % 18; left > 0; --left) scheme.beta.push_back(beta += read_number(bytes));
  std::vector<float> norms(rows);
  for (float& norm : norms) norm = read_number(bytes);
  const Index blocks = (cols + 7) / 8;
  const Index index_words = scheme.beta.size() <= 4 ? (blocks + 15) / 16 : (blocks + 7) / 8;
  // Some inputs have a size that does not fit.
  const std::uint8_t odd = bytes.byte();
  const std::vector<std::uint8_t> codes =
      bytes.take(rows * blocks * (q <= 16 ? 4 : 8) + (odd == 255 ? 1 : 0));
  const std::vector<std::uint8_t> indices = bytes.take(4 * rows * index_words + (odd == 254 ? 4 : 0));
  try {
    NestedMatrix matrix = NestedMatrix::from_bytes(rows, cols, scheme, codes, indices, norms);
    require(odd < 254, "sizes that do not fit were taken");
    require(matrix.bytes().codes == codes && matrix.bytes().indices == indices, "the bytes changed");
    for (Index row = 0; row < rows; ++row) {
      for (Index i = 0; i < 8 * blocks; ++i) require(matrix.code(row, i) < q, "a code out of range");
      for (Index b = 0; b < blocks; ++b)
        require(matrix.index(row, b) < scheme.beta.size(), "an index out of range");
    }
    return matrix;
  } catch (const Error&) {
    return std::nullopt;
  }
}

void check_product(const NestedMatrix& x, const NestedMatrix& w) {
  bool finite = true;
  std::vector<float> expected;
  for (Index r = 0; r < x.rows(); ++r)
    for (Index s = 0; s < w.rows(); ++s) {
      expected.push_back(test::plain_product(x, r, w, s));
      finite = finite && std::isfinite(expected.back());
    }
  for (const Target target : available_targets())
    for (const int threads : {1, 3}) {
      std::vector<float> y(expected.size());
      bool refused = false;
      try {
        multiply(x, w, {y.data(), x.rows(), w.rows(), w.rows()}, {target, threads});
      } catch (const Error&) {
        refused = true;
      }
      require(refused != finite, "refused without cause, or not refused");
      for (std::size_t i = 0; finite && i < y.size(); ++i)
        require(std::bit_cast<std::uint32_t>(y[i]) == std::bit_cast<std::uint32_t>(expected[i]),
                "another product");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const Index cols = bytes.byte() % 150;
  const std::optional<NestedMatrix> x = read_matrix(bytes, cols);
  const std::optional<NestedMatrix> w = read_matrix(bytes, cols);
  if (x && w) check_product(*x, *w);
  return 0;
}
