#include <quantcheck/proofs_check/io/formats/zip.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <quantcheck/proofs_check/io/formats/little_endian.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::uint64_t entry_signature = 0x02014b50;
constexpr std::uint64_t local_signature = 0x04034b50;
constexpr std::size_t entry_bytes = 46;
constexpr std::size_t local_bytes = 30;
constexpr std::uint64_t in_zip64 = 0xffffffff;  // says that the value stands in the extra field
constexpr std::uint64_t max_growth = 1032;      // deflate makes at most 258 bytes of two bits

constexpr std::uint64_t encrypted = 1;
constexpr std::uint64_t sizes_follow = 8;  // behind the data, and the local header may have zeros for them
constexpr std::uint64_t strongly_encrypted = 64;
constexpr std::uint64_t masked = 8192;

// What the directory and the local header both say of a member.
struct Header {
  std::uint64_t flags = 0;
  std::uint64_t method = 0;
  std::uint64_t crc = 0;
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;
  std::string name;
};

struct ZipEntry {
  Header header;
  std::uint64_t local_offset = 0;
  std::uint64_t end = 0;  // of its data
};

std::string place(const std::string& path, const std::string& name) {
  return path + ": member " + in_quotes(name) + ": ";
}

std::string text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Reads the Zip64 extra field among `extra`: it holds the values, in this order, of those `fields` that are
// all ones.
void read_zip64(std::span<const std::byte> extra, std::initializer_list<std::uint64_t*> fields,
                const std::string& where) {
  std::optional<std::span<const std::byte>> zip64;
  while (!extra.empty()) {
    if (extra.size() < 4 || extra.size() - 4 < little_endian(extra, 2, 2))
      throw Error(where + "an extra field is cut short");
    const auto content = extra.subspan(4, little_endian(extra, 2, 2));
    if (little_endian(extra, 0, 2) == 1) {
      if (zip64) throw Error(where + "two Zip64 extra fields");
      zip64 = content;
    }
    extra = extra.subspan(4 + content.size());
  }
  std::size_t at = 0;
  for (std::uint64_t* field : fields) {
    if (*field != in_zip64) continue;
    if (!zip64 || zip64->size() < at + 8) throw Error(where + "a size needs a Zip64 extra field that has it");
    *field = little_endian(*zip64, at, 8);
    at += 8;
  }
}

void check_method(const Header& header, const std::string& where) {
  if ((header.flags & (encrypted | strongly_encrypted | masked)) != 0) throw Error(where + "encrypted");
  if (header.method != 0 && header.method != 8)
    throw Error(where + "compression method " + std::to_string(header.method) +
                "; 0 (stored) and 8 (deflated) are read");
  if (header.method == 0 && header.packed_size != header.size)
    throw Error(where + "stored, but of " + std::to_string(header.packed_size) + " and " +
                std::to_string(header.size) + " bytes");
  if (header.method == 8 && header.size / max_growth > header.packed_size)
    throw Error(where + std::to_string(header.packed_size) + " bytes cannot be " +
                std::to_string(header.size) + " deflated ones");
}

// Takes the entry at the front of `directory` away from it.
ZipEntry take_entry(std::span<const std::byte>& directory, const std::string& path) {
  const auto cut_short = [&] { return Error(path + ": the central directory is cut short"); };
  if (directory.size() < entry_bytes) throw cut_short();
  if (little_endian(directory, 0, 4) != entry_signature)
    throw Error(path + ": the central directory has no entry where one should begin");
  const auto field = [&](std::size_t offset, std::size_t width) {
    return little_endian(directory, offset, width);
  };
  const std::size_t name_length = field(28, 2);
  const std::size_t extra_length = field(30, 2);
  const std::size_t whole = entry_bytes + name_length + extra_length + field(32, 2);
  if (directory.size() < whole) throw cut_short();

  ZipEntry entry{{field(8, 2), field(10, 2), field(16, 4), field(20, 4), field(24, 4),
                  text(directory.subspan(entry_bytes, name_length))},
                 field(42, 4),
                 0};
  const std::string where = place(path, entry.header.name);
  if (field(34, 2) != 0) throw Error(where + "on another disk");
  read_zip64(directory.subspan(entry_bytes + name_length, extra_length),
             {&entry.header.size, &entry.header.packed_size, &entry.local_offset}, where);
  check_method(entry.header, where);
  directory = directory.subspan(whole);
  return entry;
}

