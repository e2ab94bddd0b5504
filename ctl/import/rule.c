// SPDX-License-Identifier: GPL-2.0
/* A rule of iptables, from words, and the remarks on it. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/option.h"
#include "import/words.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lib/compiler.h"
#include "lib/wordset.h"

#define PLACE_FILE	80	/* bytes of a file's name in a place */

/* The first word that is not understood is told, with its value. */
static void find_odd(struct reader *r, const char *word, const char *value)
{
	struct rule *rule = r->rule;

	rule->match.inexact = true;
	r->strange = true;
	if (!rule->unknown[0])
		snprintf(rule->unknown, sizeof(rule->unknown), "%s%.18s%s%.16s",
			 r->not ? "! " : "", printable(word).text,
			 *value ? " " : "", *value ? printable(value).text : "");
}

/* Options that make sense only together. */
static void finish(struct rule *rule)
{
	struct recent *recent = &rule->recent;

	if (recent->name[0] && recent->kind == RECENT_NONE)
		rule->match.inexact = true;
	if (recent->kind == RECENT_NONE)
		memset(recent, 0, sizeof(*recent));
	if (!rule->unknown[0] && rule->match.inexact)
		snprintf(rule->unknown, sizeof(rule->unknown), "these matches");
}

/* An option holds beside all those before it. */
static bool read_option(const struct option *option, struct reader *r)
{
	struct match *m = &r->rule->match, before = *m;
	bool known;

	match_all(m);
	m->proto = before.proto;	/* names of ports and of types are of one */
	m->path = before.path;		/* which takes several options */
	m->loose = before.loose;
	known = option->read(r);
	if (known)
		before.path = PATH_ANY;
	if (known && !match_and(&before, m))
		before.never = MATCH_NOTHING;
	*m = before;
	return known;
}

/**
 * rule_read() - read a rule
 * @rule: the result; its @text and @line stay
 * @words: the words of its line
 * @at: the first word behind the chain's name
 *
 * Return: false if the words are none of a rule.
 */
bool rule_read(struct rule *rule, const struct tokens *words, int at)
{
	struct reader r = { .rule = rule };

	match_all(&rule->match);
	while (at < words->count) {
		const char *word = words->at[at];
		const struct option *option = option_find(&r, word);

		r.at = &words->at[++at];
		if (!strcmp(word, "!")) {
			r.not = true;
			continue;
		}
		if (!option && word[0] != '-' && !r.strange)
			return false;
		if (option && at + option->values > words->count)
			return false;
		if (option) {
			at += option->values;
			r.strange = false;
			if (!read_option(option, &r))
				find_odd(&r, option->names_match ? *r.at : word,
					 option->values && !option->names_match ?
					 *r.at : "");
			r.strange &= option->names_match;
		} else {
			find_odd(&r, word, "");
		}
		r.not = false;
	}
	finish(rule);
	return true;
}

/* The family of an address that the option @before takes, 0 if it takes none. */
static int family_of_address(const char *before, const char *word)
{
	struct address first, last;
	struct prefix prefix;

	if (wordset_index("-s|-d", before) >= 0 && word_prefix(word, &prefix))
		return prefix.addr.family;
	if (wordset_index("--src-range|--dst-range", before) >= 0 &&
	    word_range(word, &first, &last))
		return first.family;
	return 0;
}

/* Words that iptables or ip6tables alone takes: iptables-extensions(8). */
static int family_of_word(const char *before, const char *word)
{
	static const struct {
		const char *before;
		const char *words;
		int family;
	} known[] = {
		{ "-p", "icmp|1", AF_INET },
		{ "-p", "ipv6-icmp|icmp6|icmpv6|58", AF_INET6 },
		{ "-m", "icmp|ttl", AF_INET },
		{ "-m", "icmp6|icmpv6|hl|frag|rt|hbh|dst|mh|srh|eui64|ipv6header",
		  AF_INET6 },
		{ "-j", "TTL|ECN|CLUSTERIP", AF_INET },
		{ "-j", "HL|SNPT|DNPT", AF_INET6 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcmp(before, known[i].before) &&
		    wordset_index(known[i].words, word) >= 0)
			return known[i].family;
	if (!strcmp(before, "--reject-with"))
		return !strncmp(word, "icmp6-", 6) ? AF_INET6 :
		       !strncmp(word, "icmp-", 5) ? AF_INET : 0;
	/* No option's value: a comment may be "-f". */
	return !strcmp(word, "-f") && strncmp(before, "--", 2) ? AF_INET : 0;
}

/**
 * rule_family() - which family words of a rule belong to
 * @words: the words of its line
 *
 * Return: AF_INET, AF_INET6, or 0 if nothing tells.
 */
int rule_family(const struct tokens *words)
{
	int family = 0;

	for (int i = 2; i < words->count && !family; i++) {
		const char *before = words->at[i - 1], *word = words->at[i];

		family = family_of_address(before, word);
		if (!family)
			family = family_of_word(before, word);
	}
	return family;
}

/**
 * rule_place() - where a rule stands
 * @rule: the rule
 *
 * Return: "line 7", "user.rules line 7", the name where lines say nothing, or the
 * rule itself where it stands in no file.
 */
struct place rule_place(const struct rule *rule)
{
	struct place place = { .text = "" };
	size_t len = 0;

	if (rule->file)
		len = snprintf(place.text, PLACE_FILE, "%s",
			       printable(rule->file).text);
	if (len >= PLACE_FILE)
		len = PLACE_FILE - 1;
	if (rule->line)
		snprintf(place.text + len, sizeof(place.text) - len, "%sline %u",
			 len ? " " : "", rule->line);
	else if (!len && rule->text)
		snprintf(place.text, sizeof(place.text), "\"%.*s\"", PLACE_FILE,
			 rule->text);
	return place;
}

static bool has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	for (; text && *text; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (!strncmp(text, line, len) &&
		    (!text[len] || text[len] == '\n'))
			return true;
	}
	return false;
}

/* A reason for which there is no room is left out: others are there. */
static void say(struct rule *rule, const char *format, va_list args)
{
	size_t len = strlen(rule->reason);
	char line[REASON_LINE];

	vsnprintf(line, sizeof(line), format, args);
	if (len + strlen(line) + 2 > sizeof(rule->reason) ||
	    has_line(rule->reason, line))
		return;
	sprintf(rule->reason + len, "%s%s", len ? "\n" : "", line);
}

/**
 * rule_lose() - say why a rule is not carried over as it is
 * @rule: the rule
 * @format: as of printf
 */
void rule_lose(struct rule *rule, const char *format, ...)
{
	va_list args;

	rule->lost = true;
	va_start(args, format);
	say(rule, format, args);
	va_end(args);
}

/**
 * rule_remark() - note something that changes no verdict
 * @rule: the rule
 * @format: as of printf
 */
void rule_remark(struct rule *rule, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(rule, format, args);
	va_end(args);
}

/**
 * rule_offer() - note a line that may be typed instead
 * @rule: the rule
 * @line: the line
 *
 * Return: 0 or -ENOMEM.
 */
int rule_offer(struct rule *rule, const char *line)
{
	size_t len = rule->offer ? strlen(rule->offer) : 0;
	char *offer;

	if (has_line(rule->offer, line))
		return 0;
	offer = realloc(rule->offer, len + strlen(line) + 2);
	if (!offer)
		return -ENOMEM;
	sprintf(offer + len, "%s%s", len ? "\n" : "", line);
	rule->offer = offer;
	return 0;
}
