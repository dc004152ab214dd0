/* Libraries that quantizer_bench --kernel refuses, or that give no answer for some layer. The macro BROKEN
 * chooses the reason when the library is compiled. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <quantcheck/proofs_check/drive/quantcheck_kernel.h>

#define OLD_HEADER 1
#define NO_FUNCTION 2
#define REFUSES 3
#define CODE_OUT_OF_RANGE 4
#define CODE_LEFT_OUT 5
#define CODE_BEYOND_THE_END 6
#define EXITS_ON_LOADING 7
#define HANGS_ON_LOADING 8
#define EXITS 9
#define CRASHES 10
#define HANGS 11
#define STOPS 12
#define FORKS 13
#define FORKS_AND_EXITS 14
#define CRASHES_LATER 15
#define WRITES_TO_FILES 16
#define CLOSES_FILES 17
#define PRINTS 18
#define CRASHES_WHEN_TIMED 19
#define CHANGES_BLAS_THREADS 20

#if BROKEN == CHANGES_BLAS_THREADS
int openblas_get_num_threads(void);
void openblas_set_num_threads(int threads);
#endif

#if BROKEN == EXITS_ON_LOADING
__attribute__((constructor)) static void when_loaded(void) { exit(0); }
#elif BROKEN == HANGS_ON_LOADING
__attribute__((constructor)) static void when_loaded(void) {
  for (;;) pause();
}
#endif

int32_t quantcheck_kernel_abi(void) { return QUANTCHECK_KERNEL_ABI - (BROKEN == OLD_HEADER); }

#if BROKEN != NO_FUNCTION
/* The alarm calls this after the library has answered. */
static void crash_later(int signal_number) {
  signal(signal_number, SIG_DFL);
  abort();
}

static void misbehave(void) {
  char garbage[5000];
  memset(garbage, 'G', sizeof garbage);
  switch (BROKEN) {
    case EXITS:
      exit(0);
    case CRASHES:
    case CRASHES_WHEN_TIMED:
      raise(SIGSEGV);
      break;
    case HANGS:
      setpgid(0, getpgid(getppid())); /* The process leaves its group, where it would be looked for. */
      for (;;) pause();
    case STOPS:
      raise(SIGSTOP);
      break;
    case FORKS:
      fork();
      break;
    case FORKS_AND_EXITS:
      if (fork() > 0) _exit(0);
      for (;;) pause(); /* The child keeps open the files of its parent, which has ended. */
    case CRASHES_LATER:
      signal(SIGALRM, crash_later);
      ualarm(1000, 0);
      break;
    case WRITES_TO_FILES:
      for (int file = 0; file < 64; ++file)
        if (write(file, garbage, sizeof garbage) < 0) continue;
      break;
    case CLOSES_FILES:
      for (int file = 3; file < 64; ++file) close(file);
      break;
    case PRINTS:
      if (write(1, "CONFORMS\n", 9) < 0) _exit(9);
      break;
    default:
      break;
  }
}

int quantcheck_kernel_quantize(const struct quantcheck_layer* layer, int32_t* codes, char* message,
                               size_t message_size) {
  static int calls = 0;
  const int64_t size = layer->out * layer->in;
  ++calls;
  usleep(1000); /* A faster library would be timed thousands of times. */
  for (int64_t i = 0; i < size - (BROKEN == CODE_LEFT_OUT); ++i) codes[i] = layer->qmin;
  if (BROKEN == CODE_OUT_OF_RANGE) codes[layer->in + 2] = layer->qmax + 1;
  if (BROKEN == CODE_BEYOND_THE_END) codes[size] = layer->qmin;
#if BROKEN == CHANGES_BLAS_THREADS
  if (openblas_get_num_threads() != layer->threads) return 8;
  openblas_set_num_threads(layer->threads + 1);
#endif
  /* The second of the layers that are judged has 128 rows, and the last one has 33. Layers that are timed are
   * square. */
  if (BROKEN == CRASHES && layer->out != 128 && layer->out != 33) return 0;
  if (BROKEN == CRASHES_LATER && layer->out != 64) return 0;
  if (BROKEN == CRASHES_WHEN_TIMED && (layer->out != layer->in || calls < 9)) return 0;
  misbehave();
  if (BROKEN != REFUSES) return 0;
  memset(message, 'A', message_size); /* The message has no 0 at its end. */
  return 7;
}
#endif
