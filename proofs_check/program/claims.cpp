// quantcheck claims: the ledger.
#include <memory>

#include <CLI/CLI.hpp>

#include <quantcheck/proofs_check/claims/ledger.h>
#include <quantcheck/proofs_check/program/commands.h>
#include <quantcheck/proofs_check/program/terminal.h>
#include <quantcheck/proofs_check/report/claims.h>

namespace quantcheck::check::program {
namespace {

struct ClaimsOptions {
  std::vector<std::string> names;
  std::string seed = "1";
  Index cases = default_cases;
  bool json = false;
  bool variants = false;
};

std::vector<const Claim*> selected(const std::vector<std::string>& names) {
  std::vector<const Claim*> claims;
  for (const Claim& claim : ledger())
    if (names.empty()) claims.push_back(&claim);
  for (const std::string& name : names) {
    const std::vector<const Claim*> found = find_claims(name);
    if (found.empty())
      throw Error("no claim and no topic is named \"" + name + "\"; `quantcheck claims` runs all of them");
    claims.insert(claims.end(), found.begin(), found.end());
  }
  return claims;
}

int status_of(Standing standing) {
  switch (standing) {
    case Standing::holds:
      return exit_conforms;
    case Standing::refuted:
      return exit_fails;
    case Standing::undecided:
      break;
  }
  return exit_undecided;
}

int claims(const ClaimsOptions& options) {
  const Effort effort{parse_seed(options.seed), options.cases};
  ProgressLine progress("claims");
  std::vector<Entry> entries;
  for (const Claim* claim : selected(options.names)) {
    entries.push_back(examine(*claim, effort, progress.callback()));
    progress.clear();
    print_out(options.json ? claim_json(entries.back(), effort) + "\n"
                           : claim_text(entries.back(), options.variants));
  }
  if (!options.json) print_out(claims_summary(entries, effort));
  return status_of(overall(entries));
}

}  // namespace

void add_claims(CLI::App& app, int& status) {
  auto options = std::make_shared<ClaimsOptions>();
  CLI::App* command = app.add_subcommand(
      "claims", "Check the claims of \"GPTQ as Babai's nearest plane\" (arXiv 2507.18553), exactly");
  command->add_option("--id", options->names, "Only these claims or topics, such as bound/absolute or bound");
  command->add_option("--seed", options->seed, "What is drawn: a whole number below 2^256")
      ->capture_default_str();
  command->add_option("--cases", options->cases, "How many to draw for each sampled claim")
      ->capture_default_str()
      ->check(CLI::Range(Index{1}, Index{1000000}));
  command->add_flag("--variants", options->variants, "Show what refutes the false variant of each claim");
  command->add_flag("--json", options->json, "One line of JSON per claim (quantcheck-claim/1)");
  command->callback([options, &status] { status = claims(*options); });
}

}  // namespace quantcheck::check::program
