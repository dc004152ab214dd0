#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/readings/readings.h>
#include <quantcheck/proofs_check/diagnose/readings/row_permutations.h>
#include <quantcheck/proofs_check/diagnose/some_rows.h>

namespace quantcheck::check {
namespace {

// The case whose scale and zero of each row and group are those stored at from(row, group), a place in the
// stored tensor.
template <class From>
Case with_scales(const Case& c, const From& from) {
  Case read = c;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index group = 0; group < c.grid.groups; ++group) {
      const Index place = row * c.grid.groups + group;
      const Index source = from(row, group);
      read.grid.scale[place] = c.grid.scale[source];
      read.grid.zero[place] = c.grid.zero[source];
      if (!c.grid.offset.empty()) read.grid.offset[place] = c.grid.offset[source];
    }
  return read;
}

template <class From>
Dialect of_scales(const Case& c, std::string id, std::string words, std::string advice, From from) {
  return {{"scales:" + std::move(id), std::move(words), std::move(advice), Half::grid},
          as_declared(c),
          [from = std::move(from)](const Case& given, std::span<const Index> rows) {
            return some_rows(with_scales(given, from), rows);
          }};
}

void add_group_places(const Case& c, std::vector<Dialect>& dialects) {
  const Index groups = c.grid.groups;
  const Index out = c.layer.out;
  if (groups < 2) return;
  const auto add = [&](const char* id, const char* words, const char* advice, auto from) {
    dialects.push_back(of_scales(c, id, words, advice, std::move(from)));
  };
  const char* which = "compare which group's scales and zeros were used for which columns";
  add("transposed", "if scales and zeros are laid out group by group, not row by row",
      "transpose the scales: their data are those of a tensor of groups x out",
      [=](Index row, Index group) { return group * out + row; });
  add("first-group", "if the scales and zeros of the first group are those of all", which,
      [=](Index row, Index) { return row * groups; });
  add("last-group", "if the scales and zeros of the last group are those of all", which,
      [=](Index row, Index) { return row * groups + groups - 1; });
  add("next-group", "if every group has the scales and zeros of the next one", which,
      [=](Index row, Index group) { return row * groups + (group + 1) % groups; });
  add("previous-group", "if every group has the scales and zeros of the one before", which,
      [=](Index row, Index group) { return row * groups + (group + groups - 1) % groups; });
  add("reversed-groups", "if the groups' scales and zeros are stored in reversed order", which,
      [=](Index row, Index group) { return row * groups + groups - 1 - group; });
}

// A part of a layer that is split among several ranks, each of which takes the scales from the first on.
void add_ranks(const Case& c, std::vector<Dialect>& dialects) {
  const char* advice = "give every rank its own part of the scales and zeros";
  const Index groups = c.grid.groups;
  for (const Index ranks : {Index{2}, Index{4}, Index{8}}) {
    const std::string of = std::to_string(ranks);
    if (c.layer.out % ranks == 0 && c.layer.out > ranks)
      dialects.push_back(of_scales(
          c, "first-rows-of-" + of,
          "if each of " + of + " ranks of rows has the scales and zeros of the first one", advice,
          [=, part = c.layer.out / ranks](Index row, Index group) { return row % part * groups + group; }));
    if (groups % ranks == 0 && groups > ranks)
      dialects.push_back(of_scales(
          c, "first-groups-of-" + of,
          "if each of " + of + " ranks of columns has the scales and zeros of the first one", advice,
          [=, part = groups / ranks](Index row, Index group) { return row * groups + group % part; }));
  }
}

void add_row_places(const Case& c, std::vector<Dialect>& dialects) {
  if (c.layer.out < 2) return;
  dialects.push_back(
      of_scales(c, "first-row", "if the scales and zeros of the first row are those of all rows",
                "compare which row's scales and zeros were used", [](Index, Index group) { return group; }));
  for (const RowPermutation& each : regular_permutations(c.layer.out))
    dialects.push_back(scales_of_rows(c, each.id, each.words, each.from));
}

}  // namespace

Dialect scales_of_rows(const Case& c, const std::string& id, const std::string& words,
                       std::vector<Index> from) {
  return of_scales(
      c, "rows-" + id,
      "if the scales and zeros of each row belong to another one: those of a row are stored " + words,
      "apply the permutation of the rows to scales and zeros as well, or to neither",
      [from = std::move(from), groups = c.grid.groups](Index row, Index group) {
        return from[row] * groups + group;
      });
}

std::vector<Dialect> scale_readings(const Case& c) {
  std::vector<Dialect> dialects;
  add_group_places(c, dialects);
  add_row_places(c, dialects);
  add_ranks(c, dialects);
  return dialects;
}

}  // namespace quantcheck::check
