#include <quantcheck/proofs_check/io/formats/inflate.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

#include <zlib.h>

#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

constexpr std::size_t most_at_once = std::size_t{1} << 30;  // zlib counts in unsigned int

}  // namespace

struct Inflater::Stream {
  z_stream z{};
  bool ended = false;
  std::size_t produced = 0;
};

Inflater::Inflater(std::span<const std::byte> packed, std::string place)
    : place_(std::move(place)), packed_(packed), stream_(std::make_unique<Stream>()) {
  // The size of the window is negative to say that there is no zlib header.
  if (inflateInit2(&stream_->z, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
}

Inflater::~Inflater() { inflateEnd(&stream_->z); }

bool Inflater::step(std::span<std::byte> room) {
  z_stream& z = stream_->z;
  if (stream_->ended) return false;
  if (z.avail_in == 0) {
    const std::size_t count = std::min(packed_.size(), most_at_once);
    // zlib does not write to its input, but the type of the pointer has no const.
    z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed_.data()));
    z.avail_in = static_cast<uInt>(count);
    packed_ = packed_.subspan(count);
  }
  const std::size_t count = std::min(room.size(), most_at_once);
  z.next_out = reinterpret_cast<Bytef*>(room.data());
  z.avail_out = static_cast<uInt>(count);
  const int status = inflate(&z, Z_NO_FLUSH);
  stream_->produced = count - z.avail_out;
  if (status == Z_MEM_ERROR) throw std::bad_alloc();
  if (status != Z_OK && status != Z_STREAM_END)
    throw Error(place_ + (z.avail_in == 0 && packed_.empty()
                              ? std::string("the deflated data is cut short")
                              : "damaged: not deflated data" + (z.msg ? ": " + std::string(z.msg) : "")));
  stream_->ended = status == Z_STREAM_END;
  return true;
}

const std::vector<std::byte>& Inflater::up_to(std::size_t size) {
  std::size_t had = content_.size();
  if (had < size) content_.resize(size);
  while (had < size) {
    if (!step(std::span(content_).subspan(had)))
      throw Error(place_ + "the deflated data ends after " + std::to_string(had) + " bytes; " +
                  std::to_string(size) + " are needed");
    had += stream_->produced;
  }
  return content_;
}

std::vector<std::byte> Inflater::finish() {
  std::byte more{};
  while (!stream_->ended) {
    step({&more, 1});
    if (stream_->produced > 0)
      throw Error(place_ + "the deflated data goes on after " + std::to_string(content_.size()) + " bytes");
  }
  if (stream_->z.avail_in > 0 || !packed_.empty())
    throw Error(place_ + "bytes are left after the end of the deflated data");
  return std::move(content_);
}

std::uint32_t crc32_of(std::span<const std::byte> bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace quantcheck::check
