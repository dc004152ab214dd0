// Words with numbers in them.
#pragma once

#include <string>

namespace quantcheck::check {

/// As printf does it; cut off after 511 characters.
__attribute__((format(printf, 1, 2))) std::string format(const char* pattern, ...);

}  // namespace quantcheck::check
