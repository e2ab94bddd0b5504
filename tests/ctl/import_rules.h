/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random rules of iptables, and a plain interpreter of them. Some files are random
 * altogether. The others are drawn as people write them: shapes of rules, their order
 * and their chains have the shares that they have in 49 files of real machines, one
 * of each machine in the collection github.com/diekmann/net-network:
 *
 *	487 rules that accept	160 a port, 28 by an interface, 32 from a source, 14 both
 *				60 ICMP, 47 of them echo requests; 9 another protocol
 *				48 all from an interface, 27 all from a source
 *				41 of 9 files by source port, 26 of 3 files by
 *				destination, 6 to multicast; 2 with a limit
 *	refusals before those	none in 19 files; INVALID in 13, TCP flags in 10, a rate in
 *				7, ports in 6, sources in 7, ICMP in 4, loopback as the
 *				destination in 4, all interfaces but one in 2, types of
 *				destinations in 1; other destinations in none
 *	an interface at a time	in 4: its openings, and a refusal of all else from there
 *	the end			policy DROP in 25, ACCEPT in 23, 9 of which refuse all before
 *
 * Fragments are in none of them, but in advice that people follow. An earlier grammar
 * drew each of these kinds alike: a quarter of the refusals were about broadcast and
 * multicast, and an eighth about all interfaces but one, which hardly any machine has.
 */
#ifndef TEST_IMPORT_RULES_H
#define TEST_IMPORT_RULES_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/compiler.h"
#include "random_number.h"

#define RULES		44
#define RANDOM_RULES	10
#define CHAINS		4	/* INPUT, A, B: each jumps only to those behind; raw */
#define RAW		3
#define LOW_PORT	53	/* of a source; others are above 1023 */
#define FILLERS		70	/* members of a large set that send nothing */
#define LOOPBACK	127	/* destination that no packet has */

enum { NEW, INVALID, STATES };
/* Sets of ipset: a few members, many, of a program, and of one that they leave again. */
enum { SET_NONE, SET_FEW, SET_MANY, SET_FED, SET_FADES, SETS };
enum { UNICAST = 1, BROADCAST = 2, MULTICAST = 4 };

/* A packet, small enough for chance to meet the rules. */
struct packet {
	int proto;
	int port;
	int sport;
	int src;		/* last byte of 10.0.0.x */
	int dst;		/* of 192.0.2.x, an address of this host */
	int dev;		/* ethN, N > 0 */
	int state;
	int cast;		/* one of UNICAST, BROADCAST, MULTICAST */
	bool syn;
	int type;		/* of ICMP */
};

/* A rule; -1 means any. */
struct one {
	int proto, low, high, src, src_len, dev, state, syn, type;
	int sport, dst;
	int cast;		/* bits, 0 for all */
	bool not_lo, limit, src_not, dev_not, frag, by_range;
	int set;		/* one of SETS that the source is in, SET_NONE for no such */
	char target[12];
};

#define NO_RULE	((struct one){ -1, -1, -1, -1, 32, -1, -1, -1, -1, -1, -1 })

static struct one rules[CHAINS][RULES];
static int counts[CHAINS];
static bool policy_accepts;
static const char *const chains[] = { "INPUT", "A", "B", "PREROUTING" };
static char text[CHAINS * RULES * 2048];

static bool chance(unsigned int n)
{
	return !random_below(n);
}

/* An index, as often as its weight says. */
static unsigned int pick(const unsigned char *weights, unsigned int count)
{
	unsigned int sum = 0, at;

	for (unsigned int i = 0; i < count; i++)
		sum += weights[i];
	at = random_below(sum);
	for (unsigned int i = 0; i < count; i++) {
		if (at < weights[i])
			return i;
		at -= weights[i];
	}
	return 0;
}

static int pick_proto(void)
{
	static const int protos[] = { 6, 6, 6, 6, 6, 6, 17, 17, 17, 17, 1, 1, 47 };

	return protos[random_below(ARRAY_SIZE(protos))];
}

static void pick_ports(struct one *r, int proto)
{
	r->proto = proto;
	r->low = 1 + random_below(6);
	r->high = r->low + (chance(3) ? random_below(3) : 0);
}

