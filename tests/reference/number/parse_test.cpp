#include <quantcheck/reference/number/parse.h>

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstdio>
#include <locale>
#include <string>
#include <vector>

#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace reference;

namespace {

std::string refusal(const std::string& text) {
  try {
    parse_number(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

bool says(const std::string& message, const std::string& words) {
  return message.find(words) != std::string::npos;
}

TEST(ParseNumber, ReadsDecimalsExactly) {
  EXPECT_EQ(parse_number("0"), 0);
  EXPECT_EQ(parse_number("-0"), 0);
  EXPECT_EQ(parse_number("0.01"), Rational(1, 100));
  EXPECT_EQ(parse_number("-3"), -3);
  EXPECT_EQ(parse_number("+3"), 3);
  EXPECT_EQ(parse_number("1e-2"), Rational(1, 100));
  EXPECT_EQ(parse_number("1E+2"), 100);
  EXPECT_EQ(parse_number(".5"), Rational(1, 2));
  EXPECT_EQ(parse_number("5."), 5);
  EXPECT_EQ(parse_number("-12.50e1"), -125);
  EXPECT_EQ(parse_number("007"), 7);
  EXPECT_EQ(parse_number("1e0000000000000000005"), 100000);
  EXPECT_NE(parse_number("0.1"), exact(0.1));
}

TEST(ParseNumber, ReadsHexadecimalsExactly) {
  EXPECT_EQ(parse_number("0x1.8p-7"), Rational(3, 256));
  EXPECT_EQ(parse_number("0X1.8P-7"), Rational(3, 256));
  EXPECT_EQ(parse_number("-0x.8p0"), Rational(-1, 2));
  EXPECT_EQ(parse_number("0xff"), 255);
  EXPECT_EQ(parse_number("0xFe.p+1"), 508);
  EXPECT_EQ(parse_number("0x0p0"), 0);
}

TEST(ParseNumber, ReadsWhatPrintfPrints) {
  for (const double x :
       {1.0, -0.1, 3.14e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1.0 / 3}) {
    char text[400];
    std::snprintf(text, sizeof text, "%a", x);
    EXPECT_EQ(parse_number(text), exact(x)) << text;
    std::snprintf(text, sizeof text, "%.350g", x);  // every digit, except for the two tiny numbers
    EXPECT_EQ(parse_number(text) == exact(x), std::fabs(x) > 1e-300) << text;
  }
}

TEST(ParseNumber, RefusesWhatIsNotANumber) {
  for (const char* text :
       {"", "-", "+", ".", "-.", "e5", "0x", "0x.", "0xp1", "nan", "inf", "abc", "--1", "+-1"})
    EXPECT_TRUE(says(refusal(text), "expected a decimal")) << text << ": " << refusal(text);
  for (const char* text :
       {"1 ", "1,5", "1.2.3", "1e5x", "0x1g", "1p3", "1f", "0x1p1.5", "1e1e1", "1/3", "1_0", "0x1p2p3"})
    EXPECT_TRUE(says(refusal(text), "something follows the number")) << text << ": " << refusal(text);
  for (const char* text : {" 1", "\t1", "\n"}) EXPECT_TRUE(says(refusal(text), "expected a decimal")) << text;
  for (const char* text : {"1e", "1e-", "0x1p", "0x1p+"})
    EXPECT_TRUE(says(refusal(text), "the exponent has no digits")) << text << ": " << refusal(text);
  EXPECT_TRUE(says(refusal("1ex"), "something follows"));
  EXPECT_TRUE(says(refusal(std::string("1\0", 2)), "something follows"));
  EXPECT_TRUE(says(refusal("\x1b[31m"), "?[31m")) << "control characters do not reach the terminal";
}

TEST(ParseNumber, RefusesExponentsThatWouldExhaustMemory) {
  EXPECT_EQ(parse_number("1e5000"), Rational(boost::multiprecision::pow(Integer(10), 5000u)));
  EXPECT_EQ(parse_number("0x1p-5000") * boost::multiprecision::pow(Integer(2), 5000u), 1);
  for (const char* text : {"1e5001", "1e-5001", "1e999999999999999999999", "0e-99999999999", "0x1p5001",
                           "0x1p-5001", "0.1e-5000", "0x0.1p-4997", "1e-2147483649"})
    EXPECT_TRUE(says(refusal(text), "beyond +-5000")) << text << ": " << refusal(text);
}

TEST(ParseNumber, RefusesLongText) {
  EXPECT_EQ(parse_number(std::string(399, '0') + "7"), 7);
  EXPECT_TRUE(says(refusal(std::string(400, '0') + "7"), "longer than 400 characters"));
  EXPECT_TRUE(says(refusal(std::string(1'000'000, '9')), "longer than 400 characters"));
}

// A locale with decimal commas and grouped digits.
struct Continental : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(ParseNumber, IgnoresTheLocale) {
  const std::locale before = std::locale::global(std::locale(std::locale(), new Continental));
  const std::string c_before = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "de_DE.UTF-8");  // where that locale exists
  EXPECT_EQ(parse_number("0.5"), Rational(1, 2));
  EXPECT_TRUE(says(refusal("0,5"), "something follows"));
  EXPECT_TRUE(says(refusal("1.000.000"), "something follows"));
  EXPECT_EQ(format_number(Rational(1234567, 5)), "2469134e-1");
  EXPECT_EQ(format_number(Integer(1) << 4000), "0x1p4000");
  std::setlocale(LC_ALL, c_before.c_str());
  std::locale::global(before);
}

TEST(FormatNumber, IsReadBackExactly) {
  EXPECT_EQ(format_number(0), "0x0p0");
  EXPECT_EQ(format_number(Rational(3, 256)), "0x3p-8");
  EXPECT_EQ(format_number(-8), "-0x1p3");
  EXPECT_EQ(format_number(Rational(1, 100)), "1e-2");
  EXPECT_EQ(format_number(Rational(-7, 5)), "-14e-1");
  // Numbers at the limits of what can be read are among them. Their normalized exponents would lie beyond the
  // limits.
  std::vector<std::string> texts{"1e5000",    "1e-5000", "0x1p5000", "0x1p-5000",
                                 "0x8p-5000", "5e-1",    "1.25e-300"};
  texts.push_back("1" + std::string(390, '0') + "e5000");
  texts.push_back("0x1" + std::string(380, '0') + "p5000");
  texts.push_back("0." + std::string(380, '0') + "1e-4000");
  texts.push_back("-0." + std::string(390, '9'));
  texts.push_back("0x" + std::string(390, 'f') + "p-5000");
  texts.push_back(std::string(395, '9') + "e-99");
  texts.push_back(std::string(394, '9') + "e4999");
  for (const std::string& text : texts) {
    const Rational x = parse_number(text);
    EXPECT_EQ(parse_number(format_number(x)), x) << text;
  }
}

TEST(FormatNumber, RefusesWhatHasNoShortText) {
  EXPECT_THROW(format_number(Rational(1, 3)), Error);
  EXPECT_THROW(format_number(Rational(1, boost::multiprecision::pow(Integer(2), 5001u))), Error);
  EXPECT_THROW(format_number(Rational(boost::multiprecision::pow(Integer(3), 5000u))), Error);
}

}  // namespace
}  // namespace quantcheck::test
