// SPDX-License-Identifier: GPL-2.0
/* The words of "test": packets that are understood, and those that are not. */
#include <netinet/in.h>
#include <stdio.h>

#include "check.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lib/tokenize.h"

static const struct packet {
	const char *line;
	const char *meaning;	/* proto src:sport dst:dport flags type state */
} packets[] = {
	{ "test tcp 192.0.2.1 to 22", "6 192.0.2.1:40000 -:22 2 0 new" },
	{ "test tcp 192.0.2.1 to ssh", "6 192.0.2.1:40000 -:22 2 0 new" },
	{ "test tcp 192.0.2.1:5000 to 22", "6 192.0.2.1:5000 -:22 2 0 new" },
	{ "test udp 192.0.2.1:53 to 198.51.100.1:5000",
	  "17 192.0.2.1:53 198.51.100.1:5000 0 0 new" },
	{ "test tcp 2001:db8::1 to 22", "6 2001:db8::1:40000 -:22 2 0 new" },
	{ "test tcp [2001:db8::1] to 22",
	  "6 2001:db8::1:40000 -:22 2 0 new" },
	{ "test sctp [2001:db8::1]:5000 to [::1]:22",
	  "132 2001:db8::1:5000 ::1:22 0 0 new" },
	{ "test tcp ::1 to 22 flags SA state established in eth0",
	  "6 ::1:40000 -:22 18 0 established eth0" },
	{ "test tcp ::1 to 22 state related flags -",
	  "6 ::1:40000 -:22 0 0 related" },
	{ "test tcp ::1 to 22 flags none state invalid",
	  "6 ::1:40000 -:22 0 0 invalid" },
	{ "test tcp ::1 to 22 flags CEUAPRSF state untracked",
	  "6 ::1:40000 -:22 255 0 untracked" },
	{ "test tcp ::1 to 22 flags F", "6 ::1:40000 -:22 1 0 new" },
	{ "test tcp ::1 to 22 flags R", "6 ::1:40000 -:22 4 0 new" },
	{ "test icmp 192.0.2.1", "1 192.0.2.1:0 -:0 0 8 new" },
	{ "test icmp 192.0.2.1 to 198.51.100.1 in eth0",
	  "1 192.0.2.1:0 198.51.100.1:0 0 8 new eth0" },
	{ "test icmp 192.0.2.1 type 13", "1 192.0.2.1:0 -:0 0 13 new" },
	{ "test ping 192.0.2.1 in eth0", "1 192.0.2.1:0 -:0 0 8 new eth0" },
	{ "test ping ::1 to ::2 state related", "58 ::1:0 ::2:0 0 128 related" },
	{ "test icmpv6 ::1", "58 ::1:0 -:0 0 128 new" },
	{ "test icmpv6 ::1 type 135 to ::2", NULL },
	{ "test ipv6-icmp ::1 to ::2 type 135", "58 ::1:0 ::2:0 0 135 new" },
	{ "test gre 192.0.2.1", "47 192.0.2.1:0 -:0 0 0 new" },
	{ "test 200 192.0.2.1 to [::1]", NULL },
	{ "test 200 ::2 to [::1]", "200 ::2:0 ::1:0 0 0 new" },
};

