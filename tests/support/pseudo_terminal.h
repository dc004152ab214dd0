// The output of a command as a terminal shows it.
#pragma once

#include <string>

namespace quantcheck::test {

/// Whether this machine has pseudo-terminals, which some containers lack.
bool has_pseudo_terminals();

/// Runs a shell command whose standard output and error are a pseudo-terminal of 80 columns. Returns what
/// arrives there, with "\r\n" as "\n". Throws std::runtime_error where there is no pseudo-terminal.
std::string shown_on_terminal(const std::string& command);

}  // namespace quantcheck::test
