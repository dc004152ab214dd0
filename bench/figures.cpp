#include <quantcheck/bench/figures.h>

#include <algorithm>
#include <cmath>
#include <set>

#include <quantcheck/proofs_check/io/formats/file_reader.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::bench {
namespace {

using check::format;
using check::Json;

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 26;

const Figure* find(const std::vector<Figure>& figures, const std::string& task) {
  const auto found = std::ranges::find(figures, task, &Figure::task);
  return found == figures.end() ? nullptr : &*found;
}

[[noreturn]] void refuse(const std::string& file, const std::string& why) { throw Error(file + ": " + why); }

std::string text_at(const Json& object, const char* key, const std::string& file) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string())
    refuse(file, std::string("a figure without \"") + key + "\"");
  return found->get<std::string>();
}

double positive_at(const Json& object, const char* key, const std::string& file, const std::string& task) {
  const auto found = object.find(key);
  const double value = found != object.end() && found->is_number() ? found->get<double>() : 0;
  if (!(value > 0) || !std::isfinite(value))
    refuse(file, "\"" + std::string(key) + "\" of " + task + " is not a number above 0");
  return value;
}

std::optional<double> spread_at(const Json& object, const std::string& file, const std::string& task) {
  const auto found = object.find("spread");
  if (found == object.end() || found->is_null()) return std::nullopt;
  const double value = found->is_number() ? found->get<double>() : -1;
  if (!(value >= 0) || !std::isfinite(value))
    refuse(file, "\"spread\" of " + task + " is neither null nor a number from 0 on");
  return value;
}

std::vector<LimitPart> limit_at(const Json& object, const std::string& file, const std::string& task) {
  const auto found = object.find("limit");
  if (found == object.end() || !found->is_array()) refuse(file, "\"limit\" of " + task + " is not an array");
  std::vector<LimitPart> limit;
  for (const Json& part : *found)
    limit.push_back({text_at(part, "task", file), positive_at(part, "times", file, task)});
  return limit;
}

// Throws Error unless every task is there once, and what limits others has no limit itself.
void check_tasks(const std::vector<Figure>& figures, const std::string& file) {
  std::set<std::string> tasks;
  for (const Figure& figure : figures)
    if (!tasks.insert(figure.task).second) refuse(file, "the task " + figure.task + " is there twice");
  for (const Figure& figure : figures)
    for (const LimitPart& part : figure.limit) {
      const Figure* limit = find(figures, part.task);
      if (limit == nullptr || !limit->limit.empty())
        refuse(file, "the limit of " + figure.task + ", " + part.task + ", is none of its limits");
    }
}

// The ratio of a figure to its limit, or the time of what is a limit itself; and the square of its spread.
struct Ratio {
  double value = 0;
  std::optional<double> variance;
};

Ratio ratio_of(const Figure& figure, const std::vector<Figure>& figures) {
  const auto square = [](const Figure& f) {
    return f.spread ? std::optional(*f.spread * *f.spread) : std::nullopt;
  };
  Ratio ratio{figure.seconds, square(figure)};
  if (figure.limit.empty()) return ratio;
  double limit = 0;
  for (const LimitPart& part : figure.limit) limit += part.times * find(figures, part.task)->seconds;
  for (const LimitPart& part : figure.limit) {
    const Figure& task = *find(figures, part.task);
    const double weight = part.times * task.seconds / limit;
    const auto variance = square(task);
    ratio.variance = ratio.variance && variance ? std::optional(*ratio.variance + weight * weight * *variance)
                                                : std::nullopt;
  }
  ratio.value /= limit;
  return ratio;
}

struct Counts {
  int same = 0;
  int no_spread = 0;
  int gone = 0;
  int added = 0;
};

// The line of a figure that changed. Empty for one that did not, which is counted.
std::string line_of(const Figure& figure, const std::vector<Figure>& now, const Figure& kept_figure,
                    const std::vector<Figure>& kept, Counts& counts) {
  const Ratio current = ratio_of(figure, now);
  const Ratio before = ratio_of(kept_figure, kept);
  const double change = current.value / before.value;
  if (!current.variance || !before.variance) {
    ++counts.no_spread;
    return "";
  }
  const double spread = std::sqrt(*current.variance + *before.variance);
  if (std::max(change, 1 / change) <= 1 + spread) {
    ++counts.same;
    return "";
  }
  return format("  %-44s%14.4g%14.4g%10.2f%9s\n", figure.task.c_str(), before.value, current.value, change,
                spread_words(spread).c_str());
}

