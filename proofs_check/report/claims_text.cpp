#include <algorithm>
#include <cstdio>
#include <sstream>

#include <quantcheck/proofs_check/report/claims.h>

namespace quantcheck::check {
namespace {

using namespace ledger;

constexpr std::size_t line_width = 110;
constexpr std::size_t indent = 11;

// The text, filled into indented lines.
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

// What goes wrong, filled into lines, and then the lines of the problem as they are, indented.
std::string example_lines(const std::string& label, const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  std::string result = filled(label + line);
  while (std::getline(lines, line)) result += std::string(indent, ' ') + line + "\n";
  return result;
}

// The name of a standing, in capitals for a refutation, which is not to be overlooked.
const char* headline(Standing standing) {
  return standing == Standing::refuted ? "REFUTED" : name_of(standing);
}

std::string count_of(Index count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string up_to(Index n) { return n > 0 ? ", n <= " + std::to_string(n) : ""; }

std::string method_and_cases(const Entry& entry) {
  const Outcome& outcome = entry.outcome;
  const bool holds = outcome.standing == Standing::holds;
  switch (entry.claim->method) {
    case Method::proved_for_all:
      return "proved for all, " + count_of(outcome.cases, "case");
    case Method::proved_for_n:
      return (holds ? "proved for each n <= " + std::to_string(outcome.largest_n) : "identity testing") +
             ", " + count_of(outcome.cases, "random point");
    case Method::exhaustive:
      return "exhaustive, " + count_of(outcome.cases, "case");
    case Method::by_example:
      return std::string("by example, ") + (holds ? "found in case " : "not found in case 1 .. ") +
             std::to_string(outcome.cases);
    case Method::sampled:
      break;
  }
  const std::string skipped =
      outcome.skipped > 0 ? " (" + std::to_string(outcome.skipped) + " more were too hard to tell)" : "";
  return "sampled, " + count_of(outcome.cases, "case") + up_to(outcome.largest_n) + skipped;
}

std::string about_variant(const Entry& entry) {
  const Outcome& variant = entry.variant;
  const std::string words = "false variant: " + entry.claim->variant + ": ";
  if (variant.standing == Standing::refuted)
    return words + "refuted in case " + std::to_string(variant.cases);
  return words + "NOT refuted in " + count_of(variant.cases, "case") + ", so that the check says nothing";
}

}  // namespace

std::string topic_text(const Topic& topic) { return std::string("\n") + topic.title + "\n\n"; }

std::string claim_text(const Entry& entry, bool variants) {
  const Claim& claim = *entry.claim;
  const Outcome& outcome = entry.outcome;
  char head[200];
  std::snprintf(head, sizeof head, "%-9s  %-24s  %s\n", headline(entry.standing()), claim.id.c_str(),
                method_and_cases(entry).c_str());
  std::string text = head + filled(claim.statement);
  if (!outcome.evidence.empty()) text += filled("found: " + outcome.evidence);
  if (!outcome.example.empty()) text += example_lines("example: ", outcome.example);
  if (!outcome.counterexample.empty()) text += example_lines("counterexample: ", outcome.counterexample);
  if (outcome.standing != Standing::refuted) text += filled(about_variant(entry));
  if (variants && !entry.variant.counterexample.empty())
    text += example_lines("refuted by: ", entry.variant.counterexample);
  return text + filled("source: " + claim.source);
}

std::string claims_summary(const std::vector<Entry>& entries, const Effort& effort) {
  const auto named = [&](Standing standing) {
    std::string ids;
    for (const Entry& entry : entries)
      if (entry.standing() == standing) ids += (ids.empty() ? "" : ", ") + entry.claim->id;
    return ids;
  };
  const std::string seed = "seed " + to_string(effort.seed);
  const auto all = static_cast<Index>(entries.size());
  const Index hold = std::ranges::count(entries, Standing::holds, &Entry::standing);
  if (hold == all)
    return "\n" +
           (all == 1 ? "The claim holds, and its false variant was"
                     : "All " + std::to_string(all) + " claims hold, and their false variants were") +
           " refuted (" + seed + ").\n";
  std::string text =
      "\n" + std::to_string(hold) + " of " + count_of(all, "claim") + " hold (" + seed + ").\n";
  if (const std::string ids = named(Standing::refuted); !ids.empty()) text += "Refuted: " + ids + "\n";
  if (const std::string ids = named(Standing::undecided); !ids.empty())
    text += "Undecided: " + ids + " (more --cases may decide)\n";
  return text;
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
