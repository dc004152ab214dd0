#include <algorithm>
#include <numeric>

#include <quantcheck/proofs_check/diff/asked.h>
#include <quantcheck/proofs_check/diff/partings.h>
#include <quantcheck/proofs_check/judge/lattice/block.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {
namespace {

void refuse_other_layers(const LatticeCase& a, const LatticeCase& b) {
  const std::string names = a.name + " and " + b.name + ": not one layer: ";
  if (a.rows != b.rows || a.cols != b.cols)
    throw Error(names + format("%td x %td and %td x %td", a.rows, a.cols, b.rows, b.cols));
  if (a.hessian.empty() != b.hessian.empty()) throw Error(names + "only one of them has a hessian");
  if (a.q != b.q) throw Error(names + "q is " + std::to_string(a.q) + " and " + std::to_string(b.q));
}

bool blocks_differ(const LatticeCase& a, const LatticeCase& b, const BlockPlace& place) {
  const CodedBlock block_a = coded_block(a, place);
  const CodedBlock block_b = coded_block(b, place);
  const bool decoded = block_a.decoded != nullptr && block_b.decoded != nullptr &&
                       !std::equal(block_a.decoded, block_a.decoded + block_a.columns, block_b.decoded);
  return block_a.code != block_b.code || block_a.beta_index != block_b.beta_index || decoded;
}

}  // namespace

Difference compare(const LatticeCase& a, const LatticeCase& b, const Progress& progress) {
  refuse_other_layers(a, b);
  Difference result;
  result.asked = compare_asked(a, b);
  result.same_order = a.hessian.empty() || a.block_order == b.block_order;
  result.rows = a.rows;
  result.all = a.rows * a.blocks();
  const LatticeJudgement judged_a = judge(a, progress);
  const LatticeJudgement judged_b = judge(b, progress);
  result.a = whole_result(judged_a);
  result.b = whole_result(judged_b);

  Order order(a.blocks());
  std::iota(order.begin(), order.end(), Index{0});
  if (!a.hessian.empty() && a.block_order == BlockOrder::last) std::ranges::reverse(order);
  const auto verdict_of = [&a](const LatticeJudgement& judgement) {
    return [&judgement, blocks = a.blocks()](Index row, Index block) {
      return judgement.blocks[row * blocks + block];
    };
  };
  find_partings(
      result, order,
      [&](Index row, Index block) {
        return blocks_differ(a, b, {row, block});
      },
      verdict_of(judged_a), verdict_of(judged_b));
  return result;
}

}  // namespace quantcheck::check
