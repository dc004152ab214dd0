#include <quantcheck/proofs_check/program/options/usage.h>

#include <algorithm>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {
namespace {

// The optimal string alignment distance: how many letters have to be inserted, left out, replaced or
// exchanged with the next. Row i, column j of the table holds that of the first i letters of a and the first
// j of b.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

// The candidate nearest to a word by that distance, the first of several; empty where it is farther than a
// third of the word's length.
std::string nearest_word(const std::string& word, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest = 100;  // no name is longer
  if (word.size() > longest) return "";
  std::string nearest;
  std::size_t least = word.size() / 3 + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t changes = distance(word, candidate);
    if (changes >= least) continue;
    least = changes;
    nearest = candidate;
  }
  return nearest;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::string did_you_mean(const std::string& word) {
  return word.empty() ? "" : "; did you mean " + word + "?";
}

// The first argument that looks like an option and is none.
std::string unknown_option(const CLI::App& command, const std::vector<std::string>& arguments) {
  const std::vector<std::string> known = option_names(command);
  for (const std::string& argument : arguments) {
    std::string name = argument.substr(0, argument.find('='));
    if (name.size() > 2 && name.starts_with("--") && std::ranges::find(known, name) == known.end())
      return name;
  }
  return "";
}

}  // namespace

std::string usage_error(const CLI::App& app, const CLI::ParseError& error,
                        const std::vector<std::string>& arguments) {
  const std::vector<std::string> commands = command_names(app);
  if (arguments.empty()) return "a command is needed: " + listed(commands);
  const std::string& word = arguments.front();
  const std::vector<CLI::App*> taken = app.get_subcommands();
  if (taken.empty() || std::ranges::find(commands, word) == commands.end()) {
    const std::size_t dashes = std::min(word.find_first_not_of('-'), word.size());
    const std::string nearest = nearest_word(word.substr(dashes), commands);
    return in_quotes(word) + " is no command" +
           (nearest.empty() ? "; commands are " + listed(commands) : did_you_mean(nearest));
  }
  const CLI::App& command = taken.empty() ? app : *taken.front();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
    if (const std::string option = unknown_option(command, arguments); !option.empty())
      return in_quotes(option) + " is no option" + (taken.empty() ? "" : " of " + command.get_name()) +
             did_you_mean(nearest_word(option, option_names(command)));
  return error.what();
}

}  // namespace quantcheck::check::program
