#include <quantcheck/proofs_check/io/formats/safetensors.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "raw_file.h"

namespace quantcheck::test {

using namespace check;

namespace {

const std::string tensor_a = R"("a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]})";

class SafetensorsFile : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder = std::filesystem::path(testing::TempDir()) /
             ("quantcheck-" + std::to_string(getpid()) + "-" + test->name());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
  }

  std::filesystem::path folder;
};

TEST_F(SafetensorsFile, WritesReplacesAndReads) {
  const std::string path = folder / "f.safetensors";
  const std::vector<std::byte> data = bytes_of("abcd");
  const std::vector<TensorView> tensors{{"t", Dtype::u8, {4}, data}};
  std::ofstream(path) << "old content, longer than the new one is going to be, or so it says here";
  write_safetensors(path, {{"k", "v"}}, tensors);
  const TensorBundle file = read_safetensors(path);
  EXPECT_EQ(file.name, path);
  EXPECT_EQ(file.metadata.at("k"), "v");
  const std::vector<std::byte> written = serialize_safetensors({{"k", "v"}}, tensors);
  EXPECT_EQ(FileReader(path).up_to(2 * written.size()), written);
  EXPECT_EQ(entries(), 1u);
}

TEST_F(SafetensorsFile, LeavesNothingBehindOnFailure) {
  const std::string directory = folder / "d";
  std::filesystem::create_directory(directory);
  EXPECT_TRUE(refused([&] { write_safetensors(directory, {}, {}); }, "is a directory"));
  EXPECT_TRUE(
      refused([&] { write_safetensors(folder / "no" / "f", {}, {}); }, "cannot be written: No such file"));
  EXPECT_TRUE(refused([&] { write_safetensors(folder / "f", {{"k", "\xff"}}, {}); }, "not UTF-8"));
  EXPECT_EQ(entries(), 1u);
  EXPECT_TRUE(std::filesystem::is_empty(directory));
}

TEST_F(SafetensorsFile, RefusesWhatCannotBeRead) {
  EXPECT_TRUE(refused([&] { read_safetensors(folder); }, "is a directory"));
  EXPECT_TRUE(refused([&] { read_safetensors(folder / "none"); }, "none: cannot be opened: No such file"));
  std::ofstream(folder / "empty") << "";
  EXPECT_TRUE(refused([&] { read_safetensors(folder / "empty"); }, "0 bytes, too short"));
}

TEST_F(SafetensorsFile, NeverReadsBeyondWhatTheHeaderSays) {
  const auto save = [&](const std::vector<std::byte>& bytes, std::uintmax_t size) {
    std::ofstream(folder / "f", std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    std::filesystem::resize_file(folder / "f", size);
  };
  const std::uintmax_t sparse = std::uintmax_t{1} << 40;
  save(raw_file("{" + tensor_a + "}", "abcd"), sparse);
  EXPECT_TRUE(refused([&] { read_safetensors(folder / "f"); }, "goes on after the last tensor's end"));
  save(raw_file(std::uint64_t{1} << 60, "{}"), sparse);
  EXPECT_TRUE(refused([&] { read_safetensors(folder / "f"); }, "at most 100000000"));
  const std::string huge =
      R"({"a":{"dtype":"U8","shape":[1000000000000000],"data_offsets":[0,1000000000000000]}})";
  save(raw_file(huge, "abcd"), huge.size() + 12);
  EXPECT_TRUE(refused([&] { read_safetensors(folder / "f"); }, "cut short"));
  if (std::filesystem::exists("/dev/zero")) {
    EXPECT_TRUE(refused([&] { read_safetensors("/dev/zero"); }, "does not start with '{'"));
  }
}

}  // namespace
}  // namespace quantcheck::test