static void pick_source(struct one *r)
{
	r->src_len = chance(2) ? 32 : 30;
	r->src = random_below(8) & (r->src_len == 30 ? ~3 : ~0);
	r->src_not = chance(16);
	r->by_range = chance(8);
	r->set = chance(8) ? 1 + random_below(SETS - 1) : SET_NONE;
}

static void pick_dev(struct one *r)
{
	r->dev = 1 + random_below(2);
}

static void pick_echo(struct one *r)
{
	r->proto = 1;
	r->type = 8;
}

enum front {
	FRONT_INVALID, FRONT_FLAGS, FRONT_RATE, FRONT_PORT, FRONT_PORT_DEV,
	FRONT_SRC, FRONT_SRC_DEV, FRONT_SRC_PORT, FRONT_ICMP, FRONT_LOOPBACK,
	FRONT_CAST, FRONT_NOT_DEV, FRONT_FRAG, FRONTS
};

static const unsigned char front_weights[FRONTS] = {
	[FRONT_INVALID] = 13, [FRONT_FLAGS] = 10, [FRONT_RATE] = 7,
	[FRONT_PORT] = 3, [FRONT_PORT_DEV] = 3, [FRONT_SRC] = 4,
	[FRONT_SRC_DEV] = 1, [FRONT_SRC_PORT] = 2, [FRONT_ICMP] = 4,
	[FRONT_LOOPBACK] = 4, [FRONT_CAST] = 1, [FRONT_NOT_DEV] = 2,
	[FRONT_FRAG] = 1,
};

/* A rule that stands in front, and refuses some. */
static void make_front(struct one *r)
{
	int proto = chance(3) ? 17 : 6;

	*r = NO_RULE;
	strcpy(r->target, chance(3) ? "REJECT" : "DROP");
	switch ((enum front)pick(front_weights, FRONTS)) {
	case FRONT_INVALID:
		r->state = INVALID;
		break;
	case FRONT_FLAGS:
		r->proto = 6;
		r->syn = 0;
		break;
	case FRONT_RATE:
		pick_ports(r, proto);
		r->limit = true;
		break;
	case FRONT_PORT:
		pick_ports(r, proto);
		break;
	case FRONT_PORT_DEV:
		pick_ports(r, proto);
		pick_dev(r);
		break;
	case FRONT_SRC:
		pick_source(r);
		break;
	case FRONT_SRC_DEV:
		pick_source(r);
		pick_dev(r);
		break;
	case FRONT_SRC_PORT:
		pick_ports(r, proto);
		pick_source(r);
		break;
	case FRONT_ICMP:
		r->proto = 1;
		r->type = chance(2) ? 8 : -1;
		break;
	case FRONT_LOOPBACK:
		r->dst = LOOPBACK;
		r->not_lo = chance(2);
		break;
	case FRONT_CAST:
		r->cast = (1 + random_below(3)) << 1;
		break;
	case FRONT_NOT_DEV:
		pick_ports(r, proto);
		pick_dev(r);
		r->dev_not = true;
		break;
	default:
		r->frag = true;
	}
}

enum opening {
	OPEN_PORT, OPEN_PORT_DEV, OPEN_PORT_SRC, OPEN_PORT_BOTH, OPEN_ECHO, OPEN_ICMP,
	OPEN_DEV, OPEN_SRC, OPEN_PROTO, OPEN_CAST, OPEN_LIMIT, OPENINGS
};

static const unsigned char opening_weights[OPENINGS] = {
	[OPEN_PORT] = 160, [OPEN_PORT_DEV] = 28, [OPEN_PORT_SRC] = 32,
	[OPEN_PORT_BOTH] = 14, [OPEN_ECHO] = 47, [OPEN_ICMP] = 13,
	[OPEN_DEV] = 48, [OPEN_SRC] = 27, [OPEN_PROTO] = 9, [OPEN_CAST] = 6,
	[OPEN_LIMIT] = 2,
};

