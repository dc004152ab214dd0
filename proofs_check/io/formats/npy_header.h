// The header of a .npy file: a dict of Python in text, preceded by its length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/io/formats/dtype.h>

namespace quantcheck::check {

/// What the dict says. Nothing but its grammar has been checked.
struct NpyDict {
  std::string descr;  // a plain dtype, such as "<f4"
  bool fortran_order = false;
  std::vector<std::uint64_t> shape;
};

/// Reads "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", with the keys in any order, and then
/// spaces and one newline. This is a part of Python's grammar, and nothing is evaluated. Throws Error, in a
/// message that begins with `place` and names the offset, counted from `first_offset`, for: anything else
/// before, between or after; missing, other or duplicate keys; escapes in strings; integers below 0, with
/// leading zeros, or of 2^63 and more; more than max_rank integers; "(3)", which is no tuple; and a
/// structured dtype, which is no string.
NpyDict parse_npy_dict(std::string_view text, std::size_t first_offset, const std::string& place);

/// An element type and the order of its bytes.
struct NpyDtype {
  Dtype dtype = Dtype::u8;
  bool big_endian = false;
};

/// Reads "<f4" and its like: the order of the bytes (< little, > big, = this machine's, | none, for single
/// bytes), followed by f2 f4 f8, i1 i2 i4 i8, u1 u2 u4 u8 or b1. Throws Error, in a message that begins with
/// `place` and says what the dtype is, for objects (pickles), strings, complex numbers, dates, and V2. V2 is
/// how ml_dtypes saves bfloat16: two bytes without a meaning, so that taking them for one would be a guess.
NpyDtype parse_npy_dtype(const std::string& descr, const std::string& place);

/// The place of the header in a .npy file.
struct NpyPreamble {
  std::size_t header_offset = 0;
  std::size_t header_length = 0;
};

inline constexpr std::string_view npy_magic = "\x93NUMPY";
inline constexpr std::size_t npy_preamble_bytes = 12;  // of the longest one: magic, version, length
/// The longest header that is taken, which is numpy.load's own limit. The header of a plain dtype has some
/// 100 bytes.
inline constexpr std::size_t max_npy_header = 10'000;

/// Reads the magic, the version (1.0, 2.0 or 3.0) and the header's length from a file's first bytes. Throws
/// Error, in a message that begins with `place`, for another magic or version, too few bytes, or a length
/// above max_npy_header.
NpyPreamble parse_npy_preamble(std::span<const std::byte> bytes, const std::string& place);

}  // namespace quantcheck::check
