#include <quantcheck/bench/verdict_tasks.h>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <variant>

#include <quantcheck/bench/report/words.h>
#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/reference/error.h>

extern char** environ;

namespace quantcheck::bench {
namespace {

using std::chrono::steady_clock;

// The seconds of each stage that a progress reports.
class StageClock {
 public:
  void begin(const std::string& stage) {
    const auto now = steady_clock::now();
    if (!stage_.empty()) seconds_[stage_] += std::chrono::duration<double>(now - since_).count();
    stage_ = stage;
    since_ = now;
  }

  check::Progress callback() {
    return [this](const char* stage, Index, Index) {
      if (stage_ != stage) begin(stage);
    };
  }

  std::map<std::string, double> end() {
    begin("");
    return std::move(seconds_);
  }

 private:
  std::string stage_;
  steady_clock::time_point since_;
  std::map<std::string, double> seconds_;
};

void require(bool as_it_should_be, const std::string& file, const check::Judgement& judgement) {
  if (!as_it_should_be)
    throw Error(file + ": the verdict " + std::string(check::name_of(judgement.verdict)) +
                " or its cause is not as it should be");
}

void judge_file(const std::string& file, bool conforms, const check::Progress& progress) {
  const check::Subject subject = check::read_subject(file, check::Triangle::both);
  const auto& c = std::get<check::Case>(subject);
  const check::Judgement judgement = check::judge(c, check::as_declared(c), progress);
  const std::optional<check::Cause> cause = check::diagnose(c, judgement, progress).cause;
  require(judgement.verdict == (conforms ? check::RunVerdict::conforms : check::RunVerdict::fails), file,
          judgement);
  require(conforms || (cause && cause->id == "order:act-order"), file, judgement);
}

void judge_in_stages(VerdictKind kind, const VerdictSubjects& subjects, Stages& stages) {
  const bool conforms = kind == VerdictKind::conforms;
  StageClock clock;
  clock.begin("reading the file");
  judge_file((conforms ? subjects.sound : subjects.faulty).path(), conforms, clock.callback());
  for (const auto& [stage, seconds] : clock.end())
    stages[stage_name(kind, stage, subjects.layer.out, subjects.layer.in)].push_back(seconds);
}

void find_exact_codes(const check::Layer& layer) {
  check::QuantizeOptions options;
  options.arithmetic = Arithmetic::exact;
  options.grid.symmetric = false;
  options.grid.group_size = 128;
  options.grid.scales = GroupScales::fixed;
  options.damping.relative = reference::Rational(1, 100);
  benchmark::DoNotOptimize(check::quantize(layer, options));
}

// Runs quantcheck verify FILE, which stands beside this program.
void run_program_on(const std::string& file) {
  std::string program =
      (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "quantcheck").string();
  std::string command = "verify";
  std::string argument = file;
  char* argv[] = {program.data(), command.data(), argument.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t process = 0;
  const int failed = posix_spawn(&process, program.c_str(), &actions, nullptr, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  if (failed == 0) waitpid(process, &status, 0);
  if (status != 0) throw Error(program + " verify " + file + ": did not run, or the verdict is not CONFORMS");
}

std::function<void()> run_of(VerdictKind kind, const VerdictSubjects& subjects, Stages& stages) {
  switch (kind) {
    case VerdictKind::conforms:
    case VerdictKind::fails:
      return [kind, &subjects, &stages] { judge_in_stages(kind, subjects, stages); };
    case VerdictKind::exact_codes:
      return [&] { find_exact_codes(subjects.layer); };
    case VerdictKind::program:
      break;
  }
  return [&] { run_program_on(subjects.sound.path()); };
}

const char* words_of(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::conforms:
      return "verdict, conforms";
    case VerdictKind::fails:
      return "verdict, fails";
    case VerdictKind::exact_codes:
      return "exact codes";
    case VerdictKind::program:
      break;
  }
  return "quantcheck verify";
}

}  // namespace

std::string verdict_name(VerdictKind kind, Index out, Index in) {
  return std::string(words_of(kind)) + ", " + shape_words(out, in);
}

std::string stage_name(VerdictKind kind, const std::string& stage, Index out, Index in) {
  return verdict_name(kind, out, in) + ": " + stage;
}

Task verdict_task(VerdictKind kind, const VerdictSubjects& subjects, Stages& stages) {
  return {verdict_name(kind, subjects.layer.out, subjects.layer.in), 0, run_of(kind, subjects, stages)};
}

std::vector<std::string> stages_of(const Stages& stages, VerdictKind kind, Index out, Index in) {
  const std::string prefix = stage_name(kind, "", out, in);
  std::vector<std::string> names;
  for (const auto& [name, seconds] : stages)
    if (name.starts_with(prefix)) names.push_back(name);
  std::ranges::stable_sort(names, std::ranges::greater(),
                           [&](const std::string& name) { return median_seconds(stages, name); });
  return names;
}

}  // namespace quantcheck::bench
