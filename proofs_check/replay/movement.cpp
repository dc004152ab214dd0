#include <quantcheck/proofs_check/replay/movement.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <type_traits>

#include <quantcheck/proofs_check/replay/dense/coarse_sweep.h>
#include <quantcheck/proofs_check/replay/dense/sweep.h>
#include <quantcheck/proofs_check/replay/neighbours.h>
#include <quantcheck/proofs_check/replay/precision.h>
#include <quantcheck/proofs_check/replay/visit_arithmetic.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr Index rows_together = 256;

// The steps that are asked about, by row.
struct AskedRows {
  explicit AskedRows(const std::vector<AskedDecision>& asked) {
    std::map<Index, std::vector<std::size_t>> by_row;
    for (std::size_t i = 0; i < asked.size(); ++i) by_row[asked[i].row].push_back(i);
    for (auto& [row, decisions] : by_row) {
      rows.push_back(row);
      decisions_of.push_back(std::move(decisions));
    }
  }

  std::vector<Index> rows;
  std::vector<std::vector<std::size_t>> decisions_of;  // indices of what is asked, for each of `rows`
};

// The squares of the units in which the movements of one row are compared, by step. They are 0 where no error
// was made before.
std::vector<double> squared_units(const ReplayedRows& rows, Index row, const std::vector<double>& pivot) {
  std::vector<double> units(pivot.size());
  double loss = 0;
  for (std::size_t k = 0; k < pivot.size(); ++k) {
    const auto step = static_cast<Index>(k);
    const double scale = rows.scale(step, row);
    units[k] = loss / (pivot[k] * scale * scale);
    const double v = rows.residual(step, row) * scale;
    loss += pivot[k] * v * v;
  }
  return units;
}

// fl(t/s) - t/s of one row, by step.
template <class T>
std::vector<double> moved_by(const Matrix<T>& target, const ReplayedRows& rows, Index row) {
  std::vector<double> moved(target.rows());
  for (Index k = 0; k < target.rows(); ++k)
    moved[k] = static_cast<double>(target(k, row) / T(rows.scale(k, row))) -
               (rows.code(k, row) + rows.residual(k, row));
  return moved;
}

/// Replays in the number type T, with factors in F.
template <class T, class F>
class Replays {
 public:
  Replays(const Case& c, const Hypothesis& hypothesis, double roundoff, const RowSource& source,
          const std::vector<AskedDecision>& asked, const AskedRows& by_row)
      : case_(c),
        hypothesis_(hypothesis),
        roundoff_(roundoff),
        source_(source),
        asked_(asked),
        by_row_(by_row) {}

  // Raises the movements to what the replays of one form show. The factors of all versions are made first,
  // since it takes longer to find out where a row's decisions stand than to replay them.
  void run(Form form, Movement& result) {
    std::vector<double> squares(asked_.size(), 0.0);
    std::vector<int> replays(asked_.size(), 0);
    const int versions = replayed_versions_of(case_.layer.in);
    std::vector<std::optional<SweepFactor<F>>> factors;
    for (int version = 0; version < versions; ++version) {
      std::optional<SweepFactor<F>> factor = sweep_factor<F>(
          case_, hypothesis_, form, {version, roundoff_, version * case_.layer.samples / versions});
      ++(factor ? result.factored : result.unfactored);
      if constexpr (!std::is_same_v<T, F>)
        if (factor) make_coarse<T>(form, *factor);
      factors.push_back(std::move(factor));
    }
    for (std::size_t first = 0; first < by_row_.rows.size(); first += rows_together) {
      const std::size_t count = std::min<std::size_t>(rows_together, by_row_.rows.size() - first);
      const ReplayedRows rows = source_(std::span(by_row_.rows).subspan(first, count));
      for (int version = 0; version < versions; ++version)
        if (factors[version]) add_rows(form, version, *factors[version], rows, first, squares, replays);
    }
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (replays[i] == 0) continue;
      result.measured[i] = true;
      result.distance[i] = std::max(result.distance[i], std::sqrt(squares[i] / replays[i]));
    }
  }

 private:
  // Adds what a version shows of the rows, which are those of by_row_ from `first` on.
  void add_rows(Form form, int version, SweepFactor<F>& factor, const ReplayedRows& rows, std::size_t first,
                std::vector<double>& squares, std::vector<int>& replays) {
    Matrix<T> target;
    if constexpr (std::is_same_v<T, F>)
      target = swept_targets(rows, form, factor);
    else
      target = coarsely_swept_targets<T>(rows, form, factor, version);
    in_parts<8>(rows.weight.cols(), 32 * case_.layer.in, [&](Index begin, Index part) {
      for (Index row = begin; row < begin + part; ++row) {
        const std::vector<std::size_t>& decisions = by_row_.decisions_of[first + row];
        const std::vector<double> moved = moved_by(target, rows, row);
        // A row that leaves the range of the format says nothing about rounding.
        if (!std::all_of(moved.begin(), moved.end(), [](double x) { return std::isfinite(x); })) continue;
        const std::vector<double> units = squared_units(rows, row, factor.pivot);
        for (const std::size_t decision : decisions) {
          squares[decision] +=
              mean_square(moved, units, asked_[decision].step, neighbours_of(case_.layer.in));
          ++replays[decision];
        }
      }
    });
  }

  const Case& case_;
  const Hypothesis& hypothesis_;
  double roundoff_;
  const RowSource& source_;
  const std::vector<AskedDecision>& asked_;
  const AskedRows& by_row_;
};

}  // namespace

double rounding_floor(const Case& c, Arithmetic arithmetic, double quotient, Code zero) {
  double sum = std::fabs(quotient) + 1.0;
  if (zero != 0 && c.declared.zero_added != ZeroAdded::after)
    sum += std::fabs(quotient + static_cast<double>(zero));
  return sum * storage_roundoff(arithmetic);
}

double replay_operations(int replays, Index rows, Index inputs, Arithmetic arithmetic) {
  const auto n = static_cast<double>(inputs);
  const double of_sweep = is_coarser_than_float(arithmetic) ? 20.0 : 0.5;
  return replays * n * n * (n + static_cast<double>(rows) * of_sweep);
}

int replayed_versions_of(Index inputs) {
  return static_cast<int>(std::clamp<Index>(4096 / std::max<Index>(inputs, 1), 2, replayed_versions));
}

Index neighbours_of(Index inputs) { return replayed_versions / replayed_versions_of(inputs) - 1; }

Movement measure_movement(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                          const RowSource& rows, const std::vector<AskedDecision>& asked, Inversion inversion,
                          const std::function<bool(const Movement&)>& enough) {
  const AskedRows by_row(asked);
  Movement result{{}, std::vector<bool>(asked.size(), false)};
  for (const AskedDecision& decision : asked) result.distance.push_back(decision.floor);
  const std::vector<Form> forms = inversion == Inversion::general
                                      ? std::vector{Form::lower_of_general, Form::upper_of_general}
                                      : std::vector{Form::on_u, Form::by_solving};
  const double roundoff = std::min(storage_roundoff(arithmetic), unit_roundoff(Arithmetic::fp32));
  for (const Form form : forms) {
    visit_arithmetic(arithmetic, [&]<class T>(NumberType<T>) {
      using F = std::conditional_t<std::is_same_v<T, double>, double, float>;
      Replays<T, F> replays(c, hypothesis, roundoff, rows, asked, by_row);
      replays.run(form, result);
    });
    if (enough(result)) break;
  }
  return result;
}

}  // namespace quantcheck::check
