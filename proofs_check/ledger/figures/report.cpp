#include <algorithm>
#include <functional>

#include <quantcheck/proofs_check/ledger/figures/figures.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check::ledger {
namespace {

bool is_computed(const Figure& figure) { return figure.standard_error == 0; }

std::string with_digits(const Figure& figure, double value) { return format("%.*f", figure.digits, value); }

std::string interval_words(const Figure& figure) {
  if (is_computed(figure)) return "";
  const Interval interval = interval_95(figure);
  return with_digits(figure, interval.low) + " .. " + with_digits(figure, interval.high);
}

const char* name_of(KnownFrom from) {
  switch (from) {
    case KnownFrom::theory:
      return "theory";
    case KnownFrom::publication:
      return "the authors";
    case KnownFrom::project:
      break;
  }
  return "this project";
}

std::string row(const Figure& figure) {
  std::string cells = "| " + figure.words + " | " + with_digits(figure, figure.value) + " | ";
  cells += (is_computed(figure) ? "" : format("%.2g", figure.standard_error)) + " | ";
  cells += interval_words(figure) + " | ";
  if (figure.known)
    cells += figure.known->shown + " | " + name_of(figure.known->from) + " | " +
             format("%.2g", tolerance(figure)) + " | " + (agrees(figure) ? "yes" : "**NO**");
  else
    cells += " | | | ";
  return cells + " |\n";
}

// Few enough digits that the last digit of log or exp does not show.
double rounded(double value) { return std::stod(format("%.9g", value)); }

Json json_known(const Known& known) {
  return {{"value", rounded(known.value)},
          {"shown", known.shown},
          {"from", name_of(known.from)},
          {"half_digit", known.half_digit},
          {"standard_error", rounded(known.standard_error)}};
}

Json json_figure(const Figure& figure) {
  const Interval interval = interval_95(figure);
  Json json{{"id", figure.id},
            {"figure", figure.words},
            {"value", rounded(figure.value)},
            {"standard_error", rounded(figure.standard_error)},
            {"degrees_of_freedom", nullptr},
            {"interval_95", {rounded(interval.low), rounded(interval.high)}},
            {"known", nullptr},
            {"tolerance", nullptr},
            {"agrees", nullptr}};
  if (figure.degrees_of_freedom > 0) json["degrees_of_freedom"] = figure.degrees_of_freedom;
  if (figure.known) {
    json["agrees"] = agrees(figure);
    json["known"] = json_known(*figure.known);
    json["tolerance"] = rounded(tolerance(figure));
  }
  return json;
}

const char* name_of(Series::Shape shape) {
  switch (shape) {
    case Series::Shape::line:
      return "line";
    case Series::Shape::dashed:
      return "dashed";
    case Series::Shape::points:
      break;
  }
  return "points";
}

}  // namespace

std::string figure_text(const Figure& figure) {
  const char* said = !agrees(figure) ? "OUTSIDE" : figure.known ? "agrees" : "measured";
  std::string text =
      format("%-9s  %-22s  %s", said, figure.id.c_str(), with_digits(figure, figure.value).c_str());
  if (!is_computed(figure)) text += " (95%: " + interval_words(figure) + ")";
  if (figure.known)
    text += "; " + std::string(name_of(figure.known->from)) + ": " + figure.known->shown + ", within " +
            format("%.2g", tolerance(figure));
  return text + "\n";
}

std::string figures_summary(const std::vector<Figure>& figures, const Seed& seed) {
  const std::string of_seed = " (seed " + to_string(seed) + ").\n";
  const auto known =
      std::ranges::count_if(figures, [](const Figure& figure) { return figure.known.has_value(); });
  const auto outside = std::ranges::count_if(figures, std::not_fn(agrees));
  const std::string all = std::to_string(figures.size());
  if (outside == 0)
    return "\nOf " + all + " figures " + std::to_string(known) + " are known, and all of those agree" +
           of_seed;
  return "\nOf " + all + " figures " + std::to_string(outside) + " are outside their tolerance" + of_seed;
}

std::string figures_markdown(const Figures& figures, const Seed& seed) {
  std::string text =
      "# NestQuant's figures\n\n"
      "Measured on N(0, 1) by `quantcheck claims --figures DIR --seed " +
      to_string(seed) +
      "`. A figure agrees with what is known of it within what its own standard\n"
      "error and that of the known value allow, and half a unit of the last digit. "
      "Of a standard error from few groups the\nintervals are Student's. docs/claims.md has the rules, and "
      "says who knows.\n\n"
      "| figure | value | standard error | 95% interval | known | from | within | agrees |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Figure& figure : figures.figures) text += row(figure);
  return text + "\n![distortion by rate](rate_distortion.svg)\n";
}

std::string figures_json(const Figures& figures, const Seed& seed) {
  Json json{
      {"schema", "quantcheck-figures/2"}, {"seed", to_string(seed)}, {"agree", all_agree(figures.figures)}};
  json["figures"] = Json::array();
  for (const Figure& figure : figures.figures) json["figures"].push_back(json_figure(figure));
  json["series"] = Json::array();
  for (const Series& series : figures.series) {
    Json points = Json::array();
    for (const RatePoint& point : series.points)
      points.push_back({rounded(point.rate), rounded(point.distortion)});
    json["series"].push_back(
        {{"name", series.words}, {"shape", name_of(series.shape)}, {"rate_and_distortion", points}});
  }
  return json.dump(1) + "\n";
}

}  // namespace quantcheck::check::ledger