/* A rule that opens something, as most do. */
static void make_opening(struct one *r)
{
	enum opening what = pick(opening_weights, OPENINGS);

	*r = NO_RULE;
	strcpy(r->target, "ACCEPT");
	if (chance(6))
		r->state = NEW;
	if (what == OPEN_ECHO || what == OPEN_LIMIT)
		pick_echo(r);
	else if (what == OPEN_ICMP || what == OPEN_PROTO)
		r->proto = what == OPEN_ICMP ? 1 : 47;
	else if (what != OPEN_DEV && what != OPEN_SRC)
		pick_ports(r, what == OPEN_CAST || chance(3) ? 17 : 6);
	if (what == OPEN_PORT_DEV || what == OPEN_PORT_BOTH || what == OPEN_DEV)
		pick_dev(r);
	if (what == OPEN_PORT_SRC || what == OPEN_PORT_BOTH || what == OPEN_SRC)
		pick_source(r);
	if (what == OPEN_CAST)
		r->cast = MULTICAST;
	r->limit = what == OPEN_LIMIT;
}

static struct one *add_rule(int chain)
{
	struct one *r = &rules[chain][counts[chain]++];

	*r = NO_RULE;
	return r;
}

/* Bans: a port's packets go through a chain of hosts that are refused. */
static void add_bans(void)
{
	struct one *r = add_rule(0);

	pick_ports(r, 6);
	strcpy(r->target, "B");
	for (int n = 1 + random_below(3); n; n--) {
		r = add_rule(2);
		r->src = random_below(8);
		strcpy(r->target, "REJECT");
	}
	strcpy(add_rule(2)->target, "RETURN");
}

/* A jump to the chain with the openings, of all packets or of some; or none. */
static int add_jump(void)
{
	struct one *r;

	if (chance(2))
		return 0;
	r = add_rule(0);
	strcpy(r->target, "A");
	if (chance(3))
		pick_dev(r);
	else if (chance(3))
		r->proto = 6;
	return 1;
}

/* Habits that a machine has in all of its rules that open something, or in none. */
static void add_habit(struct one *r, int habit)
{
	if (r->cast || r->low < 0)
		return;
	if (habit == 1)
		r->dst = 1;
	if (habit == 2 && chance(2)) {
		r->sport = LOW_PORT;
		r->low = -1;
		r->high = -1;
	}
}

static void add_opening(int chain, int habit)
{
	struct one *r = add_rule(chain);

	if (chance(24)) {
		make_front(r);
		return;
	}
	make_opening(r);
	add_habit(r, habit);
}

/* Each interface has a chain, at whose end nothing is left of its packets. */
static void make_zones(int habit)
{
	for (int chain = 1; chain <= 2; chain++) {
		struct one *r = add_rule(0);

		r->dev = chain;
		strcpy(r->target, chains[chain]);
		for (int n = 1 + random_below(12); n; n--)
			add_opening(chain, habit);
		strcpy(add_rule(chain)->target, chance(2) ? "DROP" : "REJECT");
	}
}

/* Rules in front, bans, openings, and an end. */
static void make_usual(void)
{
	int fronts = random_below(49) < 19 ? 0 : 1 + random_below(3);
	int habit = random_below(49), in = 0;

	habit = habit < 3 ? 1 : habit < 12 ? 2 : 0;
	memset(counts, 0, sizeof(counts));
	while (fronts--)
		make_front(add_rule(0));
	if (random_below(49) < 4) {
		make_zones(habit);
	} else {
		if (chance(10))
			add_bans();
		for (int n = 1 + random_below(24); n; n--) {
			if (chance(16))
				in = add_jump();
			add_opening(in, habit);
		}
	}
	policy_accepts = random_below(48) < 23;
	if (policy_accepts ? random_below(23) < 9 : chance(3))
		strcpy(add_rule(0)->target, chance(2) ? "DROP" : "REJECT");
}

static void make_rule(struct one *r, int chain)
{
	static const char *const targets[] = {
		"ACCEPT", "ACCEPT", "ACCEPT", "DROP", "REJECT", "RETURN", "LOG",
	};
	unsigned int target = random_below(ARRAY_SIZE(targets) + 2);

	*r = NO_RULE;
	if (!chance(4))
		r->proto = pick_proto();
	if ((r->proto == 6 || r->proto == 17) && !chance(3))
		pick_ports(r, r->proto);
	if (r->proto == 6 && chance(4))
		r->syn = random_below(2);
	if (r->proto == 1 && chance(2))
		r->type = chance(3) ? 3 : 8;
	if (chance(4))
		pick_source(r);
	if (chance(5)) {
		pick_dev(r);
		r->dev_not = chance(6);
	} else {
		r->not_lo = chance(8);
	}
	if (chance(3))
		r->state = chance(3) ? INVALID : NEW;
	if (chance(20))
		r->cast = 1 + random_below(7);
	r->dst = chance(30) ? 1 : -1;
	r->sport = chance(30) && r->low >= 0 ? LOW_PORT : -1;
	r->limit = chance(12);
	if (target < ARRAY_SIZE(targets))
		strcpy(r->target, targets[target]);
	else
		strcpy(r->target, chain + 1 < RAW ? chains[chain + 1] : "DROP");
}

