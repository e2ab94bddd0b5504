// SPDX-License-Identifier: GPL-2.0
/*
 * "rehearse suggest": lines that let in the packets that a policy would refuse. Each case
 * has two policies, the packets, and the lines or remarks that come of it.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include "check.h"
#include "cmd/advice.h"
#include "commands.h"
#include "kernel/kernel.h"
#include "lang/format.h"
#include "lang/parser.h"
#include "lang/vocabulary.h"
#include "lib/tokenize.h"
#include "net/txn.h"

#define MOST	8

/* One packet each; @from is "ADDRESS" for one source, "PREFIX/LENGTH" for many. */
struct packet {
	enum sfw_reason reason;
	enum sfw_reason live;
	__u8 proto;
	__u16 port;
	const char *from;
	const char *out;
};

struct row {
	const char *name;
	const char *live;	/* lines, which ";" separates */
	const char *file;
	struct packet packets[MOST];
	const char *advice[MOST];
};

static void add_line(struct txn *txn, const char *line)
{
	struct parse_error err;
	struct tokens words;
	struct command cmd;

	assert_null(tokenize(line, &words));
	if (parse_command(command_table, words.at, words.count, &cmd, &err))
		fail_msg("%s: %s", line, err.text);
	assert_int_equal(txn_add(txn, &cmd), 0);
}

static int add_lines(struct txn *txn, const void *lines)
{
	char text[512], *rest = text, *line;

	snprintf(text, sizeof(text), "%s", (const char *)lines);
	while ((line = strsep(&rest, ";")))
		if (*line)
			add_line(txn, line);
	return 0;
}

/* As the module shows it. */
static void read_policy(const char *lines, struct policy *policy)
{
	struct txn_plan plan = { .fill = add_lines, .what = lines, .from = TXN_EMPTY };
	struct kernel *k = kernel_alloc();
	struct txn txn;
	struct nl nl;

	assert_non_null(k);
	nl_stand_in(k);
	assert_int_equal(txn_run(&txn, &nl, &plan), 0);
	assert_int_equal(nl_open(&nl), 0);
	assert_int_equal(policy_get(&nl, POLICY_ALL, policy), 0);
	nl_close(&nl);
	nl_stand_in(NULL);
	kernel_free(k);
}

static void read_packet(const struct packet *p, struct finding *f)
{
	char from[64], *slash;

	snprintf(from, sizeof(from), "%s", p->from);
	slash = strchr(from, '/');
	if (slash)
		*slash = '\0';
	memset(f, 0, sizeof(*f));
	f->reason = p->reason;
	f->live = p->live;
	f->proto = p->proto;
	f->port = p->port;
	f->packets = 1;
	f->from_count = 1;
	f->covered = slash;
	f->from[0].addr.family = strchr(from, ':') ? AF_INET6 : AF_INET;
	assert_int_equal(inet_pton(f->from[0].addr.family, from, f->from[0].addr.bytes), 1);
	f->from[0].len = slash ? atoi(slash + 1) : f->from[0].addr.family == AF_INET6 ? 128 : 32;
	strcpy(f->dev, "eth0");
	strcpy(f->out, p->out ? p->out : "");
}

static void describe(const struct advice *a, char *text, size_t size)
{
	if (a->kind == ADVICE_LINE)
		format_command(&a->cmd, text, size);
	else
		snprintf(text, size, "%s: %s", reasons[a->reason].word,
			 a->kind == ADVICE_NONE ? "none" : a->kind == ADVICE_MANY ? "many" : "led");
}

static void is_advised(void **state)
{
	const struct row *row = *state;
	struct policy live = { 0 }, file = { 0 };
	struct finding at[MOST];
	struct findings findings = { .at = at };
	struct advices all = { 0 };
	char text[LINE_MAX_BYTES];

	for (unsigned int i = 0; i < MOST && row->packets[i].from; i++)
		read_packet(&row->packets[i], &at[findings.count++]);
	read_policy(row->live, &live);
	read_policy(row->file, &file);
	assert_int_equal(advice_find(&all, &findings, &live, &file), 0);
	for (size_t i = 0; i < all.line_count; i++) {
		describe(all.lines[i], text, sizeof(text));
		assert_string_equal(text, i < MOST && row->advice[i] ? row->advice[i] : "nothing");
	}
	assert_true(!row->advice[all.line_count]);
	advice_free(&all);
	policy_free(&live);
	policy_free(&file);
}

