#include <quantcheck/proofs_check/text/index_ranges.h>

#include <algorithm>

namespace quantcheck::check {

std::string index_ranges(const std::vector<bool>& marks, bool mark) {
  constexpr int shown = 5;
  std::string words;
  int runs = 0;
  auto first = std::find(marks.begin(), marks.end(), mark);
  while (first != marks.end() && runs < shown) {
    const auto end = std::find(first, marks.end(), !mark);
    words += (runs++ > 0 ? ", " : "") + std::to_string(first - marks.begin());
    if (end - first > 1) words += " to " + std::to_string(end - marks.begin() - 1);
    first = std::find(end, marks.end(), mark);
  }
  const auto others = std::count(first, marks.end(), mark);
  return others > 0 ? words + " and " + std::to_string(others) + " more" : words;
}

}  // namespace quantcheck::check
