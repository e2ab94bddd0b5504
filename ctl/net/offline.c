// SPDX-License-Identifier: GPL-2.0
/*
 * A policy in a file, in force in the library and nowhere else. It gets there as by
 * "restore", in the same messages, so it is refused for the same reasons.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "net/offline.h"
#include "net/policyfile.h"
#include "net/policytext.h"
#include "net/report.h"

static int put_in_force(const struct policyfile *file, const struct words *words)
{
	struct txn_plan plan = {
		.fill = policyfile_fill, .what = file, .from = TXN_EMPTY, .once = true,
	};
	struct txn txn;
	struct nl nl;
	int ret;

	ret = txn_run(&txn, &nl, &plan);
	if (!ret)
		return STATUS_DONE;
	policyfile_report(file, &txn, ret, words);
	return txn_failed(&txn) < 0 ? STATUS_REFUSED : STATUS_WORDS;
}

static int add(void *txn, const struct command *cmd)
{
	return txn_add(txn, cmd);
}

static int fill_from(struct txn *txn, const void *policy)
{
	return policytext_each(policy, add, txn);
}

/**
 * offline_fill() - put a policy in force in the library
 * @kernel: the library's namespace, which then stands in for the module; NULL without
 *	    memory
 * @fill: adds its commands
 * @what: for @fill
 *
 * Return: 0 or a negative errno.
 */
int offline_fill(struct kernel **kernel, int (*fill)(struct txn *txn, const void *what),
		 const void *what)
{
	struct txn_plan plan = {
		.fill = fill, .what = what, .from = TXN_EMPTY, .once = true,
	};
	struct txn txn;
	struct nl nl;
	int ret;

	*kernel = kernel_alloc();
	if (!*kernel)
		return -ENOMEM;
	nl_stand_in(*kernel);
	ret = nl_open(&nl);
	ret = ret ? ret : txn_publish(&txn, &nl, &plan);
	nl_close(&nl);
	return ret;
}

/**
 * offline_copy() - put the policy that runs in force in the library
 * @kernel: the library's namespace, which then stands in for the module; NULL when
 *	    this fails
 * @words: the command
 *
 * Return: the exit status, STATUS_DONE or after telling why.
 */
int offline_copy(struct kernel **kernel, const struct words *words)
{
	struct policy policy = { 0 };
	struct nl nl;
	int ret = nl_open(&nl);

	*kernel = NULL;
	if (!ret)
		ret = policy_get(&nl, POLICY_ALL, &policy);
	nl_close(&nl);
	ret = ret ? ret : offline_fill(kernel, fill_from, &policy);
	policy_free(&policy);
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}

static int enable(struct txn *txn, const void *what)
{
	const struct command cmd = { .cmd = SFW_CMD_ENABLE_SET, .enabled = true };

	(void)what;
	return txn_add(txn, &cmd);
}

static int run_enable(void)
{
	struct txn_plan plan = { .fill = enable };
	struct txn txn;
	struct nl nl;

	return txn_run(&txn, &nl, &plan);
}

/**
 * offline_load_over() - the same as offline_load(), over a policy that may be enabled
 * @kernel: as there
 * @words: as there
 * @path: as there
 * @enabled: it is, and stays so unless the file says otherwise
 *
 * Return: STATUS_DONE, or, after telling where and why, STATUS_WORDS for a policy that
 * is wrong, file_look_status() for a file that cannot be read.
 */
int offline_load_over(struct kernel **kernel, const struct words *words, const char *path,
		      bool enabled)
{
	struct policyfile file;
	int ret = policyfile_read(&file, words->table, path);
	int status = file_look_status(ret);

	*kernel = ret ? NULL : kernel_alloc();
	if (*kernel) {
		nl_stand_in(*kernel);
		status = enabled && run_enable() ? STATUS_REFUSED : put_in_force(&file, words);
	} else if (ret == -EINVAL) {
		status = STATUS_WORDS;
	} else if (!ret) {
		fprintf(stderr, "sfwctl: %s: %s\n", path, strerror(ENOMEM));
	}
	policyfile_free(&file);
	if (status != STATUS_DONE) {
		nl_stand_in(NULL);
		kernel_free(*kernel);
		*kernel = NULL;
	}
	return status;
}

/**
 * offline_load() - read a policy, check it as the kernel would, put it in force
 * @kernel: the library's namespace, which then stands in for the module; NULL when
 *	    this fails
 * @words: the command
 * @path: the file, "-" for standard input
 *
 * Return: as offline_load_over().
 */
int offline_load(struct kernel **kernel, const struct words *words, const char *path)
{
	return offline_load_over(kernel, words, path, false);
}
