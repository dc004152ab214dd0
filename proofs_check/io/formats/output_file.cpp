#include <quantcheck/proofs_check/io/formats/output_file.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <random>
#include <string_view>
#include <system_error>

#include <quantcheck/proofs_check/io/formats/open_file.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error(path + ": cannot be written: " + why);
}
[[noreturn]] void refuse(const std::string& path) { refuse(path, std::generic_category().message(errno)); }

[[noreturn]] void fail(const std::string& path) {
  throw Error(path + ": writing failed: " + std::generic_category().message(errno));
}

bool all_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

void write_all(int descriptor, std::span<const std::byte> bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

// N, if the path is the N-th entry in this process's folder of open files.
std::optional<int> open_as(const fs::path& path) {
  const std::string name = path.filename().string();
  int number = 0;
  const std::errc failed = std::from_chars(name.data(), name.data() + name.size(), number).ec;
  if (!all_digits(name) || failed != std::errc()) return std::nullopt;
  std::error_code error;
  const fs::path folder = fs::canonical(path.parent_path(), error);
  if (error || folder != fs::canonical("/proc/self/fd", error) || error) return std::nullopt;
  return number;
}

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return status;
  if (errno != ENOENT) refuse(path);
  return std::nullopt;
}

// A file is locked by the process that writes it, so one that can be locked was left behind.
void remove_if_stale(const fs::path& path) {
  const OpenFile file(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return;
  // The name may be that of another file by now.
  struct stat named {};
  if (::lstat(path.c_str(), &named) == 0 && named.st_dev == status.st_dev && named.st_ino == status.st_ino)
    ::unlink(path.c_str());
}

constexpr std::string_view partial_mark = ".quantcheck-";

// What the names of a file's partial ones begin with. Of a file name so long that no more fits, only the
// beginning is used.
fs::path partial_stem(const fs::path& path) {
  constexpr std::size_t longest = 255;
  constexpr std::size_t rest = 32;  // for the dot before, and the numbers behind
  std::string name = "." + path.filename().string();
  name.resize(std::min(name.size(), longest - partial_mark.size() - rest));
  return path.parent_path() / name.append(partial_mark);
}

// The number of this process, and a number that no process of the same number elsewhere has, on another
// machine for example.
std::string own_number() { return std::to_string(::getpid()) + "-" + std::to_string(std::random_device()()); }

bool is_own_number(const std::string& text) {
  const std::size_t dash = text.find('-');
  return dash != std::string::npos && all_digits(text.substr(0, dash)) && all_digits(text.substr(dash + 1));
}

void remove_stale_files_beside(const fs::path& path) {
  const std::string prefix = partial_stem(path).filename().string();
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(prefix) && is_own_number(name.substr(prefix.size()))) remove_if_stale(entry->path());
  }
}

// The name of the partial file of this thread, from before it is there until after it is not; null if there
// is none. The handler of a signal may look at any moment.
constinit thread_local const char* volatile unfinished = nullptr;

class Unfinished {
 public:
  explicit Unfinished(const char* name) { unfinished = name; }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() { unfinished = nullptr; }
};

// A new file beside `path`, removed unless it is renamed.
class Partial {
 public:
  explicit Partial(const std::string& path)
      : path_(partial_stem(path).string() + own_number()), known_(path_.c_str()) {
    remove_stale_files_beside(path);
    struct stat status {};
    while (status.st_nlink == 0) {  // again if somebody took it for stale before it was locked
      file_ = OpenFile(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
      if (file_.get() < 0) refuse(path);
      while (::flock(file_.get(), LOCK_EX) != 0 && errno == EINTR) continue;  // somebody is looking at it
      if (::fstat(file_.get(), &status) != 0) refuse(path);
    }
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  ~Partial() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  int descriptor() const { return file_.get(); }

  // An owner that may not be given away stays as it is. The mode is set last, since setting the owner takes
  // bits of it away.
  void look_like(const struct stat& old) const {
    [[maybe_unused]] const int given = ::fchown(file_.get(), old.st_uid, old.st_gid);
    ::fchmod(file_.get(), old.st_mode & 07777U);
  }

  // Renames the file while it is still locked. Before that it is stored, since some file systems tell only
  // then that there is no room. Returns false where nothing can take the place of what is there: a mount
  // point, or somebody else's file in a folder such as /tmp.
  bool rename_to(const std::string& path) {
    if (::fsync(file_.get()) != 0 && errno != EINVAL) fail(path);
    if (::rename(path_.c_str(), path.c_str()) == 0) {
      path_.clear();
      return true;
    }
    if (errno != EBUSY && errno != EPERM) refuse(path);
    return false;
  }

 private:
  std::string path_;
  Unfinished known_;
  OpenFile file_;
};

void write_in_place(const std::string& destination, std::span<const std::byte> bytes,
                    const std::string& path) {
  const OpenFile file(::open(destination.c_str(), O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0) refuse(path);
  write_all(file.get(), bytes, path);
}

void require_permission(const std::string& path) {
  if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) refuse(path);
}

// The status of the file if it is there; throws Error if it is there and must not be written.
std::optional<struct stat> writable_status(const std::string& path) {
  const std::optional<struct stat> old = status_of(path);
  if (old && S_ISDIR(old->st_mode)) refuse(path, "is a directory");
  if (old) require_permission(path);
  return old;
}

}  // namespace

Destination destination_of(const std::string& path) {
  constexpr int most_links = 40;  // as many as Linux follows
  fs::path at = path;
  for (int links = 0; links <= most_links; ++links) {
    if (const std::optional<int> descriptor = open_as(at)) return {at.string(), descriptor};
    std::error_code error;
    if (fs::symlink_status(at, error).type() != fs::file_type::symlink) return {at.string(), std::nullopt};
    const fs::path target = fs::read_symlink(at, error);
    if (error) refuse(path, error.message());
    at = target.is_absolute() ? target : at.parent_path() / target;
  }
  refuse(path, "links go in circles");
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  const auto full = [&error](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(destination_of(path).path, error), error);
  };
  const bool same = full(a) == full(b);
  return (same && !error) || fs::equivalent(a, b, error);
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  const Destination destination = destination_of(path);
  if (destination.descriptor) return write_all(*destination.descriptor, bytes, path);
  const std::optional<struct stat> old = writable_status(destination.path);
  if (old && !S_ISREG(old->st_mode)) return write_in_place(destination.path, bytes, path);
  Partial partial(destination.path);
  if (old) partial.look_like(*old);
  write_all(partial.descriptor(), bytes, path);
  if (!partial.rename_to(destination.path)) write_in_place(destination.path, bytes, path);
}

void discard_unfinished_file() noexcept {
  if (const char* name = unfinished) ::unlink(name);
}

void make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw Error(path + ": cannot be made: " + error.message());
}

void require_writable(const std::string& path) {
  const Destination destination = destination_of(path);
  if (destination.descriptor) {
    const int flags = ::fcntl(*destination.descriptor, F_GETFL);
    if (flags < 0) refuse(path);
    if ((flags & O_ACCMODE) == O_RDONLY) refuse(path, "is open for reading only");
    return;
  }
  const std::optional<struct stat> old = writable_status(destination.path);
  if (!old || S_ISREG(old->st_mode)) const Partial probe(destination.path);
}

}  // namespace quantcheck::check
