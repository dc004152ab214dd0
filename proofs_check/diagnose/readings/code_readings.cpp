#include <quantcheck/proofs_check/diagnose/readings/readings.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

using Places = std::vector<Index>;  // place j holds the code of place places[j]

Dialect of_codes(const Case& c, const std::string& id, const std::string& words, Reading reading) {
  return {{id, words, "compare how the codes were packed and how they were unpacked", Half::grid},
          as_declared(c),
          std::move(reading)};
}

// Adds a reading in which code (row, j) is the stored one of (row, from[j]).
void add_columns(const Case& c, const std::string& id, const std::string& words, Places from,
                 std::vector<Dialect>& dialects) {
  if (from == reference::natural_order(std::ssize(from))) return;
  dialects.push_back(
      of_codes(c, id, words, [from = std::move(from)](const Case& given, std::span<const Index> rows) {
        Case read = some_rows(given, rows);
        reference::Codes& codes = read.codes.edit();
        for (Index i = 0; i < codes.rows(); ++i) {
          const std::vector<Code> stored(&codes(i, 0), &codes(i, 0) + codes.cols());
          for (Index j = 0; j < codes.cols(); ++j) codes(i, j) = stored[from[j]];
        }
        return read;
      }));
}

// The same for rows: the codes of row r are the stored ones of row from[r].
void add_rows(const Case& c, const std::string& id, const std::string& words, Places from,
              std::vector<Dialect>& dialects) {
  dialects.push_back(
      of_codes(c, id, words, [from = std::move(from)](const Case& given, std::span<const Index> rows) {
        Case read = some_rows(given, rows);
        for (Index i = 0; i < std::ssize(rows); ++i) {
          const std::vector<Code> stored = given.codes.row(from[rows[i]]);
          std::copy(stored.begin(), stored.end(), &read.codes.edit()(i, 0));
        }
        return read;
      }));
}

// The places where each run of as many entries as `within` has is permuted by it; a last part stays.
Places permuted_within(Index size, std::span<const Index> within) {
  const Index length = std::ssize(within);
  Places from(static_cast<std::size_t>(size));
  for (Index j = 0; j < size; ++j) {
    const Index begin = j / length * length;
    from[j] = begin + length <= size ? begin + within[j - begin] : j;
  }
  return from;
}

// The places where every group of neighbouring columns is shifted by so many.
Places shifted_within(Index size, Index length, Index shift) {
  Places within(static_cast<std::size_t>(length));
  for (Index j = 0; j < length; ++j) within[j] = (j + shift + length) % length;
  return permuted_within(size, within);
}

// Adds the codes with their top bit flipped, where the range has that many codes.
void add_flipped(const Case& c, std::vector<Dialect>& dialects) {
  const CodeRange& range = c.grid.range;
  if (!range.min || !range.max) return;
  const Code count = *range.max - *range.min + 1;
  if (count < 2 || (count & (count - 1)) != 0) return;
  dialects.push_back(
      {{"codes:sign",
        "if the top bit of every code is flipped: signed codes were read as unsigned ones, or "
        "unsigned ones as signed",
        "compare the integer type of the codes to that of the packed ones, and where half of the "
        "range is added or taken off",
        Half::grid},
       as_declared(c),
       [least = *range.min, half = count / 2](const Case& given, std::span<const Index> rows) {
         Case read = some_rows(given, rows);
         reference::Codes& codes = read.codes.edit();
         for (Code& code : std::span(codes.data(), static_cast<std::size_t>(codes.size())))
           code += code - least >= half ? -half : half;
         return read;
       }});
}

}  // namespace

std::vector<Dialect> code_readings(const Case& c) {
  // Where AWQ packs the eight codes of a word.
  constexpr std::array<Index, 8> awq{0, 2, 4, 6, 1, 3, 5, 7};
  constexpr std::array<Index, 8> inverse_awq{0, 4, 1, 5, 2, 6, 3, 7};
  constexpr std::array<Index, 8> reversed{7, 6, 5, 4, 3, 2, 1, 0};
  constexpr std::array<Index, 2> exchanged{1, 0};
  std::vector<Dialect> dialects;
  add_flipped(c, dialects);
  const auto add_packings = [&](const char* axis, Index size, const auto& add) {
    const std::string of = std::string(" along ") + axis;
    const std::string id = std::string("codes:") + axis + "-";
    add(c, id + "awq", "if eight codes of a word" + of + " are taken in the order that AWQ packs them in",
        permuted_within(size, awq), dialects);
    add(c, id + "from-awq",
        "if eight codes of a word" + of + " are taken out of the order that AWQ packs them in",
        permuted_within(size, inverse_awq), dialects);
    add(c, id + "reversed", "if the eight codes of every word" + of + " are reversed",
        permuted_within(size, reversed), dialects);
    add(c, id + "exchanged", "if the two codes of every byte" + of + " are exchanged",
        permuted_within(size, exchanged), dialects);
  };
  add_packings("columns", c.layer.in, add_columns);
  add_packings("rows", c.layer.out, add_rows);
  for (const Index shift : {Index{1}, Index{-1}}) {
    const std::string by = shift > 0 ? "to the left" : "to the right";
    const std::string sign = shift > 0 ? "-1" : "+1";
    if (c.grid.groups > 1 && c.layer.in % c.grid.groups == 0)
      add_columns(c, "codes:shifted-in-groups" + sign,
                  "if the codes are shifted by one column " + by + " inside every group",
                  shifted_within(c.layer.in, c.layer.in / c.grid.groups, shift), dialects);
    add_columns(c, "codes:shifted" + sign, "if the codes are shifted by one column " + by,
                shifted_within(c.layer.in, c.layer.in, shift), dialects);
  }
  const Places step = reference::inverse_order(c.declared.order);
  add_columns(c, "codes:processing-order",
              "if the codes are stored in the order that columns are processed in", step, dialects);
  add_columns(c, "codes:reordered-twice", "if the codes were put back into the columns' order twice",
              c.declared.order, dialects);
  Places wrongly(step.size());
  for (std::size_t j = 0; j < step.size(); ++j) wrongly[j] = step[step[j]];
  add_columns(c, "codes:reordered-wrongly",
              "if the codes were put back into the columns' order by the inverse of the permutation",
              std::move(wrongly), dialects);
  return dialects;
}

}  // namespace quantcheck::check
