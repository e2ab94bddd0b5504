// SPDX-License-Identifier: GPL-2.0
/* "test": the verdict on a packet that does not exist. */
#include <stdio.h>

#include "cmd/fix.h"
#include "cmd/run.h"
#include "host/bridge.h"
#include "host/dnat.h"
#include "lang/vocabulary.h"
#include "lib/colour.h"
#include "lib/json.h"
#include "net/policy.h"
#include "net/policytext.h"
#include "net/report.h"
#include "net/settings.h"
#include "net/verdict.h"

static void print_text(const struct verdict *v, const struct fixes *fixes,
		       const char *to, const struct missed *missed)
{
	const struct reason *reason = &reasons[v->reason];
	enum colour state = v->accepted ? COLOUR_GOOD : COLOUR_BAD;

	printf("verdict  %s%s%s\n", colour(state), v->action,
	       colour_end(state));
	printf("reason   %s (%s)\n", reason->word, reason->text);
	if (v->line[0])
		printf("line     %s\n", v->line);
	for (size_t i = 0; fixes && i < fixes->count; i++)
		printf("fix      %s\n", fixes->line[i]);
	if (fixes && !fixes->count)
		puts("fix      no single line");
	if (missed)
		printf("note     '%s' is for packets in by%s: add 'in%s'\n", missed->line,
		       missed->dev, missed->in);
	if (to[0])
		printf("note     by others nat -> %s, which is judged: 'set published off'\n",
		       to);
	if (!v->enabled)
		puts("note     sfw is disabled: every packet passes until 'sfwctl enable'");
}

static bool judges_published(struct nl *nl)
{
	__u32 value;

	return setting_get(nl, false, SFW_S_PUBLISHED, &value) ||
	       value != SFW_PUBLISHED_OFF;
}

/* A bridge that asks netfilter has blocks and the reverse path judged all the same. */
static void print_bridge(const struct probe *probe, const struct verdict *v)
{
	char bridge[SFW_DEV_MAX + 1];

	if (v->reason != SFW_R_BLOCKED && v->reason != SFW_R_RPFILTER &&
	    bridge_keeps(probe, bridge))
		printf("note     %s is a bridge: what stays within it is not judged\n",
		       bridge);
}

/*
 * The kernel judges a port as if nobody led it elsewhere. With "published off" it judges
 * where a packet goes. Only this host's own rules are known.
 */
static int judge_led(struct nl *nl, struct probe *probe, struct verdict *v,
		     char to[TRANSLATION_TO_MAX])
{
	if (v->reason == SFW_R_LO || judges_published(nl) ||
	    !dnat_away(probe, to))
		return 0;
	return verdict_get(nl, probe, v);
}

static int find_out(void *found, const struct command *cmd)
{
	*(bool *)found |= cmd->cmd == SFW_CMD_LAN_ADD && cmd->entry.out[0];
	return 0;
}

/* Of a file nobody knows by which interface a packet would leave. */
static bool lacks_route(struct nl *nl, const struct verdict *v)
{
	struct policy policy;
	bool found = false;

	if (v->reason != SFW_R_NO_FORWARD)
		return false;
	if (!policy_get(nl, SFW_OBJ_LAN, &policy))
		policytext_each(&policy, find_out, &found);
	policy_free(&policy);
	return found;
}

static void print_json(const struct verdict *v, const struct fixes *fixes)
{
	struct json j;

	json_start(&j, stdout);
	json_string(&j, "verdict", v->action);
	json_bool(&j, "accepted", v->accepted);
	json_string(&j, "reason", reasons[v->reason].word);
	json_string(&j, "line", v->line);
	json_bool(&j, "enabled", v->enabled);
	if (fixes) {
		json_open(&j, "fix", '[');
		for (size_t i = 0; i < fixes->count; i++)
			json_string(&j, NULL, fixes->line[i]);
		json_close(&j, ']');
	}
	json_finish(&j);
}

int run_test(const struct options *opt, const struct words *words,
	     struct parser *p)
{
	struct missed missed, *by_dev = NULL;
	struct fixes fixes, *wanted = NULL;
	char to[TRANSLATION_TO_MAX] = "";
	bool here = !opt->policy, unrouted = false, wants_fix;
	struct verdict verdict;
	struct probe probe;
	struct nl nl;
	int ret;

	if (parse_test(p, &probe, &wants_fix))
		return STATUS_WORDS;
	if (wants_fix)
		wanted = &fixes;
	ret = nl_open(&nl);
	if (!ret)
		ret = verdict_get(&nl, &probe, &verdict);
	if (!ret && here)
		ret = judge_led(&nl, &probe, &verdict, to);
	else if (!ret)
		unrouted = lacks_route(&nl, &verdict);
	if (!ret && missed_find(&nl, &probe, &verdict, &missed))
		by_dev = &missed;
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (wanted)
		fix_find(words->table, &probe, &verdict, by_dev, wanted);
	if (opt->json)
		print_json(&verdict, wanted);
	else
		print_text(&verdict, wanted, to, by_dev);
	if (!opt->json && here && !to[0])
		print_bridge(&probe, &verdict);
	if (!opt->json && unrouted)
		puts("note     a file has no routes: 'lan ... out' lets nothing through here");
	return verdict.accepted ? STATUS_DONE : STATUS_REFUSED;
}