void add_count(std::string& text, int count, const char* words) {
  if (count > 0) text += (text.empty() ? "" : "; ") + std::to_string(count) + " " + words;
}

std::string words_of(const Counts& counts) {
  std::string text;
  add_count(text, counts.same, "within the spread");
  add_count(text, counts.no_spread, "timed less than three times, so that nothing is said of them");
  add_count(text, counts.gone, "kept, but not timed now");
  add_count(text, counts.added, "new");
  return text.empty() ? text : "  Of the others: " + text + ".\n";
}

}  // namespace

void add_figure(std::vector<Figure>& figures, const std::string& task, const std::vector<LimitPart>& limit,
                const Timings& timings) {
  const auto is_timed = [&](const std::string& name) { return median_seconds(timings, name).has_value(); };
  const auto add = [&](const std::string& name, const std::vector<LimitPart>& parts) {
    if (find(figures, name) == nullptr)
      figures.push_back({name, *median_seconds(timings, name), spread(timings, name), parts});
  };
  if (!is_timed(task) || !std::ranges::all_of(limit, is_timed, &LimitPart::task)) return;
  for (const LimitPart& part : limit) add(part.task, {});
  add(task, limit);
}

Json figures_json(const std::vector<Figure>& figures) {
  Json array = Json::array();
  for (const Figure& figure : figures) {
    Json limit = Json::array();
    for (const LimitPart& part : figure.limit) limit.push_back({{"task", part.task}, {"times", part.times}});
    array.push_back({{"task", figure.task},
                     {"seconds", figure.seconds},
                     {"spread", check::or_null(figure.spread)},
                     {"limit", limit}});
  }
  return array;
}

std::vector<Figure> parse_figures(std::string_view text, const std::string& file, const std::string& schema) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) refuse(file, "is no file of figures: no JSON object");
  const auto kind = json.find("schema");
  if (kind == json.end() || !kind->is_string()) refuse(file, "is no file of figures: no \"schema\"");
  if (*kind != schema)
    refuse(file,
           "holds \"" + kind->get<std::string>() + "\", and this benchmark compares with \"" + schema + "\"");
  const auto found = json.find("figures");
  if (found == json.end())
    refuse(file, "has no \"figures\" to compare with; an older program wrote it, run that again");
  if (!found->is_array()) refuse(file, "\"figures\" is not an array");
  std::vector<Figure> figures;
  for (const Json& object : *found) {
    const std::string task = text_at(object, "task", file);
    figures.push_back({task, positive_at(object, "seconds", file, task), spread_at(object, file, task),
                       limit_at(object, file, task)});
  }
  check_tasks(figures, file);
  return figures;
}

std::vector<Figure> read_figures(const std::string& file, const std::string& schema) {
  if (file.empty()) return {};
  check::FileReader reader(file);
  const std::vector<std::byte>& bytes = reader.up_to(most_bytes + 1);
  if (bytes.size() > most_bytes) refuse(file, "is too long for a file of figures");
  return parse_figures({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file, schema);
}

std::string compared_text(const std::vector<Figure>& now, const std::vector<Figure>& kept,
                          const std::string& file) {
  Counts counts;
  std::string of_limits;
  std::string of_others;
  for (const Figure& figure : now) {
    const Figure* before = find(kept, figure.task);
    if (before == nullptr || before->limit.empty() != figure.limit.empty()) {
      ++counts.added;
      continue;
    }
    (figure.limit.empty() ? of_limits : of_others) += line_of(figure, now, *before, kept, counts);
  }
  for (const Figure& figure : kept) counts.gone += find(now, figure.task) == nullptr ? 1 : 0;
  const auto heading = [](const char* what) {
    return format("  %-44s%14s%14s%10s%9s\n", what, "kept", "now", "times", "spread");
  };
  std::string text = "\nCompared with " + file + "\n";
  if (!of_others.empty()) text += heading("time / limit") + of_others;
  if (!of_limits.empty()) text += heading("limits of the machine, s") + of_limits;
  if (of_others.empty() && of_limits.empty()) text += "  Nothing changed by more than the spread.\n";
  return text + words_of(counts);
}

}  // namespace quantcheck::bench
