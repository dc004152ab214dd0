// Lists of indices in words.
#pragma once

#include <string>
#include <vector>

namespace quantcheck::check {

/// The places of `marks` that hold `mark`, as runs: "0 to 31, 40". Only the first five runs are named, and the
/// number of the other places: "0, 2, 4, 6, 8 and 27 more".
std::string index_ranges(const std::vector<bool>& marks, bool mark);

}  // namespace quantcheck::check
