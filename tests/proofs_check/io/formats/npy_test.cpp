#include <quantcheck/proofs_check/io/formats/npy.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>

#include "npy_file.h"
#include "numpy_files.h"

namespace quantcheck::test {

using namespace check;

namespace {

const std::vector<double> array{1, -2.5, 3, 0.25, 5, -6};
using Shape = std::vector<Index>;

TensorView only(const TensorBundle& file) {
  EXPECT_EQ(file.tensors.size(), 1u);
  return file.tensors.at(0);
}

testing::AssertionResult refuses(const std::vector<std::byte>& bytes, const std::string& words) {
  const auto result = refused([&] { parse_npy(bytes, "a.npy"); }, words);
  return result ? refused([&] { parse_npy(bytes, "a.npy"); }, "a.npy: ") : result;
}

testing::AssertionResult refuses_header(const std::string& header, const std::string& words) {
  return refuses(raw_npy(header, ""), words);
}

TEST(Npy, ReadsWhatNumpyWrites) {
  for (const std::string_view hex : {numpy::v1_f4, numpy::v2_f2, numpy::v3_fortran_big_f8}) {
    const TensorView tensor = only(parse_npy(numpy::bytes(hex), "a.npy"));
    EXPECT_EQ(tensor.name, "");
    EXPECT_EQ(tensor.file, "a.npy");
    EXPECT_EQ(tensor.shape, (Shape{2, 3}));
    EXPECT_EQ(float_values(tensor), array);
  }
}

TEST(Npy, ReadsEveryPlainDtypeInBothByteOrders) {
  const std::vector<std::pair<std::string, Dtype>> types{
      {"i1", Dtype::i8},      {"i2", Dtype::i16}, {"i4", Dtype::i32}, {"i8", Dtype::i64},
      {"u1", Dtype::u8},      {"u2", Dtype::u16}, {"u4", Dtype::u32}, {"u8", Dtype::u64},
      {"b1", Dtype::boolean}, {"f2", Dtype::f16}, {"f4", Dtype::f32}, {"f8", Dtype::f64}};
  for (const auto& [name, dtype] : types) {
    const auto size = static_cast<std::size_t>(name[1] - '0');
    const std::string data = std::string("\x01\x02\x03\x04\x05\x06\x07\x08").substr(0, size);
    const std::string reversed(data.rbegin(), data.rend());
    for (const char order : {'<', '>', '=', '|'}) {
      if (order == '|' && size > 1) continue;
      const TensorView tensor = only(parse_npy(npy(order + name, "(1,)", data), "a.npy"));
      EXPECT_EQ(tensor.dtype, dtype);
      EXPECT_EQ(std::vector<std::byte>(tensor.bytes.begin(), tensor.bytes.end()),
                bytes_of(order == '>' ? reversed : data))
          << order << name;
    }
  }
}

TEST(Npy, TurnsFortranOrderIntoRowMajor) {
  const auto fortran = [](const std::string& shape, const std::string& data) {
    const TensorView tensor = only(parse_npy(raw_npy(npy_header("|u1", shape, "True"), data), "a.npy"));
    return std::string(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
  };
  EXPECT_EQ(fortran("(2, 3)", "adbecf"), "abcdef");
  EXPECT_EQ(fortran("(2, 2, 2)", "aebfcgdh").size(), 8u);
  // Entry (i, j, k) is at i + 2 j + 4 k in the file, and at 4 i + 2 j + k in the result.
  EXPECT_EQ(fortran("(2, 2, 2)", "01234567"), "04261537");
  EXPECT_EQ(fortran("(3,)", "abc"), "abc");
  EXPECT_EQ(fortran("()", "a"), "a");
  EXPECT_EQ(fortran("(2, 0)", ""), "");
}

TEST(Npy, ReadsOtherSpellingsOfTheHeader) {
  for (const char* header : {"{'shape': (2,), 'descr': '|u1', 'fortran_order': False}\n",
                             "{ \"descr\" : \"|u1\" ,'fortran_order':True,'shape':(2 , ) }      \n",
                             "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n"})
    EXPECT_EQ(only(parse_npy(raw_npy(header, "ab"), "a")).shape, (Shape{2})) << header;
  EXPECT_EQ(only(parse_npy(npy("<f8", "()", "12345678"), "a")).shape, (Shape{}));
  EXPECT_EQ(only(parse_npy(npy("<f8", "(0, 4611686018427387904)", ""), "a")).shape.size(), 2u);
}

TEST(Npy, RefusesOtherPreambles) {
  EXPECT_TRUE(refuses(bytes_of("\x93NUMPX\x01"), "not a .npy array"));
  EXPECT_TRUE(refuses({}, "cut short: 0 bytes"));
  for (const int major : {0, 4, 9})
    EXPECT_TRUE(refuses(raw_npy(npy_header("|u1", "(1,)"), "a", major),
                        "version " + std::to_string(major) + ".0 of the .npy format; 1.0, 2.0 and 3.0"));
  std::vector<std::byte> minor = npy("|u1", "(1,)", "a");
  minor[7] = std::byte{1};
  EXPECT_TRUE(refuses(minor, "version 1.1"));
  EXPECT_TRUE(
      refuses(raw_npy(std::string(10'001, ' '), "", 1), "the header's length, at offset 8, is 10001"));
  EXPECT_TRUE(refuses(bytes_of(std::string("\x93NUMPY\x02\0\xff\xff\xff\xff", 12)), "is 4294967295"));
}

TEST(Npy, RefusesOtherLiterals) {
  const std::string rest = "'fortran_order': False, 'shape': (2,)";
  EXPECT_TRUE(refuses_header("", "header, offset 10: it ends; needed: a dict"));
  EXPECT_TRUE(refuses_header("[]\n", "header, offset 10: found \"[\"; needed: a dict, {"));
  EXPECT_TRUE(refuses_header(" \t{}\n", "offset 11: found \"\\x09\""));
  EXPECT_TRUE(refuses_header("{}\n", "no key \"descr\""));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', " + rest + "}", "needed: after the dict only spaces"));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', " + rest + "}\n\n", "needed: after the dict only spaces"));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', " + rest + "} 1\n", "found \"1\"; needed: after the dict"));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', " + rest, "it ends; needed: , or }"));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', " + rest + ", 'x': 1}\n", "an unknown key \"x\""));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', 'descr': '|u1', " + rest + "}\n", "a second key \"descr\""));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', 'shape': (2,)}\n", "no key \"fortran_order\""));
  EXPECT_TRUE(refuses_header("{'descr': '|u1', 'fortran_order': False}\n", "no key \"shape\""));
  EXPECT_TRUE(refuses_header("{'descr' '|u1'}\n", "needed: :"));
  EXPECT_TRUE(refuses_header("{descr: 1}\n", "needed: a key in quotes"));
  EXPECT_TRUE(refuses_header("{'descr': '|u1' 'shape': 1}\n", "needed: , or }"));
  EXPECT_TRUE(refuses_header("{'descr': '|u1,\n", "needed: the end of the string"));
  EXPECT_TRUE(refuses_header("{'descr': '\\x7cu1', " + rest + "}\n", "no backslash in it"));
  EXPECT_TRUE(refuses_header("{'descr': 5, " + rest + "}\n", "needed: a dtype in quotes"));
  EXPECT_TRUE(refuses_header("{'descr': u'|u1', " + rest + "}\n", "needed: a dtype in quotes"));
  for (const char* order : {"0", "true", "None", "'False'"})
    EXPECT_TRUE(refuses_header(npy_header("|u1", "(2,)", order), "needed: True or False")) << order;
}

