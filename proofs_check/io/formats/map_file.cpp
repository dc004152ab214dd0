#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <quantcheck/proofs_check/io/formats/open_file.h>
#include <quantcheck/proofs_check/io/formats/shared_bytes.h>

namespace quantcheck::check {
namespace {

std::optional<SharedBytes> mapped(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return SharedBytes(std::vector<std::byte>());
  void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (begin == MAP_FAILED) return std::nullopt;
  return SharedBytes({static_cast<const std::byte*>(begin), size},
                     std::shared_ptr<void>(begin, [size](void* p) { ::munmap(p, size); }));
}

}  // namespace

std::optional<SharedBytes> map_file(const std::string& path) {
  // The path is looked at before it is opened: to open a pipe and close it again would end whoever writes to
  // it.
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  return file.get() < 0 ? std::nullopt : mapped(file.get());
}

}  // namespace quantcheck::check
