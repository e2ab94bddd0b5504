// SPDX-License-Identifier: GPL-2.0
/* The words of "stats", "why", "events" and "refused". */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "lang/parser.h"
#include "lang/vocabulary.h"
#include "lib/wordset.h"

#define REFUSED_DEFAULT	20	/* refusals that are shown */

/**
 * parse_stats() - the words of "stats"
 * @p: the arguments
 * @prometheus: whether the text format of Prometheus is asked for
 *
 * Return: 0 or -EINVAL.
 */
int parse_stats(struct parser *p, bool *prometheus)
{
	unsigned int seen = 0;
	int option;

	*prometheus = p->at < p->count;
	if (*prometheus && parse_option(p, "--prometheus", &seen, &option))
		return -EINVAL;
	return parse_end(p);
}

/**
 * parse_why() - the words of "why"
 * @p: the arguments
 * @addr: the address; bytes that mean nothing are zero
 *
 * Return: 0 or -EINVAL.
 */
int parse_why(struct parser *p, struct address *addr)
{
	return parse_addr(p, addr) ? -EINVAL : parse_end(p);
}

static int parse_reason(struct parser *p, __u32 *set)
{
	int index;

	if (parse_need(p, "REASON"))
		return -EINVAL;
	index = wordset_index(refused_reasons, p->words[p->at]);
	if (index < 0)
		return parse_unknown(p, refused_reasons);
	*set |= SFW_REFUSED_BIT(SFW_REFUSED_FIRST + index);
	p->at++;
	return 0;
}

static int parse_from(struct parser *p, struct wanted *wanted)
{
	struct entry entry = { 0 };

	if (parse_sources(p, &entry))
		return -EINVAL;
	if (entry_sources(&entry) > 1 && entry.group_count) {
		p->at--;
		return parse_fail(p, "%s: one group, or prefixes",
				  printable(p->words[p->at]).text);
	}
	memcpy(wanted->group, entry.groups[0], sizeof(wanted->group));
	wanted->from_count = entry.from_count;
	memcpy(wanted->from, entry.from, sizeof(wanted->from));
	return 0;
}

/* All words to the end; reasons add up. */
static int parse_wanted(struct parser *p, struct wanted *wanted)
{
	unsigned int seen = 0;
	int option;

	while (p->at < p->count) {
		seen &= ~1U;
		if (parse_option(p, "reason|from", &seen, &option) ||
		    (option ? parse_from(p, wanted) :
			      parse_reason(p, &wanted->reasons)))
			return -EINVAL;
	}
	return 0;
}

/**
 * parse_events() - the words of "events"
 * @p: the arguments
 * @wanted: which events are asked for
 *
 * Return: 0 or -EINVAL.
 */
int parse_events(struct parser *p, struct wanted *wanted)
{
	memset(wanted, 0, sizeof(*wanted));
	return parse_wanted(p, wanted);
}

/**
 * parse_refused() - the words of "refused"
 * @p: the arguments
 * @wanted: which refusals are asked for
 *
 * Return: 0 or -EINVAL.
 */
int parse_refused(struct parser *p, struct wanted *wanted)
{
	const char *word = p->at < p->count ? p->words[p->at] : "";

	memset(wanted, 0, sizeof(*wanted));
	wanted->count = REFUSED_DEFAULT;
	if (isdigit((unsigned char)*word)) {
		if (!parse_number(word, 1, SFW_REFUSED_MAX, &wanted->count))
			return parse_fail(p, "%s is no number from 1 to %u",
					  printable(word).text, SFW_REFUSED_MAX);
		p->at++;
	}
	return parse_wanted(p, wanted);
}
