#include <quantcheck/proofs_check/diagnose/feedback/candidates.h>

#include <algorithm>
#include <utility>

#include <quantcheck/proofs_check/diagnose/feedback/fit.h>

namespace quantcheck::check {
namespace {

// The number of columns of a group, where groups follow each other; else 0.
Index columns_of_group(const Case& c) {
  return c.grid.groups > 1 && c.layer.in % c.grid.groups == 0 ? c.layer.in / c.grid.groups : 0;
}

std::vector<Index> block_sizes(const Case& c, Index start) {
  std::vector<Index> sizes;
  for (const Index size : {columns_of_group(c), Index{128}, Index{64}, Index{32}, Index{16}, start})
    if (size > 1 && size < c.layer.in && std::find(sizes.begin(), sizes.end(), size) == sizes.end())
      sizes.push_back(size);
  return sizes;
}

// The first step from which on every decision of the rows is that of plain rounding.
Index plain_from(const SweptRows& rows) {
  Index step = rows.weight.cols();
  const auto is_plain = [&](Index k) {
    for (Index row = 0; row < rows.weight.rows(); ++row) {
      const double error = rows.weight(row, k) - rows.scale(row, k) * (rows.code(row, k) - rows.zero(row, k));
      if (excess_of(rows, row, k, error) > 0x1p-16) return false;
    }
    return true;
  };
  while (step > 0 && is_plain(step - 1)) --step;
  return step;
}

// Steps at which feedback may have ended: before the first wrong decision, the round ones first.
std::vector<Index> ends_of(const Case& c, const SweptRows& rows, Index start) {
  constexpr Index near = 12;
  std::vector<Index> ends;
  const auto add = [&](Index step) {
    if (step > 0 && step <= start && std::find(ends.begin(), ends.end(), step) == ends.end())
      ends.push_back(step);
  };
  const Index plain = plain_from(rows);
  for (const Index size : block_sizes(c, 0))
    for (Index step = start / size * size; step > 0 && (step >= plain || step + near >= start); step -= size)
      add(step);
  for (Index step = start; step + near >= start; --step) add(step);
  add(plain);
  return ends;
}

}  // namespace

std::vector<FeedbackFault> all_faults(const Case& c, const SweptRows& rows, Index start) {
  const std::vector<Index> blocks = block_sizes(c, start);
  std::vector<FeedbackFault> all = faults_of_error();
  const auto add = [&all](std::vector<FeedbackFault> faults) {
    for (FeedbackFault& fault : faults) all.push_back(std::move(fault));
  };
  add(faults_of_factor(blocks));
  add(faults_of_update(blocks, c.layer.in));
  add(faults_of_end(ends_of(c, rows, start)));
  return all;
}

}  // namespace quantcheck::check
