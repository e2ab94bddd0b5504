// SPDX-License-Identifier: GPL-2.0
/* A file with a policy on its way to the kernel. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "policyfile.h"
#include "report.h"

static int add_line(void *ctx, const char *text, unsigned int number)
{
	struct policyfile *file = ctx;
	struct script_error err;

	if (!script_add(&file->script, text, number, &err))
		return 0;
	return input_fail(&file->in, number, err.column, err.text);
}

/**
 * policyfile_read() - read a policy and check its words
 * @file: the result; policyfile_free() is due in any case
 * @path: the file, "-" for standard input
 *
 * Return: 0, or a negative errno after saying what is wrong.
 */
int policyfile_read(struct policyfile *file, const char *path)
{
	int ret;

	memset(file, 0, sizeof(*file));
	ret = input_read(&file->in, path);
	return ret ? ret : input_each(&file->in, add_line, file);
}

/**
 * policyfile_fill() - add a policy to a transaction
 * @txn: the transaction
 * @file: struct policyfile
 *
 * Return: 0 or a negative errno.
 */
int policyfile_fill(struct txn *txn, const void *file)
{
	const struct script *script = &((const struct policyfile *)file)->script;
	struct command cmd;
	int ret = 0;

	for (size_t i = 0; i < script->count && !ret; i++) {
		script_command(script, i, &cmd);
		ret = txn_add(txn, &cmd);
	}
	return ret;
}

/**
 * policyfile_report() - tell why a policy was refused, and which line
 * @file: the policy
 * @txn: the transaction, which failed
 * @err: negative errno
 * @words: what was asked for
 *
 * Return: the exit status.
 */
int policyfile_report(const struct policyfile *file, const struct txn *txn,
		      int err, const struct words *words)
{
	long refused = txn_refused(txn);
	const struct script_line *line;

	if (err == -EPERM || refused < 0)
		return report_kernel(txn->nl, err, words);
	line = script_line(&file->script, refused);
	input_fail(&file->in, line->number, line->column,
		   txn->nl->text[0] ? txn->nl->text : strerror(-err));
	return STATUS_REFUSED;
}

/**
 * policyfile_free() - give a policy's memory back
 * @file: the policy
 */
void policyfile_free(struct policyfile *file)
{
	script_free(&file->script);
	input_free(&file->in);
}
