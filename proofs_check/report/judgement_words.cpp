#include <quantcheck/proofs_check/report/judgement_words.h>

#include <string_view>

#include <quantcheck/proofs_check/text/arithmetic_names.h>
#include <quantcheck/proofs_check/text/float_format_names.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

std::string count_words(const RunJudgement& j) {
  return format("%td exact, %td tie, %td explained by rounding, %td wrong, %td undecided", j.exact, j.tie,
                j.explained, j.wrong, j.undecided);
}

std::string reason_words(std::string reason) {
  constexpr std::string_view step = "of a step";
  const auto place = reason.find(step);
  if (place != std::string::npos) reason.replace(place, step.size(), "of a scale");
  return reason;
}

std::string certain_words(const Interval& x, int most) {
  const int digits = certain_digits(x, most);
  return digits > 0 ? format("%.*g", digits, x.middle()) : format("%.3g to %.3g", x.low, x.high);
}

std::string loss_words(const RunJudgement& j, int digits) {
  const char* unknown = j.undecided > 0 && !j.bound ? "unknown" : "beyond the range of double";
  std::string words = j.loss ? certain_words(*j.loss, digits) : unknown;
  if (j.ratio) words += ", " + certain_words(*j.ratio, digits - 2) + " of the bound";
  if (j.bound) words += " " + certain_words(*j.bound, digits);
  return words;
}

std::string arithmetic_words(const Described& subject) {
  return std::string(name_of(assumed_arithmetic(subject))) +
         (subject.arithmetic ? "" : " (assumed: none declared)");
}

std::string recognised_words(const RecognisedFormat& found, bool counts_as_stored) {
  const std::string format(word_of(found.format));
  std::string words = "the numbers of \"" + found.tensor + "\", stored as " +
                      std::string(word_of(found.stored)) + ", are all " + format + " numbers";
  if (counts_as_stored)
    return words + "; if they were rounded to that the codes fit, but so would others: say --scale-format " +
           std::string(name_of(found.format)) + " if they were";
  words += ", so that they are taken as rounded to " + format;
  if (found.tensor == "scale")
    words += "; if they were not, say --scale-format " + std::string(name_of(found.stored));
  return words;
}

}  // namespace quantcheck::check
