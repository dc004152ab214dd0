// JSON for programs: one object on a line, its keys in the order in which they are written.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace quantcheck::check {

using Json = nlohmann::ordered_json;

/// The "schema" of every line that gives a verdict.
inline constexpr const char* verdict_schema = "quantcheck-verdict/1";

/// The version of the rules by which verdicts are given; docs/changes.md says what changed with each.
inline constexpr int verdict_rules = 4;

/// The JSON on one line. Bytes that are not UTF-8, in the name of a file for example, are replaced by U+FFFD,
/// so that they do not stop the report.
inline std::string one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The value or the text; null where there is none.
template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

inline Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace quantcheck::check