// Checks the local header against the directory, and returns the data behind it. `members` is the part of the
// file that members may lie in.
std::span<const std::byte> find_data(std::span<const std::byte> members, ZipEntry& entry,
                                     const std::string& where) {
  const std::string at = " at offset " + std::to_string(entry.local_offset);
  if (members.size() < local_bytes || entry.local_offset > members.size() - local_bytes ||
      little_endian(members, entry.local_offset, 4) != local_signature)
    throw Error(where + "no local header" + at);
  const auto local = members.subspan(entry.local_offset);
  const auto field = [&](std::size_t offset, std::size_t width) {
    return little_endian(local, offset, width);
  };
  const std::size_t name_length = field(26, 2);
  const std::size_t begin = local_bytes + name_length + field(28, 2);
  if (local.size() < begin || local.size() - begin < entry.header.packed_size)
    throw Error(where + "its data," + at + ", reaches into the central directory");

  Header header{field(6, 2),  field(8, 2),  field(14, 4),
                field(18, 4), field(22, 4), text(local.subspan(local_bytes, name_length))};
  read_zip64(local.subspan(local_bytes + name_length, field(28, 2)), {&header.size, &header.packed_size},
             where);
  const bool open = (header.flags & sizes_follow) != 0;
  const auto differs = [&](std::uint64_t here, std::uint64_t there) {
    return here != there && !(open && here == 0);
  };
  if (header.name != entry.header.name || header.flags != entry.header.flags ||
      header.method != entry.header.method || differs(header.crc, entry.header.crc) ||
      differs(header.packed_size, entry.header.packed_size) || differs(header.size, entry.header.size))
    throw Error(where + "the local header" + at + " contradicts the central directory");
  entry.end = entry.local_offset + begin + entry.header.packed_size;
  return local.subspan(begin, entry.header.packed_size);
}

void check_apart(std::vector<ZipEntry> entries, const std::string& path) {
  std::sort(entries.begin(), entries.end(),
            [](const ZipEntry& a, const ZipEntry& b) { return a.local_offset < b.local_offset; });
  for (std::size_t k = 1; k < entries.size(); ++k)
    if (entries[k].local_offset < entries[k - 1].end)
      throw Error(place(path, entries[k].header.name) + "overlaps " + in_quotes(entries[k - 1].header.name));
}

}  // namespace

std::vector<ZipMember> zip_members(std::span<const std::byte> file, const std::string& path) {
  const ZipDirectory directory = zip_directory(file, path);
  std::span<const std::byte> rest = file.subspan(directory.offset, directory.size);
  std::vector<ZipEntry> entries;
  std::vector<ZipMember> members;
  std::set<std::string> names;
  while (!rest.empty()) {
    ZipEntry entry = take_entry(rest, path);
    const std::string where = place(path, entry.header.name);
    if (!names.insert(entry.header.name).second) throw Error(where + "twice in the archive");
    const auto packed = find_data(file.first(directory.offset), entry, where);
    members.push_back({entry.header.name, entry.header.method == 8,
                       static_cast<std::uint32_t>(entry.header.crc), entry.header.size, packed});
    entries.push_back(std::move(entry));
  }
  if (entries.size() != directory.entries)
    throw Error(path + ": the central directory has " + std::to_string(entries.size()) +
                " entries; its end record says " + std::to_string(directory.entries));
  check_apart(std::move(entries), path);
  return members;
}

}  // namespace quantcheck::check
