// The lines of a report in words.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Appends one line to `text`: a word, in a column of its own, and what is to be said of it.
void line(std::string& text, const char* word, const std::string& what);

/// What a report ends with, and what it says to do next.
struct Conclusion {
  std::string headline;
  std::string next;
};

/// The count and the noun, with an s unless the count is 1.
std::string plural(Index count, const char* noun);

/// The first five names, separated by commas, and the number of the others: a file may hold a million.
std::string ignored_words(const std::vector<std::string>& names);

}  // namespace quantcheck::check
