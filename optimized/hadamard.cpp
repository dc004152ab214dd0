#include <quantcheck/optimized/hadamard.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>

#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/dispatch/select_nested.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/lowest.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

constexpr Index row_values_of_a_task = Index{1} << 16;
constexpr Index values_beyond_caches = Index{1} << 23;

// The Hadamard matrix of order 108 by Paley's first construction over the field of 107 elements: quadratic
// residues with a border, and the unit matrix. minus(i, j) says whether entry (i, j) is -1.
class Paley {
 public:
  Paley() {
    for (Index root = 1; root < prime; ++root) residue_[root * root % prime] = true;
  }
  bool minus(Index i, Index j) const {
    if (i == j || i == 0) return false;
    return j == 0 || !residue_[(i - j + prime) % prime];
  }

 private:
  static constexpr Index prime = 107;
  std::array<bool, prime> residue_{};
};

// The Hadamard matrix of order 4 n by Williamson's construction from four symmetric circulants of order n:
//      A  B  C  D
//     -B  A -D  C
//     -C  D  A -B
//     -D -C  B  A
// The classes are the orbits of 1 .. n - 1 under -1 and `multiplier`, in the order of their least elements.
// The first rows of A, B, C and D are -1 at the classes whose bits are set in the four numbers `classes`, and
// 1 elsewhere.
class Williamson {
 public:
  Williamson(Index n, Index multiplier, const std::array<unsigned, 4>& classes) : n_(n) {
    std::vector<int> class_of(n, -1);
    int classes_so_far = 0;
    for (Index first = 1; first < n; ++first) {
      if (class_of[first] >= 0) continue;
      for (Index i = first; class_of[i] < 0; i = i * multiplier % n)
        class_of[i] = class_of[n - i] = classes_so_far;
      ++classes_so_far;
    }
    for (int block = 0; block < 4; ++block) {
      minus_[block].assign(n, false);
      for (Index i = 1; i < n; ++i) minus_[block][i] = (classes[block] >> class_of[i] & 1) != 0;
    }
  }
  bool minus(Index i, Index j) const {
    constexpr bool negated[4][4] = {{false, false, false, false},
                                    {true, false, true, false},
                                    {true, false, false, true},
                                    {true, true, false, false}};
    const Index row = i / n_;
    const Index column = j / n_;
    return negated[row][column] != minus_[row ^ column][(i % n_ - j % n_ + n_) % n_];
  }

 private:
  Index n_;
  std::array<std::vector<bool>, 4> minus_;
};

// The signs of a Hadamard matrix of order m, in the form that Rotation describes.
template <class Matrix>
std::vector<std::uint16_t> sign_table(Index m, const Matrix& matrix) {
  std::vector<std::uint16_t> table;
  for (Index i = 0; i < m; ++i)
    for (Index g = 0; g < m / 4; ++g) {
      unsigned signs = 0;
      for (Index e = 0; e < 4; ++e) signs |= matrix.minus(i, 4 * g + e) ? 1U << e : 0U;
      table.push_back(static_cast<std::uint16_t>(16 * g + signs));
    }
  return table;
}

// The signs of the base matrix of order m, or null for m = 1. The tables are never destroyed, since the
// destructor of a static object may rotate rows, too.
const std::uint16_t* base_signs(Index m) {
  static const auto& tables = *new std::map<Index, std::vector<std::uint16_t>>{
      {12, sign_table(12, Williamson(3, 1, {0, 1, 1, 1}))},
      {20, sign_table(20, Williamson(5, 1, {1, 2, 3, 3}))},
      {28, sign_table(28, Williamson(7, 1, {1, 1, 3, 4}))},
      {108, sign_table(108, Paley())},
      {172, sign_table(172, Williamson(43, 6, {7, 46, 52, 98}))},
  };
  const auto found = tables.find(m);
  return found == tables.end() ? nullptr : found->second.data();
}

Index base_of(Index n) {
  for (const Index m : {1, 12, 20, 28, 108, 172})
    if (n > 0 && n % m == 0 && std::has_single_bit(static_cast<std::size_t>(n / m))) return m;
  throw Error("rows of " + std::to_string(n) +
              " values cannot be rotated: 2^k of them, or m 2^k for m = 12, 20, 28, 108, 172, can");
}

