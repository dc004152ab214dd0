#include <quantcheck/proofs_check/certified/certified_sides.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/certified/rounding.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

constexpr std::size_t columns_together = 4;  // that one pass over the Hessian refines

// The products with the Hessian that a column usually takes.
constexpr double usual_products = 3;

constexpr const char* range_reason = "weights, scales or codes lie too far apart for arithmetic in double";
constexpr const char* digits_reason = "it takes more digits than the hessian can be resolved to";

constexpr const char* rows_stage = "certifying rows";
constexpr const char* columns_stage = "refining columns";

class Certifier {
 public:
  Certifier(const Case& c, const Hypothesis& hypothesis, const Progress& progress)
      : case_(c),
        hypothesis_(hypothesis),
        grid_(hypothetical_grid(c, hypothesis)),
        cells_(grid_),
        progress_(progress) {
    sides_.steps = c.layer.in;
    sides_.ties.assign(static_cast<std::size_t>(c.layer.out * c.layer.in), false);
  }

  CertifiedSides run_plainly() {
    const std::vector<double> unscaled(static_cast<std::size_t>(case_.layer.in), 1.0);
    for_rows([&](const std::vector<Index>& rows) {
      const RowErrors errors = row_errors(case_, grid_, hypothesis_.order, unscaled, rows);
      certify_rows(rows.front(), errors, plain_residuals(errors));
    });
    for (const DecisionPlace& place : std::exchange(sides_.open, {})) settle_uncoupled(place);
    return sorted();
  }

  CertifiedSides run(const CertifiedFactor& factor, Budget& budget) {
    for_rows([&](const std::vector<Index>& rows) {
      const RowErrors errors = row_errors(case_, grid_, hypothesis_.order, factor.hessian.scaling, rows);
      const Residuals residuals = bounded_residuals(factor, hypothesis_, errors);
      certify_rows(rows.front(), errors, residuals);
      add_losses(factor, errors, residuals);
    });
    sides_.bound = bound_of_loss(factor);
    settle_open({factor, HessianProduct(case_, hypothesis_, factor), budget});
    return sorted();
  }

 private:
  // What refined columns are made of.
  struct Refining {
    const CertifiedFactor& factor;
    const HessianProduct product;
    Budget& budget;
  };

  template <class Certify>
  void for_rows(const Certify& certify) {
    for_chunks(case_.layer.out, case_.layer.in, [&](const std::vector<Index>& rows) {
      if (progress_) progress_(rows_stage, rows.front(), case_.layer.out);
      certify(rows);
    });
  }

  CertifiedSides sorted() {
    std::ranges::sort(sides_.outside, {}, &OutsideDecision::place);
    std::ranges::sort(sides_.open);
    return std::move(sides_);
  }

  // What a thread finds in one row.
  struct Found {
    std::vector<OutsideDecision> outside;
    std::vector<DecisionPlace> ties;
    std::vector<DecisionPlace> open;
    Index clipped = 0;
  };

  Rational error_at(Index row, Index step) const {
    return exact_error(case_, grid_, row, hypothesis_.order[step]);
  }

  Code code_at(Index row, Index step) const { return case_.codes(row, hypothesis_.order[step]); }

