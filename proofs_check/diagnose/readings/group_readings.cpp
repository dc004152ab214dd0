#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/readings/readings.h>
#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

void add_groups(const Case& c, const char* id, const char* words, const char* advice,
                std::vector<Index> group_index, std::vector<Dialect>& dialects) {
  if (group_index == c.grid.group_index) return;
  dialects.push_back({{std::string("groups:") + id, words, advice, Half::grid},
                      as_declared(c),
                      [group_index = std::move(group_index)](const Case& given, std::span<const Index> rows) {
                        Case read = some_rows(given, rows);
                        read.grid.group_index = group_index;
                        return read;
                      }});
}

}  // namespace

std::vector<Dialect> group_readings(const Case& c) {
  std::vector<Dialect> dialects;
  const Index in = c.layer.in;
  const Index groups = c.grid.groups;
  if (groups < 2 || in % groups != 0) return dialects;
  const Index size = in / groups;
  std::vector<Index> processed(static_cast<std::size_t>(in));
  std::vector<Index> neighbours(processed.size());
  std::vector<Index> apart(processed.size());
  for (Index k = 0; k < in; ++k) {
    processed[c.declared.order[k]] = k / size;
    neighbours[k] = k / size;
    apart[k] = k % groups;
  }
  add_groups(c, "neighbours", "if groups are neighbouring columns, whatever `group_index` says",
             "compare `group_index` to the groups the scales were made for", std::move(neighbours), dialects);
  if (c.declared.order != reference::natural_order(in))  // in which these are neighbours
    add_groups(
        c, "processing-order", "if groups are the columns that follow each other in processing order",
        "store the group of every column (tensor `group_index`; g_idx of a checkpoint), or quantize with "
        "groups of neighbouring columns",
        std::move(processed), dialects);
  add_groups(c, "apart", "if every group takes columns that are as far apart as there are groups",
             "compare how columns are dealt to groups, and how the scales are laid out", std::move(apart),
             dialects);
  return dialects;
}

}  // namespace quantcheck::check
