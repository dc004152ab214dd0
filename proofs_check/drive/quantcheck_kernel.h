/* A GPTQ / nearest-plane kernel as a shared library, to be timed and judged beside QuantCheck's own:
 *
 *     quantizer_bench --kernel ./libmine.so
 *
 * The library exports the two functions declared at the end. Plain C99; C++ too.
 */
#ifndef QUANTCHECK_KERNEL_H
#define QUANTCHECK_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define QUANTCHECK_KERNEL_EXPORT __attribute__((visibility("default")))
#else
#define QUANTCHECK_KERNEL_EXPORT
#endif

/* Changes whenever a kernel compiled against an older header would misread its layer. */
#define QUANTCHECK_KERNEL_ABI 1

#ifdef __cplusplus
extern "C" {
#endif

/* What is to be quantized, and on which grid. Matrices are row-major without padding. Everything belongs to
 * the caller: read it during the call only, and do not write to it. All numbers are finite, all sizes at
 * least 1, all scales positive.
 *
 * A code stands for the weight scale * (code - zero), with the scale and the zero point of its row and of
 * its column's group. A row of the weight is an output channel; its loss is e H e^T with e = w - dequantized
 * and H the damped Hessian.
 */
struct quantcheck_layer {
  int64_t out;
  int64_t in;
  int64_t groups;
  const float* weight;        /* out x in */
  const float* hessian;       /* in x in, exactly symmetric, undamped */
  double damping;             /* to be added to the diagonal as it is: not a fraction of anything */
  const float* scale;         /* out x groups */
  const int32_t* zero;        /* out x groups */
  const int32_t* group_index; /* in: the group of each column, 0 .. groups - 1 */
  const int32_t* order;       /* in: a permutation, order[k] is the column to be processed k-th */
  int32_t qmin;               /* codes lie in qmin .. qmax */
  int32_t qmax;
  int32_t threads; /* how many to run on, at most */
};

/* Returns QUANTCHECK_KERNEL_ABI, as the library was compiled with. */
QUANTCHECK_KERNEL_EXPORT int32_t quantcheck_kernel_abi(void);

/* Writes the code of every weight (out x in, columns in their own order, not in processing order). At a tie
 * either code is right. Returns 0; or anything else, and a reason as a C string in `message`, which has room
 * for `message_size` bytes, the 0 at the end included. It is called many times, from one thread at a time,
 * with layers of different sizes; it keeps none of the pointers, and does not print, exit or throw. Whatever
 * it allocates it releases.
 */
QUANTCHECK_KERNEL_EXPORT int quantcheck_kernel_quantize(const struct quantcheck_layer* layer, int32_t* codes,
                                                        char* message, size_t message_size);

#ifdef __cplusplus
}
#endif

#endif
