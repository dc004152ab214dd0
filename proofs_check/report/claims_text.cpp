#include <algorithm>
#include <cstdio>
#include <sstream>

#include <quantcheck/proofs_check/report/claims.h>

namespace quantcheck::check {
namespace {

constexpr std::size_t line_width = 110;
constexpr std::size_t indent = 11;

// Words filled into indented lines.
std::string filled(const std::string& text) {
  std::istringstream words(text);
  std::string result;
  std::string line;
  std::string word;
  while (words >> word) {
    if (!line.empty() && indent + line.size() + 1 + word.size() > line_width) {
      result += std::string(indent, ' ') + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return result + std::string(indent, ' ') + line + "\n";
}

// Lines as they are, indented.
std::string indented(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  std::string line;
  while (std::getline(lines, line)) result += std::string(indent, ' ') + line + "\n";
  return result;
}

// A refutation is not to be overlooked.
const char* headline(Standing standing) {
  return standing == Standing::refuted ? "REFUTED" : name_of(standing);
}

std::string method_and_cases(const Entry& entry) {
  const Outcome& outcome = entry.outcome;
  std::string words = name_of(entry.claim->method);
  words += ", " + std::to_string(outcome.cases);
  words += entry.claim->method == Method::proved_for_n ? " points" : outcome.cases == 1 ? " case" : " cases";
  if (outcome.skipped > 0) words += " (" + std::to_string(outcome.skipped) + " skipped)";
  return words;
}

std::string about_variant(const Entry& entry) {
  const Outcome& variant = entry.variant;
  const std::string after = std::to_string(variant.cases) + (variant.cases == 1 ? " case" : " cases");
  if (variant.standing == Standing::refuted)
    return "false variant: " + entry.claim->variant + ": refuted after " + after;
  return "false variant: " + entry.claim->variant + ": NOT refuted in " + after +
         ", so that the check says nothing";
}

}  // namespace

std::string claim_text(const Entry& entry, bool variants) {
  const Claim& claim = *entry.claim;
  char head[300];
  std::snprintf(head, sizeof head, "%-9s  %-24s  %-36s  %s\n", headline(entry.standing()), claim.id.c_str(),
                method_and_cases(entry).c_str(), claim.source.c_str());
  std::string text = head + filled(claim.statement);
  if (!entry.outcome.evidence.empty()) text += filled("found: " + entry.outcome.evidence);
  if (!entry.outcome.example.empty()) text += filled("example:") + indented(entry.outcome.example);
  if (!entry.outcome.counterexample.empty()) text += indented(entry.outcome.counterexample);
  text += filled(about_variant(entry));
  if (variants && !entry.variant.counterexample.empty()) text += indented(entry.variant.counterexample);
  return text;
}

std::string claims_summary(const std::vector<Entry>& entries, const Effort& effort) {
  const auto count = [&](Standing standing) {
    return std::ranges::count_if(entries, [&](const Entry& entry) { return entry.standing() == standing; });
  };
  std::ostringstream text;
  text << "\n"
       << entries.size() << (entries.size() == 1 ? " claim: " : " claims: ") << count(Standing::holds)
       << " hold, " << count(Standing::refuted) << " refuted, " << count(Standing::undecided)
       << " undecided; seed " << to_string(effort.seed) << "\n";
  return text.str();
}

const char* name_of(Method method) {
  switch (method) {
    case Method::proved_for_all:
      return "proved for all";
    case Method::proved_for_n:
      return "proved for each n";
    case Method::exhaustive:
      return "exhaustive";
    case Method::sampled:
      break;
  }
  return "sampled";
}

const char* name_of(Standing standing) {
  switch (standing) {
    case Standing::holds:
      return "holds";
    case Standing::refuted:
      return "refuted";
    case Standing::undecided:
      break;
  }
  return "undecided";
}

}  // namespace quantcheck::check