TEST(Npy, RefusesOtherShapes) {
  const auto refuses_shape = [](const std::string& shape, const std::string& words) {
    return refuses_header(npy_header("|u1", shape), words);
  };
  EXPECT_TRUE(refuses_shape("[2]", "needed: a tuple, ("));
  EXPECT_TRUE(refuses_shape("2", "needed: a tuple, ("));
  EXPECT_TRUE(refuses_shape("(2)", "a tuple of one is written (n,)"));
  EXPECT_TRUE(refuses_shape("(,)", "needed: an integer that is not negative"));
  EXPECT_TRUE(refuses_shape("(2,,)", "needed: an integer"));
  EXPECT_TRUE(refuses_shape("(-1,)", "needed: an integer that is not negative"));
  EXPECT_TRUE(refuses_shape("(2L,)", "found \"L\""));
  EXPECT_TRUE(refuses_shape("(2.0,)", "found \".\""));
  EXPECT_TRUE(refuses_shape("(0x2,)", "found \"x\""));
  EXPECT_TRUE(refuses_shape("(1_0,)", "found \"_\""));
  EXPECT_TRUE(refuses_shape("(2, 3]", "found \"]\"; needed: , or )"));
  EXPECT_TRUE(refuses_shape("(02,)", "a leading zero"));
  EXPECT_TRUE(refuses_shape("(2, 3", "needed: an integer"));
  EXPECT_TRUE(refuses_shape("(9223372036854775808,)", "a size of 2^63 or more"));
  EXPECT_TRUE(refuses_shape("(99999999999999999999999,)", "a size of 2^63 or more"));
  EXPECT_TRUE(refuses_shape("(9223372036854775807,)", "the size of its shape overflows"));
  EXPECT_TRUE(refuses_shape("(4294967296, 4294967296)", "the size of its shape overflows"));
  EXPECT_TRUE(refuses_shape("(4294967296, 1073741824)", "cut short"));
  std::string long_shape = "(";
  for (int k = 0; k < 65; ++k) long_shape += "1,";
  EXPECT_TRUE(refuses_shape(long_shape + ")", "more than 64 sizes"));
}

