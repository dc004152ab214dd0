// The bytes of safetensors files, put together by hand so that they can be wrong, and the words of a refusal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <quantcheck/reference/error.h>

namespace quantcheck::test {

inline std::vector<std::byte> bytes_of(std::string_view text) {
  std::vector<std::byte> bytes;
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  return bytes;
}

/// A file whose first 8 bytes say that the header has `length` bytes.
inline std::vector<std::byte> raw_file(std::uint64_t length, std::string_view rest) {
  std::string text;
  for (int k = 0; k < 8; ++k) text += static_cast<char>((length >> (8 * k)) & 0xff);
  return bytes_of(text + std::string(rest));
}

inline std::vector<std::byte> raw_file(const std::string& header, const std::string& data) {
  return raw_file(header.size(), header + data);
}

/// The message of the error that `run` throws; empty where it throws none.
template <class Run>
std::string refusal(Run&& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// Succeeds where the message of the error that `run` throws contains `words`. A failure shows the whole
/// message.
template <class Run>
testing::AssertionResult refused(Run&& run, const std::string& words) {
  const std::string message = refusal(run);
  if (message.empty())
    return testing::AssertionFailure() << "was accepted; expected a refusal with: " << words;
  if (message.find(words) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "says: " << message << "\nexpected: " << words;
}

}  // namespace quantcheck::test
