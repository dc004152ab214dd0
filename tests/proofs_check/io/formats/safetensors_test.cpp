#include <quantcheck/proofs_check/io/formats/safetensors.h>

#include <gtest/gtest.h>

#include "raw_file.h"

namespace quantcheck::test {

using namespace check;

namespace {

TensorBundle parse(const std::string& header, const std::string& data) {
  return parse_safetensors(raw_file(header, data), "a.safetensors");
}

testing::AssertionResult refuses(const std::string& header, const std::string& data,
                                 const std::string& words) {
  const auto result = refused([&] { parse(header, data); }, words);
  return result ? refused([&] { parse(header, data); }, "a.safetensors: ") : result;
}

const std::string tensor_a = R"("a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]})";

TEST(Safetensors, ReadsTensorsInTheOrderOfTheirBytes) {
  const TensorBundle file = parse(
      R"({"b":{"data_offsets":[4,6],"shape":[1],"dtype":"F16"}, "__metadata__":{"k":"v","":"\u00e9"},)" +
          tensor_a + R"(,"e":{"dtype":"F32","shape":[3,0],"data_offsets":[4,4]}})" + "   ",
      "abcdef");
  ASSERT_EQ(file.tensors.size(), 3u);
  EXPECT_EQ(file.metadata, (Metadata{{"k", "v"}, {"", "\xc3\xa9"}}));
  EXPECT_EQ(file.tensors[0].name, "a");
  EXPECT_EQ(file.tensors[1].name, "e");
  EXPECT_EQ(file.tensors[2].name, "b");
  EXPECT_EQ(file.tensors[0].shape, (std::vector<Index>{2, 2}));
  EXPECT_EQ(file.tensors[2].dtype, Dtype::f16);
  EXPECT_TRUE(file.tensors[1].bytes.empty());
  EXPECT_EQ(file.tensors[2].bytes[1], std::byte{'f'});
  EXPECT_EQ(file.tensors[2].file, "a.safetensors");
  EXPECT_EQ(file.find("b"), &file.tensors[2]);
  EXPECT_EQ(file.find("c"), nullptr);
}

TEST(Safetensors, ACopyOutlivesTheOriginal) {
  TensorBundle copy;
  {
    const TensorBundle file = parse("{" + tensor_a + "}", "abcd");
    copy = file;
  }
  EXPECT_EQ(copy.tensors[0].bytes[3], std::byte{'d'});
}

TEST(Safetensors, AcceptsNoTensorsScalarsAndEveryDtype) {
  EXPECT_TRUE(parse("{}", "").tensors.empty());
  EXPECT_TRUE(parse(R"({"__metadata__":{}})", "").metadata.empty());
  EXPECT_TRUE(
      parse(R"({"s":{"dtype":"F64","shape":[],"data_offsets":[0,8]}})", "12345678").tensors[0].shape.empty());
  const std::vector<std::pair<std::string, int>> bits{
      {"BOOL", 8}, {"U8", 8},   {"I8", 8},    {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"I16", 16},
      {"U16", 16}, {"F16", 16}, {"BF16", 16}, {"I32", 32},    {"U32", 32},    {"F32", 32},    {"C64", 64},
      {"F64", 64}, {"I64", 64}, {"U64", 64},  {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6}};
  for (const auto& [name, width] : bits) {
    const TensorBundle file = parse(R"({"t":{"dtype":")" + name + R"(","shape":[4],"data_offsets":[0,)" +
                                        std::to_string(width / 2) + "]}}",
                                    std::string(static_cast<std::size_t>(width / 2), 'x'));
    EXPECT_EQ(dtype_name(file.tensors[0].dtype), name);
    EXPECT_EQ(dtype_bits(file.tensors[0].dtype), width);
  }
}

