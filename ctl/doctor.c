// SPDX-License-Identifier: GPL-2.0
/* "doctor": what is not as it should be around the firewall, and what mends it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diff.h"
#include "doctor.h"
#include "help.h"
#include "json.h"
#include "overview.h"
#include "report.h"
#include "setting.h"

static void read_policy(struct doctor_facts *facts, const struct overview *view)
{
	const struct policy *policy = &view->policy;
	struct values values;

	values_read(&values, policy);
	facts->rpfilter = values.at[SFW_S_RPFILTER] != SFW_RPFILTER_OFF;
	facts->forward_off = values.at[SFW_S_FORWARD] == SFW_FORWARD_OFF;
	facts->is_gateway = policy_count(policy, SFW_CMD_LAN_ADD) ||
			    policy_count(policy, SFW_CMD_MASQ_ADD) ||
			    policy_count(policy, SFW_CMD_FORWARD_ADD);
	facts->enabled = overview_enabled(view);
	snprintf(facts->module, sizeof(facts->module), "%s",
		 decode_string(&view->attrs, SFW_A_VERSION));
}

static enum doctor_saved compare_saved(const struct doctor_facts *facts)
{
	bool same;

	if (access(SFW_CONF, F_OK))
		return SAVED_NONE;
	if (!facts->module[0])
		return SAVED_SAME;
	if (diff_same(SFW_CONF, &same))
		return SAVED_BROKEN;
	return same ? SAVED_SAME : SAVED_DIFFERS;
}

/* A module that is not loaded is a finding, too, and no error. */
static int gather(struct doctor_facts *facts, struct nl *nl)
{
	struct overview view;
	int ret = overview_get(nl, &view);

	nl_close(nl);
	if (!ret && !view.may_read)
		ret = -EPERM;
	if (!ret)
		read_policy(facts, &view);
	overview_free(&view);
	if (ret && (nl->family || ret != -ENOENT))
		return ret;
	snprintf(facts->tool, sizeof(facts->tool), "%s", SFW_VERSION);
	facts->saved = compare_saved(facts);
	doctor_kernels(facts, "");
	doctor_system(facts, "");
	doctor_rules(&facts->rules);
	return 0;
}

static void print_text(const struct doctor_findings *findings)
{
	for (unsigned int i = 0; i < findings->count; i++)
		printf("%-10s %s\n%-10s %s\n", findings->at[i].check,
		       findings->at[i].text, "", findings->at[i].command);
	if (!findings->count)
		puts("nothing found");
}

static void print_json(const struct doctor_findings *findings)
{
	struct json j;

	json_start(&j, stdout);
	json_open(&j, "findings", '[');
	for (unsigned int i = 0; i < findings->count; i++) {
		json_open(&j, NULL, '{');
		json_string(&j, "check", findings->at[i].check);
		json_string(&j, "text", findings->at[i].text);
		json_string(&j, "command", findings->at[i].command);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_finish(&j);
}

static int examine(const struct options *opt, struct doctor_facts *facts,
		   struct doctor_findings *findings, const struct words *words)
{
	struct nl nl;
	int ret = gather(facts, &nl);

	if (ret)
		return report_kernel(&nl, ret, words);
	doctor_judge(facts, findings);
	if (opt->json)
		print_json(findings);
	else
		print_text(findings);
	return findings->count ? STATUS_REFUSED : STATUS_DONE;
}

/**
 * query_doctor() - "doctor"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_doctor(const struct options *opt, const struct words *words)
{
	struct doctor_findings *findings;
	struct doctor_facts *facts;
	struct parse_error err;
	int status;

	if (parse_no_words(words->at, words->count, 1, &err))
		return help_words(words, &err);
	facts = calloc(1, sizeof(*facts));
	findings = calloc(1, sizeof(*findings));
	if (facts && findings) {
		status = examine(opt, facts, findings, words);
	} else {
		fprintf(stderr, "sfwctl: %s\n", strerror(ENOMEM));
		status = STATUS_REFUSED;
	}
	if (facts)
		rules_free(&facts->rules);
	free(facts);
	free(findings);
	return status;
}
