// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "../../kmod/core/text.c"

struct text_case {
	const char *name;
	const char *text;
	bool valid;
};

static const struct text_case texts[] = {
	{ "nothing", "", true },
	{ "ASCII", "web server, 2nd floor ~", true },
	{ "two, three and four bytes", "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
	  true },
	{ "newline", "a\nb", false },
	{ "carriage return", "a\rb", false },
	{ "tab", "a\tb", false },
	{ "escape", "\x1b[2J", false },
	{ "delete", "a\x7f", false },
	{ "C1 control", "\xc2\x9bz", false },
	{ "no-break space", "\xc2\xa0", true },
	{ "lone continuation", "a\x80", false },
	{ "continuation missing at the end", "\xc3", false },
	{ "continuation missing inside", "\xc3z", false },
	{ "three bytes cut to two", "\xe2\x82", false },
	{ "four bytes cut to three", "\xf0\x9f\x98", false },
	/* The terminator ends the text; bytes behind it do not count. */
	{ "cut by the terminator", "\xe2\0\x82\xac", false },
	{ "cut later by the terminator", "\xe2\x82\0\xac", false },
	{ "overlong slash, two bytes", "\xc0\xaf", false },
	{ "overlong slash, three bytes", "\xe0\x80\xaf", false },
	{ "overlong slash, four bytes", "\xf0\x80\x80\xaf", false },
	{ "overlong terminator", "\xc0\x80", false },
	{ "surrogate", "\xed\xa0\x80", false },
	{ "above U+10FFFF", "\xf4\x90\x80\x80", false },
	{ "five bytes", "\xf8\x88\x80\x80\x80", false },
	{ "0xfe", "\xfe", false },
	{ "0xff", "\xff", false },
};

static void text_name(const struct text_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(text, texts, text_name);

static void text_is_judged(struct kunit *test)
{
	const struct text_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test, sfw_text_valid(c->text), c->valid);
}

static int encode(u32 c, u8 *to)
{
	if (c < 0x80) {
		to[0] = c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = 0xc0 | c >> 6;
		to[1] = 0x80 | (c & 0x3f);
		return 2;
	}
	if (c < 0x10000) {
		to[0] = 0xe0 | c >> 12;
		to[1] = 0x80 | (c >> 6 & 0x3f);
		to[2] = 0x80 | (c & 0x3f);
		return 3;
	}
	to[0] = 0xf0 | c >> 18;
	to[1] = 0x80 | (c >> 12 & 0x3f);
	to[2] = 0x80 | (c >> 6 & 0x3f);
	to[3] = 0x80 | (c & 0x3f);
	return 4;
}

static bool printable(u32 c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return false;
	if (c >= 0xd800 && c <= 0xdfff)
		return false;
	return c <= 0x10ffff;
}

static void every_code_point(struct kunit *test)
{
	u8 text[8];
	u32 c;

	for (c = 1; c < 0x140000; c++) {
		int n = encode(c, text);

		text[n] = '.';
		text[n + 1] = 0;
		KUNIT_ASSERT_EQ_MSG(test, sfw_text_valid((char *)text),
				    printable(c), "U+%04X", c);
	}
}

/* Whether a plain decoder takes the whole of @s. */
static bool decodes(const u8 *s, int len)
{
	while (len) {
		int n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
		u32 c = n == 1 ? s[0] : s[0] & (0x7f >> n);
		u8 again[4];
		int i;

		if (s[0] >= 0xf8 || (s[0] >= 0x80 && s[0] < 0xc0) || n > len)
			return false;
		for (i = 1; i < n; i++) {
			if (s[i] >> 6 != 2)
				return false;
			c = c << 6 | (s[i] & 0x3f);
		}
		/* Only the shortest form comes back the same. */
		if (!printable(c) || encode(c, again) != n)
			return false;
		s += n;
		len -= n;
	}
	return true;
}

static void check_bytes(struct kunit *test, u32 bytes, int n)
{
	u8 text[5] = {};
	int i;

	for (i = 0; i < n; i++)
		text[i] = bytes >> 8 * i;
	KUNIT_ASSERT_EQ_MSG(test, sfw_text_valid((char *)text),
			    decodes(text, strnlen((char *)text, n)),
			    "%d bytes: %02x %02x %02x %02x", n, text[0],
			    text[1], text[2], text[3]);
}

static void every_three_bytes(struct kunit *test)
{
	u32 bytes;

	for (bytes = 0; bytes < 1u << 24; bytes++)
		check_bytes(test, bytes, 3);
}

/* All first bytes, and each fault of the others. */
static void four_bytes(struct kunit *test)
{
	static const u8 tails[] = { 0x00, 0x2f, 0x7f, 0x80, 0x8f, 0x90,
				    0x9f, 0xa0, 0xbf, 0xc0, 0xff };
	u32 first, i, n = ARRAY_SIZE(tails);

	for (first = 0; first < 256; first++)
		for (i = 0; i < n * n * n; i++)
			check_bytes(test, first | tails[i % n] << 8 |
				    tails[i / n % n] << 16 |
				    (u32)tails[i / n / n] << 24, 4);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(text_is_judged, text_gen_params),
	KUNIT_CASE(every_code_point),
	KUNIT_CASE(every_three_bytes),
	KUNIT_CASE(four_bytes),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_text",
	.test_cases	= cases,
};

kunit_test_suite(suite);