TEST(Npy, RefusesOtherDtypesByName) {
  const auto refuses_dtype = [](const std::string& descr, const std::string& words) {
    return refuses_header(npy_header(descr, "(2,)"), words);
  };
  EXPECT_TRUE(refuses_dtype("|O", "the dtype is \"|O\": Python objects, pickled"));
  EXPECT_TRUE(refuses_dtype("O", "a pickle can run any code"));
  EXPECT_TRUE(refuses_dtype("<U6", ": strings"));
  EXPECT_TRUE(refuses_dtype("|S4", ": strings"));
  for (const char* complex : {"<c8", ">c16", "<c32"})
    EXPECT_TRUE(refuses_dtype(complex, ": complex numbers"));
  EXPECT_TRUE(refuses_dtype("<M8[ns]", ": dates or times"));
  EXPECT_TRUE(refuses_dtype("<m8", ": dates or times"));
  EXPECT_TRUE(refuses_dtype("<V2", "as ml_dtypes saves bfloat16; store a.astype(numpy.float32)"));
  EXPECT_TRUE(refuses_dtype("|V2", "as ml_dtypes saves bfloat16"));
  EXPECT_TRUE(refuses_dtype("bfloat16", "as ml_dtypes saves bfloat16"));
  EXPECT_TRUE(refuses_dtype("|V8", ": bytes without a meaning"));
  EXPECT_TRUE(refuses_dtype("<f16", ": a floating-point type that differs between machines"));
  EXPECT_TRUE(refuses_dtype("|f4", "without an order of its bytes"));
  for (const char* descr : {"", "<", "f4", "<f3", "<f44", "float32", "<i16", "?", "<F4", " <f4"})
    EXPECT_TRUE(refuses_dtype(descr, "one of f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1 is needed")) << descr;
  EXPECT_TRUE(
      refuses_header("{'descr': [('a', '<f4'), ('b', '<i2')], 'fortran_order': False, 'shape': (2,)}\n",
                     "a structured dtype"));
}

TEST(Npy, RefusesOtherLengths) {
  EXPECT_TRUE(refuses(npy("<f4", "(2,)", "1234567"), "cut short: "));
  EXPECT_TRUE(refuses(npy("<f4", "(2,)", "123456789"), "it goes on after the array's end, at offset"));
  EXPECT_TRUE(refuses(npy("<f4", "(0,)", "1"), "it goes on after the array's end"));
}

TEST(Npy, RefusesEveryTruncation) {
  const std::vector<std::byte> whole = numpy::bytes(numpy::v1_f4);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(refuses({whole.begin(), whole.begin() + static_cast<Index>(size)}, "cut short")) << size;
}

TEST(Npy, SurvivesEveryChangedByte) {
  std::mt19937 random(1);
  for (const std::string_view hex : {numpy::v1_f4, numpy::v3_fortran_big_f8}) {
    const std::vector<std::byte> whole = numpy::bytes(hex);
    for (std::size_t k = 0; k < 16 * whole.size(); ++k) {
      std::vector<std::byte> spoilt = whole;
      spoilt[k / 16] = static_cast<std::byte>(random());
      try {
        const TensorView tensor = only(parse_npy(spoilt, "t"));
        const bool empty = std::find(tensor.shape.begin(), tensor.shape.end(), 0) != tensor.shape.end();
        Index size = dtype_bits(tensor.dtype) / 8;
        for (const Index extent : tensor.shape) size = empty ? 0 : size * extent;
        EXPECT_EQ(size, std::ssize(tensor.bytes));
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, 3), "t: ");
      }
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
