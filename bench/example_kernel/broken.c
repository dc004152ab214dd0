/* Libraries that quantizer_bench --kernel refuses, each for another reason, chosen when compiled. */
#include <string.h>

#include <quantcheck/proofs_check/c/quantcheck_kernel.h>

#define OLD_HEADER 1
#define NO_FUNCTION 2
#define REFUSES 3
#define CODE_OUT_OF_RANGE 4
#define CODE_LEFT_OUT 5
#define CODE_BEYOND_THE_END 6

int32_t quantcheck_kernel_abi(void) { return QUANTCHECK_KERNEL_ABI - (BROKEN == OLD_HEADER); }

#if BROKEN != NO_FUNCTION
int quantcheck_kernel_quantize(const struct quantcheck_layer* layer, int32_t* codes, char* message,
                               size_t message_size) {
  const int64_t size = layer->out * layer->in;
  for (int64_t i = 0; i < size - (BROKEN == CODE_LEFT_OUT); ++i) codes[i] = layer->qmin;
  if (BROKEN == CODE_OUT_OF_RANGE) codes[layer->in + 2] = layer->qmax + 1;
  if (BROKEN == CODE_BEYOND_THE_END) codes[size] = layer->qmin;
  if (BROKEN != REFUSES) return 0;
  memset(message, 'A', message_size); /* no 0 at the end */
  return 7;
}
#endif
