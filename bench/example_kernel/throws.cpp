// A library whose quantizer throws an exception, as C++ behind a C function may do.
#include <stdexcept>

#include <quantcheck/proofs_check/drive/quantcheck_kernel.h>

extern "C" int32_t quantcheck_kernel_abi() { return QUANTCHECK_KERNEL_ABI; }

extern "C" int quantcheck_kernel_quantize(const quantcheck_layer*, int32_t*, char*, size_t) {
  throw std::runtime_error("no memory on the device");
}
