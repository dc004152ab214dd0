// The output of the program: where it goes, and what becomes of the verdict when it cannot be written.
#include <gtest/gtest.h>

#include <algorithm>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {

using namespace check;

namespace {

class Output : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write_case(identity_case({0.25, 3.0}, {0, 3}), (folder_ / "right").string());
    write_case(identity_case({0.25, 3.0}, {0, 4}), (folder_ / "wrong").string());
  }

  // Runs a script in bash, where quantcheck is the program.
  int shell(const std::string& script) const {
    const std::string command = "cd '" + folder_.string() +
                                "' && bash -c 'quantcheck() { \"" QUANTCHECK_PROGRAM "\" \"$@\"; }; " +
                                script + "' 2>err";
    return WEXITSTATUS(std::system(command.c_str()));
  }
  bool exists(const char* file) const { return std::filesystem::exists(folder_ / file); }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

TEST_F(Output, TheStatusIsTheVerdictsWhoeverReads) {
  const std::string files = " --junit junit.xml --markdown table.md";
  for (const auto& [file, status] : {std::pair{"right", 0}, {"wrong", 1}, {"right wrong right wrong", 1}}) {
    for (const char* reader : {" | true", " | head -1 >/dev/null", " >&-", " <&- >&- 2>&-"}) {
      std::filesystem::remove(folder_ / "junit.xml");
      std::filesystem::remove(folder_ / "table.md");
      EXPECT_EQ(shell(std::string("quantcheck verify ") + file + files + reader + "; exit ${PIPESTATUS[0]}"),
                status)
          << file << reader;
      EXPECT_TRUE(has(contents("junit.xml"), "</testsuite>")) << file << reader;
      EXPECT_TRUE(has(contents("table.md"), "### QuantCheck")) << file << reader;
      EXPECT_EQ(contents("err"), "") << file << reader;
    }
  }
  EXPECT_EQ(shell("quantcheck claims --id mean | head -1; exit ${PIPESTATUS[0]}"), 0);
  EXPECT_EQ(shell("quantcheck diff right wrong | true; exit ${PIPESTATUS[0]}"), 1);
}

TEST_F(Output, AFullDiskTakesNoVerdictAway) {
  EXPECT_EQ(shell("quantcheck verify wrong --junit junit.xml >/dev/full"), 1);
  EXPECT_TRUE(has(contents("err"), "standard output: No space left"));
  EXPECT_TRUE(has(contents("junit.xml"), "</testsuite>"));
  EXPECT_EQ(shell("quantcheck verify right --junit junit.xml >/dev/full"), 2);
  EXPECT_EQ(shell("quantcheck verify wrong --junit /dev/full --markdown table.md >out"), 1);
  EXPECT_TRUE(has(contents("err"), "/dev/full: writing failed"));
  EXPECT_TRUE(has(contents("out"), "FAILS"));
  EXPECT_TRUE(has(contents("table.md"), "| wrong | FAILS |"));
  EXPECT_EQ(shell("quantcheck verify right --junit /dev/full >out"), 2);
  EXPECT_EQ(shell("ulimit -f 1; quantcheck demo . >out"), 2);
  EXPECT_FALSE(exists("sound.safetensors"));
}

TEST_F(Output, AFileMayBeStandardOutputWhichThenHoldsItAlone) {
  run("verify right wrong --junit junit.xml --markdown table.md");
  for (const char* name : {"-", "/dev/stdout", "/proc/self/fd/1", "/dev/fd/1"}) {
    EXPECT_EQ(shell(std::string("quantcheck verify right wrong --junit ") + name + " >out"), 1) << name;
    EXPECT_EQ(contents("out"), contents("junit.xml")) << name;
    EXPECT_EQ(shell(std::string("quantcheck verify right wrong --markdown ") + name + " | cat >out"), 0);
    EXPECT_EQ(contents("out"), contents("table.md")) << name;
  }
  EXPECT_TRUE(std::filesystem::is_symlink("/dev/stdout"));
  EXPECT_FALSE(exists("-"));
  for (const char* twice : {"--junit - --markdown -", "--json --junit -", "--json --markdown /dev/stdout"})
    EXPECT_EQ(run(std::string("verify right ") + twice).status, 2) << twice;
  EXPECT_EQ(shell("quantcheck picture - >out && quantcheck picture file >words && cmp out file"), 0);
}

