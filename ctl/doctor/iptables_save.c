// SPDX-License-Identifier: GPL-2.0
/* Rules of other firewalls, as iptables-save prints those of the legacy tables. */
#include <linux/netfilter_ipv4.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/rulesets.h"
#include "lib/compiler.h"

#define WORDS_MAX	256	/* of a line; the rest is not read */

static const struct {
	const char *chain;
	enum rules_place place;
} places[] = {
	{ "PREROUTING", PLACE_PREROUTING },
	{ "INPUT", PLACE_INPUT },
	{ "FORWARD", PLACE_FORWARD },
	{ "OUTPUT", PLACE_OUTPUT },
	{ "POSTROUTING", PLACE_OUTPUT },
};

/* Tables of iptables; that for NAT refuses nothing. */
static const struct {
	const char *name;
	int priority;
} tables[] = {
	{ "raw", NF_IP_PRI_RAW }, { "mangle", NF_IP_PRI_MANGLE },
	{ "nat", NF_IP_PRI_NAT_DST },
	{ "filter", NF_IP_PRI_FILTER }, { "security", NF_IP_PRI_SECURITY },
};

/**
 * struct line - the words of a line
 * @word: the words; text in quotes is one word, which begins with the quote
 * @count: how many
 */
struct line {
	const char *word[WORDS_MAX];
	size_t count;
};

/* Takes a word off the text. Returns the text behind it. */
static char *next_word(char *c, struct line *line)
{
	line->word[line->count++] = c;
	if (*c == '"') {
		for (c++; *c && *c != '"'; c++)
			if (*c == '\\' && c[1])
				c++;
	} else {
		while (*c && *c != ' ')
			c++;
	}
	if (*c)
		*c++ = '\0';
	return c;
}

/* Cuts a line into words, in place. Returns the line after it. */
static char *cut_line(char *text, struct line *line)
{
	char *end = text + strcspn(text, "\n");
	char *next = *end ? end + 1 : NULL;

	*end = '\0';
	line->count = 0;
	while (line->count < WORDS_MAX) {
		text += strspn(text, " ");
		if (!*text)
			break;
		text = next_word(text, line);
	}
	return next;
}

static bool is_word(const struct line *line, size_t i, const char *word)
{
	return i < line->count && !strcmp(line->word[i], word);
}

/* A chain with a policy is one that the kernel asks. */
static void read_base(struct rules_chain *chain, const struct line *line)
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

static void read_rule(struct rules *rules, struct rules_chain *chain,
		      const struct line *line)
{
	for (size_t i = 2; i + 1 < line->count; i++) {
		if (!is_word(line, i, "-j") && !is_word(line, i, "-g"))
			continue;
		if (rules_is_refusal(line->word[i + 1]))
			chain->refuses = true;
		else
			rules_add_jump(rules, chain, line->word[i + 1]);
		return;
	}
}

/**
 * rules_read_save() - read the output of iptables-save
 * @rules: gets its chains
 * @text: is cut up
 * @tool: the program that changes these rules, a constant
 * @family: "ip" or "ip6", a constant
 */
void rules_read_save(struct rules *rules, char *text, const char *tool,
		     const char *family)
{
	struct rules_chain *chain;
	const char *table = "";
	struct line line;

	while (text) {
		text = cut_line(text, &line);
		if (!line.count)
			continue;
		if (line.word[0][0] == '*') {
			table = line.word[0] + 1;
		} else if (line.word[0][0] == ':') {
			chain = rules_add_chain(rules, tool, family, table,
						line.word[0] + 1);
			if (chain)
				read_base(chain, &line);
		} else if (is_word(&line, 0, "-A") && line.count > 2) {
			chain = rules_find(rules, tool, family, table,
					   line.word[1]);
			if (chain)
				read_rule(rules, chain, &line);
		}
	}
}
