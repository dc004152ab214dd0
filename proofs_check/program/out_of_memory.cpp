#include <quantcheck/proofs_check/program/out_of_memory.h>

#include <gmp.h>

#include <cstdlib>
#include <fstream>
#include <new>
#include <optional>

#include <quantcheck/proofs_check/report/format.h>

namespace quantcheck::check::program {
namespace {

// The most address space that this process ever had, in KiB, if the system tells.
std::optional<double> most_used() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double size = 0; word == "VmPeak:" && status >> size) return size;
  return std::nullopt;
}

void* checked(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void* gmp_allocate(std::size_t size) { return checked(std::malloc(size)); }
void* gmp_reallocate(void* old, std::size_t, std::size_t size) { return checked(std::realloc(old, size)); }
void gmp_free(void* memory, std::size_t) { std::free(memory); }

}  // namespace

// GMP's numbers are left as they were by a reallocation that failed, and its code can be unwound through;
// what it holds for itself at that moment is lost.
void survive_lack_of_memory() { mp_set_memory_functions(gmp_allocate, gmp_reallocate, gmp_free); }

std::string lack_of_memory() {
  const std::optional<double> kibibytes = most_used();
  if (!kibibytes) return "not enough memory";
  const double mebibytes = *kibibytes / 1024;
  return mebibytes < 1024 ? format("not enough memory: needs more than %.0f MiB", mebibytes)
                          : format("not enough memory: needs more than %.1f GiB", mebibytes / 1024);
}

}  // namespace quantcheck::check::program
