// Standard output, and files that may be standard output.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace quantcheck::check::program {

/// Makes writing fail where it would end the process (because a reader stopped, or by a limit of file sizes).
/// Opens /dev/null in place of standard input, output or error where one of them is closed, so that no other
/// file is opened in its place. To be called at the beginning of a program.
void keep_output_in_order();

/// Writes to standard output, at once. What cannot be written is lost, and so is all that follows, because a
/// verdict does not depend on who reads it. status_with_output tells of it.
void print_out(std::string_view text);

/// The exit status of a program that would exit with `status`. Where standard output could not be written,
/// this says so on standard error, and makes success exit_usage, since a report that was lost must not look
/// like a good one. A reader that stopped reading changes nothing, because it has what it wanted; nor does
/// standard output that was closed.
int status_with_output(int status);

/// Whether a path stands for standard output: "-", or what leads to it, as /dev/stdout does.
bool is_standard_output(const std::string& path);

/// Writes a file by write_file, or by print_out where the path stands for standard output. Throws Error where
/// what is written is lost.
void write_output(const std::string& path, std::span<const std::byte> bytes);
void write_output(const std::string& path, std::string_view text);

}  // namespace quantcheck::check::program
