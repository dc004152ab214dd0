/* GPTQ in float32 by the published form (arXiv 2210.17323), as short as it can be. It is an example of a
 * library for quantizer_bench --kernel. A library outside the project is built with
 *
 *     cc -O3 -shared -fPIC -o libmine.so mine.c -lm
 *
 * If it is compiled with PLANT_FAULT, the error of a block of columns does not reach the blocks after it,
 * which is a fault that the judge names.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <quantcheck/proofs_check/drive/quantcheck_kernel.h>

#define BLOCK 32

/* The memory of a call. */
struct work {
  float* factor; /* in x in, in processing order: H, then T, then R of H^-1 = R^T R */
  float* row;    /* in: the compensated weights of a row in processing order */
  float* error;  /* BLOCK: the errors of a block of columns, divided by the diagonal of R */
};

static int refuse(char* message, size_t size, const char* reason) {
  snprintf(message, size, "%s", reason);
  return 1;
}

/* Factors H = T T^T (n x n) with T upper triangular, which is a Cholesky factorization from the far end. T
 * replaces the upper triangle of H. Returns 0 where a pivot is not positive, else 1. */
static int factor_upper(float* h, int64_t n) {
  for (int64_t j = n - 1; j >= 0; --j) {
    for (int64_t i = j; i >= 0; --i) {
      float sum = h[i * n + j];
      for (int64_t k = j + 1; k < n; ++k) sum -= h[i * n + k] * h[j * n + k];
      if (i < j)
        h[i * n + j] = sum / h[j * n + j];
      else if (sum > 0)
        h[j * n + j] = sqrtf(sum);
      else
        return 0;
    }
  }
  return 1;
}

/* Replaces T by T^-1, which is the R of H^-1 = R^T R, since H^-1 = T^-T T^-1. */
static void invert_upper(float* t, int64_t n) {
  for (int64_t i = n - 1; i >= 0; --i) {
    t[i * n + i] = 1 / t[i * n + i];
    for (int64_t j = n - 1; j > i; --j) {
      float sum = 0;
      for (int64_t k = i + 1; k <= j; ++k) sum += t[i * n + k] * t[k * n + j];
      t[i * n + j] = -t[i * n + i] * sum;
    }
  }
}

/* Returns the code of one compensated weight, and writes the error of its value to `error`. */
static int32_t decide(const struct quantcheck_layer* layer, int64_t row, int64_t column, float weight,
                      float* error) {
  const int64_t at = row * layer->groups + layer->group_index[column];
  const float scale = layer->scale[at];
  const float zero = (float)layer->zero[at];
  const float code = fminf(fmaxf(rintf(weight / scale) + zero, (float)layer->qmin), (float)layer->qmax);
  *error = weight - scale * (code - zero);
  return (int32_t)code;
}

static void quantize_row(const struct quantcheck_layer* layer, struct work work, int64_t row,
                         int32_t* codes) {
  const int64_t n = layer->in;
  for (int64_t k = 0; k < n; ++k) work.row[k] = layer->weight[row * n + layer->order[k]];
  for (int64_t begin = 0; begin < n; begin += BLOCK) {
    const int64_t end = begin + BLOCK < n ? begin + BLOCK : n;
    for (int64_t j = begin; j < end; ++j) {
      const float* r = work.factor + j * n;
      const int64_t column = layer->order[j];
      float* error = &work.error[j - begin];
      codes[row * n + column] = decide(layer, row, column, work.row[j], error);
      *error /= r[j];
      for (int64_t k = j + 1; k < end; ++k) work.row[k] -= *error * r[k];
    }
#ifndef PLANT_FAULT
    for (int64_t j = begin; j < end; ++j)
      for (int64_t k = end; k < n; ++k) work.row[k] -= work.error[j - begin] * work.factor[j * n + k];
#endif
  }
}

static int quantize(const struct quantcheck_layer* layer, struct work work, int32_t* codes, char* message,
                    size_t message_size) {
  const int64_t n = layer->in;
  if (!work.factor || !work.row || !work.error) return refuse(message, message_size, "out of memory");
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = i; j < n; ++j)
      work.factor[i * n + j] = layer->hessian[layer->order[i] * n + layer->order[j]];
  for (int64_t i = 0; i < n; ++i) work.factor[i * n + i] += (float)layer->damping;
  if (!factor_upper(work.factor, n))
    return refuse(message, message_size, "the damped Hessian is not positive definite in float32");
  invert_upper(work.factor, n);
  for (int64_t row = 0; row < layer->out; ++row) quantize_row(layer, work, row, codes);
  return 0;
}

int32_t quantcheck_kernel_abi(void) { return QUANTCHECK_KERNEL_ABI; }

int quantcheck_kernel_quantize(const struct quantcheck_layer* layer, int32_t* codes, char* message,
                               size_t message_size) {
  const size_t n = (size_t)layer->in;
  const struct work work = {malloc(n * n * sizeof(float)), malloc(n * sizeof(float)),
                            malloc(BLOCK * sizeof(float))};
  const int status = quantize(layer, work, codes, message, message_size);
  free(work.factor);
  free(work.row);
  free(work.error);
  return status;
}