static const struct bad {
	const char *line;
	int word;
	const char *text;
} bad[] = {
	{ "test", 1, "PROTOCOL is missing" },
	{ "test foo ::1 to 22", 1, "foo is not a protocol: a name such as gre, or 0 to 255" },
	{ "test tcp", 2, "SRC is missing" },
	{ "test tcp host to 22", 2,
	  "host is not a source: ADDRESS, ADDRESS:PORT, [IPV6]:PORT" },
	{ "test tcp [192.0.2.1]:5 to 22", 2,
	  "[192.0.2.1]:5 is not a source: ADDRESS, ADDRESS:PORT, [IPV6]:PORT" },
	{ "test tcp [::1 to 22", 2,
	  "[::1 is not a source: ADDRESS, ADDRESS:PORT, [IPV6]:PORT" },
	{ "test tcp [::1]5 to 22", 2,
	  "[::1]5 is not a source: ADDRESS, ADDRESS:PORT, [IPV6]:PORT" },
	{ "test tcp 192.0.2.1:0 to 22", 2, "0 is not a port: 1 to 65535" },
	{ "test icmp 192.0.2.1:5", 2, "192.0.2.1:5 has a port, and the protocol has none" },
	{ "test ah ::1", 2,
	  "::1 is IPv6, where protocol 51 is an extension header: name the protocol behind it" },
	{ "test 60 ::1", 2,
	  "::1 is IPv6, where protocol 60 is an extension header: name the protocol behind it" },
	{ "test icmp ::1", 2, "::1 is IPv6: its protocol is icmpv6, not icmp" },
	{ "test icmpv6 192.0.2.1", 2, "192.0.2.1 is IPv4: its protocol is icmp, not icmpv6" },
	{ "test tcp ::1", 3, "to [DST:]PORT is missing" },
	{ "test tcp ::1 22", 3, "22 was not understood: expected to" },
	{ "test tcp ::1 to", 4, "[DST:]PORT is missing" },
	{ "test gre ::1 to", 4, "DST is missing" },
	{ "test tcp ::1 to 192.0.2.1:22", 4,
	  "192.0.2.1:22 is of another address family than the source" },
	{ "test tcp ::1 to ::2", 4, "::2 has no port: PORT, ADDRESS:PORT, [IPV6]:PORT" },
	{ "test tcp ::1 to [::2]:", 4,
	  "\"\" is not a port: 1 to 65535, or a known tcp service" },
	{ "test tcp ::1 to x:22", 4,
	  "x:22 is not a destination: PORT, ADDRESS:PORT, [IPV6]:PORT" },
	{ "test tcp ::1 to 99999", 4, "99999 is not a port: 1 to 65535" },
	{ "test tcp ::1 to nosuch", 4,
	  "nosuch is not a port: 1 to 65535, or a known tcp service" },
	{ "test gre ::1 to 22", 4, "22 is not a destination: an address" },
	{ "test gre ::1 to [::2]:22", 4, "[::2]:22 has a port, and the protocol has none" },
	{ "test tcp ::1 to 22 flags", 6,
	  "FLAGS is missing" },
	{ "test tcp ::1 to 22 flags \"\"", 6,
	  "FLAGS is missing: letters of FSRPAUEC, or none" },
	{ "test tcp ::1 to 22 flags sa", 6,
	  "sa are not TCP flags: letters of FSRPAUEC, or none" },
	{ "test tcp ::1 to 22 fix", 5, "fix was not understood: expected in state flags" },
	{ "test udp ::1 to 22 flags S", 5, "flags was not understood: expected in state" },
	{ "test tcp ::1 to 22 type 8", 5, "type was not understood: expected in state flags" },
	{ "test ping 192.0.2.1 type 8", 3, "type was not understood: expected in state" },
	{ "test icmp 192.0.2.1 type 256", 4,
	  "256 is not an ICMP type: 0 to 255" },
	{ "test icmp 192.0.2.1 type 6in4", 4,
	  "6in4 is not an ICMP type: 0 to 255" },
	{ "test tcp ::1 to 22 state open", 6,
	  "open was not understood: expected new established related invalid untracked" },
	{ "test tcp ::1 to 22 in", 6, "IFACE is missing" },
	{ "test tcp ::1 to 22 in a,b", 6, "a,b is a list: a line takes one interface" },
	{ "test tcp ::1 to 22 in a/b", 6, "a/b is not an interface name" },
	{ "test tcp ::1 to 22 in a in b", 7, "in is given twice" },
};

static const char *address(const struct address *addr, char *buf, size_t size)
{
	return addr->family ? format_address(addr, buf, size) : "-";
}

