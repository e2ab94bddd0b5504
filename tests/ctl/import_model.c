// SPDX-License-Identifier: GPL-2.0
/*
 * Random rules, imported: what the policy lets in, the rules let in as well;
 * and if all was carried over, the other way round too. Both are judged here by
 * plain interpreters that know nothing of the translation. What "limit" says is
 * tossed anew for each packet.
 * Usage: import_model [ROUNDS [SEED]]
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "import.h"
#include "parse.h"
#include "split.h"

#define ROUNDS		20000
#define SEED		20131
#define PACKETS		150
#define RULES		10
#define CHAINS		4	/* INPUT, A, B: each jumps only to those behind; raw */
#define RAW		3

enum { NEW, INVALID, STATES };

/* A packet, small enough for chance to meet the rules. */
struct packet {
	int proto;
	int port;
	int src;		/* last byte of 10.0.0.x */
	int dev;		/* ethN, N > 0 */
	int state;
	bool syn;
	int type;		/* of ICMP */
};

/* A rule; -1 means any. */
struct one {
	int proto, low, high, src, src_len, dev, state, syn, type;
	bool not_lo, limit;
	char target[8];
};

static struct one rules[CHAINS][RULES];
static int counts[CHAINS];
static bool policy_accepts;
static const char *const chains[] = { "INPUT", "A", "B", "PREROUTING" };
static char text[CHAINS * RULES * 256];
static unsigned long long rng;

static unsigned int random_below(unsigned int n)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (rng >> 11) % n;
}

static bool chance(unsigned int n)
{
	return !random_below(n);
}

static int pick_proto(void)
{
	static const int protos[] = { 6, 6, 6, 17, 17, 1, 47 };

	return protos[random_below(ARRAY_SIZE(protos))];
}

static void make_rule(struct one *r, int chain)
{
	static const char *const targets[] = {
		"ACCEPT", "ACCEPT", "ACCEPT", "DROP", "REJECT", "RETURN", "LOG",
	};
	unsigned int target = random_below(ARRAY_SIZE(targets) + 2);

	*r = (struct one){ -1, -1, -1, -1, 32, -1, -1, -1, -1 };
	if (!chance(4))
		r->proto = pick_proto();
	if ((r->proto == 6 || r->proto == 17) && !chance(3)) {
		r->low = 1 + random_below(6);
		r->high = r->low + (chance(3) ? random_below(3) : 0);
	}
	if (r->proto == 6 && chance(4))
		r->syn = random_below(2);
	if (r->proto == 1 && chance(2))
		r->type = chance(3) ? 3 : 8;
	if (chance(4)) {
		r->src_len = chance(2) ? 32 : 30;
		r->src = random_below(8) & (r->src_len == 30 ? ~3 : ~0);
	}
	if (chance(5))
		r->dev = 1 + random_below(2);
	else
		r->not_lo = chance(8);
	if (chance(3))
		r->state = chance(3) ? INVALID : NEW;
	r->limit = chance(12);
	if (target < ARRAY_SIZE(targets))
		strcpy(r->target, targets[target]);
	else
		strcpy(r->target, chain + 1 < RAW ? chains[chain + 1] : "DROP");
}

