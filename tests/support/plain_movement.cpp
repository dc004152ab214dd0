#include <quantcheck/tests/support/plain_movement.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <type_traits>

#include <quantcheck/proofs_check/replay/inverse_by_elimination.h>
#include <quantcheck/proofs_check/replay/inverse_by_solving.h>
#include <quantcheck/proofs_check/replay/jitter.h>
#include <quantcheck/proofs_check/replay/precision.h>
#include <quantcheck/proofs_check/replay/replay_layer.h>
#include <quantcheck/proofs_check/replay/visit_arithmetic.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/gptq_blocked.h>
#include <quantcheck/reference/quantizers/nearest_plane_blocked.h>

namespace quantcheck::test {

using namespace check;

using reference::Matrix;

namespace {

constexpr int versions = replayed_versions;
constexpr Index block_sizes[] = {1, 16, 128};

// The forms of a replay: the nearest plane on U; and GPTQ on a factor of H^-1, which is a product of
// triangular inverses, what a solver gives, or either triangle of a general inverse.
enum class PlainForm { on_u, by_triangles, by_solving, lower_of_general, upper_of_general };

template <class F>
Matrix<F> inverse_by(PlainForm form, const Matrix<F>& hessian) {
  switch (form) {
    case PlainForm::by_solving:
      return inverse_by_solving(hessian);
    case PlainForm::lower_of_general:  // the factorization reads the lower triangle
      return inverse_by_elimination(hessian);
    case PlainForm::upper_of_general:
      return inverse_by_elimination(hessian).transpose();
    case PlainForm::on_u:
    case PlainForm::by_triangles:
      break;
  }
  return reference::inverse(hessian);
}

/// Squares of movements, summed over the replays of one kind: one form, and one arithmetic of the factor.
struct Kind {
  Matrix<double> squares;
  std::vector<int> replays;  // by row
};

/// Replays in the number type T along the case's codes.
template <class T>
class Replayer {
 public:
  Replayer(const Case& c, const Hypothesis& hypothesis, const Matrix<double>& quotient)
      : case_(c),
        hypothesis_(hypothesis),
        quotient_(quotient),
        position_(reference::inverse_order(hypothesis.order)),
        weight_(replay_weight<T>(c)),
        grid_(reference::convert_grid<T>(hypothetical_grid(c, hypothesis), [](double s) { return T(s); })) {}

  /// Replays the given forms with factors computed in F, from every version of the Hessian, and raises
  /// `movement` to what is found. Returns how many factorizations failed.
  template <class F>
  int run(const std::vector<PlainForm>& forms, double roundoff, PlainMovement& movement) {
    const Kind none{Matrix<double>::Zero(case_.layer.out, case_.layer.in), std::vector<int>(case_.layer.out)};
    std::vector<Kind> kinds(forms.size(), none);
    int failed = 0;
    for (int version = 0; version < versions; ++version) {
      const Index block = block_sizes[version % std::size(block_sizes)];
      const auto jittered = [&](Index i, Index j, const F& h) {
        return F(static_cast<double>(h) * (1.0 + roundoff * jitter(version, i, j)));
      };
      const Index first_sample = version * case_.layer.samples / versions;
      const Matrix<F> hessian = replay_hessian<F>(case_, hypothesis_, jittered, first_sample);
      for (std::size_t k = 0; k < forms.size(); ++k) failed += !record(kinds[k], hessian, forms[k], block);
    }
    for (const Kind& kind : kinds) keep_largest(kind, movement);
    return failed;
  }

 private:
  // Adds one replay to the kind, with blocks of `block` columns. Returns false where the Hessian does not
  // factor. A row that leaves the range of the format says nothing about rounding and is dropped.
  template <class F>
  bool record(Kind& kind, const Matrix<F>& hessian, PlainForm form, Index block) try {
    Matrix<double> moved(case_.layer.out, case_.layer.in);
    const auto decide = [&](Index row, Index column, const T& target) {
      const Index k = position_[column];
      const double computed = static_cast<double>(target / grid_.scale_at(row, column));
      moved(row, k) = computed - quotient_(row, k);
      return case_.codes(row, column);
    };
    if (form == PlainForm::on_u)
      reference::nearest_plane_blocked(weight_, replay_udu<T>(hessian, hypothesis_), grid_, hypothesis_.order,
                                       block, decide);
    else
      reference::gptq_blocked(weight_, replay_inverse_factor<T>(inverse_by(form, hessian), hypothesis_),
                              grid_, hypothesis_.order, block, decide);
    for (Index row = 0; row < case_.layer.out; ++row) {
      if (!moved.row(row).allFinite()) continue;
      kind.squares.row(row) += moved.row(row).cwiseAbs2();
      ++kind.replays[row];
    }
    return true;
  } catch (const reference::NotPositiveDefinite&) {
    return false;
  }

  static void keep_largest(const Kind& kind, PlainMovement& movement) {
    for (Index row = 0; row < kind.squares.rows(); ++row) {
      if (kind.replays[row] == 0) continue;
      movement.measured[row] = true;
      movement.steps.row(row) =
          movement.steps.row(row).cwiseMax((kind.squares.row(row) / kind.replays[row]).cwiseSqrt());
    }
  }

  const Case& case_;
  const Hypothesis& hypothesis_;
  const Matrix<double>& quotient_;
  Order position_;
  Matrix<T> weight_;
  Grid<T> grid_;
};

// T is what the columns are swept in. Nobody factors in less than float32.
template <class T>
void replay_in(const Case& c, const Hypothesis& hypothesis, double roundoff, const Matrix<double>& quotient,
               Inversion inversion, PlainMovement& movement) {
  using F = std::conditional_t<std::is_same_v<T, double>, double, float>;
  const std::vector<PlainForm> forms =
      inversion == Inversion::general
          ? std::vector{PlainForm::lower_of_general, PlainForm::upper_of_general}
          : std::vector{PlainForm::on_u, PlainForm::by_triangles, PlainForm::by_solving};
  Replayer<T> replayer(c, hypothesis, quotient);
  const int failed = replayer.template run<F>(forms, roundoff, movement);
  movement.unfactored += failed;
  movement.factored += versions * static_cast<int>(forms.size()) - failed;
  if (inversion == Inversion::general || std::is_same_v<F, double>) return;
  // Failures in double say nothing of the declared arithmetic, so they are not counted.
  replayer.template run<double>(forms, roundoff, movement);
}

}  // namespace

PlainMovement plain_movement(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                             const Matrix<double>& quotient, Inversion inversion) {
  PlainMovement movement;
  movement.measured.assign(c.layer.out, false);
  movement.steps.resize(c.layer.out, c.layer.in);
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index k = 0; k < c.layer.in; ++k)
      movement.steps(row, k) = rounding_floor(c, arithmetic, quotient(row, k),
                                              static_cast<double>(grid.zero_at(row, hypothesis.order[k])));
  const double roundoff = std::min(storage_roundoff(arithmetic), unit_roundoff(Arithmetic::fp32));
  visit_arithmetic(arithmetic, [&]<class T>(NumberType<T>) {
    replay_in<T>(c, hypothesis, roundoff, quotient, inversion, movement);
  });
  return movement;
}

}  // namespace quantcheck::test
