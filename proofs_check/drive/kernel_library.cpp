#include <quantcheck/proofs_check/drive/kernel_library.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>

#include <quantcheck/proofs_check/drive/kernel_messages.h>
#include <quantcheck/proofs_check/drive/quantcheck_kernel.h>

namespace quantcheck::check::drive {
namespace {

template <class Function>
Function function_of(void* library, const char* name) {
  void* found = dlsym(library, name);
  if (!found) throw Error(std::string("exports no function ") + name);
  return reinterpret_cast<Function>(found);
}

// The kernel of a library, which is never unloaded, because threads of its own may still run.
decltype(&quantcheck_kernel_quantize) load_kernel(const char* file) {
  // A name without a folder would be looked for among the system's libraries.
  void* library = dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) throw Error(std::string("cannot be loaded: ") + dlerror());
  const auto abi = function_of<decltype(&quantcheck_kernel_abi)>(library, "quantcheck_kernel_abi")();
  if (abi != QUANTCHECK_KERNEL_ABI)
    throw Error("compiled against version " + std::to_string(abi) + " of quantcheck_kernel.h, not " +
                std::to_string(QUANTCHECK_KERNEL_ABI));
  return function_of<decltype(&quantcheck_kernel_quantize)>(library, "quantcheck_kernel_quantize");
}

// A layer in the memory of this process. A kernel that writes to its input changes a private copy, which
// stays changed for its own later calls.
struct MappedLayer {
  explicit MappedLayer(const LayerPlace& place)
      : input(serve_memory, place.first, place.codes(), false),
        output(serve_memory, place.first + place.codes(), place.end() - place.codes(), true) {}

  MappedPages input;
  MappedPages output;
};

template <class T>
const T* array_at(const MappedLayer& layer, Index byte) {
  return reinterpret_cast<const T*>(layer.input.data() + byte);
}

quantcheck_layer layer_of(const KernelRequest& request, const MappedLayer& mapped) {
  const LayerPlace& place = request.place;
  return {place.out,
          place.in,
          place.groups,
          array_at<float>(mapped, place.weight()),
          array_at<float>(mapped, place.hessian()),
          place.damping,
          array_at<float>(mapped, place.scale()),
          array_at<std::int32_t>(mapped, place.zero()),
          array_at<std::int32_t>(mapped, place.group_index()),
          array_at<std::int32_t>(mapped, place.order()),
          place.qmin,
          place.qmax,
          request.threads};
}

KernelReply called(decltype(&quantcheck_kernel_quantize) kernel, const KernelRequest& request,
                   const MappedLayer& mapped, const std::function<void(int)>& set_threads) {
  const quantcheck_layer layer = layer_of(request, mapped);
  std::int32_t* codes = reinterpret_cast<std::int32_t*>(mapped.output.data()) + code_margin;
  KernelReply reply;
  reply.number = request.number;
  set_threads(request.threads);
  const auto start = std::chrono::steady_clock::now();
  reply.status = kernel(&layer, codes, reply.message.data(), reply.message.size());
  reply.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return reply;
}

// The reply that says that the kernel failed otherwise than by its status.
KernelReply failed(std::int64_t number, const std::exception& error) {
  KernelReply reply;
  reply.number = number;
  reply.status = 1;
  std::string(error.what()).copy(reply.message.data(), reply.message.size() - 1);
  return reply;
}

bool receive(KernelRequest& request) {
  ssize_t size = -1;
  do size = recv(serve_socket, &request, sizeof request, 0);
  while (size < 0 && errno == EINTR);
  return size == static_cast<ssize_t>(sizeof request);
}

void send_reply(const KernelReply& reply) {
  static_cast<void>(send(serve_socket, &reply, sizeof reply, MSG_NOSIGNAL));
}

void serve(const char* file, const std::function<void(int)>& set_threads) {
  const pid_t self = getpid();
  const auto kernel = load_kernel(file);
  send_reply({});
  std::map<Index, MappedLayer> layers;
  KernelRequest request;
  while (receive(request)) {
    KernelReply reply;
    try {
      reply = called(kernel, request, layers.try_emplace(request.place.first, request.place).first->second,
                     set_threads);
    } catch (const std::exception& error) {
      reply = failed(request.number, error);
    }
    // The kernel may have made a copy of this process that came back here, too. Such a copy does not answer.
    if (getpid() != self) _exit(0);
    send_reply(reply);
  }
}

}  // namespace

int serve_kernel(const char* file, const std::function<void(int)>& set_threads) {
  // A kernel that never ends is not to outlive its user's patience.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const int open : {serve_socket, serve_memory}) fcntl(open, F_SETFD, FD_CLOEXEC);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  try {
    serve(file, set_threads);
    return 0;
  } catch (const std::exception& error) {
    send_reply(failed(0, error));
    return 1;
  }
}

}  // namespace quantcheck::check::drive
