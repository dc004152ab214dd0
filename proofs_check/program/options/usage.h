// The words for a command line that the program does not understand.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace quantcheck::check::program {

/// The error in words. For an unknown command or option it names the word and the nearest one that there is.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error,
                        const std::vector<std::string>& arguments);

}  // namespace quantcheck::check::program
