// SPDX-License-Identifier: GPL-2.0
/* Lines that are understood, their canonical form, and the way back. */
#include <string.h>

#include "check.h"
#include "encode.h"
#include "line.h"
#include "parse.h"
#include "words.h"

#define COMMENT_63	"\"123456789 123456789 123456789 123456789 123456789 123456789 123\""

static const struct good {
	const char *line;
	const char *canonical;	/* NULL: the line itself */
	unsigned int messages;	/* 0: one */
} good[] = {
	{ "enable" },
	{ "disable" },
	{ "flush" },
	{ "flush policy", "flush" },
	{ "flush all", "flush" },
	{ "set ping on" },
	{ "set ping off" },
	{ "set reject4 rfc" },
	{ "set reject4 admin" },
	{ "set reject4 drop" },
	{ "set reject6 admin" },
	{ "set reject6 rfc" },
	{ "set reject6 drop" },
	{ "set dhcp off" },
	{ "set forward drop" },
	{ "set forward reject" },
	{ "set forward off" },
	{ "port add tcp 22" },
	{ "port add tcp 1" },
	{ "port add tcp 65535" },
	{ "port add udp 53" },
	{ "port add sctp 5060" },
	{ "port add tcp ssh", "port add tcp 22" },
	{ "port add udp domain", "port add udp 53" },
	{ "port add tcp ftp-data,ftp", "port add tcp 20,21", 2 },
	{ "port add tcp 00080", "port add tcp 80" },
	{ "port add tcp 6000-6010" },
	{ "port add tcp 1-65535" },
	{ "port add tcp 7-7", "port add tcp 7" },
	{ "port add tcp 80,443", NULL, 2 },
	{ "port add tcp 443,80", NULL, 2 },
	{ "port add tcp 22,80-90,http", "port add tcp 22,80-90,80", 3 },
	{ "port add tcp 22 from 192.0.2.7" },
	{ "port add tcp 22 from 192.0.2.7/32",
	  "port add tcp 22 from 192.0.2.7" },
	{ "port add tcp 22 from 10.0.0.0/8" },
	{ "port add tcp 22 from 192.0.2.128/25" },
	{ "port add tcp 22 from 0.0.0.0/0" },
	{ "port add tcp 22 from ::/0" },
	{ "port add tcp 22 from 2001:db8::/32" },
	{ "port add tcp 22 from 2001:DB8:0:0::1/128",
	  "port add tcp 22 from 2001:db8::1" },
	{ "port add tcp 22 from 2001:db8:8000::/33" },
	{ "port add tcp 22 from fe80::/10,10.0.0.0/8", NULL, 2 },
	{ "port add tcp 22,80,443 from 10.0.0.0/8,2001:db8::/32", NULL, 6 },
	{ "port add tcp 22 dev eth0" },
	{ "port add tcp 22 dev wlp0s20f3.1234" },
	{ "port add tcp 22 dev \"a\\\"b\"" },
	{ "port add tcp 22 dev \"a'b\"" },
	{ "port add tcp 22 for 90", "port add tcp 22 for 90s" },
	{ "port add tcp 22 for 90s" },
	{ "port add tcp 22 for 120s", "port add tcp 22 for 2m" },
	{ "port add tcp 22 for 7200", "port add tcp 22 for 2h" },
	{ "port add tcp 22 for 86400", "port add tcp 22 for 1d" },
	{ "port add tcp 22 for 48h", "port add tcp 22 for 2d" },
	{ "port add tcp 22 for 86401s" },
	{ "port add tcp 22 for 1s" },
	{ "port add tcp 22 for 3650d" },
	{ "port add tcp 22 for 315360000", "port add tcp 22 for 3650d" },
	{ "port add tcp 22 comment ssh", "port add tcp 22 comment \"ssh\"" },
	{ "port add tcp 22 comment \"for the office\"" },
	{ "port add tcp 22 comment \"quote \\\" and \\\\ back\"" },
	{ "port add tcp 22 comment \"gr\xc3\xbc\xc3\x9f dich \xf0\x9f\x94\xa5\"" },
	{ "port add tcp 22 comment \"# no comment\"" },
	{ "port add tcp 22 comment from dev for",
	  "port add tcp 22 dev for comment \"from\"" },
	{ "port add tcp 22 comment " COMMENT_63 },
	{ "port add tcp 22 comment \"x\" for 2h dev eth0 from 10.0.0.0/8",
	  "port add tcp 22 from 10.0.0.0/8 dev eth0 for 2h comment \"x\"" },
	{ "port del tcp 22" },
	{ "port del udp 1-2,4 from ::1,::2 dev eth0", NULL, 4 },
	{ "proto add gre" },
	{ "proto add 47", "proto add gre" },
	{ "proto add esp from 192.0.2.1" },
	{ "proto add 6in4" },
	{ "proto add ipv6", "proto add 6in4" },
	{ "proto add ipv6-icmp", "proto add icmpv6" },
	{ "proto add 41", "proto add 6in4" },
	{ "proto add 0" },
	{ "proto add 255" },
	{ "proto add icmp" },
	{ "proto add ospf dev eth0 from 10.0.0.0/8",
	  "proto add ospf from 10.0.0.0/8 dev eth0" },
	{ "proto del igmp" },
	{ "proto del ah from 10.0.0.0/8,::/0", NULL, 2 },
	{ "trust add dev wg0" },
	{ "trust add dev from" },
	{ "trust add from 10.0.0.0/8" },
	{ "trust add from 10.0.0.0/8,fd00::/8", NULL, 2 },
	{ "trust del dev wg0" },
	{ "trust del from 192.0.2.1" },
};

static void test_good(void **state)
{
	const struct good *row = *state;
	char line[LINE_MAX_BYTES];
	struct parse_error err = { 0 };
	struct command cmd, again;
	struct split words;

	assert_true(split(row->line, &words));
	if (parse_command(words.at, words.count, &cmd, &err))
		fail_msg("%s", err.text);
	assert_int_equal(encode_count(&cmd), row->messages ? row->messages : 1);

	line_format(&cmd, line, sizeof(line));
	assert_string_equal(line, row->canonical ? row->canonical : row->line);

	assert_true(split(line, &words));
	if (parse_command(words.at, words.count, &again, &err))
		fail_msg("%s: %s", line, err.text);
	assert_memory_equal(&cmd, &again, sizeof(cmd));
}

int main(void)
{
	return run_table("good", good, ARRAY_SIZE(good),
			 sizeof(good[0]), test_good);
}
