#include <quantcheck/proofs_check/io/formats/safetensors_header.h>

#include <set>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/formats/safetensors_layout.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::string_view metadata_key = "__metadata__";

// The grammar is so small that the state is the place where the reader is. An event that the place does not
// expect is refused, and so nothing nests deeper than tensor -> field -> array.
class SafetensorsHeaderReader {
 public:
  explicit SafetensorsHeaderReader(const std::string& file) : file_(file) {}

  SafetensorsHeader take() { return std::move(header_); }

  // The following is the interface that nlohmann::json::sax_parse calls.
  bool null() { return unexpected("null"); }
  bool boolean(bool /*value*/) { return unexpected("a boolean"); }
  bool number_float(double /*value*/, const std::string& text) {
    return unexpected("the number " + printable(text));
  }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return unexpected("binary data"); }

  bool number_integer(std::int64_t value) { return unexpected("the number " + std::to_string(value)); }

  bool number_unsigned(std::uint64_t value) {
    if (place_ != Place::shape && place_ != Place::offsets) return unexpected("a number");
    if (numbers_.size() >= max_rank) refuse("has more than " + std::to_string(max_rank) + " numbers");
    numbers_.push_back(value);
    return true;
  }

  bool string(std::string& value) {
    if (place_ == Place::metadata) {
      header_.metadata[key_] = std::move(value);
    } else if (place_ == Place::tensor && key_ == "dtype") {
      header_.tensors.back().dtype = std::move(value);
    } else {
      return unexpected("a string");
    }
    return true;
  }

  bool start_object(std::size_t /*elements*/) {
    if (place_ == Place::outside) {
      place_ = Place::top;
    } else if (place_ == Place::top && key_ == metadata_key) {
      place_ = Place::metadata;
    } else if (place_ == Place::top) {
      place_ = Place::tensor;
      fields_.clear();
      header_.tensors.emplace_back().name = key_;
    } else {
      return unexpected("an object");
    }
    return true;
  }

  bool key(std::string& name) {
    const char* what = place_ == Place::tensor ? "a duplicate field " : "a duplicate key ";
    std::set<std::string>& seen = place_ == Place::tensor     ? fields_
                                  : place_ == Place::metadata ? metadata_keys_
                                                              : tensor_names_;
    if (!seen.insert(name).second) refuse_holder(what + in_quotes(name));
    if (seen.size() > max_header_entries)
      refuse_holder("more than " + std::to_string(max_header_entries) + " keys");
    if (place_ == Place::tensor && name != "dtype" && name != "shape" && name != "data_offsets")
      refuse_holder("an unknown field " + in_quotes(name) + "; the format has dtype, shape and data_offsets");
    key_ = std::move(name);
    return true;
  }

  bool end_object() {
    if (place_ == Place::tensor) {
      for (const char* field : {"dtype", "shape", "data_offsets"})
        if (!fields_.contains(field)) refuse_holder("no field " + in_quotes(field));
      place_ = Place::top;
    } else {
      place_ = place_ == Place::metadata ? Place::top : Place::outside;
    }
    return true;
  }

  bool start_array(std::size_t /*elements*/) {
    if (place_ != Place::tensor || key_ == "dtype") return unexpected("an array");
    place_ = key_ == "shape" ? Place::shape : Place::offsets;
    numbers_.clear();
    return true;
  }

  bool end_array() {
    HeaderTensor& tensor = header_.tensors.back();
    if (place_ == Place::shape) {
      tensor.shape = numbers_;
    } else {
      if (numbers_.size() != 2) refuse("must be [begin, end]");
      tensor.begin = numbers_[0];
      tensor.end = numbers_[1];
    }
    place_ = Place::tensor;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& error) {
    // `position` counts the bytes that have been read, including the offending one. After a code and a place
    // of its own, the library says what is wrong, and then may quote the whole header.
    std::string_view text = error.what();
    for (const std::string_view before : {"] ", ": "})
      if (const std::size_t at = text.find(before); at != std::string_view::npos) text.remove_prefix(at + 2);
    throw Error(file_ + ": header, offset " + std::to_string(length_bytes + position - 1) +
                ": malformed JSON: " + printable(text, 160));
  }

 private:
  enum class Place { outside, top, metadata, tensor, shape, offsets };

  // Refuses the value that is being read; `problem` follows its name.
  [[noreturn]] void refuse(const std::string& problem) const {
    const bool in_tensor = place_ == Place::tensor || place_ == Place::shape || place_ == Place::offsets;
    if (in_tensor)
      throw Error(file_ + ": tensor " + in_quotes(header_.tensors.back().name) + ": " + key_ + " " + problem);
    throw Error(file_ + ": header: " + (place_ == Place::metadata ? "__metadata__ " : "") + in_quotes(key_) +
                " " + problem);
  }

  // Refuses the object that is being read; `problem` is what it holds.
  [[noreturn]] void refuse_holder(const std::string& problem) const {
    throw Error(file_ + ": " +
                (place_ == Place::tensor     ? "tensor " + in_quotes(header_.tensors.back().name)
                 : place_ == Place::metadata ? std::string(metadata_key)
                                             : std::string("header")) +
                " has " + problem);
  }

  [[noreturn]] bool unexpected(const std::string& found) const {
    switch (place_) {
      case Place::outside:
        throw Error(file_ + ": the header is " + found + ", not an object");
      case Place::top:
      case Place::tensor:
        refuse("must be " +
               std::string(place_ == Place::top ? "an object"
                           : key_ == "dtype"    ? "a string"
                                                : "an array of integers") +
               ", not " + found);
      case Place::metadata:
        refuse("must be a string, not " + found);
      case Place::shape:
      case Place::offsets:
        break;
    }
    refuse("must hold non-negative integers below 2^64, not " + found);
  }

  const std::string& file_;
  SafetensorsHeader header_;
  Place place_ = Place::outside;
  std::string key_;  // the last key that was read
  std::set<std::string> tensor_names_;
  std::set<std::string> metadata_keys_;
  std::set<std::string> fields_;
  std::vector<std::uint64_t> numbers_;
};

}  // namespace

SafetensorsHeader parse_safetensors_header(std::string_view text, const std::string& file) {
  if (!text.starts_with('{')) throw Error(file + ": the header, at offset 8, does not start with '{'");
  // The JSON library takes a NUL for the end of the text, and skips tabs and newlines after it.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    throw Error(file + ": header, offset " + std::to_string(length_bytes + nul) + ": a NUL byte");
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (!text.ends_with('}'))
    throw Error(file + ": the header does not end in '}' and spaces, at offset " +
                std::to_string(length_bytes + text.size() - 1));

  SafetensorsHeaderReader reader(file);
  nlohmann::json::sax_parse(text.begin(), text.end(), &reader);  // `reader` throws whatever is wrong
  return reader.take();
}

}  // namespace quantcheck::check
