#include <quantcheck/proofs_check/io/formats/safetensors.h>

#include <gtest/gtest.h>

#include "raw_file.h"

namespace quantcheck::test {

using namespace check;

namespace {

TEST(SerializeSafetensors, IsDeterministicAlignedAndReadBack) {
  const std::vector<std::byte> eight = bytes_of("12345678");
  const std::vector<std::byte> one = bytes_of("x");
  const std::vector<TensorView> tensors{
      {"z", Dtype::u8, {1}, one}, {"b\"", Dtype::f64, {1}, eight}, {"a", Dtype::f64, {}, eight}};
  const std::vector<TensorView> shuffled{tensors[2], tensors[0], tensors[1]};
  const Metadata metadata{{"k\n", "v"}, {"a", std::string("\0", 1)}};
  const std::vector<std::byte> bytes = serialize_safetensors(metadata, tensors);
  EXPECT_EQ(bytes, serialize_safetensors(metadata, shuffled));
  const TensorBundle file = parse_safetensors(bytes, "back");
  EXPECT_EQ(file.metadata, metadata);
  ASSERT_EQ(file.tensors.size(), 3u);
  EXPECT_EQ(file.tensors[0].name, "a");
  EXPECT_EQ(file.tensors[1].name, "b\"");
  EXPECT_EQ(file.tensors[2].name, "z");
  EXPECT_EQ((file.tensors[0].bytes.data() - file.tensors[1].bytes.data()) % 8, 0);
  EXPECT_EQ(file.tensors[2].bytes[0], std::byte{'x'});
  EXPECT_EQ(serialize_safetensors(file.metadata, file.tensors), bytes);
  EXPECT_EQ(serialize_safetensors({}, {}), raw_file("{}      ", ""));
}

TEST(SerializeSafetensors, RefusesWhatCouldNotBeReadBack) {
  const std::vector<std::byte> one = bytes_of("x");
  const auto write = [&](const std::string& name, const std::vector<Index>& shape, int copies = 1) {
    return [=] {
      const std::vector<TensorView> tensors(static_cast<std::size_t>(copies), {name, Dtype::u8, shape, one});
      serialize_safetensors({}, tensors, "out");
    };
  };
  EXPECT_NO_THROW(write("a", {1})());
  EXPECT_TRUE(refused(write("a", {2}), "span 1 bytes; shape [2] of U8 takes 2"));
  EXPECT_TRUE(refused(write("a", {-1}), "non-negative"));
  EXPECT_TRUE(refused(write("a", {1}, 2), "duplicate key"));
  EXPECT_TRUE(refused(write("__metadata__", {1}), "cannot be called __metadata__"));
  EXPECT_TRUE(refused(write("\xff", {1}), "is not UTF-8"));
  EXPECT_TRUE(refused(
      [] {
        serialize_safetensors({{"k", "\xc3"}}, {}, "out");
      },
      "out: \"\\xc3\" is not UTF-8"));
}

}  // namespace
}  // namespace quantcheck::test
