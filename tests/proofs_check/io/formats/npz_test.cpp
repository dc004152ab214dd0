#include <quantcheck/proofs_check/io/formats/npz.h>

#include <gtest/gtest.h>

#include <random>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>

#include "npy_file.h"
#include "numpy_files.h"
#include "zip_file.h"

namespace quantcheck::test {

using namespace check;

namespace {

const std::vector<double> array{1, -2.5, 3, 0.25, 5, -6};

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

const std::string u1 = text_of(npy("|u1", "(3,)", "abc"));
const std::string other = text_of(npy("|u1", "(1,)", "z"));

testing::AssertionResult refuses(const std::vector<std::byte>& bytes, const std::string& words) {
  const auto result = refused([&] { parse_npz(bytes, "a.npz"); }, words);
  return result ? refused([&] { parse_npz(bytes, "a.npz"); }, "a.npz: ") : result;
}

testing::AssertionResult refuses(const ZipEntry& entry, const std::string& words) {
  return refuses(zip_file({zip_entry("b.npy", other), entry}), words);
}

void expect_abc(const std::vector<std::byte>& bytes) {
  const TensorBundle file = parse_npz(bytes, "a.npz");
  const TensorView* tensor = file.find("a");
  ASSERT_NE(tensor, nullptr);
  EXPECT_EQ(tensor->file, "a.npz");
  EXPECT_EQ(integer_values(*tensor), (std::vector<std::int64_t>{'a', 'b', 'c'}));
}

TEST(Npz, ReadsWhatNumpyWrites) {
  const TensorBundle stored = parse_npz(numpy::bytes(numpy::npz_stored), "a.npz");
  ASSERT_EQ(stored.tensors.size(), 2u);
  EXPECT_EQ(stored.name, "a.npz");
  EXPECT_EQ(float_values(*stored.find("weight")), array);
  EXPECT_EQ(integer_values(*stored.find("order")), (std::vector<std::int64_t>{2, 0, 1}));
  const TensorBundle packed = parse_npz(numpy::bytes(numpy::npz_compressed), "a.npz");
  EXPECT_EQ(float_values(*packed.find("weight")), array);
  EXPECT_EQ(packed.find("dead")->dtype, Dtype::boolean);
}

TEST(Npz, ReadsStoredDeflatedAndStreamedMembers) {
  expect_abc(zip_file({zip_entry("a.npy", u1), zip_entry("b.npy", other, true)}));
  expect_abc(zip_file({zip_entry("a.npy", u1, true)}));
  expect_abc(zip_file({zip_entry("a.npy", u1)}, {.comment = "a comment"}));
  expect_abc(
      zip_file({zip_entry("a.npy", u1)}, {.comment = "PK\x05\x06 and so on, long enough for a record"}));
  EXPECT_TRUE(parse_npz(zip_file({}), "a").tensors.empty());
  // The sizes and the checksum follow the data.
  ZipEntry streamed = changed(zip_entry("a.npy", u1, true), [](ZipHeader& header) { header.flags = 8; });
  streamed.local.crc = streamed.local.size = streamed.local.packed_size = 0;
  streamed.after =
      "PK\x07\x08" + little(streamed.central.crc, 4) + little(streamed.data.size(), 4) + little(u1.size(), 4);
  expect_abc(zip_file({streamed, zip_entry("b.npy", other)}));
}

TEST(Npz, ReadsZip64) {
  const std::string sizes = little(u1.size(), 8) + little(u1.size(), 8);
  const auto zip64 = [&](ZipHeader& header) {
    header.size = header.packed_size = 0xffffffff;
    header.extra = little(0x5455, 2) + little(1, 2) + "x" + little(1, 2) + little(16, 2) + sizes;
  };
  ZipEntry local = zip_entry("a.npy", u1);
  zip64(local.local);
  expect_abc(zip_file({local}));
  expect_abc(zip_file({changed(zip_entry("a.npy", u1), zip64)}));
  expect_abc(zip_file({zip_entry("a.npy", u1)}, {.zip64 = true}));
  ZipEntry offset = zip_entry("a.npy", u1);
  offset.offset = 0xffffffff;
  offset.central.extra = little(1, 2) + little(8, 2) + little(0, 8);
  expect_abc(zip_file({offset}));

  ZipEntry missing = zip_entry("a.npy", u1);
  missing.central.size = 0xffffffff;
  EXPECT_TRUE(refuses(missing, "member \"a.npy\": a size needs a Zip64 extra field"));
  ZipEntry short_one = changed(zip_entry("a.npy", u1), zip64);
  short_one.central.extra = little(1, 2) + little(8, 2) + little(u1.size(), 8);
  EXPECT_TRUE(refuses(short_one, "a size needs a Zip64 extra field that has it"));
  ZipEntry twice = changed(zip_entry("a.npy", u1), zip64);
  twice.central.extra += twice.central.extra;
  EXPECT_TRUE(refuses(twice, "two Zip64 extra fields"));
  EXPECT_TRUE(refuses(changed(zip_entry("a.npy", u1), [](ZipHeader& header) { header.extra = "xyz"; }),
                      "an extra field is cut short"));
  ZipEntry huge = changed(zip_entry("a.npy", u1), [](ZipHeader& header) {
    header.size = header.packed_size = 0xffffffff;
    header.extra = little(1, 2) + little(16, 2) + little(~std::uint64_t{0}, 8) + little(~std::uint64_t{0}, 8);
  });
  EXPECT_TRUE(refuses(huge, "reaches into the central directory"));
  EXPECT_TRUE(refuses(zip_file({zip_entry("a.npy", u1)}, {.entries = 0xffff}),
                      "the disk's number of entries needs a Zip64 end record, and there is none"));
  EXPECT_TRUE(refuses(zip_file({zip_entry("a.npy", u1)}, {.zip64 = true, .disks = 2}), "on several disks"));
}

TEST(Npz, RefusesOtherEnds) {
  const ZipEntry entry = zip_entry("a.npy", u1);
  const std::vector<std::byte> whole = zip_file({entry});
  EXPECT_TRUE(refuses(std::vector<std::byte>{}, "cut short or no zip archive"));
  std::vector<std::byte> longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_TRUE(refuses(longer, "no end of a central directory at its end"));
  EXPECT_TRUE(refuses(zip_file({entry}, {.disk = 1}), "a zip archive on several disks"));
  EXPECT_TRUE(refuses(zip_file({entry}, {.entries = 2}), "has 1 entries; its end record says 2"));
  EXPECT_TRUE(refuses(zip_file({entry}, {.entries = 0}), "has 1 entries; its end record says 0"));
  EXPECT_TRUE(refuses(zip_file({entry}, {.size = 3}), "does not end where its end record begins"));
  EXPECT_TRUE(refuses(zip_file({entry}, {.offset = 0}), "does not end where its end record begins"));
  EXPECT_TRUE(refuses(zip_file({entry}, {.offset = 0xfffffffe}), "does not end where its end record begins"));
  EXPECT_TRUE(refuses(zip_file({entry}, {.before = "gap"}), "does not end where its end record begins"));
  EXPECT_TRUE(
      refuses(zip_file({}, {.size = 10, .offset = 0, .before = "0123456789"}), "directory is cut short"));
  EXPECT_TRUE(refuses(zip_file({}, {.size = 46, .offset = 0, .before = std::string(46, 'x')}),
                      "no entry where one should begin"));
}

TEST(Npz, RefusesOtherMembers) {
  const ZipEntry entry = zip_entry("a.npy", u1);
  const auto with_flags = [&](std::uint64_t flags) {
    return changed(entry, [=](ZipHeader& header) { header.flags = flags; });
  };
  for (const std::uint64_t flags : {1, 64, 8192, 65})
    EXPECT_TRUE(refuses(with_flags(flags), "member \"a.npy\": encrypted")) << flags;
  for (const std::uint64_t method : {1, 9, 12, 14, 93, 99})
    EXPECT_TRUE(refuses(changed(entry, [=](ZipHeader& header) { header.method = method; }),
                        "compression method " + std::to_string(method) + "; 0 (stored) and 8 (deflated)"));
  EXPECT_TRUE(refuses(changed(entry, [](ZipHeader& header) { header.size += 1; }), "stored, but of "));
  EXPECT_TRUE(refuses(zip_entry("b.npy", u1), "member \"b.npy\": twice in the archive"));
  EXPECT_TRUE(refuses(zip_entry("a.txt", u1), "member \"a.txt\": not an array"));
  EXPECT_TRUE(refuses(zip_entry("folder/", ""), "member \"folder/\": not an array"));
  EXPECT_TRUE(refuses(zip_entry("model/data.pkl", "x"), "a PyTorch checkpoint, which is a pickle"));
  ZipEntry disk = entry;
  disk.disk = 1;
  EXPECT_TRUE(refuses(disk, "on another disk"));
}

TEST(Npz, RefusesLocalHeadersThatDiffer) {
  const ZipEntry entry = zip_entry("a.npy", u1);
  const auto differs = [&](auto change) {
    ZipEntry spoilt = entry;
    change(spoilt.local);
    return refuses(spoilt, "contradicts the central directory");
  };
  EXPECT_TRUE(differs([](ZipHeader& header) { header.name = "c.npy"; }));
  EXPECT_TRUE(differs([](ZipHeader& header) { header.crc ^= 1; }));
  EXPECT_TRUE(differs([](ZipHeader& header) { header.size = 0; }));
  EXPECT_TRUE(differs([](ZipHeader& header) { header.packed_size -= 1; }));
  EXPECT_TRUE(differs([](ZipHeader& header) { header.method = 8; }));
  EXPECT_TRUE(differs([](ZipHeader& header) { header.flags = 8; }));
  for (const std::uint64_t offset : {1, 10'000, 0x7fffffff}) {
    ZipEntry elsewhere = entry;
    elsewhere.offset = offset;
    EXPECT_TRUE(refuses(elsewhere, "no local header at offset " + std::to_string(offset)));
  }
}

TEST(Npz, RefusesOverlaps) {
  // First two entries share one local header. Then the data of one entry holds the other member.
  ZipEntry same = zip_entry("b.npy", other);
  same.offset = 0;
  same.central.name = "a.npy";
  EXPECT_TRUE(refuses(same, "contradicts the central directory"));
  ZipEntry inner = zip_entry("a.npy", u1);
  const std::vector<std::byte> one = zip_file({inner});
  ZipEntry outer = zip_entry("b.npy", text_of({one.begin(), one.begin() + 30 + 5 + std::ssize(u1)}));
  ZipEntry pointed = inner;
  pointed.offset = 30 + 5;
  std::string text = text_of(zip_file({outer, pointed}));
  EXPECT_TRUE(refuses(bytes_of(text), "member \"a.npy\": overlaps \"b.npy\""));
  EXPECT_TRUE(refuses(changed(inner, [](ZipHeader& header) { header.size = header.packed_size = 100'000; }),
                      "reaches into the central directory"));
}

TEST(Npz, RefusesDamagedContent) {
  const ZipEntry stored = zip_entry("a.npy", u1);
  const ZipEntry packed = zip_entry("a.npy", u1, true);
  EXPECT_TRUE(refuses(changed(stored, [](ZipHeader& header) { header.crc ^= 1; }),
                      "tensor \"a\": damaged: its checksum"));
  EXPECT_TRUE(refuses(changed(packed, [](ZipHeader& header) { header.crc ^= 1; }), "damaged: its checksum"));
  EXPECT_TRUE(refuses(zip_entry("a.npy", "hello"), "tensor \"a\": not a .npy array"));
  EXPECT_TRUE(refuses(zip_entry("a.npy", u1 + "x"), "tensor \"a\": it goes on after the array's end"));
  EXPECT_TRUE(refuses(zip_entry("a.npy", u1 + "x", true),
                      "the array takes " + std::to_string(u1.size()) + " bytes; the archive says"));
  EXPECT_TRUE(refuses(zip_entry("a.npy", text_of(npy("|O", "(1,)", "x"))), "Python objects, pickled"));
  const auto of_size = [&](std::uint64_t size) {
    return changed(packed, [=](ZipHeader& header) { header.size = size; });
  };
  EXPECT_TRUE(refuses(of_size(u1.size() - 1), "the array takes"));
  EXPECT_TRUE(refuses(of_size(u1.size() + 1), "the deflated data ends after"));
  EXPECT_TRUE(refuses(of_size(5), "cut short"));
  const auto with_data = [&](const std::string& data) {
    ZipEntry entry = changed(packed, [&](ZipHeader& header) { header.packed_size = data.size(); });
    entry.data = data;
    return refuses(entry, "tensor \"a\": ");
  };
  EXPECT_TRUE(with_data(packed.data + "x"));
  EXPECT_TRUE(with_data(packed.data.substr(0, packed.data.size() - 1)));
  EXPECT_TRUE(with_data("\x07garbage"));
  EXPECT_TRUE(with_data(""));
  // The array ends before the compressed stream does.
  ZipEntry more = zip_entry("a.npy", u1 + "more", true);
  more = changed(more, [](ZipHeader& header) { header.size = u1.size(); });
  EXPECT_TRUE(refuses(more, "the deflated data goes on after"));
}

TEST(Npz, RefusesBombsBeforeTheyGrow) {
  const ZipEntry small = zip_entry("a.npy", u1, true);
  EXPECT_TRUE(refuses(changed(small, [](ZipHeader& header) { header.size = 0xfffffff0; }),
                      " bytes cannot be 4294967280 deflated ones"));
  // A member of zeros whose declared size is true. Its header shows that it is not an array.
  ZipEntry zeros = zip_entry("a.npy", std::string(std::size_t{1} << 24, '\0'), true);
  EXPECT_TRUE(refuses(zeros, "not a .npy array"));
  const std::string large = u1 + std::string(std::size_t{1} << 24, '\0');
  EXPECT_TRUE(refuses(zip_entry("a.npy", large, true), "the array takes"));
}

TEST(Npz, RefusesEveryTruncation) {
  for (const std::string_view hex : {numpy::npz_stored, numpy::npz_compressed}) {
    const std::vector<std::byte> whole = numpy::bytes(hex);
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_TRUE(
          refuses(std::vector<std::byte>(whole.begin(), whole.begin() + static_cast<Index>(size)), ""))
          << size;
  }
}

TEST(Npz, SurvivesEveryChangedByte) {
  std::mt19937 random(2);
  for (const std::string_view hex : {numpy::npz_stored, numpy::npz_compressed}) {
    const std::vector<std::byte> whole = numpy::bytes(hex);
    for (std::size_t k = 0; k < 8 * whole.size(); ++k) {
      std::vector<std::byte> spoilt = whole;
      spoilt[k / 8] ^= static_cast<std::byte>(1 + random() % 255);
      try {
        parse_npz(spoilt, "t");
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, 3), "t: ");
      }
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
