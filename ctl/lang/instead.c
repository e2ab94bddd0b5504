// SPDX-License-Identifier: GPL-2.0
/* Words that are wrong, and the command that was meant, ready to be typed. */
#include <ctype.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lang/format.h"
#include "lang/instead.h"
#include "lang/protocol.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

#define PORTS_LAST	3	/* word of "port": behind it are options */

/* A port, range, or list of them; a range may have a colon. */
static bool is_ports(const char *word, size_t len)
{
	return len && isdigit((unsigned char)word[0]) &&
	       strspn(word, "0123456789-:,") >= len;
}

/* Ports as we write ranges. */
static void write_ports(const char *word, size_t len, char *text, size_t size)
{
	snprintf(text, size, "%.*s", (int)len, word);
	for (char *c = text; *c; c++)
		if (*c == ':')
			*c = '-';
}

static size_t add_words(const struct parser *p, int first, int last, char *text,
			size_t size)
{
	bool has_ports = !strcmp(p->words[0], "port");
	size_t used = 0;

	for (int i = first; i < last; i++) {
		const char *word = p->words[i];
		char ports[128];

		if (has_ports && i <= PORTS_LAST && is_ports(word, strlen(word))) {
			write_ports(word, strlen(word), ports, sizeof(ports));
			word = ports;
		}
		format_word(word, text + used, size - used);
		used += strlen(text + used);
	}
	return used;
}

/**
 * parse_instead() - say that the next word is wrong, and the line that was meant
 * @p: the parser
 * @from: first of the words that others stand for
 * @taken: how many they are; those behind them stay as they are
 * @format: as of printf: the words in their place
 *
 * Return: -EINVAL.
 */
int parse_instead(struct parser *p, int from, int taken, const char *format,
		  ...)
{
	char text[256] = "", words[128];
	size_t used = add_words(p, 0, from, text, sizeof(text));
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	snprintf(text + used, sizeof(text) - used, " %s", words);
	used += strlen(text + used);
	add_words(p, from + taken, p->count, text + used, sizeof(text) - used);
	return parse_fail(p, "%s was not understood; type: sfwctl%s",
			  printable(p->words[p->at]).text,
			  printable_line(text));
}

/**
 * service_protocols() - protocols that a service is known for
 * @service: its name
 *
 * Return: as "port add" takes them, or NULL when there is no such service.
 */
const char *service_protocols(const char *service)
{
	bool tcp = getservbyname(service, "tcp");
	bool udp = getservbyname(service, "udp");

	return tcp && udp ? "tcp,udp" : tcp ? "tcp" : udp ? "udp" : NULL;
}

/**
 * port_instead() - say how ports are written, where others write them otherwise
 * @p: the parser, of "port add" or "port del", at a word that is wrong
 *
 * Return: -EINVAL; or 0 when the word is nobody's.
 */
int port_instead(struct parser *p)
{
	const char *word = p->words[p->at], *slash = strchr(word, '/');
	size_t len = strcspn(word, "/");
	char ports[128];

	write_ports(word, len, ports, sizeof(ports));
	if (p->at == 3 && is_ports(word, len) &&
	    (strchr(word, ':') || (slash && !strcmp(slash + 1, p->words[2]))))
		return parse_instead(p, 3, 1, "%s", ports);
	if (p->at == 3 && (isupper((unsigned char)word[0]) || strchr(word, ' ')))
		return parse_instead(p, 2, 1, "app");
	if (p->at != 2)
		return 0;
	if (!strcmp(word, "any") || !strcmp(word, "all") || !strcmp(word, "both"))
		return parse_instead(p, 2, 1, "tcp,udp");
	if (slash && slash[1] && is_ports(word, len))
		return parse_instead(p, 2, 1, "%s %s", slash + 1, ports);
	if (is_ports(word, len) && !slash &&
	    (p->count == 3 || !is_ports(p->words[3], strlen(p->words[3]))))
		return parse_instead(p, 2, 0, "tcp,udp");
	if (service_protocols(word) && protocol_number(word) < 0)
		return parse_instead(p, 2, 0, "%s", service_protocols(word));
	return 0;
}

/* A word of ip, wg, fail2ban or systemctl, and ours. */
struct synonym {
	const char *word;
	const char *ours;
	bool alone;	/* ours stands alone: the rest goes */
};

static int synonym_instead(struct parser *p, const struct synonym *s)
{
	return parse_instead(p, p->at, s->alone ? p->count - p->at : 1, "%s", s->ours);
}

/**
 * verb_instead() - name the verb that others call otherwise
 * @p: the parser, at a verb that the object does not have
 * @verbs: those that it has, as in wordset.h
 *
 * Return: -EINVAL; or 0 when the word is nobody's.
 */
int verb_instead(struct parser *p, const char *verbs)
{
	static const struct synonym synonyms[] = {
		{ "show", "list", false }, { "ls", "list", false },
		{ "remove", "del", false }, { "rm", "del", false },
		{ "create", "new", false }, { "create", "add", false },
		{ "new", "add", false },
	};

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

/**
 * command_instead() - name the command that others call otherwise
 * @p: the parser, at a first word that is wrong
 * @commands: those that may stand here, as in wordset.h
 *
 * Return: -EINVAL; or 0 when the word is nobody's.
 */
int command_instead(struct parser *p, const char *commands)
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