static void make_random(void)
{
	policy_accepts = chance(8);
	for (int c = 0; c < CHAINS; c++) {
		counts[c] = random_below(RANDOM_RULES + 1);
		if (c == RAW)
			counts[c] = chance(4) ? random_below(3) : 0;
		for (int i = 0; i < counts[c]; i++)
			make_rule(&rules[c][i], c);
	}
}

#define SET_NAME "s%d_%d_%d"

static void print_cast(FILE *out, int cast)
{
	static const char *const types[] = { "LOCAL", "BROADCAST", "MULTICAST" };

	if (cast == MULTICAST) {
		fprintf(out, " -d 224.0.0.0/4");
	} else if (cast == BROADCAST) {
		fprintf(out, " -d 255.255.255.255/32");
	} else if (cast) {
		fprintf(out, " -m addrtype --dst-type ");
		for (int i = 0, n = 0; i < 3; i++)
			if (cast & 1 << i)
				fprintf(out, "%s%s", n++ ? "," : "", types[i]);
	}
}

static void print_rule(FILE *out, const struct one *r, int chain)
{
	fprintf(out, "-A %s", chains[chain]);
	if (r->src >= 0 && r->set)
		fprintf(out, " -m set %s--match-set " SET_NAME " src",
			r->src_not ? "! " : "", r->set, r->src, r->src_len);
	else if (r->src >= 0 && r->by_range)
		fprintf(out, " -m iprange %s--src-range 10.0.0.%d-10.0.0.%d",
			r->src_not ? "! " : "", r->src,
			r->src + (r->src_len == 30 ? 3 : 0));
	else if (r->src >= 0)
		fprintf(out, "%s -s 10.0.0.%d/%d", r->src_not ? " !" : "",
			r->src, r->src_len);
	if (r->dev >= 0)
		fprintf(out, "%s -i eth%d", r->dev_not ? " !" : "", r->dev);
	if (r->dst == LOOPBACK)
		fprintf(out, " -d 127.0.0.0/8");
	else if (r->dst >= 0)
		fprintf(out, " -d 192.0.2.%d/32", r->dst);
	else
		print_cast(out, r->cast);
	if (r->frag)
		fprintf(out, " -f");
	if (r->not_lo)
		fprintf(out, " ! -i lo");
	if (r->proto >= 0)
		fprintf(out, " -p %d", r->proto);
	if (r->sport >= 0)
		fprintf(out, " --sport %d", r->sport);
	if (r->low >= 0 && r->low == r->high)
		fprintf(out, " --dport %d", r->low);
	else if (r->low >= 0)
		fprintf(out, " -m multiport --dports %d:%d", r->low, r->high);
	if (r->type >= 0)
		fprintf(out, " -m icmp --icmp-type %d", r->type);
	if (r->syn >= 0)
		fprintf(out, "%s --syn", r->syn ? "" : " !");
	if (r->state >= 0)
		fprintf(out, " -m conntrack --ctstate %s",
			r->state == NEW ? "NEW" : "INVALID");
	if (r->limit)
		fprintf(out, " -m limit --limit 3/min");
	fprintf(out, " -j %s\n", r->target);
}

static void print_set(FILE *out, const struct one *r)
{
	static const char *const times[SETS] = {
		[SET_FED] = " timeout 0", [SET_FADES] = " timeout 600",
	};
	const char *time = times[r->set] ? times[r->set] : "";

	fprintf(out, "create " SET_NAME " hash:net family inet%s\n", r->set, r->src,
		r->src_len, time);
	fprintf(out, "add " SET_NAME " 10.0.0.%d/%d%s\n", r->set, r->src, r->src_len,
		r->src, r->src_len, time);
	for (int i = 0; i < FILLERS && r->set == SET_MANY; i++)
		fprintf(out, "add " SET_NAME " 198.51.100.%d\n", r->set, r->src,
			r->src_len, i);
}

