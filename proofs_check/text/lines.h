// The lines of a report in words.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Adds one line: a word, and what is to be said of it.
void line(std::string& text, const char* word, const std::string& what);

/// What a report ends with, and what it says to do next.
struct Conclusion {
  std::string headline;
  std::string next;
};

std::string plural(Index count, const char* noun);

/// Of any judgement that has a loss, its bound and their ratio.
template <class AnyJudgement>
std::string loss_words(const AnyJudgement& j) {
  std::string words = j.loss ? format("%.6g", *j.loss) : "beyond the range of double";
  if (j.ratio) words += format(", %.4g of the bound", *j.ratio);
  if (j.bound) words += format(" %.6g", *j.bound);
  return words;
}

/// A few of what may be a million names, separated by commas.
std::string ignored_words(const std::vector<std::string>& names);

}  // namespace quantcheck::check
