// Text from a file, made safe to show in a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace quantcheck::check {

/// `text` with bytes outside printable ASCII as \xNN, and with "..." in place of all that follows its first
/// `limit` bytes. A name from a hostile file can thus neither drive the terminal nor flood it.
std::string printable(std::string_view text, std::size_t limit = 80);

/// `text` with control characters as \xNN, for text on a line of its own, such as the name of a file.
std::string without_controls(std::string_view text);

/// printable(text) in double quotes.
std::string in_quotes(std::string_view text);

/// The shortest decimal that reads back as `x`. It does not depend on the locale.
std::string shortest(double x);

/// The names, separated by commas.
std::string listed(const auto& names) {
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

}  // namespace quantcheck::check
