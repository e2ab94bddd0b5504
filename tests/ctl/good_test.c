// SPDX-License-Identifier: GPL-2.0
/* Lines that are understood, their canonical form, and the way back. */
#include <string.h>

#include "check.h"
#include "encode.h"
#include "line.h"
#include "parse.h"
#include "split.h"

#define COMMENT_63	"\"123456789 123456789 123456789 123456789 123456789 123456789 123\""

#define ALL_REFUSALS	"blocked,invalid,rpfilter,malformed,not-syn,scan,"	\
			"guard,knock,closed-tcp,closed-udp,closed-proto,"	\
			"no-forward,ping-off"

#define FOUR	"tcp/60001,tcp/60002,tcp/60003,tcp/60004"

static const struct good {
	const char *line;
	const char *canonical;	/* NULL: the line itself */
	unsigned int messages;	/* 0: one */
} good[] = {
	{ "enable" },
	{ "disable" },
	{ "flush" },
	{ "flush policy" },
	{ "flush lists" },
	{ "flush all", "flush" },
	{ "set ping on" },
	{ "set ping off" },
	{ "set reject4 rfc" },
	{ "set reject4 admin" },
	{ "set reject4 drop" },
	{ "set reject6 admin" },
	{ "set reject6 rfc" },
	{ "set reject6 drop" },
	{ "set scan off" },
	{ "set scan tcp" },
	{ "set scan udp" },
	{ "set scan tcp,udp" },
	{ "set scan-window 1s" },
	{ "set scan-window 60", "set scan-window 1m" },
	{ "set scan-window 90s" },
	{ "set scan-window 24h", "set scan-window 1d" },
	{ "set scan-ports 1" },
	{ "set scan-ports 16" },
	{ "set scan-ports 007", "set scan-ports 7" },
	{ "set rpfilter strict" },
	{ "set rpfilter loose" },
	{ "set dhcp off" },
	{ "set forward drop" },
	{ "set forward reject" },
	{ "set forward off" },
	{ "set early off" },
	{ "set mss-clamp off" },
	{ "set offload on" },
	{ "set log off" },
	{ "set log closed-tcp" },
	{ "set log ping-off,blocked", "set log blocked,ping-off" },
	{ "set log " ALL_REFUSALS },
	{ "lan add dev eth0" },
	{ "lan del dev wlp0s20f3.1234" },
	{ "masquerade add 192.168.1.0/24 out eth0" },
	{ "masquerade add 10.0.0.0/8,fd00::/8 out eth0", NULL, 2 },
	{ "masquerade del 0.0.0.0/0 out ppp0" },
	{ "forward add tcp 8000 in eth0 to 192.168.1.20:80" },
	{ "forward add tcp 8000 in eth0 to 192.168.1.20" },
	{ "forward add udp 53 to 10.0.0.1 in eth0",
	  "forward add udp 53 in eth0 to 10.0.0.1" },
	{ "forward add tcp http in eth0 to 10.0.0.1:www",
	  "forward add tcp 80 in eth0 to 10.0.0.1:80" },
	{ "forward add tcp 80,443 in eth0 to 10.0.0.1", NULL, 2 },
	{ "forward add tcp 80,443 in eth0 to 10.0.0.1:80", NULL, 2 },
	{ "forward add tcp 6000-6010 in eth0 to 10.0.0.1:7000-7010" },
	{ "forward add tcp 80 in eth0 to 2001:db8::1" },
	{ "forward add tcp 80 in eth0 to [2001:db8::1]",
	  "forward add tcp 80 in eth0 to 2001:db8::1" },
	{ "forward add tcp 80 in eth0 to [2001:db8::1]:8080 from 2001:db8::/32 comment \"a b\"" },
	{ "forward add tcp 80 in eth0 to 10.0.0.1 from 192.0.2.0/24,192.0.3.0/24",
	  NULL, 2 },
	{ "forward del tcp 80 in eth0" },
	{ "forward del tcp 80-90 in eth0 to 10.0.0.1 from 192.0.2.0/24" },
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
	{ "port add tcp 22 guard sshbf" },
	{ "port add tcp 22 knock door" },
	{ "port add tcp 22,80 knock from guard dev",
	  "port add tcp 22,80 guard dev knock from", 2 },
	{ "port add tcp 22 comment \"x\" knock a for 1h guard b dev e from ::1",
	  "port add tcp 22 from ::1 dev e guard b knock a for 1h comment \"x\"" },
	{ "port add tcp 22 guard 31-bytes-are-all-that-may-be.._" },
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
	{ "exempt add 10.0.0.0/8" },
	{ "exempt add ::/0,192.0.2.1/32", "exempt add ::/0,192.0.2.1", 2 },
	{ "exempt del 2001:db8::/32" },
	{ "block add 192.0.2.1" },
	{ "block add 10.0.0.0/8,2001:db8::/32 for 3600 comment \"a b\"",
	  "block add 10.0.0.0/8,2001:db8::/32 for 1h comment \"a b\"", 2 },
	{ "block add ::1 comment \"x\" for 1d",
	  "block add ::1 for 1d comment \"x\"" },
	{ "block del 192.0.2.1,::1", NULL, 2 },
	{ "guard add sshbf 3/10s 4/30m rttl" },
	{ "guard add x 3/10", "guard add x 3/10s" },
	{ "guard add -x 1/1s" },
	{ "guard add 9 64/3650d" },
	{ "guard add a.b_C-9 01/60s", "guard add a.b_C-9 1/1m" },
	{ "guard add x 1/1s 2/2s 3/3s 4/4s 5/5s 6/6s 7/7s 8/8s" },
	{ "guard add x 1/1s mask4 24 mask6 64" },
	{ "guard add x 1/1s mask4 32 mask6 128", "guard add x 1/1s" },
	{ "guard add x 1/1s mask6 1 mask4 1 rttl",
	  "guard add x 1/1s rttl mask4 1 mask6 1" },
	{ "guard add x 1/1s then drop", "guard add x 1/1s" },
	{ "guard add x 1/1s then reject" },
	{ "guard add x 1/1s then block" },
	{ "guard add x 1/1s then block 90 rttl",
	  "guard add x 1/1s rttl then block 90s" },
	{ "guard del sshbf" },
	{ "knock add door tcp/7000,udp/8000,tcp/9000 within 10s open 30s" },
	{ "knock add door tcp/7000" },
	{ "knock add door tcp/1,udp/1,tcp/1" },
	{ "knock add door tcp/ssh,udp/domain",
	  "knock add door tcp/22,udp/53" },
	{ "knock add door tcp/1,tcp/2 open 1h within 60",
	  "knock add door tcp/1,tcp/2 within 1m open 1h" },
	{ "knock add door " FOUR "," FOUR "," FOUR "," FOUR },
	{ "knock del door" },
	{ "list add tcp-portscan 192.0.2.1" },
	{ "list add x 2001:DB8::1", "list add x 2001:db8::1" },
	{ "list del tcp-portscan ::1" },
	{ "list flush tcp-portscan" },
};

static void test_good(void **state)
{
	const struct good *row = *state;
	char line[LINE_MAX_BYTES];
	struct parse_error err = { 0 };
	struct command cmd, again;
	struct split words;

	assert_null(split(row->line, &words));
	if (parse_command(words.at, words.count, &cmd, &err))
		fail_msg("%s", err.text);
	assert_int_equal(encode_count(&cmd), row->messages ? row->messages : 1);

	line_format(&cmd, line, sizeof(line));
	assert_string_equal(line, row->canonical ? row->canonical : row->line);

	assert_null(split(line, &words));
	if (parse_command(words.at, words.count, &again, &err))
		fail_msg("%s: %s", line, err.text);
	assert_memory_equal(&cmd, &again, sizeof(cmd));
}

int main(void)
{
	return run_table("good", good, ARRAY_SIZE(good),
			 sizeof(good[0]), test_good);
}