static void test_packet(void **state)
{
	char src[INET6_ADDRSTRLEN], dst[INET6_ADDRSTRLEN], meaning[256];
	const struct packet *row = *state;
	struct parse_error err = { 0 };
	struct probe probe;
	struct tokens words;
	struct parser p = {
		.words = words.at, .at = 1, .error = &err,
	};
	int ret;

	assert_null(tokenize(row->line, &words));
	p.count = words.count;
	ret = parse_probe(&p, &probe);
	if (!row->meaning) {
		assert_int_not_equal(ret, 0);
		return;
	}
	if (ret)
		fail_msg("%s", err.text);
	snprintf(meaning, sizeof(meaning), "%u %s:%u %s:%u %u %u %s%s%s",
		 probe.proto, address(&probe.src, src, sizeof(src)),
		 probe.sport, address(&probe.dst, dst, sizeof(dst)),
		 probe.dport, probe.tcp_flags, probe.icmp_type,
		 probe.state == SFW_CT_NEW ? "new" :
		 probe.state == SFW_CT_ESTABLISHED ? "established" :
		 probe.state == SFW_CT_RELATED ? "related" :
		 probe.state == SFW_CT_INVALID ? "invalid" : "untracked",
		 probe.dev[0] ? " " : "", probe.dev);
	assert_string_equal(meaning, row->meaning);
}

static const struct written {
	const char *dev;
	const char *line;
} written[] = {
	{ "eth0", "test tcp 192.0.2.1 to 22 in eth0" },
	{ "a;id", "test tcp 192.0.2.1 to 22 in \"a;id\"" },
	{ "q\"\\$(id)`x`", "test tcp 192.0.2.1 to 22 in \"q\\\"\\\\\\$(id)\\`x\\`\"" },
	{ "$$$$$$$$$$$$$$$",
	  "test tcp 192.0.2.1 to 22 in \"\\$\\$\\$\\$\\$\\$\\$\\$\\$\\$\\$\\$\\$\\$\\$\"" },
};

/* The line can be typed. */
static void test_written(void **state)
{
	const struct written *row = *state;
	struct probe probe = {
		.proto = IPPROTO_TCP, .src.family = AF_INET, .src.bytes = { 192, 0, 2, 1 },
		.sport = 40000, .dport = 22, .tcp_flags = 0x02, .state = SFW_CT_NEW,
	};
	char text[PROBE_TEXT_MAX];

	strcpy(probe.dev, row->dev);
	assert_string_equal(format_probe(&probe, text, sizeof(text)), row->line);
}

static void test_bad(void **state)
{
	const struct bad *row = *state;
	struct parse_error err = { 0 };
	struct probe probe;
	struct tokens words;
	struct parser p = {
		.words = words.at, .at = 1, .error = &err,
	};

	assert_null(tokenize(row->line, &words));
	p.count = words.count;
	assert_int_not_equal(0, parse_probe(&p, &probe));
	assert_string_equal(err.text, row->text);
	assert_int_equal(err.word, row->word);
}

/* "fix" among the options, wherever it stands, and an interface of that name. */
static const struct fix {
	const char *line;
	const char *dev;
	bool fix;
	const char *text;
} fixes[] = {
	{ "test tcp ::1 to 22", "", false },
	{ "test tcp ::1 to 22 fix", "", true },
	{ "test tcp ::1 to 22 fix in eth0", "eth0", true },
	{ "test tcp ::1 to 22 in eth0 fix flags S", "eth0", true },
	{ "test ping ::1 fix", "", true },
	{ "test tcp ::1 to 22 in fix", "fix", false },
	{ "test tcp ::1 to 22 fix fix", "", true, "fix is given twice" },
	{ "test tcp ::1 to 22 fi", "", true, "fi was not understood: did you mean fix?" },
};

static void test_fix(void **state)
{
	const struct fix *row = *state;
	struct parse_error err = { 0 };
	struct probe probe;
	struct tokens words;
	struct parser p = {
		.words = words.at, .at = 1, .error = &err,
	};
	bool fix;

	assert_null(tokenize(row->line, &words));
	p.count = words.count;
	if (row->text) {
		assert_int_not_equal(0, parse_test(&p, &probe, &fix));
		assert_string_equal(err.text, row->text);
		return;
	}
	assert_int_equal(0, parse_test(&p, &probe, &fix));
	assert_int_equal(fix, row->fix);
	assert_string_equal(probe.dev, row->dev);
}

int main(void)
{
	return run_table("packets", packets, ARRAY_SIZE(packets),
			 sizeof(packets[0]), test_packet) +
	       run_table("written", written, ARRAY_SIZE(written),
			 sizeof(written[0]), test_written) + run_table("bad", bad, ARRAY_SIZE(bad),
			 sizeof(bad[0]), test_bad) + run_table("fix", fixes, ARRAY_SIZE(fixes),
			 sizeof(fixes[0]), test_fix);
}
