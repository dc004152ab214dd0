#include <quantcheck/proofs_check/diagnose/feedback/sweep.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr Index rows_together = 32;
constexpr Index steps_together = 64;

// A decision: its error, scale, code and zero, and its weight before any update less the value of the code.
template <class T>
struct SweptDecision {
  T error;
  T scale;
  T code;
  T zero;
  T from_weight;
  bool clipped;
  bool at_end;
};

template <class T>
T fed_back_of(FedBack fed_back, const SweptDecision<T>& d) {
  const T half = std::fabs(d.scale) / T(2);
  switch (fed_back) {
    case FedBack::from_code:
      return d.error + d.scale * (d.code - d.zero) - d.code;
    case FedBack::from_code_and_zero:
      return d.error + d.scale * (d.code - d.zero) - (d.code - d.zero);
    case FedBack::in_scales:
      return d.error / d.scale;
    case FedBack::dropped_if_clipped:
      return d.clipped ? T(0) : d.error;
    case FedBack::dropped_at_ends:
      return d.at_end ? T(0) : d.error;
    case FedBack::at_most_half_scale:
      return std::clamp(d.error, -half, half);
    case FedBack::before_clipping:
      return d.clipped ? d.error - d.scale * std::nearbyint(d.error / d.scale) : d.error;
    case FedBack::from_weight:
      return d.from_weight;
    case FedBack::error:
      break;
  }
  return d.error;
}

}  // namespace

bool SweptRows::ends(Index row, Index step, double error) const {
  const std::optional<Code>& end = (error > 0) == (scale(row, step) > 0) ? range.max : range.min;
  return !end || static_cast<double>(*end) != code(row, step);
}

SweptRows swept_rows(const Case& c, Index steps) {
  const Index out = c.layer.out;
  SweptRows result{Matrix<double>(out, steps), Matrix<double>(out, steps), Matrix<double>(out, steps),
                   Matrix<double>(out, steps), c.grid.range};
  for (Index row = 0; row < out; ++row) {
    const std::vector<double> weights = c.weights_of(row);
    const std::vector<Code> codes = c.codes.row(row);
    for (Index k = 0; k < steps; ++k) {
      const Index column = c.declared.order[k];
      result.weight(row, k) = weights[column];
      result.scale(row, k) = c.grid.scale_at(row, column);
      result.code(row, k) = static_cast<double>(codes[column]);
      result.zero(row, k) = static_cast<double>(c.grid.zero_at(row, column));
    }
  }
  return result;
}

template <class T>
Matrix<T> swept_errors(const SweptRows& rows, const Matrix<T>& m, FedBack fed_back) {
  const Index count = rows.weight.rows();
  const Index steps = m.rows();
  Matrix<T> errors(count, steps);
  optimized::Team& team = optimized::team_of(optimized::thread_count(0));
  team.for_each((count + rows_together - 1) / rows_together, [&](Index part) {
    const Index first = part * rows_together;
    const Index size = std::min(rows_together, count - first);
    Matrix<T> fed(size, steps);
    for (Index begin = 0; begin < steps; begin += steps_together) {
      const Index width = std::min(steps_together, steps - begin);
      Matrix<T> target = rows.weight.block(first, begin, size, width).template cast<T>();
      if (begin > 0) target.noalias() -= fed.leftCols(begin) * m.block(0, begin, begin, width);
      for (Index r = 0; r < size; ++r)
        for (Index k = 0; k < width; ++k) {
          const Index row = first + r;
          const Index step = begin + k;
          const T scale = static_cast<T>(rows.scale(row, step));
          const T code = static_cast<T>(rows.code(row, step));
          const T zero = static_cast<T>(rows.zero(row, step));
          const T value = scale * (code - zero);
          const T error = target(r, k) - value;
          const bool clipped =
              std::fabs(error) > std::fabs(scale) / T(2) && !rows.ends(row, step, static_cast<double>(error));
          errors(row, step) = error;
          const T given = fed_back_of<T>(
              fed_back, {error, scale, code, zero, static_cast<T>(rows.weight(row, step)) - value, clipped,
                         !(rows.ends(row, step, 1) && rows.ends(row, step, -1))});
          fed(r, step) = given;
          for (Index j = k + 1; j < width; ++j) target(r, j) -= given * m(step, begin + j);
        }
    }
  });
  return errors;
}

template Matrix<double> swept_errors(const SweptRows&, const Matrix<double>&, FedBack);
template Matrix<float> swept_errors(const SweptRows&, const Matrix<float>&, FedBack);

}  // namespace quantcheck::check
