#include <quantcheck/proofs_check/program/out_of_memory.h>

#include <fcntl.h>
#include <gmp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>

#include <quantcheck/proofs_check/report/format.h>

namespace quantcheck::check::program {
namespace {

double wanted_bytes = 0;

// The address space of this process, read without allocating; 0 where it is not told.
double bytes_in_use() {
  std::array<char, 32> text{};
  const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t length = ::read(file, text.data(), text.size() - 1);
  ::close(file);
  if (length <= 0) return 0;
  return static_cast<double>(std::strtoll(text.data(), nullptr, 10)) *
         static_cast<double>(::sysconf(_SC_PAGESIZE));
}

[[noreturn]] void give_up(std::size_t more) {
  wanted_bytes = bytes_in_use() + static_cast<double>(more);
  throw std::bad_alloc();
}

void* gmp_allocate(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) give_up(size);
  return memory;
}

void* gmp_reallocate(void* old, std::size_t, std::size_t size) {
  void* memory = std::realloc(old, size);
  if (memory == nullptr) give_up(size);
  return memory;
}

void gmp_free(void* memory, std::size_t) { std::free(memory); }

}  // namespace

// GMP's numbers are left as they were by a reallocation that failed, and its code can be unwound through;
// what it holds for itself at that moment is lost.
void survive_lack_of_memory() {
  mp_set_memory_functions(gmp_allocate, gmp_reallocate, gmp_free);
  std::set_new_handler([] { give_up(0); });
}

std::string lack_of_memory() {
  return format("not enough memory: needs more than %.3g GiB", wanted_bytes / 0x1p30);
}

}  // namespace quantcheck::check::program
