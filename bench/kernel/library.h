// A user's kernel in a shared library (proofs_check/drive/quantcheck_kernel.h), and the process it runs in.
#pragma once

namespace quantcheck::bench {

/// The first argument of a process that runs a kernel; the library's file is the second.
inline constexpr const char* serve_argument = "--serve-kernel";

/// The files that it finds open: a socket for KernelRequests and KernelReplies, and a LayerMemory.
inline constexpr int serve_socket = 3;
inline constexpr int serve_memory = 4;

/// Loads the library, says whether it could, and runs it as often as it is asked to, until nobody is left who
/// would ask. What the kernel prints goes to standard error. BLAS kernels that the library shares with this
/// program run on as many threads as a request says, whatever a call before has set. The exit status.
int serve_kernel(const char* file);

}  // namespace quantcheck::bench
