#include <quantcheck/proofs_check/diagnose/readings/row_permutations.h>

#include <algorithm>
#include <array>
#include <utility>

#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

using From = std::vector<Index>;

constexpr std::size_t few_runs = 6;

template <class Source>
From from_each(Index rows, const Source& source) {
  From from(static_cast<std::size_t>(rows));
  for (Index r = 0; r < rows; ++r) from[r] = source(r);
  return from;
}

// Rows of `parts` equal parts, one of each in turn.
From interleaved(Index rows, Index parts) {
  return from_each(rows, [=](Index r) { return r % parts * (rows / parts) + r / parts; });
}

From interleaved_inside(Index rows, Index head) {
  return from_each(rows, [=](Index r) {
    const Index k = r % head;
    return r - k + k % 2 * (head / 2) + k / 2;
  });
}

}  // namespace

std::vector<RowPermutation> regular_permutations(Index rows) {
  std::vector<RowPermutation> all;
  const auto add = [&](std::string id, std::string words, From from) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.from == from; });
    if (!known && !std::is_sorted(from.begin(), from.end()))
      all.push_back({std::move(id), std::move(words), std::move(from)});
  };
  const auto add_both = [&](const std::string& id, const std::string& words, const From& from) {
    add(id, words, from);
    add(id + "-inverse", words + ", the other way round", reference::inverse_order(from));
  };
  add("next", "one row before it", from_each(rows, [=](Index r) { return (r + rows - 1) % rows; }));
  add("previous", "one row after it", from_each(rows, [=](Index r) { return (r + 1) % rows; }));
  add("reversed", "in reversed order", from_each(rows, [=](Index r) { return rows - 1 - r; }));
  if (rows % 2 == 0) {
    add("halves", "in the other half (as of gate and up)",
        from_each(rows, [=](Index r) { return (r + rows / 2) % rows; }));
    add_both("interleaved-halves", "as if two halves were interleaved (as of gate and up)",
             interleaved(rows, 2));
  }
  if (rows % 3 == 0) {
    add_both("interleaved-thirds", "as if three thirds were interleaved (as of q, k and v)",
             interleaved(rows, 3));
    add_both("thirds", "one third of the rows on",
             from_each(rows, [=](Index r) { return (r + rows / 3) % rows; }));
  }
  for (const Index head : {Index{128}, Index{64}})
    if (rows % head == 0)
      add_both(
          "rotary-" + std::to_string(head),
          "as the halves of heads of " + std::to_string(head) + " rows are interleaved (rotary embeddings)",
          interleaved_inside(rows, head));
  return all;
}

std::string permutation_words(const std::vector<Index>& from) {
  for (const RowPermutation& known : regular_permutations(std::ssize(from)))
    if (known.from == from) return known.words;
  struct Run {
    Index first, last, source;
  };
  std::vector<Run> runs;
  for (Index r = 0; r < std::ssize(from); ++r) {
    if (!runs.empty() && from[r] == from[r - 1] + 1)
      runs.back().last = r;
    else
      runs.push_back({r, r, from[r]});
  }
  const bool few = runs.size() <= few_runs;
  std::string words = few ? "in blocks: " : "in no regular order: ";
  if (!few) runs.resize(few_runs);
  for (const auto& [first, last, source] : runs) {
    if (&first != &runs.front().first) words += ", ";
    const bool one = first == last;
    words += (one ? "that of row " : "those of rows ") + std::to_string(first) +
             (one ? "" : " to " + std::to_string(last)) + " from row " + std::to_string(source) +
             (one ? "" : " on");
  }
  return few ? words : words + ", ...";
}

}  // namespace quantcheck::check
