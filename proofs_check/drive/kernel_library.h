// A user's kernel in a shared library (proofs_check/drive/quantcheck_kernel.h), and the process it runs in.
#pragma once

#include <functional>

namespace quantcheck::check::drive {

/// The first argument of a process that runs a kernel; the library's file is the second.
inline constexpr const char* serve_argument = "--serve-kernel";

/// The numbers of the files that the process finds open: a socket for KernelRequests and KernelReplies, and a
/// LayerMemory.
inline constexpr int serve_socket = 3;
inline constexpr int serve_memory = 4;

/// Loads the library, says whether it could, and runs it as often as it is asked to, until nobody is left who
/// would ask. Before each call `set_threads` is told how many threads the request allows, because code that
/// the library shares with this program, such as a BLAS, may have kept another number from the call before.
/// What the kernel prints goes to standard error. Returns the exit status.
int serve_kernel(const char* file, const std::function<void(int)>& set_threads);

}  // namespace quantcheck::check::drive
