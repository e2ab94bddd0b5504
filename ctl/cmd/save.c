// SPDX-License-Identifier: GPL-2.0
/* "save": the policy that runs, as a file. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "cmd/run.h"
#include "cmd/trial.h"
#include "lib/savefile.h"
#include "net/policyjson.h"
#include "net/policytext.h"
#include "net/report.h"
#include "net/saved.h"

struct document {
	struct policy *policy;
	bool json;
};

static int write_policy(FILE *out, void *ctx)
{
	const struct document *document = ctx;

	if (document->json)
		return policyjson_write(out, document->policy);
	return policytext_write(out, document->policy);
}

static int save(const char *path, struct policy *policy, bool json)
{
	struct document document = { .policy = policy, .json = json };

	if (saved_is_at(path))
		mkdir(SFW_DIR, 0755);
	return savefile_write(path, write_policy, &document);
}

/* A policy that opens nothing shuts its user out at the next boot. */
static void warn_emptied(const char *path, const struct policy *policy,
			 const struct action *table)
{
	if (saved_is_at(path) && !policy_opens(policy) &&
	    saved_opens(table))
		fprintf(stderr,
			"sfwctl: warning: this policy opens nothing, and replaces a saved one that does: 'sfwctl port list', before the next boot\n");
}

/* A document is for another program, the boot file for people; -F may never mean that. */
static const char *default_file(const struct options *opt, bool json)
{
	if (json)
		return "-";
	return opt->policy ? NULL : SFW_CONF;
}

int run_save(const struct options *opt, const struct words *words,
	     struct parser *p)
{
	struct policy policy = { 0 };
	bool json = opt->json;
	const char *path;
	struct nl nl;
	int ret;

	parse_json(p, &json);
	if (parse_file(p, default_file(opt, json), &path))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret && saved_is_at(path))
		ret = trial_check_saving(opt, &nl);
	if (!ret)
		ret = policy_get(&nl, POLICY_ALL, &policy);
	nl_close(&nl);
	if (ret) {
		ret = report_kernel(&nl, ret, words);
	} else if (opt->dry_run) {
		report_dry_run(opt);
	} else {
		warn_emptied(path, &policy, words->table);
		ret = save(path, &policy, json);
		if (ret) {
			savefile_report(path, ret);
			ret = file_status(ret);
		}
	}
	policy_free(&policy);
	return ret;
}
