#include <quantcheck/optimized/nested_product.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/dispatch/select_nested.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

static_assert(std::endian::native == std::endian::little, "decoded bytes lie in words, the lowest first");

constexpr Index strips_of_a_group = 4;  // strips of x, whose sums stay in a thread's cache

void check(const NestedMatrix& x, const NestedMatrix& w, const MatrixView<float>& y) {
  if (x.rows() < 1 || w.rows() < 1) throw Error("a product of codes that were moved away");
  if (x.cols() != w.cols())
    throw Error("a product of " + std::to_string(x.cols()) + " columns and " + std::to_string(w.cols()));
  if (y.rows != x.rows() || y.cols != w.rows() || !is_there(y))
    throw Error("no room for a product of " + std::to_string(x.rows()) + " x " + std::to_string(w.rows()) +
                ": " + shape(y.rows, y.cols, y.stride));
}

Index strips_of(Index rows) { return (rows + strip_height - 1) / strip_height; }

CodeRows strip_of(const NestedMatrix& matrix, Index strip, bool wide) {
  const Index first = strip * strip_height;
  CodeRows rows;
  rows.rows = std::min(strip_height, matrix.rows() - first);
  rows.blocks = matrix.blocks();
  rows.words_of_block = matrix.words_of_block();
  rows.row_words = rows.blocks * rows.words_of_block;
  rows.row_index_words = matrix.index_words();
  rows.words = matrix.words() + first * rows.row_words;
  rows.indices = matrix.indices() + first * rows.row_index_words;
  rows.index_bits = matrix.index_bits();
  rows.kept_of_last = matrix.cols() - 8 * (rows.blocks - 1);
  rows.q = matrix.scheme().q;
  rows.wide = wide;
  const std::vector<float>& betas = matrix.scheme().beta;
  for (std::size_t i = 0; i < 16; ++i) {
    const std::size_t index = rows.index_bits == 2 ? i % 4 : i;
    rows.beta[i] = index < betas.size() ? betas[index] : 0.0F;
  }
  return rows;
}

// Room for decoded lattice blocks.
struct Room {
  Room(Index blocks, bool wide)
      : words_of_block(operand_words(wide) * strip_height),
        words(blocks * words_of_block),
        scale(blocks * strip_height) {}

  Decoded from(Index block) {
    return {words.data() + block * words_of_block, scale.data() + block * strip_height};
  }

  Index words_of_block;
  Buffer<std::uint32_t> words;
  Buffer<float> scale;
};

struct Group {
  Index first;  // first strip of x
  Index strips;
  Index blocks;
  bool wide;
};

// Multiplies a strip of w with a group of strips of x, which are decoded in `right`. The sums are
// columns x 64 for each strip of x.
void multiply_strip(const NestedKernels& kernels, const CodeRows& w, const NestedMatrix& x,
                    const Group& group, Room& right, const std::uint32_t* correction, Room& left,
                    float* sums) {
  std::fill_n(sums, group.strips * strip_height * strip_height, 0.0F);
  for (Index block = 0; block < group.blocks; block += chunk_blocks) {
    const Index count = std::min(chunk_blocks, group.blocks - block);
    kernels.decode(w, block, count, !group.wide, left.from(0));
    for (Index strip = 0; strip < group.strips; ++strip) {
      const Index at = strip * group.blocks + block;
      const Index columns = std::min(strip_height, x.rows() - (group.first + strip) * strip_height);
      (group.wide ? kernels.multiply_shorts : kernels.multiply_bytes)(
          {left.from(0), right.from(at), group.wide ? nullptr : correction + at * strip_height, count,
           columns, sums + strip * strip_height * strip_height});
    }
  }
}

// Multiplies the sums by the norms and writes the results to y. Returns whether all are finite.
bool finish(const float* sums, const NestedMatrix& x, Index first_row, const NestedMatrix& w, Index first,
            const MatrixView<float>& y) {
  const Index rows = std::min(strips_of_a_group * strip_height, x.rows() - first_row);
  const Index columns = std::min(strip_height, w.rows() - first);
  const float* norms = w.norms().data() + first;
  bool finite = true;
  for (Index r = 0; r < rows; ++r) {
    const double scale = static_cast<double>(x.norms()[first_row + r]) / (4 * static_cast<double>(x.cols()));
    float* to = y.data + (first_row + r) * y.stride + first;
    const float* from = sums + r * strip_height;
    for (Index s = 0; s < columns; ++s) {
      to[s] = static_cast<float>(static_cast<double>(from[s]) * scale * static_cast<double>(norms[s]));
      finite = finite && std::fabs(to[s]) <= std::numeric_limits<float>::max();
    }
  }
  return finite;
}

[[noreturn]] void refuse(const MatrixView<float>& y) {
  for (Index row = 0; row < y.rows; ++row)
    for (Index column = 0; column < y.cols; ++column)
      if (!std::isfinite(y(row, column)))
        throw Error("the product at " + place(row, column) + " is beyond the range of float");
  throw Error("a product is beyond the range of float");
}

}  // namespace

void multiply(const NestedMatrix& x, const NestedMatrix& w, MatrixView<float> y, const Execution& execution) {
  const DefaultEnvironment environment;
  check(x, w, y);
  const NestedKernels& kernels = nested_kernels_of(execution);
  const bool wide = std::max(x.scheme().q, w.scheme().q) > largest_ratio_in_bytes;
  const Index blocks = x.blocks();
  const Index chunks = (blocks + chunk_blocks - 1) / chunk_blocks;
  const Index most_strips = std::min(strips_of_a_group, strips_of(x.rows()));
  Team& team = team_of(thread_count(execution.threads));
  Room right(most_strips * blocks, wide);
  Buffer<std::uint32_t> correction(wide ? 0 : most_strips * blocks * strip_height);
  std::vector<Room> left;
  std::vector<Buffer<float>> sums;
  for (int rank = 0; rank < team.size(); ++rank) {
    left.emplace_back(chunk_blocks, wide);
    sums.emplace_back(most_strips * strip_height * strip_height);
  }
  std::atomic<bool> finite{true};
  team.run([&](int rank) {
    for (Index first = 0; first < strips_of(x.rows()); first += strips_of_a_group) {
      const Group group{first, std::min(strips_of_a_group, strips_of(x.rows()) - first), blocks, wide};
      for (Index task = team.next(); task < group.strips * chunks; task = team.next()) {
        const Index block = task % chunks * chunk_blocks;
        const Index at = task / chunks * blocks + block;
        const Index count = std::min(chunk_blocks, blocks - block);
        kernels.decode(strip_of(x, first + task / chunks, wide), block, count, false, right.from(at));
        if (!wide) kernels.correct(right.from(at), count, correction.data() + at * strip_height);
      }
      team.wait();
      for (Index strip = team.next(); strip < strips_of(w.rows()); strip = team.next()) {
        multiply_strip(kernels, strip_of(w, strip, wide), x, group, right, correction.data(), left[rank],
                       sums[rank].data());
        if (!finish(sums[rank].data(), x, first * strip_height, w, strip * strip_height, y)) finite = false;
      }
      team.wait();
    }
  });
  if (!finite) refuse(y);
}

}  // namespace quantcheck::optimized