static void print_rule(FILE *out, const struct one *r, int chain)
{
	fprintf(out, "-A %s", chains[chain]);
	if (r->src >= 0)
		fprintf(out, " -s 10.0.0.%d/%d", r->src, r->src_len);
	if (r->dev >= 0)
		fprintf(out, " -i eth%d", r->dev);
	if (r->not_lo)
		fprintf(out, " ! -i lo");
	if (r->proto >= 0)
		fprintf(out, " -p %d", r->proto);
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

static void make_rules(void)
{
	FILE *out = fmemopen(text, sizeof(text), "w");

	policy_accepts = chance(8);
	fprintf(out, "*filter\n:INPUT %s [0:0]\n:A - [0:0]\n:B - [0:0]\n",
		policy_accepts ? "ACCEPT" : "DROP");
	fprintf(out, "-A INPUT -i lo -j ACCEPT\n");
	fprintf(out, "-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n");
	for (int c = 0; c < CHAINS; c++) {
		counts[c] = random_below(RULES + 1);
		if (c == RAW) {
			counts[c] = chance(4) ? random_below(3) : 0;
			fprintf(out, "COMMIT\n*raw\n:PREROUTING ACCEPT [0:0]\n");
		}
		for (int i = 0; i < counts[c]; i++) {
			make_rule(&rules[c][i], c);
			print_rule(out, &rules[c][i], c);
		}
	}
	fprintf(out, "COMMIT\n");
	fclose(out);
}

static void make_packet(struct packet *p)
{
	p->proto = pick_proto();
	p->port = 1 + random_below(8);
	p->src = random_below(8);
	p->dev = 1 + random_below(3);
	p->state = chance(6) ? INVALID : NEW;
	p->syn = !chance(6);
	p->type = chance(2) ? 8 : 3;
}

static bool rule_has(const struct one *r, const struct packet *p)
{
	if ((r->proto >= 0 && r->proto != p->proto) ||
	    (r->low >= 0 && (p->port < r->low || p->port > r->high)) ||
	    (r->src >= 0 && (p->src & (r->src_len == 30 ? ~3 : ~0)) != r->src) ||
	    (r->dev >= 0 && r->dev != p->dev) ||
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
		verdict = walk(chain + 1, p);
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

/* The policy, as its lines say. */
static struct command commands[CHAINS * RULES + 32];
static int command_count;
static unsigned int lost;

static bool from_has(const struct entry *e, const struct packet *p)
{
	const __u8 addr[] = { 10, 0, 0, p->src };

	if (!e->from_count)
		return true;
	for (unsigned int bit = 0; bit < e->from[0].len; bit++)
		if ((addr[bit / 8] ^ e->from[0].addr.bytes[bit / 8]) &
		    (0x80 >> bit % 8))
			return false;
	return true;
}

static bool dev_has(const struct entry *e, const struct packet *p)
{
	return !e->dev[0] || e->dev[3] - '0' == p->dev;
}

static bool has(enum sfw_cmd cmd, const struct packet *p)
{
	for (int i = 0; i < command_count; i++) {
		const struct entry *e = &commands[i].entry;

		if (commands[i].cmd != cmd || !from_has(e, p) || !dev_has(e, p))
			continue;
		if (cmd == SFW_CMD_TRUST_ADD || cmd == SFW_CMD_BLOCK_ADD)
			return true;
		if (e->proto != p->proto)
			continue;
		if (cmd == SFW_CMD_PROTO_ADD)
			return true;
		for (unsigned int j = 0; j < e->port_count; j++)
			if (p->port >= e->ports[j].first &&
			    p->port <= e->ports[j].last)
				return true;
	}
	return false;
}

static bool setting(enum sfw_setting key)
{
	for (int i = 0; i < command_count; i++)
		if (commands[i].cmd == SFW_CMD_SETTING_SET &&
		    commands[i].setting.key == key)
			return commands[i].setting.value;
	return false;
}

static bool policy_accepts_packet(const struct packet *p)
{
	if (has(SFW_CMD_TRUST_ADD, p))
		return true;
	if (has(SFW_CMD_BLOCK_ADD, p) || p->state == INVALID)
		return false;
	if (p->proto == 1 && p->type == 8)
		return setting(SFW_S_PING);
	if (p->proto == 6 && !p->syn)
		return false;
	return has(SFW_CMD_PORT_ADD, p) || has(SFW_CMD_PROTO_ADD, p);
}

static void die(const char *what, const char *policy)
{
	printf("not ok - import_model: %s\n", what);
	printf("%s---\n%s", text, policy ? policy : "");
	exit(1);
}

static void read_policy(char *policy)
{
	char *save = NULL, *copy = strdup(policy);

	command_count = 0;
	for (char *line = strtok_r(copy, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		struct parse_error err;
		struct split words;

		if (split(line, &words))
			die("a line of the policy cannot be split", policy);
		if (!words.count)
			continue;
		if (parse_command(words.at, words.count,
				  &commands[command_count++], &err))
			die(err.text, policy);
	}
	free(copy);
}

static char *import(void)
{
	struct ruleset set = { 0 };
	char *policy = NULL, *copy = strdup(text), *save = NULL;
	unsigned int number = 0;
	size_t size;
	FILE *out;

	out = open_memstream(&policy, &size);
	for (char *line = strtok_r(copy, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		if (ruleset_line(&set, line, ++number))
			die("a line cannot be read", NULL);
	if (ruleset_finish(&set) || import_translate(&set, out, &lost))
		die("the rules make no sense", NULL);
	fclose(out);
	ruleset_free(&set);
	free(copy);
	return policy;
}

/* The sfw way: an entry wants a SYN, and nothing INVALID is let in. */
static bool is_judged_alike(const struct packet *p)
{
	return p->state == NEW && (p->proto != 6 || p->syn);
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : ROUNDS;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : SEED;
	unsigned long whole = 0, open = 0;

	rng = seed * 2 + 1;
	for (unsigned long i = 0; i < rounds; i++) {
		char *policy;

		make_rules();
		policy = import();
		read_policy(policy);
		whole += !lost;
		for (int n = 0; n < PACKETS; n++) {
			struct packet p;
			bool got, want;

			make_packet(&p);
			got = policy_accepts_packet(&p);
			want = rules_accept(&p);
			open += got;
			if (got && !want) {
				printf("# proto %d port %d src %d dev %d state %d syn %d type %d\n",
				       p.proto, p.port, p.src, p.dev, p.state, p.syn, p.type);
				die("the policy opens more", policy);
			}
			if (!lost && want && !got && is_judged_alike(&p)) {
				printf("# proto %d port %d src %d dev %d state %d syn %d type %d\n",
				       p.proto, p.port, p.src, p.dev, p.state, p.syn, p.type);
				die("the policy opens less, and does not say so", policy);
			}
		}
		free(policy);
	}
	printf("ok 1 - import: %lu rule sets, %lu of them carried over whole\n",
	       rounds, whole);
	printf("ok 2 - import: %lu packets let in, none more than by the rules\n",
	       open);
	return 0;
}
