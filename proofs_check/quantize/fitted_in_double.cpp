#include <quantcheck/proofs_check/quantize/fitted_in_double.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <variant>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/compensated_weights.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/quantize/steps.h>
#include <quantcheck/reference/fit_grid.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::exact;
using reference::GroupGrid;
using reference::Rational;

namespace {

double power(double off, double norm) {
  return norm == 2 ? off * off : static_cast<double>(static_cast<float>(std::pow(off, norm)));
}

double error_of(const std::vector<double>& weights, double scale, const GroupGrid& covering,
                const GridShape& shape, double norm) {
  const auto first = static_cast<double>(shape.min() - covering.zero);
  const auto last = static_cast<double>(shape.max() - covering.zero);
  double sum = 0;
  for (const double weight : weights)
    sum += power(std::fabs(weight - scale * std::clamp(std::nearbyint(weight / scale), first, last)), norm);
  return sum;
}

GroupGrid group_grid(const std::vector<double>& weights, const GridRequest& request) {
  const GridShape shape = fitted_shape(request).shape;
  const auto [low, high] = std::ranges::minmax(weights);
  const std::vector<Rational> ends{exact(low), exact(high)};
  const GroupGrid covering = reference::covering_grid(ends, shape);
  if (request.fit == GridFit::extent) return covering;
  GroupGrid best = covering;
  double least = std::numeric_limits<double>::infinity();
  const int last = 101 - static_cast<int>(std::lround(request.range_of_error * 100));
  for (int percent = 100; percent >= last; --percent) {
    const double share = static_cast<double>(covering.scale) * percent / 100;
    const float scale = std::max(static_cast<float>(share), std::numeric_limits<float>::min());
    const double error =
        error_of(weights, static_cast<double>(scale), covering, shape, request.norm_of_error);
    if (error >= least) continue;
    least = error;
    best.scale = scale;
  }
  return best;
}

/// Groups of columns whose scales are fitted at the same moment: to the weights as compensated up to a step.
struct Moment {
  Index compensated_to = 0;
  std::vector<Steps> groups;  // in the order that the columns are grouped in
};

class BlockwiseFit {
 public:
  BlockwiseFit(Case start, const QuantizeOptions& options)
      : case_(std::move(start)),
        request_(options.grid),
        fixed_(options.method == QuantizeMethod::rtn || options.grid.scales == GroupScales::fixed),
        sequence_(fixed_ ? reference::natural_order(case_.layer.in) : case_.declared.order) {
    const Groups groups = groups_of(sequence_, request_.group_size);
    const auto cells = static_cast<std::size_t>(case_.layer.out * groups.count);
    given_ = {groups.count, std::vector<double>(cells, 1), std::vector<Code>(cells, 0), groups.index};
  }

  std::vector<Moment> moments() const {
    const Index in = case_.layer.in;
    const Index size = request_.group_size == 0 ? in : std::min(request_.group_size, in);
    const Index block = request_.scales_block == 0 ? size : request_.scales_block;
    std::vector<Moment> result;
    for (Index begin = 0; begin < in; begin += size) {
      const Index compensated_to = fixed_ ? 0 : begin / block * block;
      if (result.empty() || result.back().compensated_to != compensated_to)
        result.push_back({compensated_to, {}});
      result.back().groups.push_back({begin, std::min(begin + size, in)});
    }
    return result;
  }

  // Fits the groups of a moment, with the codes that the layer has got so far.
  void fit(const Moment& moment) {
    const Index end = moment.groups.back().end;
    for_chunks(case_.layer.out, end, [&](const std::vector<Index>& rows) {
      const std::vector<std::vector<double>> weights = weights_at(moment.compensated_to, end, rows);
      optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index r) {
        for (const Steps& group : moment.groups) {
          const auto first = weights[r].begin() - moment.compensated_to;
          put(rows[r], sequence_[group.begin],
              group_grid(std::vector<double>(first + group.begin, first + group.end), request_));
        }
      });
    });
  }

  const GivenScales& given() const { return given_; }
  void take(Case c) { case_ = std::move(c); }
  const Case& subject() const { return case_; }

 private:
  void put(Index row, Index column, const GroupGrid& found) {
    const Index cell = row * given_.groups + given_.group_index[column];
    given_.scale[cell] = static_cast<double>(found.scale);
    given_.zero[cell] = found.zero + fitted_shape(request_).shift;
  }

  // The weights of steps begin .. end - 1 of these rows, compensated for what the codes before have missed.
  std::vector<std::vector<double>> weights_at(Index begin, Index end, const std::vector<Index>& rows) {
    std::vector<std::vector<double>> result(rows.size());
    if (begin == 0) {
      for (Index r = 0; r < std::ssize(rows); ++r)
        for (Index k = 0; k < end; ++k) result[r].push_back(case_.weight_at(rows[r], sequence_[k]));
      return result;
    }
    const CompensatedWeights found = compensated_weights(case_, factor(), begin, end, rows);
    if (!found.usable)
      throw Error("the numbers of some rows lie too far apart for scales to be fitted in double");
    for (Index r = 0; r < std::ssize(rows); ++r)
      result[r].assign(&found.value(r, 0), &found.value(r, 0) + found.value.cols());
    return result;
  }

  const CertifiedFactor& factor() {
    if (!factor_) factor_ = certified_factor(case_, as_declared(case_));
    if (const auto* known = std::get_if<CertifiedFactor>(&*factor_)) return *known;
    throw Error("double does not factor the damped hessian, to which scales are to be fitted in double");
  }

  Case case_;
  const GridRequest& request_;
  const bool fixed_;
  const Order sequence_;
  GivenScales given_;
  std::optional<std::variant<CertifiedFactor, Unfactored>> factor_;
};

// A grid on which the layer is quantized once for its order, its dead inputs and its weights as rounded.
GivenScales whole_rows(const Layer& layer, const GridRequest& request) {
  GivenScales given{1, std::vector<double>(static_cast<std::size_t>(layer.out)), {}, {}};
  GridRequest extent = request;
  extent.fit = GridFit::extent;
  for (Index row = 0; row < layer.out; ++row)
    given.scale[row] =
        static_cast<double>(group_grid(layer.weight.values(row * layer.in, layer.in), extent).scale);
  return given;
}

}  // namespace

Case quantize_fitted_in_double(const Layer& layer, const QuantizeOptions& options,
                               const optimized::Execution& execution, const Progress& progress) {
  QuantizeOptions on_given = options;
  on_given.grid.norm_of_error = 2;
  on_given.grid.range_of_error = usual_range_of_error;
  on_given.grid.scales_block = 0;
  on_given.grid.given = whole_rows(layer, options.grid);
  BlockwiseFit fit(quantize(layer, on_given, execution, progress), options);
  on_given.order = OrderKind::given;
  on_given.given_order = fit.subject().declared.order;
  for (const Moment& moment : fit.moments()) {
    fit.fit(moment);
    on_given.grid.given = fit.given();
    fit.take(quantize(layer, on_given, execution, progress));
  }
  Case result = fit.subject();
  result.note = note_of(options) + result.note.substr(note_of(on_given).size());
  result.declared.order_given = options.order != OrderKind::natural;
  return result;
}

}  // namespace quantcheck::check
