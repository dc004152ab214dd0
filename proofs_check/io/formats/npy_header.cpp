#include <quantcheck/proofs_check/io/formats/npy_header.h>

#include <set>

#include <quantcheck/proofs_check/io/formats/little_endian.h>
#include <quantcheck/proofs_check/io/formats/safetensors_header.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

class NpyHeaderReader {
 public:
  NpyHeaderReader(std::string_view text, std::size_t first_offset, const std::string& place)
      : text_(text), first_offset_(first_offset), place_(place) {}

  NpyDict dict() {
    NpyDict result;
    std::set<std::string> seen;
    expect('{', "a dict, {");
    while (!taken('}')) {
      const std::size_t key_offset = at_;
      const std::string key = string("a key in quotes, or }");
      if (!seen.insert(key).second) refuse_at(key_offset, "a second key " + in_quotes(key));
      expect(':', ":");
      if (key == "descr") {
        result.descr = dtype();
      } else if (key == "fortran_order") {
        result.fortran_order = boolean();
      } else if (key == "shape") {
        result.shape = tuple();
      } else {
        refuse_at(key_offset,
                  "an unknown key " + in_quotes(key) + "; the format has descr, fortran_order and shape");
      }
      if (taken('}')) break;
      expect(',', ", or }");
    }
    for (const char* key : {"descr", "fortran_order", "shape"})
      if (!seen.contains(key)) throw Error(place_ + "the header has no key " + in_quotes(key));
    skip_spaces();
    if (at_ + 1 != text_.size() || text_[at_] != '\n')
      refuse("after the dict only spaces and, at the end, a newline");
    return result;
  }

 private:
  [[noreturn]] void refuse_at(std::size_t at, const std::string& problem) const {
    throw Error(place_ + "header, offset " + std::to_string(first_offset_ + at) + ": " + problem);
  }
  [[noreturn]] void refuse(const std::string& needed) const {
    refuse_at(at_, (at_ < text_.size() ? "found " + in_quotes(text_.substr(at_, 1)) : "it ends") +
                       "; needed: " + needed);
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool next_is(char c) {
    skip_spaces();
    return at_ < text_.size() && text_[at_] == c;
  }
  bool taken(char c) {
    const bool is = next_is(c);
    at_ += is ? 1 : 0;
    return is;
  }
  void expect(char c, const char* needed) {
    if (!taken(c)) refuse(needed);
  }
  bool taken(std::string_view word) {
    skip_spaces();
    const bool is = text_.substr(at_, word.size()) == word;
    at_ += is ? word.size() : 0;
    return is;
  }

  std::string string(const char* needed) {
    if (!next_is('\'') && !next_is('"')) refuse(needed);
    const char quote = text_[at_];
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\\' && text_[at_] != '\n') ++at_;
    if (at_ == text_.size() || text_[at_] != quote) refuse("the end of the string, and no backslash in it");
    return std::string(text_.substr(begin, at_++ - begin));
  }

  std::string dtype() {
    if (next_is('[') || next_is('(') || next_is('{'))
      throw Error(place_ +
                  "a structured dtype (records of several fields); one plain number per element is "
                  "needed: save each field as an array of its own");
    return string("a dtype in quotes");
  }

  bool boolean() {
    if (taken("True")) return true;
    if (!taken("False")) refuse("True or False");
    return false;
  }

  std::uint64_t integer() {
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    const std::size_t begin = at_;
    std::uint64_t value = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      const auto digit = static_cast<std::uint64_t>(text_[at_] - '0');
      if (value > (limit - 1 - digit) / 10) refuse_at(begin, "a size of 2^63 or more");
      value = 10 * value + digit;
    }
    if (at_ == begin) refuse("an integer that is not negative");
    if (at_ > begin + 1 && text_[begin] == '0') refuse_at(begin, "a size with a leading zero");
    return value;
  }

  std::vector<std::uint64_t> tuple() {
    expect('(', "a tuple, (");
    std::vector<std::uint64_t> values;
    while (!taken(')')) {
      if (values.size() >= max_rank) refuse_at(at_, "more than " + std::to_string(max_rank) + " sizes");
      skip_spaces();
      values.push_back(integer());
      if (values.size() > 1 && taken(')')) break;
      expect(',', values.size() > 1 ? ", or )" : ", (a tuple of one is written (n,))");
    }
    return values;
  }

  std::string_view text_;
  std::size_t first_offset_;
  const std::string& place_;
  std::size_t at_ = 0;
};

}  // namespace

NpyDict parse_npy_dict(std::string_view text, std::size_t first_offset, const std::string& place) {
  return NpyHeaderReader(text, first_offset, place).dict();
}

NpyPreamble parse_npy_preamble(std::span<const std::byte> bytes, const std::string& place) {
  const auto byte = [&](std::size_t k) { return std::to_integer<std::size_t>(bytes[k]); };
  for (std::size_t k = 0; k < npy_magic.size() && k < bytes.size(); ++k)
    if (byte(k) != static_cast<unsigned char>(npy_magic[k]))
      throw Error(place + "not a .npy array: it does not begin with \\x93NUMPY");
  const std::size_t version_end = npy_magic.size() + 2;
  const auto cut_short = [&] {
    return Error(place + "cut short: " + std::to_string(bytes.size()) +
                 " bytes do not hold the magic, version and header's length");
  };
  if (bytes.size() < version_end) throw cut_short();
  const std::size_t major = byte(version_end - 2);
  const std::size_t minor = byte(version_end - 1);
  if (major < 1 || major > 3 || minor != 0)
    throw Error(place + "version " + std::to_string(major) + "." + std::to_string(minor) +
                " of the .npy format; 1.0, 2.0 and 3.0 are known");
  const std::size_t width = major == 1 ? 2 : 4;
  if (bytes.size() < version_end + width) throw cut_short();
  const std::size_t length = little_endian(bytes, version_end, width);
  if (length > max_npy_header)
    throw Error(place + "the header's length, at offset 8, is " + std::to_string(length) + "; at most " +
                std::to_string(max_npy_header) + " is taken");
  return {version_end + width, length};
}

}  // namespace quantcheck::check
