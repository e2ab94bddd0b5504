// SPDX-License-Identifier: GPL-2.0
/*
 * Rules of other firewalls, as "nft -y list ruleset" and iptables-save print them:
 * which chains refuse packets, by themselves or by the chains they lead to.
 */
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "rules.h"

#define WORDS_MAX	256	/* of a line; what is behind them is not read */

static const struct {
	const char *lead;
	enum rules_owner owner;
} owners[] = {
	{ "sfw_closed", OWNER_SFW }, { "firewalld", OWNER_FIREWALLD },
	{ "ufw-", OWNER_UFW }, { "ufw6-", OWNER_UFW },
	{ "DOCKER", OWNER_DOCKER }, { "LIBVIRT_", OWNER_LIBVIRT },
	{ "f2b-", OWNER_FAIL2BAN }, { "sshguard", OWNER_SSHGUARD },
};

/* Where the kernel asks: as nft calls it, as iptables does. */
static const struct {
	const char *hook;
	const char *chain;
	unsigned int place;
} places[] = {
	{ "prerouting", "PREROUTING", NF_INET_PRE_ROUTING },
	{ "input", "INPUT", NF_INET_LOCAL_IN },
	{ "forward", "FORWARD", NF_INET_FORWARD },
};

/* Tables of iptables that may refuse. */
static const struct {
	const char *name;
	int priority;
} tables[] = {
	{ "raw", NF_IP_PRI_RAW }, { "mangle", NF_IP_PRI_MANGLE },
	{ "filter", NF_IP_PRI_FILTER }, { "security", NF_IP_PRI_SECURITY },
};

static enum rules_owner owner_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(owners); i++)
		if (!strncmp(name, owners[i].lead, strlen(owners[i].lead)))
			return owners[i].owner;
	return OWNER_NONE;
}

/* What all who share a chain are called by: the first to be named. */
static void take_owner(struct rules_chain *chain, enum rules_owner owner)
{
	if (chain->owner == OWNER_NONE)
		chain->owner = owner;
}

static void set_name(char *to, const char *name)
{
	size_t len = strnlen(name, RULES_NAME_MAX - 1);

	memcpy(to, name, len);
	to[len] = '\0';
}

/* Returns its number, or -1 if there is no memory for it. */
static long add_chain(struct rules *rules, const char *tool,
		      const char *family, const char *table, const char *name)
{
	struct rules_chain *chains, *chain;

	chains = realloc(rules->chains, (rules->count + 1) * sizeof(*chains));
	if (!chains) {
		rules->full = true;
		return -1;
	}
	rules->chains = chains;
	chain = &chains[rules->count];
	memset(chain, 0, sizeof(*chain));
	chain->tool = tool;
	set_name(chain->family, family);
	set_name(chain->table, table);
	set_name(chain->name, name);
	take_owner(chain, owner_of(name));
	take_owner(chain, owner_of(table));
	return rules->count++;
}

static void add_jump(struct rules *rules, size_t from, const char *to)
{
	struct rules_jump *jumps;

	jumps = realloc(rules->jumps, (rules->jump_count + 1) * sizeof(*jumps));
	if (!jumps) {
		rules->full = true;
		return;
	}
	rules->jumps = jumps;
	jumps[rules->jump_count].from = from;
	set_name(jumps[rules->jump_count++].to, to);
}

/**
 * struct line - the words of a line
 * @word: the words; signs that part words are words, too
 * @count: how many
 *
 * What stood in quotes is one word, which begins with the quote.
 */
struct line {
	const char *word[WORDS_MAX];
	size_t count;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == ',' || c == ';';
}

/* Cuts a line into words, in place. Returns the line after it. */
static char *split(char *text, struct line *line)
{
	char *end = text + strcspn(text, "\n"), *c = text;
	char *next = *end ? end + 1 : NULL;

	*end = '\0';
	line->count = 0;
	while (line->count < WORDS_MAX) {
		while (is_blank(*c))
			c++;
		if (!*c)
			break;
		line->word[line->count++] = c;
		if (*c == '"') {
			for (c++; *c && *c != '"'; c++)
				if (*c == '\\' && c[1])
					c++;
			if (*c)
				*c++ = '\0';
			continue;
		}
		while (*c && !is_blank(*c))
			c++;
		if (*c)
			*c++ = '\0';
	}
	return next;
}

static bool is_word(const struct line *line, size_t i, const char *word)
{
	return i < line->count && !strcmp(line->word[i], word);
}

static bool is_refusal(const char *target)
{
	static const char *const targets[] = {
		"DROP", "REJECT", "QUEUE", "NFQUEUE", "TARPIT",
	};

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++)
		if (!strcmp(target, targets[i]))
			return true;
	return false;
}

/* "type filter hook input priority 0; policy drop;" of a chain of packets. */
static void read_nft_base(struct rules_chain *chain, const struct line *line)
{
	if (line->count < 6 || !strcmp(line->word[1], "nat") ||
	    strcmp(line->word[2], "hook") || strcmp(line->word[4], "priority") ||
	    (strcmp(chain->family, "inet") && strcmp(chain->family, "ip") &&
	     strcmp(chain->family, "ip6")))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (strcmp(line->word[3], places[i].hook))
			continue;
		chain->is_base = true;
		chain->place = places[i].place;
		chain->priority = strtol(line->word[5], NULL, 10);
	}
}

