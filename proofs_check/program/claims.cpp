// quantcheck claims: the ledger.
#include <memory>
#include <set>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/ledger/ledger.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/program/options/terminal.h>
#include <quantcheck/proofs_check/report/claims.h>

namespace quantcheck::check::program {
namespace {

using namespace ledger;

struct ClaimsOptions {
  std::vector<std::string> names;
  std::string seed = "1";
  Index cases = default_cases;
  bool json = false;
  bool variants = false;
  std::string figures;  // the folder for --figures; empty if that is not asked for
};

std::string unknown(const std::string& name) {
  std::string words = "no claim and no topic is named \"" + name + "\"; topics are";
  for (const Topic& topic : topics()) words += std::string(" ") + topic.id;
  return words;
}

// The claims of these names and topics, in the ledger's order, each once.
std::vector<const Claim*> selected(const std::vector<std::string>& names) {
  std::set<const Claim*> wanted;
  for (const std::string& name : names) {
    const std::vector<const Claim*> found = find_claims(name);
    if (found.empty()) throw Error(unknown(name));
    wanted.insert(found.begin(), found.end());
  }
  std::vector<const Claim*> claims;
  for (const Claim& claim : all_claims())
    if (names.empty() || wanted.contains(&claim)) claims.push_back(&claim);
  return claims;
}

int run_claims(const ClaimsOptions& options) {
  const Effort effort{parse_seed(options.seed), options.cases};
  const std::vector<const Claim*> claims = selected(options.names);
  ProgressLine progress("claim");
  const Progress show = progress.callback();
  std::vector<Entry> entries;
  for (const Topic& topic : topics()) {
    bool titled = options.json;
    for (const Claim* claim : claims) {
      if (topic_id(*claim) != topic.id) continue;
      if (!titled) print_out(topic_text(topic));
      titled = true;
      const std::string place = std::to_string(entries.size() + 1) + " of " + std::to_string(claims.size());
      entries.push_back(examine(*claim, effort, [&](const char* stage, Index done, Index total) {
        if (show) show((place + ", " + stage).c_str(), done, total);
      }));
      progress.clear();
      print_out(options.json ? claim_json(entries.back(), effort) + "\n"
                             : claim_text(entries.back(), options.variants));
    }
  }
  if (!options.json) print_out(claims_summary(entries, effort));
  return status_of(overall(entries));
}

}  // namespace

void add_claims(CLI::App& app, int& status) {
  auto options = std::make_shared<ClaimsOptions>();
  CLI::App* command = app.add_subcommand(
      "claims",
      "Check the claims of \"GPTQ as Babai's nearest plane\" (arXiv 2507.18553) and of NestQuant (arXiv "
      "2502.09720), exactly");
  command->add_option("--id", options->names, "Only these claims or topics, such as bound/absolute or bound");
  command->add_option("--seed", options->seed, "What is drawn: a whole number below 2^256, 0x... too")
      ->capture_default_str();
  command
      ->add_option("--cases", options->cases,
                   "How many to draw for each sampled claim; examples and false variants get 1000 at least")
      ->capture_default_str()
      ->check(CLI::Range(Index{1}, Index{1000000}));
  command->add_flag("--variants", options->variants, "Show what refutes the false variant of each claim");
  command->add_flag("--json", options->json, "One line of JSON per claim (quantcheck-claim/1)");
  command
      ->add_option("--figures", options->figures,
                   "Instead, measure NestQuant's figures on random numbers, in half a minute, and write "
                   "figures.md, figures.json and rate_distortion.svg to this folder")
      ->excludes("--id", "--cases", "--variants", "--json");
  command->footer(
      "Exit status: 0 all hold, 1 one is refuted, 2 usage, 3 none is refuted and one is undecided.\n"
      "With --figures: 0 all that are known agree, 1 one does not, 2 usage or a file not "
      "written.\n"
      "What each claim says and how it is proved: docs/claims.md.");
  command->callback([options, &status, command] {
    const bool figures = command->count("--figures") > 0;
    status = figures ? run_figures(options->figures, options->seed) : run_claims(*options);
  });
}

}  // namespace quantcheck::check::program