TEST(Safetensors, RefusesEveryTruncation) {
  const std::vector<std::byte> whole = raw_file("{" + tensor_a + "} ", "abcd");
  EXPECT_NO_THROW(parse_safetensors(whole, "t"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<std::byte> part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const char* words = size < 8 ? "too short" : size < whole.size() - 4 ? "bytes follow" : "cut short";
    EXPECT_TRUE(refused([&] { parse_safetensors(part, "t"); }, words)) << size;
  }
}

TEST(Safetensors, RefusesLengthsThatLie) {
  const auto with_length = [](std::uint64_t length) {
    return [=] { parse_safetensors(raw_file(length, "{" + tensor_a + "}abcd"), "t"); };
  };
  EXPECT_TRUE(refused(with_length(0), "does not start with '{'"));
  EXPECT_TRUE(refused(with_length(100'000'001), "at most 100000000"));
  EXPECT_TRUE(refused(with_length(~std::uint64_t{0}), "18446744073709551615"));
  EXPECT_TRUE(refused(with_length(100'000'000), "bytes follow"));
  EXPECT_TRUE(refused(with_length(tensor_a.size() + 1), "malformed JSON"));
  EXPECT_TRUE(refused(with_length(tensor_a.size() + 3), "does not end in '}'"));
  EXPECT_TRUE(refuses("{" + tensor_a + "}", "abcde", "goes on after the last tensor's end"));
  EXPECT_TRUE(refuses("{}", "x", "goes on after"));
  EXPECT_TRUE(refuses("{" + tensor_a + "}", "abc", "cut short"));
}

TEST(Safetensors, RefusesMalformedHeaders) {
  EXPECT_TRUE(refuses(" {}", "", "does not start with '{'"));
  EXPECT_TRUE(refuses("\xef\xbb\xbf{}", "", "does not start with '{'"));
  EXPECT_TRUE(refuses("[]", "", "does not start with '{'"));
  EXPECT_TRUE(refuses("{}\n", "", "does not end in '}'"));
  EXPECT_TRUE(refuses("{} x", "", "does not end in '}'"));
  EXPECT_TRUE(refuses("{} {}", "", "malformed JSON"));
  EXPECT_TRUE(refuses("{}}", "", "malformed JSON"));
  EXPECT_TRUE(refuses(std::string("{}\0 {}", 6), "", "NUL byte"));
  EXPECT_TRUE(refuses("{" + tensor_a + ",}", "abcd", "malformed JSON"));
  EXPECT_TRUE(refuses("{/**/}", "", "malformed JSON"));
  EXPECT_TRUE(refuses("{\"__metadata__\":{\"k\":\"\xff\"}}", "",
                      "header, offset 30: malformed JSON: syntax error while parsing value - invalid string: "
                      "ill-formed UTF-8"));
  EXPECT_TRUE(refuses("{\"__metadata__\":{\"k\":\"\xc0\xaf\"}}", "", "ill-formed UTF-8"));
  EXPECT_TRUE(refuses("{\"__metadata__\":{\"k\":\"\xed\xa0\x80\"}}", "", "ill-formed UTF-8"));
  EXPECT_TRUE(refuses("{\"__metadata__\":{\"\xf4\x90\x80\x80\":\"\"}}", "", "ill-formed UTF-8"));
  EXPECT_TRUE(refuses(R"({"__metadata__":{"k":"\ud800"}})", "", "surrogate"));
  EXPECT_TRUE(refuses("{\"a\nb\":{}}", "", "control character"));
}

TEST(Safetensors, RefusesDuplicates) {
  EXPECT_TRUE(refuses("{" + tensor_a + "," + tensor_a + "}", "abcd", "duplicate key \"a\""));
  EXPECT_TRUE(refuses(R"({"__metadata__":{},"__metadata__":{}})", "", "duplicate key \"__metadata__\""));
  EXPECT_TRUE(
      refuses(R"({"__metadata__":{"k":"1","\u006b":"2"}})", "", "__metadata__ has a duplicate key \"k\""));
  EXPECT_TRUE(refuses(R"({"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}})", "",
                      "tensor \"a\" has a duplicate field \"dtype\""));
}

TEST(Safetensors, RefusesOtherStructure) {
  const auto tensor = [](const std::string& fields) { return "{\"a\":{" + fields + "}}"; };
  const std::string dtype = R"("dtype":"U8",)";
  const std::string shape = R"("shape":[1],)";
  const std::string offsets = R"("data_offsets":[0,1])";
  EXPECT_NO_THROW(parse(tensor(dtype + shape + offsets), "x"));
  EXPECT_TRUE(refuses(tensor(shape + offsets), "x", "no field \"dtype\""));
  EXPECT_TRUE(refuses(tensor(dtype + offsets), "x", "no field \"shape\""));
  EXPECT_TRUE(refuses(tensor(dtype + R"("shape":[1])"), "x", "no field \"data_offsets\""));
  EXPECT_TRUE(
      refuses(tensor(dtype + shape + R"("strides":[1],)" + offsets), "x", "unknown field \"strides\""));
  EXPECT_TRUE(refuses(R"({"a":5})", "", "must be an object, not a number"));
  EXPECT_TRUE(refuses(R"({"a":null})", "", "must be an object, not null"));
  EXPECT_TRUE(refuses(R"({"a":true})", "", "must be an object, not a boolean"));
  EXPECT_TRUE(refuses(R"({"a":[]})", "", "must be an object, not an array"));
  EXPECT_TRUE(refuses(R"({"a":"x"})", "", "must be an object, not a string"));
  EXPECT_TRUE(
      refuses(tensor(R"("dtype":8,)" + shape + offsets), "x", "dtype must be a string, not a number"));
  EXPECT_TRUE(refuses(tensor(dtype + R"("shape":1,)" + offsets), "x",
                      "shape must be an array of integers, not a number"));
  EXPECT_TRUE(refuses(tensor(dtype + R"("shape":{},)" + offsets), "x", "shape must be an array"));
  for (const char* bad :
       {"-1", "1.0", "1e0", "\"1\"", "[1]", "{}", "null", "true", "18446744073709551616", "-0"}) {
    std::string fields = dtype;
    fields.append("\"shape\":[").append(bad).append("],").append(offsets);
    EXPECT_TRUE(refuses(tensor(fields), "x", "non-negative integers below 2^64")) << bad;
  }
  for (const char* bad : {"[]", "[0]", "[0,1,1]"})
    EXPECT_TRUE(
        refuses(tensor(dtype + shape + "\"data_offsets\":" + bad), "x", "data_offsets must be [begin, end]"))
        << bad;
  EXPECT_TRUE(refuses(R"({"__metadata__":[]})", "", "must be an object, not an array"));
  EXPECT_TRUE(
      refuses(R"({"__metadata__":{"k":1}})", "", "__metadata__ \"k\" must be a string, not a number"));
  EXPECT_TRUE(refuses(R"({"__metadata__":{"k":{"l":"m"}}})", "", "must be a string, not an object"));
  EXPECT_TRUE(refuses(R"({"__metadata__":{"k":null}})", "", "must be a string, not null"));
}

