#include <quantcheck/proofs_check/program/options/out_of_memory.h>

#include <gmp.h>

#include <cstdlib>
#include <fstream>
#include <new>
#include <optional>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check::program {
namespace {

// The most address space that this process ever had, in KiB, if the system tells.
std::optional<double> most_used() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double size = 0; word == "VmPeak:" && status >> size) return size;
  return std::nullopt;
}

// mpz_mul frees the limbs of its result before it asks for more. If there are no more, the number is left
// with limbs that are gone, and frees them again when it is destroyed. They are remembered here, so that this
// does no harm.
void* last_freed = nullptr;     // what was freed last since the last allocation
void* freed_already = nullptr;  // what was freed although a number still has it

void* checked(void* memory) {
  if (memory == nullptr) {
    freed_already = last_freed;
    throw std::bad_alloc();
  }
  last_freed = nullptr;
  return memory;
}

void* gmp_allocate(std::size_t size) { return checked(std::malloc(size)); }
void* gmp_reallocate(void* old, std::size_t, std::size_t size) { return checked(std::realloc(old, size)); }
void gmp_free(void* memory, std::size_t) {
  if (memory == freed_already) {
    freed_already = nullptr;
    return;
  }
  last_freed = memory;
  std::free(memory);
}

}  // namespace

// A reallocation that failed leaves GMP's numbers as they were, and GMP's code can be unwound through. What
// it holds for itself at that moment is lost.
void survive_lack_of_memory() { mp_set_memory_functions(gmp_allocate, gmp_reallocate, gmp_free); }

std::string lack_of_memory() {
  const std::optional<double> kibibytes = most_used();
  if (!kibibytes) return "not enough memory";
  const double mebibytes = *kibibytes / 1024;
  return mebibytes < 1024 ? format("not enough memory: needs more than %.0f MiB", mebibytes)
                          : format("not enough memory: needs more than %.1f GiB", mebibytes / 1024);
}

}  // namespace quantcheck::check::program
