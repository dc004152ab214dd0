// Standard output, and files that may be standard output.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace quantcheck::check::program {

/// Makes writing fail where it would end the process (a reader that stopped, a limit of file sizes), and
/// opens /dev/null in place of standard input, output or error where one of them is closed, so that no file
/// is opened in its place. For the beginning of a program.
void keep_output_in_order();

/// Writes to standard output, at once. What cannot be written is lost, and so is all that follows: a verdict
/// does not depend on who reads it. status_with_output tells.
void print_out(std::string_view text);

/// The exit status of a program that would exit with `status`: where standard output could not be written,
/// says so on standard error, and makes success exit_usage, since a report that was lost must not look like a
/// good one. A reader that stopped reading changes nothing, it has what it wanted; nor does standard output
/// that was closed.
int status_with_output(int status);

/// Whether a path stands for standard output: "-", or what leads to it, as /dev/stdout does.
bool is_standard_output(const std::string& path);

/// write_file, or where the path stands for standard output print_out; then throws Error where that is lost.
void write_output(const std::string& path, std::span<const std::byte> bytes);
void write_output(const std::string& path, std::string_view text);

}  // namespace quantcheck::check::program
