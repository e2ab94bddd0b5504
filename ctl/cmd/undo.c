// SPDX-License-Identifier: GPL-2.0
/* "undo": the policy before the last change, in the place of the one that runs. */
#include "cmd/run.h"
#include "host/ip_forward.h"
#include "host/publish.h"
#include "net/report.h"
#include "net/txn.h"

/* A policy that changes meanwhile is another one to go back from. */
static int undo(struct nl *nl, const struct options *opt)
{
	struct txn_plan plan = { .from = TXN_BEFORE, .once = true };
	struct txn txn;
	int ret = publish(&txn, nl, &plan, opt);

	if (!ret && !opt->dry_run)
		ip_forward_settle(nl);
	return ret;
}

/* Carries out "undo". */
int run_undo(const struct options *opt, const struct words *words,
	     struct parser *p)
{
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = undo(&nl, opt);
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	report_done(opt, "undone: the policy before is in force; undo once more takes this back");
	return STATUS_DONE;
}
