#include <quantcheck/reference/lattice/closest_vector.h>

#include <algorithm>
#include <utility>

namespace quantcheck::reference {
namespace {

// Gives the integers of a grid one after another by their distance from a target, and of two at the same
// distance the greater one first.
class Zigzag {
 public:
  Zigzag(const Grid<Rational>& grid, Index row, Index column, const Rational& target)
      : grid_(grid),
        row_(row),
        column_(column),
        target_(target),
        above_(nearest(grid, row, column, target, Rounding::half_up)),
        below_(above_ - 1) {}

  std::optional<Code> next() {
    const CodeRange& range = grid_.range;
    const bool any_above = !range.max || above_ <= *range.max;
    const bool any_below = !range.min || below_ >= *range.min;
    if (!any_above && !any_below) return std::nullopt;
    const bool upward = any_above && (!any_below || distance(above_) <= distance(below_));
    return upward ? above_++ : below_--;
  }

 private:
  Rational distance(Code code) const { return abs(target_ - value(grid_, row_, column_, code)); }

  const Grid<Rational>& grid_;
  Index row_;
  Index column_;
  Rational target_;
  Code above_;  // the next code upwards
  Code below_;  // the next code downwards
};

// Gives the codes of a table in the same way, a code for each of its values: the greater of two values in
// levels is the greater one.
class LevelsByDistance {
 public:
  LevelsByDistance(const Grid<Rational>& grid, Index row, Index column, const Rational& target) {
    const auto distance = [&](Code code) { return Rational(abs(target - value(grid, row, column, code))); };
    for (const Rational& level : distinct_levels(grid.levels))
      codes_.push_back(std::find(grid.levels.begin(), grid.levels.end(), level) - grid.levels.begin());
    std::reverse(codes_.begin(), codes_.end());
    std::stable_sort(codes_.begin(), codes_.end(), [&](Code a, Code b) { return distance(a) < distance(b); });
  }

  std::optional<Code> next() {
    if (at_ == codes_.size()) return std::nullopt;
    return codes_[at_++];
  }

 private:
  std::vector<Code> codes_;
  std::size_t at_ = 0;
};

class Search {
 public:
  Search(const Matrix<Rational>& weight, const Udu<Rational>& factor, const Grid<Rational>& grid,
         const Order& order, Index row, Index max_nodes)
      : weight_(weight),
        factor_(factor),
        grid_(grid),
        order_(order),
        row_(row),
        nodes_left_(max_nodes),
        codes_(weight.cols()),
        e_(weight.cols()) {}

  std::optional<ClosestVector> closest() {
    if (!descend(0, Rational(0))) return std::nullopt;
    return std::move(best_);
  }

 private:
  // Searches all codes of the steps from j on, where codes_ and e_ hold the codes and errors of the steps
  // before j, whose loss is `loss`. Returns false when the nodes are used up.
  bool descend(Index j, const Rational& loss) {
    if (j == weight_.cols()) {
      best_ = {codes_, loss};
      return true;
    }
    const Index column = order_[j];
    const Rational target = target_at(j);
    return grid_.levels.empty() ? descend_to(Zigzag(grid_, row_, column, target), j, target, loss)
                                : descend_to(LevelsByDistance(grid_, row_, column, target), j, target, loss);
  }

  template <class Candidates>
  bool descend_to(Candidates candidates, Index j, const Rational& target, const Rational& loss) {
    const Index column = order_[j];
    while (const std::optional<Code> code = candidates.next()) {
      if (nodes_left_-- <= 0) return false;
      const Rational quantized = value(grid_, row_, column, *code);
      const Rational v = target - quantized;
      const Rational loss_here = loss + factor_.pivot(j) * v * v;
      if (best_ && loss_here >= best_->loss) return true;  // Codes farther from the target lose more.
      codes_[column] = *code;
      e_(j) = weight_(row_, column) - quantized;
      if (!descend(j + 1, loss_here)) return false;
    }
    return true;
  }

  // The target t_j = w_j + sum_{i<j} e_i U_ij.
  Rational target_at(Index j) const {
    Rational sum = 0;
    for (Index i = 0; i < j; ++i) sum = sum + e_(i) * factor_.numerator(i, j);
    return weight_(row_, order_[j]) + sum / factor_.denominator(j);
  }

  const Matrix<Rational>& weight_;
  const Udu<Rational>& factor_;
  const Grid<Rational>& grid_;
  const Order& order_;
  Index row_;
  Index nodes_left_;
  std::vector<Code> codes_;  // the codes of the steps so far, by column
  Vector<Rational> e_;       // the errors of the steps so far, in processing order
  std::optional<ClosestVector> best_;
};

}  // namespace

std::optional<ClosestVector> closest_vector(const Matrix<Rational>& weight, const Udu<Rational>& factor,
                                            const Grid<Rational>& grid, const Order& order, Index row,
                                            Index max_nodes) {
  return Search(weight, factor, grid, order, row, max_nodes).closest();
}

}  // namespace quantcheck::reference
