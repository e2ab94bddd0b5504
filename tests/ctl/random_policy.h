/* SPDX-License-Identifier: GPL-2.0 */
/* Random policies of a few lines, and packets on both sides of each of their words. */
#ifndef TEST_RANDOM_POLICY_H
#define TEST_RANDOM_POLICY_H

#include <netinet/in.h>
#include <stdio.h>

#include "check.h"
#include "commands.h"
#include "kernel/kernel.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/vocabulary.h"
#include "lib/tokenize.h"
#include "net/txn.h"
#include "random_number.h"

#define LINES_MOST	9
#define LINE_SIZE	160

#define PICK(array)	((array)[random_below(ARRAY_SIZE(array))])

/* Words of policies, and values of packets on both sides of each. */
static const char *const froms[] = {
	"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/30", "10.0.0.2", "10.0.0.3", "192.0.2.0/24",
	"255.255.255.255", "::/0", "2001:db8::/32", "2001:db8::1", "fe80::/10",
};

static const char *const sources[] = {
	"0.0.0.0", "9.255.255.255", "10.0.0.0", "10.0.0.2", "10.0.0.3", "10.0.0.4", "192.0.2.9",
	"255.255.255.255", "::", "2001:db8::1", "2001:db8::2", "2001:db9::", "fe80::9", "fe80::1",
	"fe80::", "127.0.0.1", "224.0.0.1", "::1", "ff02::1",
};

static const char *const ranges[] = {
	"1", "22", "22-23", "20-30", "68", "60-70", "80", "80-443", "546", "1-65535", "65535",
};

static const unsigned int ports[] = {
	1, 2, 21, 22, 23, 24, 30, 31, 67, 68, 69, 79, 80, 81, 443, 444, 545, 546, 547, 65534, 65535,
};

static const char *const patterns[] = { "eth0", "eth1", "br-*", "br-1*", "br-0", "br-11" };

static const char *const devs[] = {
	"eth7", "eth0", "eth1", "eth2", "br-0", "br-2", "br-1", "br-12", "br-11", "lo",
};

static const char *const targets[] = { "192.168.1.2", "203.0.113.7", "2001:db8:1::7" };

static const char *const dsts[] = {
	"", "192.168.1.2", "203.0.113.7", "203.0.113.8", "2001:db8:1::7", "2001:db8:1::8",
	"fe80::",
};

static const char *const protos[] = { "tcp", "udp", "sctp" };

static const char *const bare[] = { "gre", "icmp", "icmpv6", "esp", "200", "253", "ping", "ping" };

static const char *const packets[] = {
	"tcp", "tcp", "udp", "udp", "sctp", "icmp", "gre", "esp", "89", "200", "253", "252",
};

static const char *const settings_lines[] = {
	"set ping off", "set dhcp off", "set reject4 drop", "set reject4 admin", "set reject6 rfc",
	"set reject6 drop", "set forward off", "set forward reject", "set scan tcp,udp",
	"set early off", "set rpfilter strict",
};

static const char *const states[] = {
	"new", "new", "new", "invalid", "established", "related", "untracked",
};

static const unsigned int flags[] = { 0x02, 0x02, 0x10, 0x12, 0x00, 0x01, 0x06, 0x0a };

static const unsigned int types4[] = { 8, 0, 3, 13 };
static const unsigned int types6[] = { 128, 1, 133, 135, 137, 138, 130 };

static void random_line(char *line, size_t size)
{
	char from[64] = "", dev[32] = "";

	if (random_below(2))
		snprintf(from, sizeof(from), " from %s", PICK(froms));
	if (!random_below(3))
		snprintf(dev, sizeof(dev), " dev %s", PICK(patterns));
	switch (random_below(12)) {
	case 0:
		snprintf(line, size, "%s", PICK(settings_lines));
		return;
	case 1:
		snprintf(line, size, "proto add %s%s%s", PICK(bare), from, dev);
		return;
	case 2:
		snprintf(line, size, "trust add from %s", PICK(froms));
		return;
	case 3:
		snprintf(line, size, "trust add dev %s", PICK(patterns));
		return;
	case 4:
		snprintf(line, size, "block add %s", PICK(froms));
		return;
	case 5:
		snprintf(line, size, "exempt add %s", PICK(froms));
		return;
	case 6:
		snprintf(line, size, "lan add dev %s", PICK(patterns));
		return;
	case 7:
		snprintf(line, size, "forward add %s %s in %s to %s", PICK(protos), PICK(ranges),
			 PICK(patterns), PICK(targets));
		return;
	case 8:
		snprintf(line, size, "port add tcp %s%s%s knock door", PICK(ranges), from, dev);
		return;
	default:
		snprintf(line, size, "port add %s %s%s%s%s", PICK(protos), PICK(ranges), from, dev,
			 random_below(4) ? "" : " knock door");
	}
}

/* A line that the policy has no place for is left out. */
static void add_line(struct nl *nl, const char *line)
{
	struct parse_error err;
	struct tokens words;
	struct command cmd;
	struct txn txn;
	const struct txn_plan plan = { 0 };

	assert_null(tokenize(line, &words));
	if (parse_command(command_table, words.at, words.count, &cmd, &err))
		fail_msg("%s: %s", line, err.text);
	if (!txn_begin(&txn, nl, false) && !txn_add(&txn, &cmd))
		txn_commit(&txn, &plan);
}

static struct kernel *make_policy(struct nl *nl, char lines[][LINE_SIZE], unsigned int count)
{
	struct kernel *k = kernel_alloc();

	assert_non_null(k);
	nl_stand_in(k);
	assert_int_equal(nl_open(nl), 0);
	add_line(nl, "knock add door tcp/7000");
	for (unsigned int i = 0; i < count; i++)
		add_line(nl, lines[i]);
	return k;
}

static void parse_packet(struct probe *probe, const char *text)
{
	struct parse_error err;
	struct tokens words;
	struct parser p = { .words = words.at, .at = 1, .error = &err };

	assert_null(tokenize(text, &words));
	p.count = words.count;
	if (parse_probe(&p, probe))
		fail_msg("%s: %s", text, err.text);
}

static void random_packet(struct probe *probe, const char *src, unsigned int port,
			  const char *dev, const char *dst)
{
	const char *proto = PICK(packets);
	char text[PROBE_TEXT_MAX];
	bool has_ports = !strcmp(proto, "tcp") || !strcmp(proto, "udp") || !strcmp(proto, "sctp");
	bool six = strchr(src, ':');

	if (!strcmp(proto, "icmp") && six)
		proto = "icmpv6";
	if (dst[0] && !strchr(dst, ':') == six)
		dst = "";
	if (!has_ports)
		snprintf(text, sizeof(text), "test %s %s%s%s", proto, src,
			 dst[0] ? " to " : "", dst);
	else if (!dst[0])
		snprintf(text, sizeof(text), "test %s %s to %u", proto, src, port);
	else
		snprintf(text, sizeof(text), six ? "test %s %s to [%s]:%u" : "test %s %s to %s:%u",
			 proto, src, dst, port);
	parse_packet(probe, text);
	strcpy(probe->dev, dev);
	probe->state = wordset_index(ct_states, PICK(states));
	if (probe->proto == IPPROTO_TCP)
		probe->tcp_flags = PICK(flags);
	if (probe->proto == IPPROTO_UDP && !random_below(3))
		probe->sport = 67;
	if (probe->proto == IPPROTO_ICMP)
		probe->icmp_type = PICK(types4);
	if (probe->proto == IPPROTO_ICMPV6)
		probe->icmp_type = PICK(types6);
}

#endif
