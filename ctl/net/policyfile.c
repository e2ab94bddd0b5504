// SPDX-License-Identifier: GPL-2.0
/* A file with a policy on its way to the kernel. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/group.h"
#include "net/policyfile.h"
#include "net/policyjson.h"
#include "net/report.h"

static int add_line(void *ctx, const char *text, unsigned int number)
{
	struct policyfile *file = ctx;
	struct script_error err;

	if (!script_add(&file->script, text, number, &err))
		return 0;
	return linefile_fail(&file->in, number, err.column, err.text);
}

enum how { ANY_FORM, JSON_ONLY, QUIETLY };

static int read_file(struct policyfile *file, const struct action *table,
		     const char *path, enum how how)
{
	int ret;

	memset(file, 0, sizeof(*file));
	file->script.table = table;
	ret = how == QUIETLY ? linefile_look(&file->in, path) :
			       linefile_read(&file->in, path);
	if (ret)
		return ret;
	if (policyjson_is(file->in.text))
		return policyjson_read(file);
	if (how == JSON_ONLY) {
		linefile_fail(&file->in, 1, 1, "no document of JSON begins here: { is missing");
		return -EPROTO;
	}
	return linefile_each(&file->in, add_line, file);
}

/**
 * policyfile_read() - read a policy and check its words
 * @file: the result; policyfile_free() is due in any case
 * @table: all commands
 * @path: the file, "-" for standard input
 *
 * Return: 0, or a negative errno after printing the reason.
 */
int policyfile_read(struct policyfile *file, const struct action *table,
		    const char *path)
{
	return read_file(file, table, path, ANY_FORM);
}

/**
 * policyfile_read_json() - the same, of a file that must be a document of JSON
 * @file: the result; policyfile_free() is due in any case
 * @table: all commands
 * @path: the file, "-" for standard input
 *
 * Return: 0, or a negative errno after printing the reason: -EPROTO when it is none.
 */
int policyfile_read_json(struct policyfile *file, const struct action *table,
			 const char *path)
{
	return read_file(file, table, path, JSON_ONLY);
}

/**
 * policyfile_look() - the same, where errors of the file are not to be told
 * @file: the result, up to the first error; policyfile_free() is due in any case
 * @table: all commands
 * @path: the file
 *
 * Return: 0, or a negative errno.
 */
int policyfile_look(struct policyfile *file, const struct action *table,
		    const char *path)
{
	return read_file(file, table, path, QUIETLY);
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
 * policyfile_report() - tell why a policy was not taken, and which line
 * @file: the policy
 * @txn: the transaction, which failed
 * @err: negative errno
 * @words: the command
 *
 * Return: the exit status.
 */
int policyfile_report(const struct policyfile *file, const struct txn *txn,
		      int err, const struct words *words)
{
	long failed = txn_failed(txn);
	const struct script_line *line;

	if (err == -EPERM || failed < 0)
		return report_kernel(txn->nl, err, words);
	group_suggest_of(txn->nl, err, &file->script);
	line = script_line(&file->script, failed);
	if (line->at)
		policyjson_fail(file, line->at, txn->nl->text[0] ? txn->nl->text : strerror(-err));
	else
		linefile_fail(&file->in, line->number, line->column,
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
	for (size_t i = 0; i < file->line_count; i++)
		free(file->lines[i]);
	free(file->lines);
	linefile_free(&file->in);
}
