// SPDX-License-Identifier: GPL-2.0
/* "test": what would happen to a packet. */
#include <stdio.h>

#include "colour.h"
#include "help.h"
#include "json.h"
#include "report.h"
#include "verdict.h"
#include "vocabulary.h"

static void print_text(const struct verdict *v)
{
	const struct reason *reason = &reasons[v->reason];
	enum colour state = v->accepted ? COLOUR_GOOD : COLOUR_BAD;

	printf("verdict  %s%s%s\n", colour(state), v->action,
	       colour_end(state));
	printf("reason   %s (%s)\n", reason->word, reason->text);
	if (v->line[0])
		printf("line     %s\n", v->line);
	if (!v->enabled)
		puts("note     sfw is disabled: every packet passes until 'sfwctl enable'");
}

static void print_json(const struct verdict *v)
{
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "verdict", v->action);
	json_bool(&j, "accepted", v->accepted);
	json_string(&j, "reason", reasons[v->reason].word);
	json_string(&j, "line", v->line);
	json_bool(&j, "enabled", v->enabled);
	json_finish(&j);
}

/**
 * query_test() - "test"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_test(const struct options *opt, const struct words *words)
{
	struct parse_error err;
	struct verdict verdict;
	struct probe probe;
	struct nl nl;
	int ret;

	if (parse_probe(words->at, words->count, &probe, &err))
		return help_words(words, &err);
	ret = nl_open(&nl);
	if (!ret)
		ret = verdict_get(&nl, &probe, &verdict);
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (opt->json)
		print_json(&verdict);
	else
		print_text(&verdict);
	return verdict.accepted ? STATUS_DONE : STATUS_REFUSED;
}
