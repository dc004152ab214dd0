// The memory that a process may still take.
#pragma once

namespace quantcheck::check::program {

/// The bytes that the system has to give without taking them from others, or that are left of the limits on
/// this process's address space and data, if that is less; infinite where none of it is known.
double available_memory();

}  // namespace quantcheck::check::program
