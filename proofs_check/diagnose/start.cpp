#include <quantcheck/proofs_check/diagnose/start.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace quantcheck::check {
namespace {

constexpr double late_by_chance = 1e-4;

// The blocks of columns that programs work in.
constexpr std::array<Index, 4> usual_blocks{128, 64, 32, 16};

bool is_late(Index first, Index all, Index trials) {
  const double share = static_cast<double>(first) / static_cast<double>(all);
  return first > 0 && std::pow(1 - share, static_cast<double>(trials)) < late_by_chance;
}

const char* ordinal(Index i) {
  constexpr std::array<const char*, 6> words{"first", "second", "third", "fourth", "fifth", "sixth"};
  return i < std::ssize(words) ? words[i] : nullptr;
}

// What a step is the first of: "" where it is of nothing.
std::string place_words(const Case& c, Index step) {
  const auto group_at = [&](Index k) { return c.grid.group_index[c.declared.order[k]]; };
  const Index groups = c.grid.groups;
  const bool begins_group = groups > 1 && c.layer.in % groups == 0 && step % (c.layer.in / groups) == 0 &&
                            group_at(step) != group_at(step - 1);
  if (begins_group) {
    const Index number = step / (c.layer.in / groups);
    const bool last = number == groups - 1;
    const char* word = ordinal(number);
    if (last && groups > 2) return ", the first of the last group";
    return ", the first of " +
           (word != nullptr ? "the " + std::string(word) + " group" : "group " + std::to_string(number));
  }
  for (const Index block : usual_blocks)
    if (step % block == 0) return ", the first of a block of " + std::to_string(block) + " columns";
  return "";
}

}  // namespace

std::optional<Start> start_of(const Case& c, const Judgement& judgement) {
  const Index in = c.layer.in;
  Index first_step = in;
  Index first_row = c.layer.out;
  Index wrong_rows = 0;
  for (Index row = 0; row < c.layer.out; ++row) {
    Index step = 0;
    while (step < in && judgement.decisions(row, c.declared.order[step]) != Verdict::wrong) ++step;
    if (step == in) continue;
    ++wrong_rows;
    first_step = std::min(first_step, step);
    first_row = std::min(first_row, row);
  }
  if (wrong_rows == 0) return std::nullopt;
  Start start;
  if (is_late(first_step, in, wrong_rows)) {
    start.step = first_step;
    start.words = "all wrong decisions come at or after step " + std::to_string(first_step) +
                  place_words(c, first_step);
  }
  if (is_late(first_row, c.layer.out, wrong_rows)) {
    start.row = first_row;
    start.words += (start.words.empty() ? "all wrong decisions are in row " : ", in row ") +
                   std::to_string(first_row) + " and those after it";
  }
  if (start.words.empty()) return std::nullopt;
  return start;
}

}  // namespace quantcheck::check
