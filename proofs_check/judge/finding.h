// A finding: what a user should know of a run beside its verdict, which it does not change.
#pragma once

#include <string>

namespace quantcheck::check {

/// One finding, in words. Whoever judges a case gathers them in a list, the most telling first, and the report
/// shows that list; where a run conforms, they take the place of "nothing to do".
struct Finding {
  std::string id;     // for programs: "clipping", "above-plain-rounding", "unused-grid", ...
  std::string words;  // what was seen, with its numbers
  std::string next;   // what to look at
};

}  // namespace quantcheck::check
