#include <quantcheck/proofs_check/text/lines.h>

#include <algorithm>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

void line(std::string& text, const char* word, const std::string& what) {
  text += format("  %-15s ", word) + what + "\n";
}

std::string plural(Index count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string ignored_words(const std::vector<std::string>& names) {
  constexpr std::size_t shown = 5;
  std::string words;
  for (std::size_t k = 0; k < std::min(shown, names.size()); ++k) words += (k > 0 ? ", " : "") + names[k];
  if (names.size() > shown) words += " and " + std::to_string(names.size() - shown) + " more";
  return words;
}

}  // namespace quantcheck::check
