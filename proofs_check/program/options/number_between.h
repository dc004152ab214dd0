// The check of an option that takes a number.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check::program {

/// A check for CLI11. It says what is wrong with a text that has to be a number in [least, most], and nothing
/// if it is one. CLI11's own check of a range takes NaN.
inline std::function<std::string(const std::string&)> number_between(double least, double most) {
  return [=](const std::string& text) {
    double x = 0;
    const bool inside = CLI::detail::lexical_cast(text, x) && x >= least && x <= most;
    return inside ? std::string() : text + format(" is no number in %g .. %g", least, most);
  };
}

}  // namespace quantcheck::check::program
