// The lines of a report in words.
#pragma once

#include <string>
#include <vector>

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

/// A few of what may be a million names, separated by commas.
std::string ignored_words(const std::vector<std::string>& names);

}  // namespace quantcheck::check
