#include <algorithm>
#include <string_view>

#include <quantcheck/proofs_check/report/ci.h>
#include <quantcheck/proofs_check/text/clean_text.h>
#include <quantcheck/proofs_check/text/lines.h>

namespace quantcheck::check {
namespace {

// The text as a cell of a table. A backslash makes any ASCII punctuation literal, a pipe in a table too
// (GitHub's Markdown, section 2.4). HTML is written as entities, for readers that do not know that rule.
std::string cell(const std::string& text) {
  constexpr std::string_view marks = "\\`*_[]|~#$";
  std::string markdown;
  for (const char c : clean_text(text)) {
    if (c == '&')
      markdown += "&amp;";
    else if (c == '<')
      markdown += "&lt;";
    else if (c == '>')
      markdown += "&gt;";
    else
      markdown += (marks.find(c) != std::string_view::npos ? "\\" : "") + std::string(1, c);
  }
  return markdown + " | ";
}

std::string row(const Summary& said) {
  std::string text = "| " + cell(said.file);
  text += cell(verdict_word(said));
  text += cell(said.verdict ? std::to_string(said.wrong) + " of " + std::to_string(said.all) : "");
  text += cell(said.first_wrong);
  // Without wrong decisions the headline has the reason why the file could not be told, or read. A run that
  // conforms has no cause, but may have findings.
  const bool reason = said.verdict != RunVerdict::conforms && said.verdict != RunVerdict::fails;
  const std::string half = said.half.empty() ? "" : "half: " + said.half + "; ";
  text += cell(half + (!said.cause.empty() ? said.cause : reason ? said.headline : said.findings));
  text += cell(said.next);
  text.back() = '\n';
  return text;
}

}  // namespace

std::string markdown_table(const std::vector<JudgedFile>& files) {
  const auto good = std::ranges::count_if(
      files, [](const JudgedFile& f) { return f.summary.verdict == RunVerdict::conforms; });
  std::string text = "### QuantCheck: " + std::to_string(good) + " of " + plural(std::ssize(files), "file") +
                     (good == 1 || files.size() == 1 ? " conforms" : " conform") +
                     "\n\n"
                     "| file | verdict | wrong | first wrong | cause | next |\n"
                     "| --- | --- | --- | --- | --- | --- |\n";
  for (const JudgedFile& file : files) text += row(file.summary);
  return text;
}

}  // namespace quantcheck::check
