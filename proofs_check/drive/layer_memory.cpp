#include <quantcheck/proofs_check/drive/layer_memory.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include <quantcheck/reference/error.h>

namespace quantcheck::check::drive {
namespace {

constexpr Index page = 65536;  // a multiple of every page size that systems have
constexpr Index line = 64;

Index rounded_up(Index bytes, Index unit) { return (bytes + unit - 1) / unit * unit; }

template <class T>
Index after(Index begin, Index count) {
  return rounded_up(begin + count * static_cast<Index>(sizeof(T)), line);
}

template <class T>
void put(std::byte* to, const T* from, Index count) {
  std::copy_n(from, count, reinterpret_cast<T*>(to));
}

}  // namespace

Index LayerPlace::hessian() const { return after<float>(weight(), out * in); }
Index LayerPlace::scale() const { return after<float>(hessian(), in * in); }
Index LayerPlace::zero() const { return after<float>(scale(), out * groups); }
Index LayerPlace::group_index() const { return after<std::int32_t>(zero(), out * groups); }
Index LayerPlace::order() const { return after<std::int32_t>(group_index(), in); }
Index LayerPlace::codes() const { return rounded_up(after<std::int32_t>(order(), in), page); }
Index LayerPlace::end() const { return rounded_up(after<std::int32_t>(codes(), code_room()), page); }

MappedPages::MappedPages(int file, Index first, Index size, bool shared) : size_(size) {
  void* pages = mmap(nullptr, static_cast<std::size_t>(size), PROT_READ | PROT_WRITE,
                     shared ? MAP_SHARED : MAP_PRIVATE, file, first);
  if (pages == MAP_FAILED) throw Error("no memory for a layer of " + std::to_string(size) + " bytes");
  data_ = static_cast<std::byte*>(pages);
}

MappedPages::~MappedPages() {
  if (data_ != nullptr) munmap(data_, static_cast<std::size_t>(size_));
}

MappedPages::MappedPages(MappedPages&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}

LayerMemory::LayerMemory() : file_(memfd_create("quantcheck layers", MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
  // The file must not be cut short: if a kernel did, this process would end where it reads it.
  if (file_ < 0 || fcntl(file_, F_ADD_SEALS, F_SEAL_SHRINK) != 0)
    throw Error("no memory to share with a kernel's process");
}

LayerMemory::~LayerMemory() { close(file_); }

LayerPlace LayerMemory::add(const KernelInput& input) {
  const LayerPlace place{size_, input.out, input.in, input.groups, input.damping, input.qmin, input.qmax};
  if (ftruncate(file_, size_ + place.end()) != 0) throw Error("no memory to share with a kernel's process");
  size_ += place.end();
  const MappedPages pages(file_, place.first, place.codes(), true);
  put(pages.data() + place.weight(), input.weight, input.out * input.in);
  put(pages.data() + place.hessian(), input.hessian, input.in * input.in);
  put(pages.data() + place.scale(), input.scale.data(), std::ssize(input.scale));
  put(pages.data() + place.zero(), input.zero.data(), std::ssize(input.zero));
  put(pages.data() + place.group_index(), input.group_index.data(), std::ssize(input.group_index));
  put(pages.data() + place.order(), input.order.data(), std::ssize(input.order));
  return place;
}

}  // namespace quantcheck::check::drive
