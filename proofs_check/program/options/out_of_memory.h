// The end of memory, which the program survives and says in words.
#pragma once

#include <string>

namespace quantcheck::check::program {

/// Makes GMP throw std::bad_alloc where it would end the process, so that the other files can still be
/// judged. To be called at the beginning of a program.
void survive_lack_of_memory();

/// The words for a std::bad_alloc: "not enough memory: needs more than 1.5 GiB", which is what there was.
std::string lack_of_memory();

}  // namespace quantcheck::check::program