/* SFW_R_MAX: the policy that runs is disabled. */
#define P(reason, live, ...)	{ SFW_R_##reason, SFW_R_##live, __VA_ARGS__ }
#define A	"198.18.0.1"
#define B	"198.18.0.2"
#define MANY	"198.18.8.0/27"
#define TCP	IPPROTO_TCP
#define UDP	IPPROTO_UDP

static const struct row rows[] = {
	{ "ports and sources are joined", "", "enable", {
		P(CLOSED_TCP, MAX, TCP, 81, A), P(CLOSED_TCP, MAX, TCP, 80, A),
		P(CLOSED_TCP, MAX, TCP, 80, B), P(CLOSED_TCP, MAX, TCP, 81, B),
		P(CLOSED_UDP, MAX, UDP, 80, B),
	}, { "port add tcp 80-81 from 198.18.0.1,198.18.0.2", "port add udp 80 from 198.18.0.2" } },
	{ "protocols too", "", "enable", {
		P(CLOSED_TCP, MAX, TCP, 53, A), P(CLOSED_UDP, MAX, UDP, 53, A),
	}, { "port add tcp,udp 53 from 198.18.0.1" } },
	{ "one within a prefix is none more", "", "enable", {
		P(CLOSED_TCP, MAX, TCP, 80, MANY), P(CLOSED_TCP, MAX, TCP, 80, "198.18.8.9"),
		P(CLOSED_TCP, MAX, TCP, 80, A),
	}, { "port add tcp 80 from 198.18.0.1,198.18.8.0/27" } },
	{ "all of IPv4 are not all", "", "enable", {
		P(CLOSED_TCP, MAX, TCP, 80, "0.0.0.0/0"),
	}, { "port add tcp 80 from 0.0.0.0/0" } },
	{ "all of both families are", "", "enable", {
		P(CLOSED_TCP, MAX, TCP, 80, "0.0.0.0/0"), P(CLOSED_TCP, MAX, TCP, 80, "::/0"),
		P(CLOSED_TCP, MAX, TCP, 80, A), P(CLOSED_TCP, MAX, TCP, 81, "::/0"),
	}, { "port add tcp 80", "port add tcp 81 from ::/0" } },
	{ "no port has number 0", "", "enable", {
		P(CLOSED_TCP, MAX, TCP, 0, A), P(CLOSED_TCP, MAX, TCP, 80, A),
	}, { "closed-tcp: none", "port add tcp 80 from 198.18.0.1" } },
	{ "a line that the file has does not help", "", "port add tcp 80 from 198.18.0.1;enable", {
		P(CLOSED_TCP, MAX, TCP, 80, A),
	}, { "closed-tcp: none" } },

	/* Behind a block. */
	{ "blocked, and closed", "", "block add 198.18.0.0/24;enable", {
		P(BLOCKED, MAX, TCP, 80, A),
	}, { "exempt add 198.18.0.1", "port add tcp 80 from 198.18.0.1" } },
	{ "blocked, and open", "", "port add tcp 80;block add 198.18.0.0/24;enable", {
		P(BLOCKED, MAX, TCP, 80, A),
	}, { "exempt add 198.18.0.1" } },
	{ "too many are blocked", "", "block add 198.18.0.0/16;enable", {
		P(BLOCKED, MAX, TCP, 80, MANY), P(BLOCKED, MAX, TCP, 81, "0.0.0.0/0"),
	}, { "blocked: many" } },
	{ "a ping is one", "", "block add 198.18.0.0/24;enable", {
		P(BLOCKED, MAX, IPPROTO_ICMP, 0, A),
	}, { "exempt add 198.18.0.1" } },
	{ "and of IPv6", "", "block add fd01::/64;set ping off;enable", {
		P(BLOCKED, MAX, IPPROTO_ICMPV6, 0, "fd01::1"),
	}, { "exempt add fd01::1", "set ping on" } },
	{ "through this host", "lan add dev eth0;enable", "block add 198.18.0.0/24;enable", {
		P(BLOCKED, LAN, TCP, 25, A, "wan0"),
	}, { "exempt add 198.18.0.1", "lan add dev eth0 out wan0" } },
	{ "where it may pass",
	  "lan add dev eth0;enable", "lan add dev eth* out wan*;block add 198.18.0.0/24;enable", {
		P(BLOCKED, LAN, TCP, 25, A, "wan0"),
	}, { "exempt add 198.18.0.1" } },
	{ "but there only",
	  "lan add dev eth0;enable", "lan add dev eth0 out wan1;block add 198.18.0.0/24;enable", {
		P(BLOCKED, LAN, TCP, 25, A, "wan0"),
	}, { "exempt add 198.18.0.1", "lan add dev eth0 out wan0" } },
	{ "or is led on",
	  "forward add tcp 25 in eth0 to 10.1.1.1;enable",
	  "forward add tcp 20-30 in eth0 to 10.1.1.1;block add 198.18.0.0/24;enable", {
		P(BLOCKED, FORWARD, TCP, 25, A, "wan0"),
	}, { "exempt add 198.18.0.1" } },
	{ "the reverse path, through this host", "", "set rpfilter strict;enable", {
		P(RPFILTER, MAX, TCP, 25, A, "wan0"),
	}, { "set rpfilter off", "lan add dev eth0 out wan0" } },
	{ "the reverse path, to this host", "", "set rpfilter strict;port add tcp 80;enable", {
		P(RPFILTER, MAX, TCP, 80, MANY), P(RPFILTER, MAX, TCP, 81, A),
	}, { "set rpfilter off", "port add tcp 81 from 198.18.0.1" } },
	{ "members of the moment",
	  "group add team 198.18.0.1 for 1h;block add 198.18.0.0/16;enable",
	  "group new team;port add tcp 22 from @team;block add 198.18.0.0/24;enable", {
		P(BLOCKED, TRUSTED, TCP, 22, A), P(BLOCKED, TRUSTED, TCP, 22, B),
	}, { "exempt add 198.18.0.1,198.18.0.2", "port add tcp 22 from 198.18.0.2" } },

	/* Scanners and guards. */
	{ "listed by its own packets", "", "set scan tcp;port add tcp 80;enable", {
		P(SCAN, MAX, TCP, 82, A), P(SCAN, MAX, TCP, 80, A),
		P(CLOSED_TCP, MAX, TCP, 81, A),
	}, { "port add tcp 81-82 from 198.18.0.1" } },
	{ "listed by others", "", "set scan tcp;port add tcp 80;enable", {
		P(SCAN, PORT, TCP, 80, A), P(CLOSED_TCP, PORT, TCP, 81, B),
		P(CLOSED_UDP, PORT, UDP, 81, A),
	}, {
		"exempt add 198.18.0.1",
		"port add tcp 81 from 198.18.0.2",
		"port add udp 81 from 198.18.0.1",
	} },
	{ "both", "", "set scan tcp;enable", {
		P(SCAN, PORT, TCP, 80, A),
	}, { "port add tcp 80 from 198.18.0.1", "exempt add 198.18.0.1" } },
	{ "listed by a port without a line", "", "set scan tcp;port add tcp 80;enable", {
		P(SCAN, PORT, TCP, 80, A), P(CLOSED_TCP, MAX, TCP, 0, A),
	}, { "exempt add 198.18.0.1", "closed-tcp: none" } },
	{ "many scanners", "", "set scan tcp;port add tcp 80;enable", {
		P(SCAN, MAX, TCP, 80, "0.0.0.0/0"), P(SCAN, MAX, TCP, 81, MANY),
	}, { "scan: many", "port add tcp 81 from 198.18.8.0/27" } },
	{ "many, of which each had a closed port", "", "set scan tcp;port add tcp 80;enable", {
		P(SCAN, MAX, TCP, 80, MANY), P(CLOSED_TCP, MAX, TCP, 81, "198.18.0.0/16"),
		P(SCAN, MAX, TCP, 80, A),
	}, { "port add tcp 81 from 198.18.0.0/16" } },
	{ "a guard", "", "guard add g 1/1h;port add tcp 22 guard g;enable", {
		P(GUARD, MAX, TCP, 22, A), P(GUARD, MAX, TCP, 22, MANY),
	}, { "exempt add 198.18.0.1", "guard: many" } },

	/* Led on by the policy that runs. */
	{ "a forward that the file forgot",
	  "forward add tcp 8000-8010 in eth0 to 10.1.1.1;enable", "enable", {
		P(CLOSED_TCP, FORWARD, TCP, 8001, A),
	}, { "forward add tcp 8000-8010 in eth0 to 10.1.1.1" } },
	{ "of several that of its source",
	  "forward add tcp 8 in eth0 to 9.9.9.9;forward add tcp 8 in eth0 to 9.9.9.8 from 9.9.9.7",
	  "enable", {
		P(CLOSED_TCP, FORWARD, TCP, 8, A),
	}, { "forward add tcp 8 in eth0 to 9.9.9.9" } },
	{ "from the local network",
	  "lan add dev eth0;forward add tcp 80 in wan0 to 10.1.1.1;enable",
	  "lan add dev eth0;enable", {
		P(CLOSED_TCP, LAN, TCP, 80, A),
	}, { "forward add tcp 80 in wan0 to 10.1.1.1" } },
	{ "and by a line of another interface alone",
	  "lan add dev eth0 out wan0;forward add tcp 80 in wan0 to 10.1.1.1;enable",
	  "lan add dev eth0 out wan0;enable", {
		P(CLOSED_TCP, FORWARD, TCP, 80, A),
	}, { "forward add tcp 80 in wan0 to 10.1.1.1" } },
	{ "but not where it may not go",
	  "lan add dev eth0 out wan1;forward add tcp 80 in wan0 to 10.1.1.1;enable",
	  "lan add dev eth0 out wan1;enable", {
		P(CLOSED_TCP, FORWARD, TCP, 80, A),
	}, { "closed-tcp: led" } },
	{ "each family by its own",
	  "forward add tcp 443 in eth0 to 10.1.1.1;forward add tcp 443 in eth0 to 2001:db8:1::7;enable",
	  "enable", {
		P(CLOSED_TCP, FORWARD, TCP, 443, A), P(CLOSED_TCP, FORWARD, TCP, 443, "fd01::1"),
	}, {
		"forward add tcp 443 in eth0 to 10.1.1.1",
		"forward add tcp 443 in eth0 to 2001:db8:1::7",
	} },
	{ "also when the file has that of the other one",
	  "forward add tcp 443 in eth0 to 10.1.1.1;forward add tcp 443 in eth0 to 2001:db8:1::7;enable",
	  "forward add tcp 443 in eth0 to 10.1.1.1;enable", {
		P(CLOSED_TCP, FORWARD, TCP, 443, "fd01::1"),
	}, { "forward add tcp 443 in eth0 to 2001:db8:1::7" } },
	{ "gone by now", "forward add tcp 80 in wan0 to 10.1.1.1;enable", "enable", {
		P(CLOSED_TCP, FORWARD, TCP, 80, A), P(CLOSED_TCP, FORWARD, TCP, 81, A),
	}, { "closed-tcp: led" } },
	{ "somebody else's, which the policy that runs leaves alone",
	  "set published off;lan add dev eth0;enable", "enable", {
		P(CLOSED_TCP, LAN, TCP, 8080, A),
	}, { "port add tcp 8080 from 198.18.0.1" } },
	{ "to a host that is named",
	  "forward add tcp 80 in eth0 to 2001:db8:1::7;enable", "enable", {
		P(NO_FORWARD, FORWARD, TCP, 80, "fd01::1", "lan0"),
		P(NO_FORWARD, LAN, TCP, 80, "fd01::1", "lan1"),
	}, { "forward add tcp 80 in eth0 to 2001:db8:1::7", "lan add dev eth0 out lan1" } },
	{ "to the one of two that the file lacks",
	  "forward add tcp 80 in eth0 to 2001:db8:1::7;forward add tcp 80 in eth0 to 2001:db8:1::8;enable",
	  "forward add tcp 80 in eth0 to 2001:db8:1::7;enable", {
		P(NO_FORWARD, FORWARD, TCP, 80, "fd01::1", "lan0"),
	}, { "forward add tcp 80 in eth0 to 2001:db8:1::8" } },
	{ "to either of two",
	  "forward add tcp 80 in eth0 to 2001:db8:1::7;forward add tcp 80 in eth0 to 2001:db8:1::8;enable",
	  "enable", {
		P(NO_FORWARD, FORWARD, TCP, 80, "fd01::1", "lan0"),
	}, {
		"forward add tcp 80 in eth0 to 2001:db8:1::7",
		"forward add tcp 80 in eth0 to 2001:db8:1::8",
	} },
	{ "one that the file has helps no more",
	  "forward add tcp 80 in eth0 to 2001:db8:1::7;enable",
	  "forward add tcp 80 in eth0 to 2001:db8:1::7;enable", {
		P(NO_FORWARD, FORWARD, TCP, 80, "fd01::1", "lan0"),
	}, { "no-forward: led" } },
};

int main(void)
{
	return run_table("advice", rows, ARRAY_SIZE(rows), sizeof(rows[0]), is_advised);
}
