// SPDX-License-Identifier: GPL-2.0
/*
 * Random rules, imported: packets that the policy lets in, the rules let in as well;
 * and if all was carried over, the other way round too. Both are judged here by
 * plain interpreters that know nothing of the translation. The verdict of "limit" is
 * tossed anew for each packet. Half of the files are random altogether; the others are
 * as people write them, and of the traffic that these let in most must be kept. The
 * kernel's own source takes each policy, and judges some of the packets.
 * Usage: import_model [ROUNDS [SEED]]
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "import/import.h"
#include "kernel/kernel.h"
#include "lang/parse.h"
#include "lang/prefix.h"
#include "lib/tokenize.h"
#include "net/txn.h"
#include "net/verdict.h"

#include "import_rules.h"

#define ROUNDS		20000
#define SEED		20131
#define PACKETS		150
#define ASKED		10	/* every tenth is judged by the kernel's own source too */
#define COMMANDS	4096
#define SYN		2	/* flags of TCP */
#define ACK		16
#define KEPT		95	/* % of the traffic of rules as people write them */
/* The policy, as its lines say. */
static struct command commands[COMMANDS];
static int command_count;
static unsigned int lost;

static bool prefixes_have(const struct entry *e, const struct packet *p)
{
	struct prefix addr = {
		.addr = { AF_INET, { 10, 0, 0, p->src } }, .len = 32,
	};

	for (unsigned int i = 0; i < e->from_count; i++)
		if (prefix_within(&addr, &e->from[i]))
			return true;
	return false;
}

static bool from_has(const struct entry *e, const struct packet *p)
{
	for (int i = 0; e->group_count && i < command_count; i++)
		if (commands[i].cmd == SFW_CMD_GROUP_ADD &&
		    !strcmp(commands[i].entry.name, e->groups[0]) &&
		    prefixes_have(&commands[i].entry, p))
			return true;
	return prefixes_have(e, p) || (!e->from_count && !e->group_count);
}

static bool dev_has(const struct entry *e, const struct packet *p)
{
	return !e->dev[0] || e->dev[3] - '0' == p->dev;
}

static bool is_echo(const struct packet *p)
{
	return p->proto == 1 && p->type == 8;
}

static bool has(enum sfw_cmd cmd, const struct packet *p)
{
	for (int i = 0; i < command_count; i++) {
		const struct entry *e = &commands[i].entry;

		if (commands[i].cmd != cmd || !from_has(e, p) || !dev_has(e, p))
			continue;
		if (cmd == SFW_CMD_TRUST_ADD || cmd == SFW_CMD_BLOCK_ADD)
			return true;
		if (e->proto != p->proto || e->ping != is_echo(p))
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
	if (is_echo(p) && setting(SFW_S_PING))
		return true;
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

static void show(const struct packet *p)
{
	printf("# proto %d port %d src %d dev %d state %d syn %d type %d\n", p->proto,
	       p->port, p->src, p->dev, p->state, p->syn, p->type);
}

static void read_policy(char *policy)
{
	char *save = NULL, *copy = strdup(policy);

	command_count = 0;
	for (char *line = strtok_r(copy, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		struct parse_error err;
		struct tokens words;

		if (tokenize(line, &words))
			die("a line of the policy cannot be split", policy);
		if (!words.count)
			continue;
		if (command_count == COMMANDS)
			die("there are too many commands", policy);
		if (parse_command(command_table, words.at, words.count,
				  &commands[command_count++], &err))
			die(err.text, policy);
	}
	free(copy);
}

static int fill(struct txn *txn, const void *what)
{
	int ret = 0;

	(void)what;
	for (int i = 0; i < command_count && !ret; i++)
		ret = txn_add(txn, &commands[i]);
	return ret;
}

/* As restore would, with the kernel's own source. */
static struct kernel *restore(struct nl *nl, const char *policy)
{
	const struct txn_plan plan = { .fill = fill, .from = TXN_EMPTY, .once = true };
	struct kernel *kernel = kernel_alloc();
	struct txn txn;

	if (!kernel)
		die("there is no memory", policy);
	nl_stand_in(kernel);
	if (nl_open(nl) || txn_publish(&txn, nl, &plan))
		die("sfw refuses the policy", policy);
	return kernel;
}

static void forget(struct kernel *kernel, struct nl *nl)
{
	nl_close(nl);
	nl_stand_in(NULL);
	kernel_free(kernel);
}

static bool kernel_accepts(struct nl *nl, const struct packet *p)
{
	struct probe probe = {
		.proto = p->proto, .src = { AF_INET, { 10, 0, 0, p->src } },
		.state = p->state == NEW ? SFW_CT_NEW : SFW_CT_INVALID,
		.tcp_flags = p->syn ? SYN : ACK, .icmp_type = p->type,
	};
	__u8 action = SFW_ACT_MAX, reason;

	if (p->proto == 6 || p->proto == 17) {
		probe.sport = p->sport;
		probe.dport = p->port;
	}
	snprintf(probe.dev, sizeof(probe.dev), "eth%d", p->dev);
	return !verdict_code(nl, &probe, &action, &reason) && action == SFW_ACT_ACCEPT;
}

static char *import(void)
{
	struct ruleset set = { .asked = AF_INET };
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

static double share(unsigned long part, unsigned long whole)
{
	return 100.0 * part / (whole + !whole);
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : ROUNDS;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : SEED;
	unsigned long whole = 0, open = 0, asked[2] = { 0 }, kept[2] = { 0 };
	bool enough;

	rng = seed * 2 + 1;
	for (unsigned long i = 0; i < rounds; i++) {
		struct kernel *kernel;
		char *policy;
		struct nl nl;

		make_rules(i % 2);
		policy = import();
		read_policy(policy);
		kernel = restore(&nl, policy);
		whole += !lost;
		for (int n = 0; n < PACKETS; n++) {
			struct packet p;
			bool got, want;

			make_packet(&p);
			got = policy_accepts_packet(&p);
			if (!(n % ASKED) && got != kernel_accepts(&nl, &p)) {
				show(&p);
				die("the kernel judges otherwise", policy);
			}
			want = rules_accept(&p);
			open += got;
			asked[i % 2] += want && is_judged_alike(&p);
			kept[i % 2] += want && got && is_judged_alike(&p);
			if (got && !want) {
				show(&p);
				die("the policy opens more", policy);
			}
			if (!lost && want && !got && is_judged_alike(&p)) {
				show(&p);
				die("the policy opens less, and does not say so", policy);
			}
		}
		forget(kernel, &nl);
		free(policy);
	}
	printf("ok 1 - import: %lu rule sets, %lu of them carried over whole\n",
	       rounds, whole);
	printf("ok 2 - import: %lu packets let in, none more than by the rules\n",
	       open);
	printf("# of %lu packets in files as people write them, of %lu in random ones, %.2f %%\n",
	       asked[1], asked[0], share(kept[0], asked[0]));
	enough = rounds < ROUNDS || share(kept[1], asked[1]) >= KEPT;
	printf("%s 3 - import: %.2f %% kept of the packets that begin a connection\n",
	       enough ? "ok" : "not ok", share(kept[1], asked[1]));
	return !enough;
}
