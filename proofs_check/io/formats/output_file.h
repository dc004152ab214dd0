// Files that are written whole or not at all.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace quantcheck::check {

/// The place that a path for output leads to.
struct Destination {
  std::string path;               // with all links followed
  std::optional<int> descriptor;  // for /dev/stdout, /dev/fd/N, /proc/self/fd/N: the one that is open as N
};

/// Follows the links of a path, also a link whose target is not there yet. Throws Error where they go in
/// circles.
Destination destination_of(const std::string& path);

/// Whether two paths lead to one file, even if that is not there yet.
bool same_file(const std::string& a, const std::string& b);

/// Writes bytes to a file in such a way that it holds the old content or the new, and never a part. They are
/// written to another file beside the one that the path leads to, which is then renamed. It is called
/// .NAME.quantcheck-N-M, where N is the number of this process; files of such names that killed processes
/// left behind are removed. A file that is there already keeps its mode, and its owner where that may be
/// given.
///
/// What is no regular file, is open already (Destination::descriptor), or cannot be replaced, such as a mount
/// point, is written to as it is. Throws Error, leaving nothing behind, if writing fails, or if the file is
/// there and may not be written.
void write_file(const std::string& path, std::span<const std::byte> bytes);

/// Removes the file beside the one that this thread is in the middle of writing, if there is one. Then the
/// thread has to end, and the path holds what it held. A handler of a signal may call it on the thread that
/// it interrupts.
void discard_unfinished_file() noexcept;

/// Makes a folder, and the folders that it lies in; does nothing where it is there. Throws Error if that
/// fails.
void make_folder(const std::string& path);

/// Throws the Error that write_file would throw for this path, as far as that can be known beforehand.
void require_writable(const std::string& path);

}  // namespace quantcheck::check
