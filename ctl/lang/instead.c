// SPDX-License-Identifier: GPL-2.0
/* Words that are wrong, and the command that was meant, ready to be typed. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lang/format.h"
#include "lang/instead.h"
#include "lang/meant.h"
#include "lang/ufw.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

#define OTHERS_DEV	"in|on"
#define PORT_OPTIONS	"from|dev|guard|knock|for|comment|" OTHERS_DEV

/* Options of a port, from @first on: a word, and its argument. */
static void add_options(const struct parser *p, int first, char *text, size_t size)
{
	size_t used = 0;

	for (int i = first; i < p->count; i++) {
		if ((i - first) % 2 == 0 && wordset_index(OTHERS_DEV, p->words[i]) >= 0)
			format_word("dev", text + used, size - used);
		else
			parse_text(p, i, i + 1, text + used, size - used);
		used += strlen(text + used);
	}
}

static const char *word_at(const struct parser *p, int at)
{
	return at < p->count ? p->words[at] : NULL;
}

static bool are_options(const struct parser *p, int at)
{
	for (; at < p->count; at += 2)
		if (wordset_index(PORT_OPTIONS, p->words[at]) < 0)
			return false;
	return true;
}

/*
 * Words from @at on, in the place of those from @from on; returns 0 where they are no
 * ports, where no option is behind them, or where nothing about them is wrong.
 */
static int ports_instead(struct parser *p, int from, int at, const char *verb)
{
	const char *first = word_at(p, at);
	char text[256] = "";
	struct meant m;
	size_t used;

	if (!first || !meant_read(first, word_at(p, at + 1), &m) ||
	    !are_options(p, at + m.taken))
		return 0;
	if (!verb[0] && m.taken == 2 && !strcmp(first, m.proto) &&
	    !strcmp(p->words[at + 1], m.ports))
		return 0;
	used = parse_text(p, 0, from, text, sizeof(text));
	snprintf(text + used, sizeof(text) - used, " %s%s %s", verb, m.proto, m.ports);
	used += strlen(text + used);
	add_options(p, at + m.taken, text + used, sizeof(text) - used);
	return parse_meant(p, text);
}

/**
 * port_instead() - say how ports are written, where others write them otherwise
 * @p: the parser, of "port", at a word that is wrong
 *
 * Return: -EINVAL; or 0 when the word is nobody's.
 */
int port_instead(struct parser *p)
{
	const char *word = p->words[p->at];
	char service[MEANT_PORTS_MAX];
	int ret;

	if (p->at > 3)
		return 0;
	ret = p->at == 1 ? ports_instead(p, 1, 1, "add ") : ports_instead(p, 2, 2, "");
	if (!ret && p->at == 3 && (isupper((unsigned char)word[0]) || strchr(word, ' ')) &&
	    !meant_service(word, service, sizeof(service)))
		return parse_instead(p, 2, 1, "app");
	return ret;
}

/* A word of ip, wg, fail2ban or systemctl, and ours. */
struct synonym {
	const char *word;
	const char *ours;
	bool alone;	/* ours stands alone: the rest goes */
};

static int synonym_instead(struct parser *p, const struct synonym *s)
{
	bool lists = p->at == 1 && !strcmp(s->ours, "list");
	bool alone = s->alone || (lists && strcmp(p->words[0], "group"));
	char verb[WORDSET_WORD_MAX];

	snprintf(verb, sizeof(verb), "%s ", s->ours);
	if (p->at == 1 && !lists && !strcmp(p->words[0], "port") &&
	    ports_instead(p, 1, 2, verb))
		return -EINVAL;
	return parse_instead(p, p->at, alone ? p->count - p->at : 1, "%s", s->ours);
}

/* Recent lists are nothing that a file has. */
static int verb_instead(struct parser *p, const char *verbs)
{
	static const struct synonym synonyms[] = {
		{ "show", "list", false }, { "ls", "list", false },
		{ "remove", "del", false }, { "rm", "del", false },
		{ "create", "new", false }, { "create", "add", false },
		{ "new", "add", false },
	};

	if (p->in_file && !strcmp(p->words[0], "list"))
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(synonyms); i++)
		if (!strcmp(p->words[p->at], synonyms[i].word) &&
		    wordset_index(verbs, synonyms[i].ours) >= 0)
			return synonym_instead(p, &synonyms[i]);
	return 0;
}

/* A policy file takes some commands, and no option. */
static bool fits(const char *commands, const char *ours)
{
	char first[WORDSET_WORD_MAX];

	if (*ours == '-')
		ours = "status";
	snprintf(first, sizeof(first), "%.*s", (int)strcspn(ours, " "), ours);
	return wordset_index(commands, first) >= 0;
}

static int object_instead(struct parser *p, const char *commands)
{
	static const struct synonym synonyms[] = {
		{ "ban", "block add", false }, { "unban", "block del", false },
		{ "unblock", "block del", false }, { "show", "status", true },
		{ "start", "enable", true }, { "stop", "disable", true },
		{ "restart", "restore", true }, { "log", "refused", true },
		{ "version", "--version", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(synonyms); i++)
		if (!strcmp(p->words[p->at], synonyms[i].word) &&
		    fits(commands, synonyms[i].ours))
			return synonym_instead(p, &synonyms[i]);
	return 0;
}

/* Words between the object and one that stands behind "add"; NULL for any other. */
static const char *left_out(const char *object, const char *word)
{
	bool is_address = strpbrk(word, ".:/") &&
			  !word[strspn(word, "0123456789abcdefABCDEF.:/")];

	if (!strcmp(object, "trust"))
		return is_address ? "add from" :
		       wordset_index("from|dev", word) >= 0 ? "add" : NULL;
	if (!strcmp(object, "block") || !strcmp(object, "exempt"))
		return is_address ? "add" : NULL;
	return NULL;
}

/**
 * command_instead() - name the command that was meant
 * @p: the parser, at a first word that is wrong, or at a verb that its object lacks
 * @choices: words that may stand there, as in wordset.h
 *
 * Return: -EINVAL; or 0 when the word is nobody's.
 */
int command_instead(struct parser *p, const char *choices)
{
	const char *missing;
	int ret;

	if (!p->at) {
		ret = ufw_explain(p);
		return ret ? ret : object_instead(p, choices);
	}
	ret = strcmp(p->words[0], "port") ? 0 : port_instead(p);
	if (ret)
		return ret;
	missing = left_out(p->words[0], p->words[1]);
	return missing ? parse_instead(p, 1, 0, "%s", missing) : verb_instead(p, choices);
}
