// The subcommands, a file each.
#pragma once

namespace CLI {
class App;
}

namespace quantcheck::check::program {

inline constexpr int exit_good = 0;
inline constexpr int exit_bad = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_undecided = 3;

/// Each adds its subcommand; running it sets `status` to the exit status.
void add_verify(CLI::App& app, int& status);
void add_claims(CLI::App& app, int& status);
void add_demo(CLI::App& app, int& status);

}  // namespace quantcheck::check::program