TEST_F(Output, ACaseGoesThroughAPipe) {
  ASSERT_EQ(run("demo .").status, 0);
  const char* layer =
      "quantcheck quantize --weight sound.safetensors:weight --hessian sound.safetensors:hessian";
  EXPECT_EQ(shell(std::string(layer) + " --out - | quantcheck verify /dev/stdin >out"), 0) << contents("err");
  EXPECT_TRUE(has(contents("out"), "CONFORMS"));
}

TEST_F(Output, ACaseIsReadFromANamedPipe) {
  for (int k = 0; k < 20; ++k)
    ASSERT_EQ(shell("rm -f pipe; mkfifo pipe; cat right >pipe & timeout 20 \"" QUANTCHECK_PROGRAM
                    "\" verify pipe >out"),
              0)
        << contents("err");
}

TEST_F(Output, ACaseThatIsLostIsAnError) {
  ASSERT_EQ(run("demo .").status, 0);
  const std::string layer =
      "quantcheck quantize --weight sound.safetensors:weight --hessian sound.safetensors:hessian --out ";
  EXPECT_EQ(shell(layer + "- >&-"), 2);
  EXPECT_EQ(shell(layer + "- >/dev/full"), 2);
  EXPECT_EQ(shell(layer + "no/such/folder >out"), 2);
  EXPECT_TRUE(has(contents("err"), "no/such/folder: cannot be written"));
}

TEST_F(Output, ALinkToTheOtherFileIsThatFile) {
  std::filesystem::create_symlink("table.md", folder_ / "link");
  EXPECT_EQ(run("verify right --junit link --markdown table.md").status, 2);
  EXPECT_FALSE(exists("table.md"));
}

TEST_F(Output, SeveralFilesEndInALineThatCounts) {
  EXPECT_TRUE(
      run("verify right wrong missing wrong").out.ends_with("\n4 files: 1 CONFORMS, 2 FAILS, 1 ERROR\n"));
  EXPECT_FALSE(has(run("verify right").out, "1 file"));
  EXPECT_FALSE(has(run("verify --json right wrong").out, "2 files"));
  for (const auto& [files, words] : {std::pair{"wrong", "0 of 1 file conforms"},
                                     {"right", "1 of 1 file conforms"},
                                     {"wrong wrong", "0 of 2 files conform"},
                                     {"right wrong", "1 of 2 files conforms"},
                                     {"right right", "2 of 2 files conform"}}) {
    run(std::string("verify --markdown table.md ") + files);
    EXPECT_TRUE(has(contents("table.md"), std::string("### QuantCheck: ") + words + "\n")) << words;
  }
}

TEST_F(Output, AWordThatIsNoCommandIsNamedBesideTheNearest) {
  for (const auto& [arguments, words] :
       {std::pair{"verfy right", "\"verfy\" is no command; did you mean verify?"},
        {"quantise", "\"quantise\" is no command; did you mean quantize?"},
        {"dfif right wrong", "\"dfif\" is no command; did you mean diff?"},
        {"vrf right", "\"vrf\" is no command; commands are verify"},
        {"right", "\"right\" is no command; commands are verify, quantize, diff"},
        {"", "a command is needed: verify, quantize, diff"},
        {"--verify right", "\"--verify\" is no command; did you mean verify?"},
        {"-x", "\"-x\" is no command; commands are verify"},
        {"verify --jsno right", "\"--jsno\" is no option of verify; did you mean --json?"},
        {"verify right --juint=1", "\"--juint\" is no option of verify; did you mean --junit?"},
        {"verify --zzzzzzzzz right", "\"--zzzzzzzzz\" is no option of verify\n"}}) {
    const Finished outcome = run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_TRUE(has(outcome.err, std::string("quantcheck: ") + words)) << outcome.err;
    EXPECT_TRUE(outcome.err.ends_with("\nRun with --help for more information.\n")) << outcome.err;
  }
}

