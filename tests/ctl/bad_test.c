// SPDX-License-Identifier: GPL-2.0
/* Lines that are not understood: which word is to blame, and what is said. */
#include <string.h>

#include "check.h"
#include "parse.h"
#include "words.h"

#define LONG_LIST	"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,"	\
			"21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,"	\
			"38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,"	\
			"55,56,57,58,59,60,61,62,63,64,65"
#define LEAVES		"0123456789012345678901234567890123456789"
#define NO_PREFIX	" is not an IPv4 or IPv6 prefix"
#define NO_DURATION	" is not a duration such as 90, 90s, 5m, 2h or 1d"

static const struct bad {
	const char *line;
	int word;
	const char *text;
} bad[] = {
	/* objects and verbs */
	{ "", 0, "a command is missing" },
	{ "\"\"", 0,
	  "\"\" was not understood: expected enable disable flush port proto trust set" },
	{ "prot add gre", 0, "prot was not understood: did you mean proto?" },
	{ "enabel", 0, "enabel was not understood: did you mean enable?" },
	{ "zzz", 0,
	  "zzz was not understood: expected enable disable flush port proto trust set" },
	{ "port", 1, "a verb is missing" },
	{ "port ad tcp 22", 1, "ad was not understood: did you mean add?" },
	{ "port list", 1, "list was not understood: expected add del" },
	{ "enable now", 1, "now was not understood: nothing more is expected" },
	{ "disable -f", 1, "-f was not understood: options come before the object" },
	{ "flush polcy", 1, "polcy was not understood: did you mean policy?" },
	{ "flush all all", 2, "all was not understood: nothing more is expected" },
	/* settings */
	{ "set", 1, "KEY is missing" },
	{ "set pnig on", 1, "pnig was not understood: did you mean ping?" },
	{ "set x on", 1, "x was not understood: expected ping reject4 reject6 dhcp forward" },
	{ "set ping", 2, "VALUE is missing: ping takes off|on" },
	{ "set ping maybe", 2, "ping takes off|on, not maybe" },
	{ "set ping off|on", 2, "ping takes off|on, not off|on" },
	{ "set ping on off", 3, "off was not understood: nothing more is expected" },
	/* protocols of ports */
	{ "port add", 2, "PROTO is missing" },
	{ "port add icmp 1", 2,
	  "icmp has no ports: use 'set ping on|off' or 'proto add icmp'" },
	{ "port add icmpv6 1", 2,
	  "icmpv6 has no ports: use 'set ping on|off' or 'proto add icmpv6'" },
	{ "port add gre 1", 2, "gre has no ports: use 'proto add gre'" },
	{ "port add 6 22", 2, "6 is not a protocol with ports: tcp, udp or sctp" },
	{ "port add tpc 22", 2, "tpc is not a protocol with ports: tcp, udp or sctp" },
	/* ports */
	{ "port add tcp", 3, "PORTS is missing" },
	{ "port add tcp 0", 3, "0 is not a port: 1 to 65535" },
	{ "port add tcp 65536", 3, "65536 is not a port: 1 to 65535" },
	{ "port add tcp 70000", 3, "70000 is not a port: 1 to 65535" },
	{ "port add tcp 4294967318", 3, "4294967318 is not a port: 1 to 65535" },
	{ "port add tcp 99999999999999999999999999", 3,
	  "99999999999999999999 is not a port: 1 to 65535" },
	{ "port add tcp 22-20", 3, "22-20 is not a range: the lower port comes first: 20-22" },
	{ "port add tcp 0-5", 3, "0 is not a port: 1 to 65535" },
	{ "port add tcp 5-70000", 3, "70000 is not a port: 1 to 65535" },
	{ "port add tcp 22-", 3, "22- is not a port: 1 to 65535, or a known tcp service" },
	{ "port add tcp -22", 3, "-22 is not a port: 1 to 65535, or a known tcp service" },
	{ "port add tcp 1-2-3", 3, "1-2-3 is not a port: 1 to 65535, or a known tcp service" },
	{ "port add tcp 0x16", 3, "0x16 is not a port: 1 to 65535, or a known tcp service" },
	{ "port add tcp \"\"", 3, "\"\" is no list: something is missing at a comma" },
	{ "port add udp no-such-service", 3,
	  "no-such-service is not a port: 1 to 65535, or a known udp service" },
	{ "port add tcp 80,", 3, "80, is no list: something is missing at a comma" },
	{ "port add tcp ,80", 3, ",80 is no list: something is missing at a comma" },
	{ "port add tcp 80,80", 3, "80 is given twice" },
	{ "port add tcp 22,80,ssh", 3, "22 is given twice" },
	{ "port add tcp 1-2,1-2", 3, "1-2 is given twice" },
	{ "port add tcp " LONG_LIST, 3,
	  "more than 64 ports in one list: use several commands" },
	/* prefixes */
	{ "port add tcp 22 from", 5, "PREFIX is missing" },
	{ "port add tcp 22 from x", 5, "x" NO_PREFIX },
	{ "port add tcp 22 from 10.0.0.1/8", 5,
	  "10.0.0.1/8 has host bits set: did you mean 10.0.0.0/8?" },
	{ "port add tcp 22 from 2001:db8::1/64", 5,
	  "2001:db8::1/64 has host bits set: did you mean 2001:db8::/64?" },
	{ "port add tcp 22 from 10.0.0.1/0", 5,
	  "10.0.0.1/0 has host bits set: did you mean 0.0.0.0/0?" },
	{ "port add tcp 22 from 192.0.2.129/31", 5,
	  "192.0.2.129/31 has host bits set: did you mean 192.0.2.128/31?" },
	{ "port add tcp 22 from 10.0.0.0/33", 5,
	  "10.0.0.0/33 has a wrong length: an IPv4 prefix has 0 to 32 bits" },
	{ "port add tcp 22 from ::/129", 5,
	  "::/129 has a wrong length: an IPv6 prefix has 0 to 128 bits" },
	{ "port add tcp 22 from ::/0000", 5,
	  "::/0000 has a wrong length: an IPv6 prefix has 0 to 128 bits" },
	{ "port add tcp 22 from 10.0.0.0/", 5, "10.0.0.0/" NO_PREFIX },
	{ "port add tcp 22 from 10.0.0.0/x", 5, "10.0.0.0/x" NO_PREFIX },
	{ "port add tcp 22 from 10.0.0.0/-1", 5, "10.0.0.0/-1" NO_PREFIX },
	{ "port add tcp 22 from 10.0.0.0/8/8", 5, "10.0.0.0/8/8" NO_PREFIX },
	{ "port add tcp 22 from 10.0.0", 5, "10.0.0" NO_PREFIX },
	{ "port add tcp 22 from 010.0.0.1", 5, "010.0.0.1" NO_PREFIX },
	{ "port add tcp 22 from fe80::1%eth0", 5, "fe80::1%eth0" NO_PREFIX },
	{ "port add tcp 22 from ::1,::1/128", 5, "::1 is given twice" },
	{ "port add tcp 22 from ::1,", 5, "::1, is no list: something is missing at a comma" },
	/* interfaces */
	{ "port add tcp 22 dev", 5, "IFACE is missing" },
	{ "port add tcp 22 dev a/b", 5, "a/b is not an interface name" },
	{ "port add tcp 22 dev a:b", 5, "a:b is not an interface name" },
	{ "port add tcp 22 dev \"a b\"", 5, "a b is not an interface name" },
	{ "port add tcp 22 dev .", 5, ". is not an interface name" },
	{ "port add tcp 22 dev ..", 5, ".. is not an interface name" },
	{ "port add tcp 22 dev \"\"", 5, "\"\" is not an interface name" },
	{ "port add tcp 22 dev a\x1b[1m", 5, "a?[1m is not an interface name" },
	{ "port add tcp 22 dev a\xff", 5, "a? is not an interface name" },
	{ "port add tcp 22 dev sixteen-bytes-xx", 5,
	  "sixteen-bytes-xx is not an interface name: 16 bytes, 15 at most" },
	/* durations */
	{ "port add tcp 22 for", 5, "DURATION is missing" },
	{ "port add tcp 22 for 0", 5,
	  "0 is too short: a duration is at least 1s" },
	{ "port add tcp 22 for 0d", 5,
	  "0d is too short: a duration is at least 1s" },
	{ "port add tcp 22 for 3651d", 5,
	  "3651d is too long: a duration is at most 3650d" },
	{ "port add tcp 22 for 99999999999999999999999", 5,
	  "99999999999999999999999 is too long: a duration is at most 3650d" },
	{ "port add tcp 22 for 1w", 5, "1w" NO_DURATION },
	{ "port add tcp 22 for 1h30m", 5, "1h30m" NO_DURATION },
	{ "port add tcp 22 for -5", 5, "-5" NO_DURATION },
	{ "port add tcp 22 for h", 5, "h" NO_DURATION },
	{ "port add tcp 22 for \"\"", 5, "\"\"" NO_DURATION },
	/* comments */
	{ "port add tcp 22 comment", 5, "TEXT is missing" },
	{ "port add tcp 22 comment \"\"", 5,
	  "the comment is empty: leave it out" },
	{ "port add tcp 22 comment a\xc3(", 5,
	  "the comment is not UTF-8: a?(" },
	{ "port add tcp 22 comment \xc0\xaf", 5,
	  "the comment is not UTF-8: ??" },
	{ "port add tcp 22 comment \xed\xa0\x80", 5,
	  "the comment is not UTF-8: ???" },
	{ "port add tcp 22 comment a\nb", 5,
	  "the comment has a control character: a?b" },
	{ "port add tcp 22 comment a\xc2\x9b", 5,
	  "the comment has a control character: a?" },
	{ "port add tcp 22 comment " LEAVES LEAVES, 5,
	  "the comment has 80 bytes, 63 at most: 01234567890123456789012345678901234567890123456789012345678901234..."
	},
	/* options */
	{ "port add tcp 22 form ::1", 4,
	  "form was not understood: did you mean from?" },
	{ "port add tcp 22 80", 4, "80 was not understood: expected from dev for comment" },
	{ "port add tcp 22 dev a dev b", 6, "dev is given twice" },
	{ "port add tcp 22 from ::1 from ::2", 6, "from is given twice" },
	{ "port add tcp 22 for 1h for 1h", 6, "for is given twice" },
	{ "port add tcp 22 comment a comment b", 6, "comment is given twice" },
	{ "port add tcp 22 -j", 4, "-j was not understood: options come before the object" },
	{ "port add tcp 22 guard x", 4,
	  "guard was not understood: expected from dev for comment" },
	{ "port del tcp 22 comment x", 4, "comment was not understood: expected from dev" },
	/* protocols without ports */
	{ "proto add", 2, "PROTOCOL is missing" },
	{ "proto add tcp", 2, "tcp has ports: 'port add tcp 1-65535' opens all of them" },
	{ "proto add 17", 2, "udp has ports: 'port add udp 1-65535' opens all of them" },
	{ "proto del sctp", 2, "sctp has ports: 'port add sctp 1-65535' opens all of them" },
	{ "proto add 256", 2, "256 is not a protocol: a name such as gre, or 0 to 255" },
	{ "proto add -1", 2, "-1 is not a protocol: a name such as gre, or 0 to 255" },
	{ "proto add gre for 1h", 3, "for was not understood: expected from dev" },
	/* trust */
	{ "trust add", 2, "dev IFACE or from PREFIX is missing" },
	{ "trust add eth0", 2, "eth0 was not understood: expected from dev" },
	{ "trust add dev lo", 3, "lo needs no trust: loopback is always accepted" },
	{ "trust add from 10.0.0.1/8", 3,
	  "10.0.0.1/8 has host bits set: did you mean 10.0.0.0/8?" },
	{ "trust add dev a from ::1", 4,
	  "from is one too many: trust takes either dev or from" },
	{ "trust add dev a dev b", 4, "dev is one too many: trust takes either dev or from" },
	{ "trust add dev a x", 4, "x was not understood: nothing more is expected" },
};

static void test_bad(void **state)
{
	const struct bad *row = *state;
	struct parse_error err = { 0 };
	struct command cmd;
	struct split words;

	assert_true(split(row->line, &words));
	assert_int_not_equal(0, parse_command(words.at, words.count, &cmd,
					      &err));
	assert_string_equal(err.text, row->text);
	assert_int_equal(err.word, row->word);
}

int main(void)
{
	return run_table("bad", bad, ARRAY_SIZE(bad),
			 sizeof(bad[0]), test_bad);
}
