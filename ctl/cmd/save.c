// SPDX-License-Identifier: GPL-2.0
/* "save": the policy that runs, as a file. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "cmd/run.h"
#include "cmd/trial.h"
#include "host/lockout.h"
#include "lib/savefile.h"
#include "net/policyjson.h"
#include "net/policytext.h"
#include "net/report.h"
#include "net/saved.h"
#include "net/txn.h"

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

static int has_end(void *ctx, const struct command *cmd)
{
	(void)ctx;
	return cmd->cmd == SFW_CMD_PORT_ADD && policytext_timed(cmd);
}

static int add_lasting(void *txn, const struct command *cmd)
{
	return policytext_timed(cmd) ? 0 : txn_add(txn, cmd);
}

static int fill(struct txn *txn, const void *policy)
{
	return policytext_each(policy, add_lasting, txn);
}

/* A session by a line with an end is shut out at the next boot: the kernel tells of it. */
static void warn_ending(const char *path, const struct policy *policy)
{
	struct txn_plan plan = {
		.fill = fill, .what = policy, .from = TXN_EMPTY, .dry_run = true,
		.check = lockout_check_saved,
	};
	struct lockout lock = { 0 };
	struct txn txn;
	struct nl nl;

	if (!saved_is_at(path) || !policytext_each(policy, has_end, NULL))
		return;
	if (!nl_open(&nl) && lockout_begin(&lock, &nl) > 0) {
		plan.checker = &lock;
		txn_publish(&txn, &nl, &plan);
	}
	lockout_free(&lock);
	nl_close(&nl);
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
	if (!ret)
		saved_warn(path);
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
		} else {
			warn_ending(path, &policy);
		}
	}
	policy_free(&policy);
	return ret;
}
