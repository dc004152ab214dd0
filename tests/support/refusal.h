// Errors that the library is expected to throw, and the words in their messages.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include <quantcheck/reference/error.h>

namespace quantcheck::test {

/// The message of the Error that `attempt` throws; empty where it throws none.
template <class Attempt>
std::string refusal(const Attempt& attempt) {
  try {
    attempt();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// Fails unless `attempt` throws an Error whose message contains every one of the words.
template <class Attempt>
void expect_refusal(std::initializer_list<const char*> words, const Attempt& attempt) {
  const std::string message = refusal(attempt);
  ASSERT_NE(message, "") << "not refused";
  for (const char* word : words)
    EXPECT_NE(message.find(word), std::string::npos) << word << " in: " << message;
}

}  // namespace quantcheck::test
