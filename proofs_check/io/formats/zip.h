// Zip archives: their members, and where the bytes of these lie (PKWARE's APPNOTE.TXT 6.3.10).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace quantcheck::check {

/// A member of an archive.
struct ZipMember {
  std::string name;  // as it stands there, whatever the encoding
  bool deflated = false;
  std::uint32_t crc = 0;
  std::uint64_t size = 0;             // of the content
  std::span<const std::byte> packed;  // as it is stored
};

/// The members of an archive in the order of the central directory, which alone decides: what lies between
/// members is not looked at. Zip64 is read. Throws Error naming `path`, and the member or offset, for: no end
/// record, or one that the file's end does not follow; several disks; a directory that does not fill the
/// space between its offset and its end record, or has another number of entries; a member that is encrypted,
/// of another method than stored or deflated, of a name twice there, or of a local header that is missing or
/// contradicts the directory; members that overlap each other or the directory; a stored member whose two
/// sizes differ; and a deflated one that would grow more than 1032 times, which deflate cannot do. The `size`
/// of every member is thus below 1032 times the file's.
std::vector<ZipMember> zip_members(std::span<const std::byte> file, const std::string& path);

/// The place of the central directory, by the end records.
struct ZipDirectory {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t entries = 0;
};

/// Finds the central directory. The end records begin at `offset` + `size`. Throws Error as zip_members does.
ZipDirectory zip_directory(std::span<const std::byte> file, const std::string& path);

}  // namespace quantcheck::check
