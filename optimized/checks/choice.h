// A check that the value of an enum is one of its enumerators.
#pragma once

#include <string>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Throws Error, naming the value by `what`, unless `value` is one of its type's enumerators, the last of
/// which is `last`. A value from another language or from memory that was overwritten may be none of them.
template <class Enum>
void check_choice(const char* what, Enum value, Enum last) {
  const int number = static_cast<int>(value);
  if (number < 0 || number > static_cast<int>(last))
    throw Error(std::string(what) + ": there is no choice " + std::to_string(number));
}

}  // namespace quantcheck::optimized
