// The subcommands of the program, each in a file of its own.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace quantcheck::check::program {

/// Each function adds its subcommand to the program. Running the subcommand sets `status` to the exit status.
void add_verify(CLI::App& app, int& status);
void add_quantize(CLI::App& app, int& status);
void add_diff(CLI::App& app, int& status);
void add_claims(CLI::App& app, int& status);
void add_targets(CLI::App& app, int& status);
void add_demo(CLI::App& app, int& status);
void add_picture(CLI::App& app, int& status);

/// Does `claims --figures`: measures, writes files to the folder, and prints. Returns the exit status.
int run_figures(const std::string& folder, const std::string& seed);

}  // namespace quantcheck::check::program
