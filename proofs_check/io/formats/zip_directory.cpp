#include <algorithm>

#include <quantcheck/proofs_check/io/formats/little_endian.h>
#include <quantcheck/proofs_check/io/formats/zip.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::uint64_t end_signature = 0x06054b50;
constexpr std::uint64_t end64_signature = 0x06064b50;
constexpr std::uint64_t locator_signature = 0x07064b50;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t end64_bytes = 56;
constexpr std::size_t locator_bytes = 20;

// The offset of the last end record whose comment ends where the file does.
std::size_t end_record(std::span<const std::byte> file, const std::string& path) {
  constexpr std::size_t longest_comment = 0xffff;
  if (file.size() >= end_bytes) {
    const std::size_t last = file.size() - end_bytes;
    for (std::size_t at = last + 1; at-- > last - std::min(last, longest_comment);)
      if (little_endian(file, at, 4) == end_signature && little_endian(file, at + 20, 2) == last - at)
        return at;
  }
  throw Error(path + ": cut short or no zip archive: no end of a central directory at its end");
}

// What the end record says, checked against the Zip64 end record where there is one. A field of all ones says
// that the value is in the latter; any other has to be the same there.
class EndRecords {
 public:
  EndRecords(std::span<const std::byte> file, const std::string& path)
      : file_(file), path_(path), end_(end_record(file, path)), begin_(end_) {
    if (end_ < locator_bytes || little_endian(file, end_ - locator_bytes, 4) != locator_signature) return;
    const std::size_t locator = end_ - locator_bytes;
    const std::uint64_t offset = little_endian(file, locator + 8, 8);
    if (little_endian(file, locator + 4, 4) != 0 || little_endian(file, locator + 16, 4) != 1)
      throw Error(path + ": a zip archive on several disks");
    // The Zip64 end record may be longer than what is known of it.
    if (locator < end64_bytes || offset > locator - end64_bytes ||
        little_endian(file, offset, 4) != end64_signature ||
        little_endian(file, offset + 4, 8) != locator - offset - 12)
      throw Error(path + ": no Zip64 end record at offset " + std::to_string(offset) +
                  ", where one is announced");
    begin_ = offset;
    zip64_ = true;
  }

  std::size_t begin() const { return begin_; }

  std::uint64_t field(const char* what, std::size_t offset, std::size_t width, std::size_t offset64,
                      std::size_t width64) const {
    const std::uint64_t value = little_endian(file_, end_ + offset, width);
    const bool elsewhere = value == (width == 2 ? 0xffff : 0xffffffff);
    if (!zip64_) {
      if (elsewhere) throw Error(path_ + ": " + what + " needs a Zip64 end record, and there is none");
      return value;
    }
    const std::uint64_t value64 = little_endian(file_, begin_ + offset64, width64);
    if (!elsewhere && value != value64)
      throw Error(path_ + ": the two end records differ in " + what + ": " + std::to_string(value) + " and " +
                  std::to_string(value64));
    return value64;
  }

 private:
  std::span<const std::byte> file_;
  const std::string& path_;
  std::size_t end_;
  std::size_t begin_;  // of the first end record
  bool zip64_ = false;
};

}  // namespace

ZipDirectory zip_directory(std::span<const std::byte> file, const std::string& path) {
  const EndRecords records(file, path);
  const std::uint64_t disk = records.field("the disk's number", 4, 2, 16, 4);
  const std::uint64_t first_disk = records.field("the directory's disk", 6, 2, 20, 4);
  const std::uint64_t entries_here = records.field("the disk's number of entries", 8, 2, 24, 8);
  const std::uint64_t entries = records.field("the number of entries", 10, 2, 32, 8);
  const std::uint64_t size = records.field("the directory's size", 12, 4, 40, 8);
  const std::uint64_t offset = records.field("the directory's offset", 16, 4, 48, 8);
  if (disk != 0 || first_disk != 0 || entries_here != entries)
    throw Error(path + ": a zip archive on several disks");
  if (offset > records.begin() || size != records.begin() - offset)
    throw Error(path + ": the central directory, " + std::to_string(size) + " bytes at offset " +
                std::to_string(offset) + ", does not end where its end record begins, at offset " +
                std::to_string(records.begin()));
  return {offset, size, entries};
}

}  // namespace quantcheck::check
