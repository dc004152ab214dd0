// The description that every kind of case carries: its name, and what its maker says of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// A tensor whose numbers are all of a coarser format than the one that they are stored in, so that they were
/// rounded to it before.
struct RecognisedFormat {
  std::string tensor;
  FloatFormat stored = FloatFormat::f32;
  FloatFormat format = FloatFormat::f16;
};

struct Described {
  std::string name;                      // what reports call it: the file's path
  std::optional<Arithmetic> arithmetic;  // absent: fp32 is assumed
  std::string source;                    // who made the codes, in their words; may be empty
  std::string note;
  std::vector<std::string> ignored;  // tensors and metadata keys of the file that mean nothing to the judge
  std::vector<RecognisedFormat> recognised;  // read by the formats that their numbers show
};

/// Whether two descriptions agree in all that a file keeps, which is all but `name`, `ignored` and
/// `recognised`.
inline bool same_words(const Described& a, const Described& b) {
  return a.arithmetic == b.arithmetic && a.source == b.source && a.note == b.note;
}

/// The arithmetic that the judge allows for: the declared one, or fp32 where none is declared.
inline Arithmetic assumed_arithmetic(const Described& c) { return c.arithmetic.value_or(Arithmetic::fp32); }

}  // namespace quantcheck::check