void check(const MatrixView<const float>& x, const MatrixView<float>& y) {
  if (!is_there(x)) throw Error("the rows are not there, or overlap: " + shape(x.rows, x.cols, x.stride));
  if (y.rows != x.rows || y.cols != x.cols || !is_there(y))
    throw Error("no room for what is rotated: " + shape(x.rows, x.cols, x.stride) + ", but " +
                shape(y.rows, y.cols, y.stride));
  if (x.data == y.data && x.stride != y.stride) throw Error("rows are rotated in place with another stride");
}

float norm_of(double sum_of_squares) { return static_cast<float>(std::sqrt(sum_of_squares)); }

bool usable(float norm, double sum_of_squares) {
  return norm < std::numeric_limits<float>::infinity() && (norm > 0 || sum_of_squares == 0);
}

// Rotates the rows of x into y, and multiplies each by factor_of(kernels, row, values), or divides it by
// that. Throws an Error with the words `refusal` for the first row that has no factor or a result that is not
// finite.
template <class Factor>
void rotate_all(const MatrixView<const float>& x, const MatrixView<float>& y, bool divide,
                const Execution& execution, const char* refusal, const Factor& factor_of) {
  const NestedKernels& kernels = nested_kernels_of(execution);
  const Index base = base_of(x.cols);
  Rotation rotation{base, x.cols / base, base_signs(base), divide, false};
  rotation.past_caches = x.data != y.data && x.rows * x.cols > values_beyond_caches && y.stride % 16 == 0 &&
                         reinterpret_cast<std::uintptr_t>(y.data) % 64 == 0;
  const Index scratch_size = rotation_scratch(base, rotation.power);
  const Index rows = std::max<Index>(1, row_values_of_a_task / x.cols);
  const Index tasks = (x.rows + rows - 1) / rows;
  Team& team = team_of(thread_count(execution.threads));
  Buffer<float> scratch(scratch_size * team.size());
  std::atomic<Index> first_bad{x.rows};
  team.run([&](int rank) {
    float* own_scratch = scratch.data() + rank * scratch_size;
    for (Index task = team.next(); task < tasks; task = team.next()) {
      const Index end = std::min((task + 1) * rows, x.rows);
      for (Index row = task * rows; row < end; ++row) {
        const float* from = x.data + row * x.stride;
        float* to = y.data + row * y.stride;
        const std::optional<float> factor = factor_of(kernels, row, from);
        bool good = factor.has_value();
        if (good && divide && *factor == 0)
          std::fill_n(to, x.cols, 0.0F);
        else if (good)
          good = kernels.rotate(rotation, from, *factor, to, own_scratch,
                                row + 1 < end ? from + x.stride : nullptr);
        if (!good) lower(first_bad, row);
      }
    }
  });
  if (first_bad < x.rows) throw Error("row " + std::to_string(first_bad) + refusal);
}

}  // namespace

void rotate_rows(MatrixView<const float> x, MatrixView<float> y, const Execution& execution) {
  const DefaultEnvironment environment;
  check(x, y);
  const float scale = static_cast<float>(1 / std::sqrt(static_cast<double>(x.cols)));
  rotate_all(x, y, false, execution, " has values that are not finite, or too large to be rotated",
             [scale](const NestedKernels&, Index, const float*) { return std::optional<float>(scale); });
}

std::vector<float> normalise_rows(MatrixView<const float> x, MatrixView<float> y,
                                  const Execution& execution) {
  const DefaultEnvironment environment;
  check(x, y);
  std::vector<float> norms(x.rows);
  rotate_all(x, y, true, execution, " has values that are not finite, or a norm that no float holds",
             [&](const NestedKernels& kernels, Index row, const float* values) -> std::optional<float> {
               const double squares = kernels.sum_of_squares(values, x.cols);
               norms[row] = norm_of(squares);
               if (!usable(norms[row], squares)) return std::nullopt;
               return norms[row];
             });
  return norms;
}

}  // namespace quantcheck::optimized
