#include <quantcheck/tests/support/known_ldlq.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/exact/lattice/ldlq.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/reference/lattice/voronoi_code.h>

namespace quantcheck::test {

using check::Dice;
using check::LatticeCase;
using check::Verdict;
using reference::Block;
using reference::E8Point;

namespace {

constexpr Index width = check::lattice_block;
constexpr double beta = 0.0625;
constexpr double helper_share = 8;  // of its error in the special target

/// An entry of U above its diagonal blocks.
struct Entry {
  Index row;
  double value;
};

double coordinate(const E8Point& point, Index i) { return static_cast<double>(point.twice[i]) / 2; }

class Construction {
 public:
  Construction(const KnownLdlqShape& shape, std::uint64_t seed) : shape_(shape), dice_(seed) {
    for (Index j = 0; j < shape.cols; ++j) upper_.push_back(column_of_u(j));
  }

  KnownLdlq made() {
    set_up();
    set_hessian();
    for (Index row = 0; row < shape_.rows; ++row) set_row(row);
    return std::move(known_);
  }

 private:
  static bool is_special(Index step) { return step % 8 == 7; }
  static bool is_helper(Index step) { return step % 8 == 6; }
  static bool is_source(Index step) { return step % 8 < 4; }

  // Sources and helpers take nothing, so that no chain of blocks that feed others is longer than three.
  std::vector<Entry> column_of_u(Index j) {
    const Index step = j / width;
    std::vector<Entry> column;
    if (is_source(step) || is_helper(step)) return column;
    for (int tries = 0; tries < 5; ++tries) {
      const Index i = dice_.below(step * width);
      const Index from = i / width;
      const bool allowed = is_source(from) || (is_special(step) && !is_helper(from) && !is_special(from));
      const bool taken = std::ranges::count(column, i, &Entry::row) > 0;
      if (allowed && !taken) column.push_back({i, dice_.chance(50) ? 1.0 : -1.0});
    }
    if (is_special(step)) column.push_back({j - width, helper_share});
    return column;
  }

  void set_up() {
    LatticeCase& c = known_.c;
    c.name = "known";
    c.rows = shape_.rows;
    c.cols = shape_.cols;
    c.block_order = shape_.block_order;
    c.arithmetic = Arithmetic::exact;
    c.q = 64;
    c.beta = {beta};
    c.values.resize(static_cast<std::size_t>(c.rows * c.cols));
    c.codes.resize(c.values.size());
    c.decoded.resize(c.values.size());
    c.decoded_format = FloatFormat::f64;
    c.beta_index.assign(static_cast<std::size_t>(c.rows * c.blocks()), 0);
    known_.blocks.resize(static_cast<std::size_t>(c.rows * c.blocks()));
  }

  // H = sum_j D_j u_j u_j^T over the columns u_j of U L, where L is unit upper triangular inside each block.
  void set_hessian() {
    const Index n = shape_.cols;
    const Order order = check::column_order(known_.c);
    known_.c.hessian.assign(static_cast<std::size_t>(n * n), 0.0);
    for (Index j = 0; j < n; ++j) {
      std::vector<Entry> u;
      for (Index k = j / width * width; k <= j; ++k) {
        const double inside = k == j ? 1.0 : static_cast<double>(dice_.between(-1, 1));
        if (inside == 0) continue;
        u.push_back({k, inside});
        for (const Entry& entry : upper_[k]) u.push_back({entry.row, inside * entry.value});
      }
      const double pivot = std::ldexp(1.0, static_cast<int>(dice_.between(-2, 2)));
      for (const Entry& a : u)
        for (const Entry& b : u)
          known_.c.hessian[order[a.row] * n + order[b.row]] += pivot * a.value * b.value;
    }
  }

