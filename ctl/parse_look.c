// SPDX-License-Identifier: GPL-2.0
/* The words of "stats", "why" and "events". */
#include <errno.h>
#include <string.h>

#include "choices.h"
#include "parser.h"
#include "vocabulary.h"

/**
 * parse_stats() - the words of "stats"
 * @words: the words of the line
 * @count: how many
 * @prometheus: whether the text format of Prometheus is asked for
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_stats(const char *const words[], int count, bool *prometheus,
		struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 1, .error = err,
	};
	unsigned int seen = 0;
	int option;

	*prometheus = count > 1;
	if (*prometheus && parse_option(&p, "--prometheus", &seen, &option))
		return -EINVAL;
	return parse_end(&p);
}

/**
 * parse_why() - the words of "why"
 * @words: the words of the line
 * @count: how many
 * @addr: the address; bytes that mean nothing are zero
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_why(const char *const words[], int count, struct address *addr,
	      struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 1, .error = err,
	};

	return parse_addr(&p, addr) ? -EINVAL : parse_end(&p);
}

static int parse_reason(struct parser *p, enum sfw_reason *reason)
{
	int index;

	if (parse_need(p, "REASON"))
		return -EINVAL;
	index = choice_index(refusals, p->words[p->at]);
	if (index < 0)
		return parse_unknown(p, refusals);
	*reason = SFW_REFUSED_FIRST + index;
	p->at++;
	return 0;
}

static int parse_from(struct parser *p, struct wanted *wanted)
{
	struct entry entry = { 0 };

	if (parse_prefixes(p, &entry))
		return -EINVAL;
	wanted->from_count = entry.from_count;
	memcpy(wanted->from, entry.from, sizeof(wanted->from));
	return 0;
}

/**
 * parse_events() - the words of "events"
 * @words: the words of the line
 * @count: how many
 * @wanted: which events are asked for
 * @err: what is wrong otherwise
 *
 * Return: 0 or -EINVAL.
 */
int parse_events(const char *const words[], int count, struct wanted *wanted,
		 struct parse_error *err)
{
	struct parser p = {
		.words = words, .count = count, .at = 1, .error = err,
	};
	unsigned int seen = 0;
	int option;

	memset(wanted, 0, sizeof(*wanted));
	wanted->reason = SFW_R_MAX;
	while (p.at < count) {
		if (parse_option(&p, "reason|from", &seen, &option) ||
		    (option ? parse_from(&p, wanted) :
			      parse_reason(&p, &wanted->reason)))
			return -EINVAL;
	}
	return 0;
}
