// The bytes of zip archives, put together by hand so that they can be wrong.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "raw_file.h"

namespace quantcheck::test {

inline std::string little(std::uint64_t value, int width) {
  std::string text;
  for (int k = 0; k < width; ++k) text += static_cast<char>((value >> (8 * k)) & 0xff);
  return text;
}

/// The content as a raw deflate stream.
inline std::string deflated(const std::string& content) {
  z_stream z{};
  deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&z, content.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  deflate(&z, Z_FINISH);
  packed.resize(z.total_out);
  deflateEnd(&z);
  return packed;
}

/// A header of a member. Both its local header and its entry in the directory are made from one of these.
struct ZipHeader {
  std::uint64_t flags = 0;
  std::uint64_t method = 0;
  std::uint64_t crc = 0;
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;
  std::string name;
  std::string extra;

  std::string text() const {
    return little(flags, 2) + little(method, 2) + little(0, 4) + little(crc, 4) + little(packed_size, 4) +
           little(size, 4) + little(name.size(), 2) + little(extra.size(), 2);
  }
};

struct ZipEntry {
  ZipHeader local;
  ZipHeader central;
  std::string data;
  std::string after;  // such as a data descriptor
  std::optional<std::uint64_t> offset;
  std::uint64_t disk = 0;
};

inline ZipEntry zip_entry(const std::string& name, const std::string& content, bool deflate = false) {
  ZipEntry entry;
  entry.data = deflate ? deflated(content) : content;
  entry.central = {
      0,
      deflate ? 8U : 0U,
      crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())),
      entry.data.size(),
      content.size(),
      name,
      ""};
  entry.local = entry.central;
  return entry;
}

/// The entry with the same change made to both of its headers.
template <class Change>
ZipEntry changed(ZipEntry entry, Change change) {
  change(entry.local);
  change(entry.central);
  return entry;
}

struct ZipEnd {
  std::uint64_t disk = 0;
  std::optional<std::uint64_t> entries = {};
  std::optional<std::uint64_t> size = {};
  std::optional<std::uint64_t> offset = {};
  std::string comment = {};
  std::string before = {};  // between the directory and its end record
  bool zip64 = false;       // a Zip64 end record and its locator; the old end record is all ones
  std::uint64_t disks = 1;
};

inline std::vector<std::byte> zip_file(const std::vector<ZipEntry>& entries, const ZipEnd& end = {}) {
  std::string text;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const std::uint64_t offset = entry.offset.value_or(text.size());
    text += "PK\x03\x04" + little(20, 2) + entry.local.text() + entry.local.name + entry.local.extra +
            entry.data + entry.after;
    directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + entry.central.text() + little(0, 2) +
                 little(entry.disk, 2) + little(0, 6) + little(offset, 4) + entry.central.name +
                 entry.central.extra;
  }
  const std::uint64_t count = end.entries.value_or(entries.size());
  const std::uint64_t size = end.size.value_or(directory.size());
  const std::uint64_t offset = end.offset.value_or(text.size());
  text += directory + end.before;
  if (end.zip64) {
    const std::uint64_t here = text.size();
    text += "PK\x06\x06" + little(44, 8) + little(45, 4) + little(end.disk, 4) + little(0, 4) +
            little(count, 8) + little(count, 8) + little(size, 8) + little(offset, 8);
    text += "PK\x06\x07" + little(0, 4) + little(here, 8) + little(end.disks, 4);
    text += "PK\x05\x06" + little(0, 4) + little(0xffff, 2) + little(0xffff, 2) + little(0xffffffff, 4) +
            little(0xffffffff, 4);
  } else {
    text += "PK\x05\x06" + little(end.disk, 2) + little(0, 2) + little(count, 2) + little(count, 2) +
            little(size, 4) + little(offset, 4);
  }
  return bytes_of(text + little(end.comment.size(), 2) + end.comment);
}

}  // namespace quantcheck::test
