// quantcheck claims --figures: NestQuant's figures.
#include <quantcheck/proofs_check/ledger/figures/figures.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/program/options/terminal.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {

using namespace ledger;

int run_figures(const std::string& folder, const std::string& seed) {
  const Seed parsed = parse_seed(seed);
  prepare_folder(folder);  // before the work, so that a failure comes early
  ProgressLine progress("figures");
  const Figures figures = measure_figures(parsed, {}, progress.callback());
  progress.clear();
  write_figures(folder, figures, parsed);
  std::string text;
  for (const Figure& figure : figures.figures) text += figure_text(figure);
  text += figures_summary(figures.figures, parsed) + "Written to " + without_controls(folder) + ":";
  for (const char* file : figure_files) text += std::string(" ") + file;
  print_out(text + "\n");
  return all_agree(figures.figures) ? exit_good : exit_bad;
}

}  // namespace quantcheck::check::program
