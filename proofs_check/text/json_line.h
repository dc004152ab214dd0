// JSON for programs: one object per line, keys in the order they are written.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace quantcheck::check {

using Json = nlohmann::ordered_json;

/// Of every verdict's line.
inline constexpr const char* verdict_schema = "quantcheck-verdict/1";

/// Of the rules by which verdicts are given; docs/changes.md says what changed with each.
inline constexpr int verdict_rules = 2;

/// Invalid UTF-8, in a file's name say, does not stop the report.
inline std::string one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

inline Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace quantcheck::check
