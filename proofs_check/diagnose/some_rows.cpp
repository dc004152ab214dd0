#include <quantcheck/proofs_check/diagnose/some_rows.h>

#include <utility>

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

Case some_rows(const Case& c, std::span<const Index> rows) {
  const Index in = c.layer.in;
  const Index groups = c.grid.groups;
  const Index count = std::ssize(rows);
  Case result = c;
  result.layer.out = count;
  std::vector<double> weight;
  weight.reserve(static_cast<std::size_t>(count * in));
  reference::Codes codes(count, in);
  result.grid.scale.clear();
  result.grid.zero.clear();
  result.grid.offset.clear();
  for (Index i = 0; i < count; ++i) {
    const Index row = rows[i];
    const std::vector<double> weights = c.layer.weight.values(row * in, in);
    weight.insert(weight.end(), weights.begin(), weights.end());
    const std::vector<Code> of_row = c.codes.row(row);
    std::copy(of_row.begin(), of_row.end(), &codes(i, 0));
    for (Index g = 0; g < groups; ++g) {
      result.grid.scale.push_back(c.grid.scale[row * groups + g]);
      result.grid.zero.push_back(c.grid.zero[row * groups + g]);
      if (!c.grid.offset.empty()) result.grid.offset.push_back(c.grid.offset[row * groups + g]);
    }
  }
  result.layer.weight = std::move(weight);
  result.codes = std::move(codes);
  return result;
}

}  // namespace quantcheck::check