  void certify_rows(Index first, const RowErrors& errors, const Residuals& residuals) {
    const Index count = errors.error.rows();
    const auto open_before = std::ssize(sides_.open);
    std::vector<Found> found(static_cast<std::size_t>(count));
    optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index r) {
      for (Index k = 0; k < case_.layer.in; ++k) {
        const BoundedPosition position = bounded_position(cells_, code_at(first + r, k), errors.scale(r, k),
                                                          residuals.value(r, k), residuals.error(r, k));
        keep(errors.usable[r] ? position.side : std::nullopt, position, {first + r, k}, found[r]);
      }
    });
    for (const Found& row : found) add(row);
    sides_.settled.in_double += count * case_.layer.in - (std::ssize(sides_.open) - open_before);
    usable_.insert(usable_.end(), errors.usable.begin(), errors.usable.end());
  }

  void add_losses(const CertifiedFactor& factor, const RowErrors& errors, const Residuals& residuals) {
    const std::vector<Interval> of_rows = losses(factor, hypothesis_, errors, residuals);
    for (std::size_t r = 0; r < of_rows.size(); ++r)
      sides_.loss = sides_.loss + (errors.usable[r] ? of_rows[r] : Interval{0, unbounded});
  }

  // Records the side of a decision, or that it is open.
  void keep(const std::optional<Side>& side, const BoundedPosition& position, const DecisionPlace& place,
            Found& found) {
    if (!side) {
      found.open.push_back(place);
      return;
    }
    if (side == Side::tie) found.ties.push_back(place);
    found.clipped += position.clipped;
    if (side == Side::outside)
      found.outside.push_back({place, position.r, position.excess, std::log2(position.excess)});
  }

  void add(const Found& found) {
    for (const DecisionPlace& place : found.ties) sides_.ties[place.row * sides_.steps + place.step] = true;
    sides_.outside.insert(sides_.outside.end(), found.outside.begin(), found.outside.end());
    sides_.open.insert(sides_.open.end(), found.open.begin(), found.open.end());
    sides_.clipped += found.clipped;
  }

  // Settles open decisions in the order of their steps, until the budget ends.
  void settle_open(const Refining& refining) {
    std::map<Index, std::vector<Index>> rows;  // by step
    for (const DecisionPlace& place : std::exchange(sides_.open, {})) {
      if (settle_uncoupled(place)) continue;
      if (usable_[place.row])
        rows[place.step].push_back(place.row);
      else
        leave_open({place.row}, place.step, range_reason);
    }
    const Index count = std::ssize(rows);
    try {
      while (!rows.empty()) {
        if (progress_) progress_(columns_stage, count - std::ssize(rows), count);
        settle_columns(refining, rows);
      }
    } catch (const BudgetSpent& spent) {  // what has not been settled is open
      sides_.open_reason = spent.what();
      sides_.open_advice = spent.advice();
    }
    for (const auto& [step, open] : rows) leave_open(open, step, spent_reason);
  }

  // Settles a decision whose row has no error before it that is carried to it: v = e.
  bool settle_uncoupled(const DecisionPlace& place) {
    for (Index i = place.step; i-- > 0;)
      if (carries(hypothesis_, i, place.step) && error_at(place.row, i) != 0) return false;
    Found found;
    const BoundedPosition position =
        exact_position(grid_, cells_, place.row, hypothesis_.order[place.step],
                       code_at(place.row, place.step), {error_at(place.row, place.step), 0});
    keep(position.side, position, place, found);
    add(found);
    ++sides_.settled.uncoupled;
    return true;
  }

  // Settles the decisions at the first steps that have some, and takes them out of `rows`.
  void settle_columns(const Refining& refining, std::map<Index, std::vector<Index>>& rows) {
    const CertifiedFactor& factor = refining.factor;
    std::vector<Index> steps;
    for (const auto& [step, open] : rows)
      if (steps.size() < columns_together) steps.push_back(step);
    refining.budget.spend(refinement_cost(steps));
    for (const SchurColumn& column : schur_columns(factor, refining.product, steps)) {
      sides_.settled.pairs += settle_rows(rows[column.step], column.step, [&](Index row) {
        return refined_position(factor, hypothesis_, cells_, column, row_pairs(case_, grid_, factor, row),
                                code_at(row, column.step));
      });
      if (!rows[column.step].empty()) {
        const ExactColumn exact =
            exact_column(case_, hypothesis_, factor, column, verdict_goal, refining.budget.work());
        sides_.settled.products += settle_rows(rows[column.step], column.step, [&](Index row) {
          return exact_position(grid_, cells_, row, hypothesis_.order[column.step], code_at(row, column.step),
                                residual_from(case_, hypothesis_, factor, exact, row));
        });
      }
      leave_open(rows[column.step], column.step, digits_reason);
      rows.erase(column.step);
    }
  }

  void leave_open(const std::vector<Index>& rows, Index step, const char* reason) {
    for (const Index row : rows) sides_.open.push_back({row, step});
    if (!rows.empty() && sides_.open_reason.empty()) sides_.open_reason = reason;
  }

  // Takes those rows out of `rows` whose decision at the step has a side by position(row). Returns their
  // number.
  template <class PositionOf>
  Index settle_rows(std::vector<Index>& rows, Index step, const PositionOf& position_of) {
    const Index before = std::ssize(rows);
    Found found;
    for (const Index row : rows) {
      const BoundedPosition position = position_of(row);
      keep(position.side, position, {row, step}, found);
    }
    rows.clear();
    for (const DecisionPlace& place : found.open) rows.push_back(place.row);
    found.open.clear();
    add(found);
    return before - std::ssize(rows);
  }

  double refinement_cost(const std::vector<Index>& steps) const {
    const auto n = static_cast<double>(case_.layer.in);
    const double passes = case_.layer.hessian.empty() ? 2 * static_cast<double>(case_.layer.samples) / n : 1;
    return usual_products * passes * n * n * static_cast<double>(steps.size());
  }

  Interval bound_of_loss(const CertifiedFactor& factor) const {
    if (cells_.is_single() || std::ranges::count(usable_, 0) > 0) return {0, unbounded};
    std::vector<Interval> terms(static_cast<std::size_t>(case_.layer.in));
    optimized::team_of(optimized::thread_count(0)).for_each(case_.layer.in, [&](Index k) {
      const Index column = hypothesis_.order[k];
      double squares = 0;
      for (Index row = 0; row < case_.layer.out; ++row) {
        const double gap = grid_.scale_at(row, column) * cells_.widest(case_.codes(row, column)) /
                           factor.hessian.scaling[column];
        squares += gap * gap;
      }
      const double term = factor.factor.pivots[k] * squares / 4;
      terms[k] = around(term, term * (pivot_error(factor, k) + rounding_growth(case_.layer.out + 9)));
    });
    return std::accumulate(terms.begin(), terms.end(), Interval());
  }

  const Case& case_;
  const Hypothesis& hypothesis_;
  const Grid<double> grid_;
  const GridCells cells_;
  const Progress& progress_;
  CertifiedSides sides_;
  std::vector<unsigned char> usable_;  // by row (RowErrors)
};

}  // namespace

CertifiedSides certified_sides(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                               const Progress& progress, Budget& budget) {
  return Certifier(c, hypothesis, progress).run(factor, budget);
}

CertifiedSides certified_plain_sides(const Case& c, const Hypothesis& hypothesis, const Progress& progress) {
  return Certifier(c, hypothesis, progress).run_plainly();
}

}  // namespace quantcheck::check
