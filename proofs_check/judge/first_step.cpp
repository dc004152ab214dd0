#include <quantcheck/proofs_check/judge/first_step.h>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

namespace {

// The case with no column but the first that is processed, and a Hessian of 1.
Case first_column(const Case& c, const Hypothesis& hypothesis) {
  const Index column = hypothesis.order.front();
  Case first;
  static_cast<Described&>(first) = static_cast<const Described&>(c);
  first.layer.out = c.layer.out;
  first.layer.in = 1;
  first.layer.hessian = {1};
  first.grid.groups = 1;
  first.grid.group_index = {0};
  first.grid.range = c.grid.range;
  first.grid.levels = c.grid.levels;
  first.scale_format = c.scale_format;
  std::vector<double> weight;
  reference::Codes codes(c.layer.out, 1);
  for (Index row = 0; row < c.layer.out; ++row) {
    weight.push_back(c.layer.weight[row * c.layer.in + column]);
    first.grid.scale.push_back(c.grid.scale_at(row, column));
    first.grid.zero.push_back(c.grid.zero_at(row, column));
    if (!c.grid.offset.empty()) first.grid.offset.push_back(c.grid.offset_at(row, column));
    codes(row, 0) = c.codes(row, column);
  }
  first.layer.weight = std::move(weight);
  first.codes = std::move(codes);
  first.declared = c.declared;
  first.declared.order = {0};
  first.declared.dead = {static_cast<bool>(c.declared.dead[column])};
  first.declared.damping = 0;
  return first;
}

// A description of a decision of that case, as one of the whole case.
std::optional<Decision> in_whole(std::optional<Decision> decision, Index column) {
  if (decision) decision->column = column;
  return decision;
}

}  // namespace

Judgement judge_first_column(const Case& c, const Hypothesis& hypothesis) {
  return judge(first_column(c, hypothesis),
               {{0}, 0, hypothesis.range, hypothesis.zero_shift, plain_rounding_block});
}

bool fails_at_first_step(const Case& c, const Hypothesis& hypothesis) {
  return judge_first_column(c, hypothesis).wrong > 0;
}

Judgement judge_first_step(const Case& c, const Hypothesis& hypothesis, std::string reason,
                           std::string advice) {
  const Index column = hypothesis.order.front();
  Judgement result = judge_first_column(c, hypothesis);
  const reference::Matrix<Verdict> first = result.decisions;
  result.decisions = reference::Matrix<Verdict>::Constant(c.layer.out, c.layer.in, Verdict::undecided);
  result.decisions.col(column) = first;
  result.undecided += c.layer.out * (c.layer.in - 1);
  result.max_excess = in_whole(result.max_excess, column);
  result.first_wrong = in_whole(result.first_wrong, column);
  result.stored_scales.reset();
  result.loss = result.bound = result.ratio = std::nullopt;
  if (result.wrong > 0) return result;
  result.verdict = RunVerdict::undecided;
  result.reason = std::move(reason);
  result.advice = std::move(advice);
  return result;
}

}  // namespace quantcheck::check