TEST(Safetensors, RefusesDeepNestingAndHighRank) {
  std::string arrays(50'000, '[');
  std::string objects = "{\"a\":{\"shape\":";
  for (int k = 0; k < 50'000; ++k) objects += "{\"a\":";
  EXPECT_TRUE(refuses("{\"a\":" + arrays + "}", "", "must be an object, not an array"));
  EXPECT_TRUE(refuses("{\"a\":{\"shape\":" + arrays + "}", "", "not an array"));
  EXPECT_TRUE(refuses(objects + "}", "", "not an object"));
  std::string ones = "1";
  for (int k = 1; k < 65; ++k) ones.append(",1");
  EXPECT_TRUE(
      refuses(R"({"a":{"dtype":"U8","shape":[)" + ones + R"(],"data_offsets":[0,1]}})", "x", "more than 64"));
}

TEST(Safetensors, RefusesSizesThatDoNotAgree) {
  const auto tensor = [](const std::string& dtype, const std::string& shape, const std::string& offsets) {
    return R"({"a":{"dtype":")" + dtype + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + offsets + "]}}";
  };
  EXPECT_TRUE(refuses(tensor("F128", "1", "0,16"), std::string(16, 'x'),
                      "unknown dtype \"F128\"; the format has F4"));
  EXPECT_TRUE(refuses(tensor("f32", "1", "0,4"), "abcd", "unknown dtype \"f32\""));
  EXPECT_TRUE(refuses(tensor("F32", "2", "0,4"), "abcd", "span 4 bytes; shape [2] of F32 takes 8"));
  EXPECT_TRUE(refuses(tensor("U8", "1", "1,0"), "", "end before they begin"));
  EXPECT_TRUE(refuses(tensor("F4", "3", "0,1"), "a", "does not fill whole bytes"));
  EXPECT_TRUE(refuses(tensor("F6_E2M3", "2", "0,1"), "a", "does not fill whole bytes"));
  EXPECT_TRUE(refuses(tensor("F64", "4294967296,4294967296", "0,0"), "", "overflows"));
  EXPECT_TRUE(refuses(tensor("U8", "18446744073709551615", "0,18446744073709551615"), "", "overflows"));
  EXPECT_TRUE(refuses(tensor("U8", "2305843009213693952,8", "0,0"), "", "overflows"));
  EXPECT_TRUE(refuses(tensor("U8", "0,18446744073709551615", "0,0"), "", "overflows"));
  EXPECT_TRUE(refuses(tensor("U8", "288230376151711744", "0,288230376151711744"), "abc", "cut short"));
  EXPECT_TRUE(refuses(tensor("U8", "1", "1,2"), "ab", "leave a hole; 0 is where"));
  EXPECT_TRUE(refuses(tensor("U8", "0", "18446744073709551615,18446744073709551615"), "", "leave a hole"));
}

TEST(Safetensors, RefusesHolesAndOverlaps) {
  const auto two = [](const std::string& first, const std::string& second) {
    return R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[)" + first +
           R"(]},"b":{"dtype":"U8","shape":[2],"data_offsets":[)" + second + "]}}";
  };
  EXPECT_NO_THROW(parse(two("0,2", "2,4"), "abcd"));
  EXPECT_NO_THROW(parse(two("2,4", "0,2"), "abcd"));
  EXPECT_TRUE(
      refuses(two("0,2", "3,5"), "abcde", "tensor \"b\": data_offsets [3, 5] leave a hole; 2 is where"));
  EXPECT_TRUE(refuses(two("0,2", "1,3"), "abc", "tensor \"b\": data_offsets [1, 3] overlap another tensor"));
  EXPECT_TRUE(refuses(two("0,2", "0,2"), "ab", "overlap another tensor"));
}

TEST(Safetensors, ShowsHostileNamesHarmlessly) {
  const std::string long_name(5000, 'n');
  EXPECT_TRUE(refuses("{\"" + long_name + "\":1}", "", std::string(80, 'n') + "...\""));
  EXPECT_TRUE(refuses(R"({"\u001b[31m\n":1})", "", R"("\x1b[31m\x0a")"));
}

}  // namespace
}  // namespace quantcheck::test
