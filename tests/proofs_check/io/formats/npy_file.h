// The bytes of .npy files, put together by hand so that they can be wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "raw_file.h"

namespace quantcheck::test {

/// A file of magic, version, length of the header, `header` as it is, and `data`.
inline std::vector<std::byte> raw_npy(const std::string& header, std::string_view data, int major = 1) {
  std::string text = "\x93NUMPY";
  text += static_cast<char>(major);
  text += '\0';
  for (int k = 0; k < (major == 1 ? 2 : 4); ++k) text += static_cast<char>((header.size() >> (8 * k)) & 0xff);
  return bytes_of(text + header + std::string(data));
}

inline std::string npy_header(const std::string& descr, const std::string& shape,
                              const std::string& fortran_order = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + fortran_order + ", 'shape': " + shape + ", }\n";
}

inline std::vector<std::byte> npy(const std::string& descr, const std::string& shape, std::string_view data) {
  return raw_npy(npy_header(descr, shape), data);
}

}  // namespace quantcheck::test