  void set_row(Index row) {
    std::vector<double> errors;
    for (Index step = 0; step < known_.c.blocks(); ++step) {
      Block<double> taken{};
      for (Index i = 0; i < width; ++i)
        for (const Entry& entry : upper_[step * width + i])
          if (entry.row < std::ssize(errors)) taken[i] += entry.value * errors[entry.row];
      if (is_helper(step))
        keep(row, step, helping_weights(step, errors), taken, errors);
      else if (is_special(step))
        keep_special(row, step, taken, errors);
      else
        keep(row, step, coarse_weights(), taken, errors);
    }
  }

  Block<double> coarse_weights() {
    Block<double> weights;
    for (double& w : weights) w = beta * static_cast<double>(dice_.between(-3000, 3000)) / 1024;
    return weights;
  }

  // The weights of a helper whose code is 0: an eighth of what the next target lacks to the middle of a
  // facet.
  Block<double> helping_weights(Index step, const std::vector<double>& errors) {
    Block<double> others{};
    Block<double> scaled;
    for (Index i = 0; i < width; ++i) {
      for (const Entry& entry : upper_[(step + 1) * width + i])
        if (entry.row < std::ssize(errors)) others[i] += entry.value * errors[entry.row];
      scaled[i] = others[i] / beta;
    }
    near_ = reference::nearest_e8<double>(scaled);
    facet_ = reference::e8_minimal_vectors()[dice_.below(240)];
    Block<double> weights;
    for (Index i = 0; i < width; ++i)
      weights[i] = (beta * (coordinate(near_, i) + coordinate(facet_, i) / 2) - others[i]) / helper_share;
    return weights;
  }

  // Takes the nearest point.
  void keep(Index row, Index step, const Block<double>& weights, const Block<double>& taken,
            std::vector<double>& errors) {
    Block<double> scaled;
    for (Index i = 0; i < width; ++i) scaled[i] = (weights[i] + taken[i]) / beta;
    const E8Point point = reference::nearest_e8<double>(scaled);
    for (Index i = 0; i < width; ++i) scaled[i] -= coordinate(point, i);
    store(row, step, weights, point, check::reach(scaled) == 1 ? Verdict::tie : Verdict::exact, errors);
  }

  void keep_special(Index row, Index step, const Block<double>&, std::vector<double>& errors) {
    const Distance distance = shape_.distances[specials_++ % shape_.distances.size()];
    const bool on_other_side = dice_.chance(50);
    double beyond = distance.exponent == 0 ? 0 : std::ldexp(1.0, -distance.exponent);
    if (!distance.beyond) beyond = -beyond;
    if (distance.second > 0) beyond += std::ldexp(1.0, -distance.second);
    Block<double> weights;
    for (Index i = 0; i < width; ++i)
      weights[i] = beta * (on_other_side ? -beyond : beyond) * coordinate(facet_, i) / 2;
    const Verdict verdict = std::fabs(beyond) <= 0x1p-60 ? Verdict::tie
                            : beyond > 0                 ? Verdict::wrong
                                                         : Verdict::exact;
    known_.wrong += verdict == Verdict::wrong;
    store(row, step, weights, on_other_side ? near_ + facet_ : near_, verdict, errors);
  }

  void store(Index row, Index step, const Block<double>& weights, const E8Point& point, Verdict verdict,
             std::vector<double>& errors) {
    LatticeCase& c = known_.c;
    const Index block = c.block_at(step);
    known_.blocks[row * c.blocks() + block] = verdict;
    const Block<Code> code = reference::voronoi_code(point, c.q);
    for (Index i = 0; i < width; ++i) {
      const Index at = row * c.cols + block * width + i;
      c.values[at] = weights[i];
      c.codes[at] = code[i];
      c.decoded[at] = beta * coordinate(point, i);
      errors.push_back(weights[i] - c.decoded[at]);
    }
  }

  const KnownLdlqShape& shape_;
  Dice dice_;
  std::vector<std::vector<Entry>> upper_;  // by column
  E8Point near_;
  E8Point facet_;
  std::size_t specials_ = 0;
  KnownLdlq known_;
};

}  // namespace

KnownLdlq known_ldlq(const KnownLdlqShape& shape, std::uint64_t seed) {
  return Construction(shape, seed).made();
}

}  // namespace quantcheck::test