static void read_nft_rule(struct rules *rules, size_t chain,
			  const struct line *line)
{
	if (is_word(line, 0, "type"))
		read_nft_base(&rules->chains[chain], line);
	for (size_t i = 0; i < line->count; i++) {
		if (is_word(line, i, "drop") || is_word(line, i, "reject") ||
		    is_word(line, i, "queue") ||
		    (is_word(line, i, "target") && i + 1 < line->count &&
		     line->word[i + 1][0] == '"' &&
		     is_refusal(line->word[i + 1] + 1)))
			rules->chains[chain].refuses = true;
		if ((is_word(line, i, "jump") || is_word(line, i, "goto")) &&
		    i + 1 < line->count)
			add_jump(rules, chain, line->word[i + 1]);
	}
}

/**
 * rules_read_nft() - read what "nft -y list ruleset" prints
 * @rules: gets its chains
 * @text: is cut up
 */
void rules_read_nft(struct rules *rules, char *text)
{
	char family[RULES_NAME_MAX] = "", table[RULES_NAME_MAX] = "";
	unsigned int depth = 0;
	struct line line;
	long chain = -1;

	while (text) {
		text = split(text, &line);
		if (line.count == 1 && is_word(&line, 0, "}")) {
			depth -= depth > 0;
			chain = -1;
		} else if (line.count && is_word(&line, line.count - 1, "{")) {
			if (!depth && is_word(&line, 0, "table") &&
			    line.count == 4) {
				set_name(family, line.word[1]);
				set_name(table, line.word[2]);
			} else if (depth == 1 && is_word(&line, 0, "chain") &&
				   line.count == 3) {
				chain = add_chain(rules, "nft", family, table,
						  line.word[1]);
			}
			depth++;
		} else if (chain >= 0) {
			read_nft_rule(rules, chain, &line);
		}
	}
}

/* A chain with a policy is one that the kernel asks. */
static void read_save_base(struct rules_chain *chain, const struct line *line)
{
	if (line->count < 2 || is_word(line, 1, "-"))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (strcmp(chain->table, tables[i].name))
			continue;
		for (size_t j = 0; j < ARRAY_SIZE(places); j++) {
			if (strcmp(chain->name, places[j].chain))
				continue;
			chain->is_base = true;
			chain->place = places[j].place;
			chain->priority = tables[i].priority;
			chain->refuses = is_word(line, 1, "DROP");
		}
	}
}

static long chain_number(const struct rules *rules, size_t first,
			 const char *table, const char *name)
{
	for (size_t i = first; i < rules->count; i++)
		if (!strcmp(rules->chains[i].table, table) &&
		    !strcmp(rules->chains[i].name, name))
			return i;
	return -1;
}

static void read_save_rule(struct rules *rules, size_t chain,
			   const struct line *line)
{
	for (size_t i = 2; i + 1 < line->count; i++) {
		if (!is_word(line, i, "-j") && !is_word(line, i, "-g"))
			continue;
		if (is_refusal(line->word[i + 1]))
			rules->chains[chain].refuses = true;
		else
			add_jump(rules, chain, line->word[i + 1]);
		return;
	}
}

/**
 * rules_read_save() - read what iptables-save prints
 * @rules: gets its chains
 * @text: is cut up
 * @tool: who can change these rules
 * @family: "ip" or "ip6"
 */
void rules_read_save(struct rules *rules, char *text, const char *tool,
		     const char *family)
{
	char table[RULES_NAME_MAX] = "";
	size_t first = rules->count;
	struct line line;
	long chain;

	while (text) {
		text = split(text, &line);
		if (!line.count)
			continue;
		if (line.word[0][0] == '*') {
			set_name(table, line.word[0] + 1);
		} else if (line.word[0][0] == ':') {
			chain = add_chain(rules, tool, family, table,
					  line.word[0] + 1);
			if (chain >= 0)
				read_save_base(&rules->chains[chain], &line);
		} else if (is_word(&line, 0, "-A") && line.count > 2) {
			chain = chain_number(rules, first, table, line.word[1]);
			if (chain >= 0)
				read_save_rule(rules, chain, &line);
		}
	}
}

/* Returns whether the chain where a jump begins changed. */
static bool follow(struct rules *rules, const struct rules_jump *jump)
{
	struct rules_chain *from = &rules->chains[jump->from];
	const struct rules_chain *to = rules_find(rules, from->tool,
						  from->family, from->table,
						  jump->to);
	struct rules_chain was = *from;

	if (!to)
		return false;
	from->refuses |= to->refuses;
	take_owner(from, to->owner);
	return from->refuses != was.refuses || from->owner != was.owner;
}

/**
 * rules_settle() - find out where the chains lead to, when all are read
 * @rules: the chains
 */
void rules_settle(struct rules *rules)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < rules->jump_count; i++)
			changed |= follow(rules, &rules->jumps[i]);
	}
}

/**
 * rules_find() - a chain by its name
 * @rules: the chains
 * @tool: who can change it
 * @family: its family
 * @table: its table
 * @name: its name
 *
 * Return: the chain, or NULL.
 */
const struct rules_chain *rules_find(const struct rules *rules,
				     const char *tool, const char *family,
				     const char *table, const char *name)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct rules_chain *chain = &rules->chains[i];

		if (!strcmp(chain->tool, tool) &&
		    !strcmp(chain->family, family) &&
		    !strcmp(chain->table, table) && !strcmp(chain->name, name))
			return chain;
	}
	return NULL;
}

/**
 * rules_free() - give their memory back
 * @rules: the chains
 */
void rules_free(struct rules *rules)
{
	free(rules->chains);
	free(rules->jumps);
	memset(rules, 0, sizeof(*rules));
}
