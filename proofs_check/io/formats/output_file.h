// Files that are written whole or not at all.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace quantcheck::check {

/// Where a path for output leads.
struct Destination {
  std::string path;               // with all links followed
  std::optional<int> descriptor;  // of /dev/stdout, /dev/fd/N, /proc/self/fd/N: the one that is open as N
};

/// Follows links, also one whose target is not there yet. Throws Error where they go in circles.
Destination destination_of(const std::string& path);

/// Whether two paths lead to one file, also where it is not there yet.
bool same_file(const std::string& a, const std::string& b);

/// Writes bytes to a file, so that it holds the old content or the new and never a part: they are written
/// beside where the path leads, as .NAME.quantcheck-N-M, N the number of this process, and renamed. A file
/// that is there keeps its mode, and its owner where that may be given. What processes that were killed left
/// behind is removed. What is no regular file, or is open already (Destination::descriptor), or cannot be
/// replaced, as a mount point, is written to as it is. Throws Error, leaving nothing behind, if that fails,
/// or if the file is there and may not be written.
void write_file(const std::string& path, std::span<const std::byte> bytes);

/// Makes a folder, and those that it lies in; nothing where it is there. Throws Error.
void make_folder(const std::string& path);

/// Throws the Error that write_file would for that path, as far as it can be known beforehand.
void require_writable(const std::string& path);

}  // namespace quantcheck::check
