// The subcommands, a file each.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace quantcheck::check::program {

/// Each adds its subcommand; running it sets `status` to the exit status.
void add_verify(CLI::App& app, int& status);
void add_quantize(CLI::App& app, int& status);
void add_diff(CLI::App& app, int& status);
void add_claims(CLI::App& app, int& status);
void add_targets(CLI::App& app, int& status);
void add_demo(CLI::App& app, int& status);
void add_picture(CLI::App& app, int& status);

/// `claims --figures`: measures, writes to the folder, prints; the exit status.
int run_figures(const std::string& folder, const std::string& seed);

}  // namespace quantcheck::check::program
