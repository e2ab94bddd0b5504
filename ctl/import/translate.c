// SPDX-License-Identifier: GPL-2.0
/* From the rules of iptables to a policy of sfw. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "import/dnat.h"
#include "import/draft.h"
#include "import/import.h"
#include "lang/format.h"
#include "lib/grow.h"
#include "lib/utf8.h"

static int translate(struct draft *draft)
{
	int ret;

	ret = dnat_hosts(draft->set, draft->family);
	if (!ret)
		ret = import_spoofed(draft);
	if (!ret)
		ret = import_input(draft);
	return ret ? ret : import_forward(draft);
}

/* No byte of a line may end the remark that it stands in. */
static void print_clean(const char *text, FILE *out)
{
	while (*text) {
		size_t len = utf8_char(text);

		if (!len || utf8_control(text))
			putc('?', out);
		else
			fwrite(text, 1, len, out);
		text += len ? len : 1;
	}
}

static void print_remark(const char *before, const char *line, FILE *out)
{
	fprintf(out, "# %s", before);
	print_clean(line, out);
	putc('\n', out);
}

/* The next line of a text; false behind the last. */
static bool next_line(const char **text, char line[LINE_MAX_BYTES])
{
	size_t len = *text ? strcspn(*text, "\n") : 0;

	if (!*text || !**text)
		return false;
	snprintf(line, LINE_MAX_BYTES, "%.*s", (int)len, *text);
	*text += len + ((*text)[len] == '\n');
	return true;
}

/* Each line of a text, as a remark. */
static void print_lines(const char *text, const char *before, FILE *out)
{
	char line[LINE_MAX_BYTES];

	while (next_line(&text, line))
		print_remark(before, line, out);
}

/**
 * struct offers - the lines that are offered: who types all of them types none twice
 * @at: their places
 * @count: how many there are
 */
struct offers {
	char **at;
	size_t count;
};

static bool is_offered(const struct offers *offers, const char *line)
{
	for (size_t i = 0; i < offers->count; i++)
		if (!strcmp(offers->at[i], line))
			return true;
	return false;
}

/* A line that a rule above offers, too, is named behind the reason. */
static int print_offer(struct offers *offers, const char *text, FILE *out)
{
	char line[LINE_MAX_BYTES], **place;

	while (next_line(&text, line)) {
		if (is_offered(offers, line)) {
			print_remark("  as above: ", line, out);
			continue;
		}
		print_remark("", line, out);
		place = grow(&offers->at, &offers->count, sizeof(*place));
		if (place)
			*place = strdup(line);
		if (!place || !*place)
			return -ENOMEM;
	}
	return 0;
}

static void offers_free(struct offers *offers)
{
	for (size_t i = 0; i < offers->count; i++)
		free(offers->at[i]);
	free(offers->at);
}

/* Rules that stand for the same one, of both families for instance, say the same once. */
static bool is_twin(const struct rule *a, const struct rule *b)
{
	return a->origin && a->origin == b->origin && !strcmp(a->text, b->text) &&
	       !strcmp(a->reason, b->reason);
}

static bool is_said(const struct ruleset *set, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_twin(set->rules[at], set->rules[i]))
			return true;
	return false;
}

static int print_offers(const struct ruleset *set, size_t at, struct offers *offers, FILE *out)
{
	const char *said = set->rules[at]->offer;
	int ret = print_offer(offers, said, out);

	for (size_t i = at + 1; i < set->count && !ret; i++) {
		const char *offer = set->rules[i]->offer;

		if (offer && is_twin(set->rules[at], set->rules[i]) &&
		    (!said || strcmp(said, offer))) {
			ret = print_offer(offers, offer, out);
			said = offer;
		}
	}
	return ret;
}

static int print_reasons(const struct ruleset *set, FILE *out, unsigned int *lost)
{
	struct offers offers = { .count = 0 };
	int ret = 0;

	*lost = 0;
	for (size_t i = 0; i < set->count && !ret; i++) {
		const struct rule *rule = set->rules[i];

		if (!rule->reason[0] || is_said(set, i))
			continue;
		*lost += rule->lost;
		if (rule->text) {
			struct place place = rule_place(rule);

			fprintf(out, "# ");
			if (rule->file || rule->line)
				fprintf(out, "%s: ", place.text);
			print_clean(rule->text, out);
			putc('\n', out);
		}
		print_lines(rule->reason, rule->text ? "  " : "", out);
		ret = print_offers(set, i, &offers, out);
	}
	offers_free(&offers);
	return ret;
}

/**
 * import_translate() - print the policy that rules come to
 * @set: the file, which ruleset_finish() has found to make sense
 * @out: where to
 * @lost: how many rules are not carried over as they are, each of which is
 *	  printed as a remark with the reason
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many rules.
 */
int import_translate(struct ruleset *set, FILE *out, unsigned int *lost)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct draft drafts[2], *given[2] = { NULL, NULL };
	int ret = 0;

	for (int i = 0; i < 2; i++) {
		draft_start(&drafts[i], set, families[i]);
		if (!ruleset_table(set, families[i], NULL))
			continue;
		given[i] = &drafts[i];
		if (!ret)
			ret = translate(given[i]);
	}
	for (int i = 0; i < 2 && !ret; i++)
		if (given[i])
			ret = import_rest(given[i]);
	if (!ret && given[0] && given[1])
		ret = draft_merge(given[0], given[1]);
	if (!ret) {
		for (int i = 0; i < 2; i++) {
			draft_pings(&drafts[i]);
			draft_comments(&drafts[i]);
		}
		draft_print(given[0], given[1], out);
		ret = print_reasons(set, out, lost);
	}
	draft_free(&drafts[0]);
	draft_free(&drafts[1]);
	return ret;
}