TEST_F(Output, AnOptionIsNoFile) {
  const Finished outcome = run("verify right --junit --markdown table.md");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_TRUE(has(outcome.err, "--markdown is an option")) << outcome.err;
  EXPECT_FALSE(exists("--markdown"));
  EXPECT_EQ(run("verify right --budget nan").status, 2);
}

TEST_F(Output, AFolderThatCannotBeMadeIsSaidInWords) {
  const Finished outcome = run("demo right/folder");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err, "quantcheck: right/folder: cannot be made: Not a directory\n");
}

// The tensor has 3.2 GB, of which only the header is there.
TEST_F(Output, ATensorOfTheWrongShapeIsRefusedByItsHeader) {
  if (sanitized) GTEST_SKIP() << "sanitizers take terabytes of address space";
  const std::string dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (20000, 40000), }";
  std::string header = std::string("\x93NUMPY\x01\x00", 8) + std::string("\x76\x00", 2) + dict;
  header += std::string(127 - header.size(), ' ') + "\n";
  std::ofstream(folder_ / "large.npy", std::ios::binary) << header;
  std::filesystem::resize_file(folder_ / "large.npy", 128 + 3'200'000'000);
  run("demo .");
  for (const char* given : {"--weight large.npy --hessian sound.safetensors:hessian",
                            "--weight sound.safetensors:weight --hessian large.npy"}) {
    const std::string arguments = std::string(
                                      "verify --codes sound.safetensors:codes --scale "
                                      "sound.safetensors:scale --bits 4 --symmetric ") +
                                  given;
    EXPECT_EQ(shell("ulimit -d 500000; quantcheck " + arguments + " >out"), 2) << given;
    EXPECT_TRUE(has(contents("err"), "the shape is [")) << contents("err");
  }
}

// Wherever memory ends, within GMP too, the case is judged, or the program says that there was not enough
// memory.
TEST_F(Output, LackOfMemoryAnywhereEndsInWords) {
  if (sanitized) GTEST_SKIP() << "sanitizers take terabytes of address space";
  run("demo .");
  for (int limit = 20'000; limit < 27'000; limit += 103)
    EXPECT_EQ(
        shell("ulimit -v " + std::to_string(limit) +
              "; quantcheck verify sound.safetensors >out; s=$?; [ $s = 0 ] || [ $s = 2 ] || [ $s = 3 ]"),
        0)
        << limit << contents("err");
}

// A verdict on one layer takes more memory than there is. The other layers are judged.
TEST_F(Output, AVerdictThatTakesTooMuchMemoryIsNotBegun) {
  if (sanitized) GTEST_SKIP() << "sanitizers take terabytes of address space";
  Case large;
  large.name = "large";
  large.layer.out = 40000;
  large.layer.in = 128;
  large.layer.weight.edit().assign(static_cast<std::size_t>(large.layer.out * large.layer.in), 0.3);
  for (Index i = 0; i < large.layer.in; ++i)
    for (Index j = 0; j < large.layer.in; ++j) large.layer.hessian.edit().push_back(i == j ? 2.0 : 0.0);
  large.codes.edit().setZero(large.layer.out, large.layer.in);
  large.grid.groups = 1;
  large.grid.scale.assign(static_cast<std::size_t>(large.layer.out), 1.0);
  large.grid.zero.assign(static_cast<std::size_t>(large.layer.out), 0);
  large.grid.group_index.assign(static_cast<std::size_t>(large.layer.in), 0);
  large.grid.range = {-8, 7};
  large.declared.order = reference::natural_order(large.layer.in);
  large.declared.dead.assign(static_cast<std::size_t>(large.layer.in), false);
  write_case(large, (folder_ / "large").string());
  EXPECT_EQ(shell("ulimit -v 150000; quantcheck verify large right >out"), 3);
  EXPECT_TRUE(has(contents("out"), "it takes ")) << contents("out");
  EXPECT_TRUE(has(contents("out"), " MiB of memory beside the case (")) << contents("out");
  EXPECT_TRUE(has(contents("out"), "2 files: 1 CONFORMS, 1 UNDECIDED")) << contents("out");
}

}  // namespace
}  // namespace quantcheck::test
