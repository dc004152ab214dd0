// Text with numbers in it, formatted as printf does it.
#pragma once

#include <string>

namespace quantcheck::check {

/// What printf would print for the pattern and the arguments, cut off after 511 characters.
__attribute__((format(printf, 1, 2))) std::string format(const char* pattern, ...);

}  // namespace quantcheck::check