/* All of them; a set that several rules name is there several times, as two files have it. */
static void print_sets(FILE *out)
{
	for (int c = 0; c < CHAINS; c++)
		for (int i = 0; i < counts[c]; i++)
			if (rules[c][i].src >= 0 && rules[c][i].set)
				print_set(out, &rules[c][i]);
}

static void make_rules(bool usual)
{
	FILE *out = fmemopen(text, sizeof(text), "w");
	bool behind = chance(2);

	if (usual)
		make_usual();
	else
		make_random();
	if (!behind)
		print_sets(out);
	fprintf(out, "*filter\n:INPUT %s [0:0]\n:A - [0:0]\n:B - [0:0]\n",
		policy_accepts ? "ACCEPT" : "DROP");
	fprintf(out, "-A INPUT -i lo -j ACCEPT\n");
	fprintf(out, "-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n");
	for (int c = 0; c < CHAINS; c++) {
		if (c == RAW)
			fprintf(out, "COMMIT\n*raw\n:PREROUTING ACCEPT [0:0]\n");
		for (int i = 0; i < counts[c]; i++)
			print_rule(out, &rules[c][i], c);
	}
	fprintf(out, "COMMIT\n");
	if (behind)
		print_sets(out);
	fclose(out);
}

/* Half of the hosts that send are named by no rule. */
static void make_packet(struct packet *p)
{
	p->proto = pick_proto();
	p->port = 1 + random_below(8);
	p->sport = chance(16) ? LOW_PORT : 40000;
	p->src = random_below(chance(2) ? 8 : 64);
	p->dst = chance(8) ? 2 : 1;
	p->dev = 1 + random_below(3);
	p->state = chance(6) ? INVALID : NEW;
	p->syn = !chance(6);
	p->cast = (p->proto == 17 || p->proto == 47) && chance(8) ?
			  1 << (1 + random_below(2)) : UNICAST;
	p->type = chance(4) ? 3 : 8;
	if (p->proto == 1 && p->type == 3)	/* an error is never new */
		p->state = INVALID;
}

static bool is_from(const struct one *r, const struct packet *p)
{
	int mask = r->src_len == 30 ? ~3 : ~0;

	return r->src < 0 || r->src_not != ((p->src & mask) == r->src);
}

static bool is_by(const struct one *r, const struct packet *p)
{
	bool same = r->dev == p->dev;

	return r->dev < 0 || r->dev_not != same;
}

static bool is_to(const struct one *r, const struct packet *p)
{
	if (r->dst >= 0)
		return p->cast == UNICAST && p->dst == r->dst;
	return !r->cast || (r->cast & p->cast);
}

static bool rule_has(const struct one *r, const struct packet *p)
{
	if ((r->proto >= 0 && r->proto != p->proto) ||
	    (r->low >= 0 && (p->port < r->low || p->port > r->high)) ||
	    (r->sport >= 0 && r->sport != p->sport) ||
	    !is_from(r, p) || !is_to(r, p) || r->frag ||
	    !is_by(r, p) ||
	    (r->state >= 0 && r->state != p->state) ||
	    (r->syn >= 0 && r->syn != p->syn) ||
	    (r->type >= 0 && r->type != p->type))
		return false;
	return !r->limit || chance(2);
}

/* 1 accepted, 0 refused, -1 neither. */
static int walk(int chain, const struct packet *p)
{
	for (int i = 0; i < counts[chain]; i++) {
		const struct one *r = &rules[chain][i];
		int verdict;

		if (!rule_has(r, p) || !strcmp(r->target, "LOG"))
			continue;
		if (!strcmp(r->target, "ACCEPT"))
			return 1;
		if (!strcmp(r->target, "DROP") || !strcmp(r->target, "REJECT"))
			return 0;
		if (!strcmp(r->target, "RETURN"))
			return -1;
		verdict = walk(r->target[0] - 'A' + 1, p);
		if (verdict >= 0)
			return verdict;
	}
	return -1;
}

static bool rules_accept(const struct packet *p)
{
	int verdict = walk(RAW, p);

	if (!verdict)
		return false;
	verdict = walk(0, p);
	return verdict < 0 ? policy_accepts : verdict;
}

#endif
