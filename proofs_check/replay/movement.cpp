#include <quantcheck/proofs_check/replay/movement.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <type_traits>

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

// Numbers of some rows, each by step.
using RowNumbers = std::vector<std::vector<double>>;

RowNumbers row_numbers(Index rows, Index steps) {
  return RowNumbers(static_cast<std::size_t>(rows), std::vector<double>(static_cast<std::size_t>(steps)));
}

// The squares of the units in which the movements of each of rows first .. first + count - 1 are compared.
// They are 0 where no error was made before.
RowNumbers squared_units(const ReplayedRows& rows, Index first, Index count,
                         const std::vector<double>& pivot) {
  RowNumbers units = row_numbers(count, std::ssize(pivot));
  std::vector<double> loss(static_cast<std::size_t>(count));
  for (Index k = 0; k < std::ssize(pivot); ++k)
    for (Index i = 0; i < count; ++i) {
      const double scale = rows.scale(k, first + i);
      const double gap = scale * rows.gap(k, first + i);
      units[i][k] = loss[i] / (pivot[k] * gap * gap);
      const double v = rows.residual(k, first + i) * scale;
      loss[i] += pivot[k] * v * v;
    }
  return units;
}

// fl((t - offset) / s) - (t - offset) / s of the same rows, in gaps.
template <class T>
RowNumbers moved_by(const Matrix<T>& target, const ReplayedRows& rows, Index first, Index count) {
  RowNumbers moved = row_numbers(count, target.rows());
  for (Index k = 0; k < target.rows(); ++k)
    for (Index i = 0; i < count; ++i) {
      const Index row = first + i;
      const T from_offset =
          rows.offsets.size() > 0 ? target(k, row) - T(rows.offsets(k, row)) : target(k, row);
      moved[i][k] = (static_cast<double>(from_offset / T(rows.scale(k, row))) -
                     (rows.code(k, row) + rows.residual(k, row))) /
                    rows.gap(k, row);
    }
  return moved;
}

/// Replays in the number type T, with factors in F.
template <class T, class F>
class Replays {
 public:
  Replays(ReplayFactors& factors, double roundoff, const RowSource& source,
          const std::vector<AskedDecision>& asked, const AskedRows& by_row)
      : factors_(factors),
        in_(factors.of_case().layer.in),
        roundoff_(roundoff),
        source_(source),
        asked_(asked),
        by_row_(by_row),
        squares_(asked.size()),
        replays_(asked.size()) {}

  // Raises the movements to what the replays of the forms show. Rows are taken together, and each form is
  // tried on them until that is enough for them, since it takes longer to find out where a row's decisions
  // stand than to replay them.
  void run(const std::vector<Form>& forms, const EnoughMovement& enough, Movement& result) {
    std::size_t counted = 0;  // the forms whose factors were counted
    for (std::size_t first = 0; first < by_row_.rows.size(); first += rows_together) {
      const std::size_t count = std::min<std::size_t>(rows_together, by_row_.rows.size() - first);
      const ReplayedRows rows = source_(std::span(by_row_.rows).subspan(first, count));
      std::vector<std::size_t> decisions;
      for (std::size_t row = first; row < first + count; ++row)
        decisions.insert(decisions.end(), by_row_.decisions_of[row].begin(), by_row_.decisions_of[row].end());
      for (std::size_t form = 0; form < forms.size(); ++form) {
        auto& versions = factors_.versions<T, F>(forms[form], replayed_versions_of(in_), roundoff_);
        for (; counted <= form; ++counted)
          for (const auto& factor : versions) ++(factor ? result.factored : result.unfactored);
        for (std::size_t version = 0; version < versions.size(); ++version)
          if (versions[version])
            add_rows(forms[form], static_cast<int>(version), *versions[version], rows, first);
        raise(decisions, result);
        if (enough(result, decisions)) break;
      }
    }
  }

 private:
  // Adds what a version shows of the rows, which are those of by_row_ from `first` on.
  void add_rows(Form form, int version, SweepFactor<F>& factor, const ReplayedRows& rows, std::size_t first) {
    Matrix<T> target;
    if constexpr (std::is_same_v<T, F>)
      target = swept_targets(rows, form, factor);
    else
      target = coarsely_swept_targets<T>(rows, form, factor, version);
    // Eight rows at a time take whole lines of the cache.
    in_parts<8>(rows.weight.cols(), 32 * in_, [&](Index begin, Index part) {
      const RowNumbers moved = moved_by(target, rows, begin, part);
      const RowNumbers units = squared_units(rows, begin, part, factor.pivot);
      for (Index i = 0; i < part; ++i) {
        // A row that leaves the range of the format says nothing about rounding.
        if (!std::ranges::all_of(moved[i], [](double x) { return std::isfinite(x); })) continue;
        const NeighbourMeans means(moved[i], units[i], neighbours_of(in_));
        for (const std::size_t decision : by_row_.decisions_of[first + begin + i]) {
          squares_[decision] += means.at(asked_[decision].step);
          ++replays_[decision];
        }
      }
    });
  }

  // Raises the movements of the decisions to what the replays of a form showed, and begins anew.
  void raise(const std::vector<std::size_t>& decisions, Movement& result) {
    for (const std::size_t i : decisions) {
      if (replays_[i] > 0) {
        result.measured[i] = true;
        result.distance[i] = std::max(result.distance[i], std::sqrt(squares_[i] / replays_[i]));
      }
      squares_[i] = 0;
      replays_[i] = 0;
    }
  }

  ReplayFactors& factors_;
  const Index in_;
  const double roundoff_;
  const RowSource& source_;
  const std::vector<AskedDecision>& asked_;
  const AskedRows& by_row_;
  std::vector<double> squares_;  // of the movements in the replays of a form, by decision
  std::vector<int> replays_;     // their number
};

}  // namespace

double rounding_floor(const Case& c, Arithmetic arithmetic, double quotient, double zero) {
  double sum = std::fabs(quotient) + 1.0;
  if (zero != 0 && c.declared.zero_added != ZeroAdded::after) sum += std::fabs(quotient + zero);
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

Movement measure_movement(ReplayFactors& factors, Arithmetic arithmetic, const RowSource& rows,
                          const std::vector<AskedDecision>& asked, Inversion inversion,
                          const EnoughMovement& enough) {
  const AskedRows by_row(asked);
  Movement result{{}, std::vector<bool>(asked.size(), false)};
  result.distance.reserve(asked.size());
  for (const AskedDecision& decision : asked) result.distance.push_back(decision.floor);
  const std::vector<Form> forms = inversion == Inversion::general
                                      ? std::vector{Form::lower_of_general, Form::upper_of_general}
                                      : std::vector{Form::on_u, Form::by_solving};
  const double roundoff = std::min(storage_roundoff(arithmetic), unit_roundoff(Arithmetic::fp32));
  visit_arithmetic(arithmetic, [&]<class T>(NumberType<T>) {
    using F = std::conditional_t<std::is_same_v<T, double>, double, float>;
    Replays<T, F>(factors, roundoff, rows, asked, by_row).run(forms, enough, result);
  });
  return result;
}

}  // namespace quantcheck::check
