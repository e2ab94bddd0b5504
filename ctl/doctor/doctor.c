// SPDX-License-Identifier: GPL-2.0
/* "doctor": faults around the firewall, and the commands that mend them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "host/ip_forward.h"
#include "lib/json.h"
#include "net/overview.h"
#include "net/report.h"
#include "net/saved.h"
#include "net/settings.h"

static void read_policy(struct doctor_facts *facts, const struct overview *view)
{
	const struct policy *policy = &view->policy;
	struct values values;

	values_read(&values, policy);
	facts->rpfilter = values.at[SFW_S_RPFILTER];
	facts->direct = values.at[SFW_S_DIRECT];
	facts->direct_off = doctor_direct_off(policy, &values);
	facts->forward_off = values.at[SFW_S_FORWARD] == SFW_FORWARD_OFF;
	facts->unforwarded = ip_forward_needed(policy) & ip_forward_is(false);
	advertised_settings(facts->advertised, sizeof(facts->advertised));
	facts->enabled = overview_enabled(view);
	facts->opens = policy_opens(policy);
	facts->closes = policy_closes(policy);
	doctor_idle_group(policy, facts->idle_group);
	doctor_containers(&facts->containers, policy);
	facts->containers.enabled = facts->enabled;
	doctor_shared_ports(&facts->shared_ports, policy);
	doctor_pair(&facts->pair, policy);
	facts->pair.enabled = facts->enabled;
	snprintf(facts->module, sizeof(facts->module), "%s",
		 decode_string(&view->attrs, SFW_A_VERSION));
}

/* A module that is not loaded is a finding, too, and no error. */
static int gather(struct doctor_facts *facts, struct nl *nl,
		  const struct action *table)
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
	if (facts->module[0])
		facts->saved = saved_compare(table);
	else
		facts->saved = access(SFW_CONF, F_OK) ? SAVED_NONE : SAVED_SAME;
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
	if (!findings->faults)
		puts("nothing found");
}

static void print_array(struct json *j, const char *name,
			const struct doctor_findings *findings, bool notes)
{
	json_open(j, name, '[');
	for (unsigned int i = 0; i < findings->count; i++) {
		if (findings->at[i].is_note != notes)
			continue;
		json_open(j, NULL, '{');
		json_string(j, "check", findings->at[i].check);
		json_string(j, "text", findings->at[i].text);
		json_string(j, "command", findings->at[i].command);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void print_json(const struct doctor_findings *findings)
{
	struct json j;

	json_start(&j, stdout);
	print_array(&j, "findings", findings, false);
	if (findings->count > findings->faults)
		print_array(&j, "notes", findings, true);
	json_finish(&j);
}

static int examine(const struct options *opt, struct doctor_facts *facts,
		   struct doctor_findings *findings, const struct words *words)
{
	struct nl nl;
	int ret = gather(facts, &nl, words->table);

	if (ret)
		return report_kernel(&nl, ret, words);
	doctor_judge(facts, findings);
	if (opt->json)
		print_json(findings);
	else
		print_text(findings);
	return findings->faults ? STATUS_REFUSED : STATUS_DONE;
}

int run_doctor(const struct options *opt, const struct words *words,
	       struct parser *p)
{
	struct doctor_findings *findings;
	struct doctor_facts *facts;
	int status;

	if (parse_end(p))
		return STATUS_WORDS;
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
