#include <utility>

#include <quantcheck/proofs_check/diff/asked.h>
#include <quantcheck/proofs_check/diff/partings.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/stoppable.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {
CaseDifference compare(const Case& a, const Case& b, const Progress& told, std::stop_token stop) {
  const optimized::StopScope scope(std::move(stop));
  const Progress progress = stoppable(told);
  if (a.layer.out != b.layer.out || a.layer.in != b.layer.in)
    throw Error(a.name + " and " + b.name +
                ": not one layer: " + format("%td x %td", a.layer.out, a.layer.in) + " and " +
                format("%td x %td", b.layer.out, b.layer.in));
  CaseDifference result;
  result.asked = compare_asked(a, b);
  result.same_order = a.declared.order == b.declared.order;
  result.rows = a.layer.out;
  result.all = a.layer.out * a.layer.in;
  const Judgement judged_a = judge(a, as_declared(a), progress);
  const Judgement judged_b = judge(b, as_declared(b), progress);
  result.a = whole_result(judged_a);
  result.b = whole_result(judged_b);

  const auto differs = [&](Index row, Index column) {
    return reference::multiple(a.grid, row, column, a.codes(row, column)) !=
           reference::multiple(b.grid, row, column, b.codes(row, column));
  };
  const auto verdict_of = [](const Judgement& judgement) {
    return [&judgement](Index row, Index column) { return judgement.decisions(row, column); };
  };
  find_partings(result, a.declared.order, differs, verdict_of(judged_a), verdict_of(judged_b));
  if (result.partings.empty() || !result.asked.otherwise.empty()) return result;
  const Parting& first = result.partings.front();
  if (first.a != Verdict::undecided && first.b != Verdict::undecided) {
    progress("looking at the first parting", 0, 1);
    result.first_a = describe_decision(a, as_declared(a), first.row, first.step);
    result.first_b = describe_decision(b, as_declared(b), first.row, first.step);
  }
  return result;
}

}  // namespace quantcheck::check
