#include <algorithm>
#include <string>

#include <quantcheck/optimized/checks/matrix.h>
#include <quantcheck/optimized/dispatch/select.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/pair_products.h>
#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/words.h>

namespace quantcheck::optimized {
namespace {

constexpr Index lanes = 8;
constexpr Index most_vectors = 4;
constexpr Index rows_together = 16;  // of a task: they stay in the cache for the next vectors

void check(const MatrixView<const double>& a, std::span<const Pairs> vectors, Index size) {
  if (!is_there(a))
    throw Error("the matrix is not there, or its rows overlap: " + shape(a.rows, a.cols, a.stride));
  for (const Pairs& x : vectors)
    if (std::ssize(x.hi) != size || std::ssize(x.lo) != size)
      throw Error("a vector of " + std::to_string(x.hi.size()) + " and " + std::to_string(x.lo.size()) +
                  " entries for a matrix of " + std::to_string(a.rows) + " x " + std::to_string(a.cols));
}

// Some of the vectors, side by side: `together` entries of the first one, hi and then lo, then as many of the
// second one, and so on. Vectors that are missing are 0.
struct Packed {
  Index first = 0;    // of the vectors
  Index vectors = 0;  // 1, 2 or 4
  Index together = 1;
  Buffer<double> entries;

  Packed(Index first_, Index count, Index size, Index together_)
      : first(first_),
        vectors(std::min(count, most_vectors) == 3 ? most_vectors : std::min(count, most_vectors)),
        together(together_),
        entries(2 * vectors * round_up(size, together_)) {}

  Index place(Index vector, Index k) const {
    return 2 * together * (k / together * vectors + vector) + k % together;
  }
};

Packed pack(std::span<const Pairs> vectors, Index first, Index size, Index together) {
  Packed packed(first, std::ssize(vectors) - first, size, together);
  std::fill_n(packed.entries.data(), packed.entries.size(), 0.0);
  for (Index v = first; v < std::min(first + packed.vectors, std::ssize(vectors)); ++v)
    for (Index k = 0; k < size; ++k) {
      const Pair entry = normal({vectors[v].hi[k], vectors[v].lo[k]});
      double* to = packed.entries.data() + packed.place(v - first, k);
      to[0] = entry.hi;
      to[together] = entry.lo;
    }
  return packed;
}

// The vectors in parts of at most four, packed for input or for output.
std::vector<Packed> pack_all(std::span<const Pairs> vectors, Index size, Index together) {
  std::vector<Packed> parts;
  for (Index first = 0; first < std::ssize(vectors); first += most_vectors)
    parts.push_back(pack(vectors, first, size, together));
  return parts;
}
std::vector<Packed> room_for(std::span<const Pairs> vectors, Index size, Index together) {
  std::vector<Packed> parts;
  for (Index first = 0; first < std::ssize(vectors); first += most_vectors)
    parts.emplace_back(first, std::ssize(vectors) - first, size, together);
  return parts;
}

std::vector<Pairs> unpack(const std::vector<Packed>& parts, Index count, Index size) {
  std::vector<Pairs> result;
  for (Index v = 0; v < count; ++v) {
    const Packed& part = parts[v / most_vectors];
    Pairs pairs{std::vector<double>(size), std::vector<double>(size)};
    for (Index k = 0; k < size; ++k) {
      const Index at = part.place(v - part.first, k);
      pairs.hi[k] = part.entries[at];
      pairs.lo[k] = part.entries[at + part.together];
    }
    result.push_back(std::move(pairs));
  }
  return result;
}

// gamma_m for u = 2^-53, or a little more: its rounding is less than what is added.
double gamma_above(Index m) {
  const double rounding = static_cast<double>(m) * 0x1p-53;
  return rounding / (1 - rounding) * (1 + 0x1p-50);
}

}  // namespace

std::vector<Pairs> multiply_pairs(MatrixView<const double> a, std::span<const Pairs> vectors,
                                  const Execution& execution) {
  const DefaultEnvironment environment;
  check(a, vectors, a.cols);
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  const std::vector<Packed> x = pack_all(vectors, a.cols, lanes);
  std::vector<Packed> y = room_for(vectors, a.rows, 1);
  team.for_each((a.rows + rows_together - 1) / rows_together, [&](Index task) {
    for (std::size_t part = 0; part < x.size(); ++part)
      kernels.multiply_pairs({a, x[part].vectors, x[part].entries.data(), y[part].entries.data()},
                             task * rows_together, std::min((task + 1) * rows_together, a.rows));
  });
  return unpack(y, std::ssize(vectors), a.rows);
}

std::vector<Pairs> multiply_pairs_transposed(MatrixView<const double> a, std::span<const Pairs> vectors,
                                             const Execution& execution) {
  const DefaultEnvironment environment;
  check(a, vectors, a.rows);
  const Kernels& kernels = kernels_of(execution);
  Team& team = team_of(thread_count(execution.threads));
  const std::vector<Packed> x = pack_all(vectors, a.rows, 1);
  std::vector<Packed> y = room_for(vectors, a.cols, lanes);
  team.for_each((a.cols + pair_columns - 1) / pair_columns, [&](Index task) {
    for (std::size_t part = 0; part < x.size(); ++part)
      kernels.multiply_pairs_transposed({a, x[part].vectors, x[part].entries.data(), y[part].entries.data()},
                                        task * pair_columns, std::min((task + 1) * pair_columns, a.cols));
  });
  return unpack(y, std::ssize(vectors), a.cols);
}

// Let X be the entry of |A| |x|, and let a sum of products have height h: none of them passes more than h
// additions that round. x comes in as hi + lo with |hi| <= (1 + u) |x|, |lo| <= u |x|. The exact result is
// the sum that is computed, plus what each product and each addition was off by, plus the products with lo:
// - a product is off by u |a hi|, together by u (1 + u) X at most;
// - an addition is off by u times its result, in which a product has grown by (1 + u)^(number of additions)
//   at most: together by ((1 + u)^h - 1) (1 + u)^2 X <= gamma_h (1 + u)^2 X;
// - the products with lo are u X together.
// All of these are found without error, and their sizes are gamma_(h + 3) X together. They are added up in
// floating point, and pass D roundings at most. So the rest is off by gamma_D gamma_(h + 3) X; the pair that
// is returned is the sum and the rest, exactly. (Ogita, Rump and Oishi have gamma_n^2 for a single chain.)
//
// Below the normal range a product's own error, and the fused product with lo, are each off by 2^-1075 at
// most.
//
// In rows, a lane has k = ceil(columns / 8) products, of which the first meets 0, and lanes are added in
// three steps: h = k + 2. What is lost passes two roundings before it is added to the rest, k there, and two
// for each of the three steps: D = k + 8.
double pair_product_error(Index columns) {
  const Index k = (columns + lanes - 1) / lanes;
  return gamma_above(k + 8) * gamma_above(k + 5);
}

// In columns there are chains over k = min(256, rows) rows, and b = ceil(rows / 256) of them are added to 0
// one after another: h = k + b - 2, D = 2 + k + 2 b.
double transposed_pair_product_error(Index rows) {
  const Index k = std::min(block_columns, rows);
  const Index b = (rows + block_columns - 1) / block_columns;
  return gamma_above(k + 2 * b + 2) * gamma_above(k + b + 1);
}

}  // namespace quantcheck::optimized
