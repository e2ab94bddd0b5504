// SPDX-License-Identifier: GPL-2.0
/*
 * The policy of a file against the one that runs. The kernel makes a policy of
 * the file, as for "restore", and shows it like the other one: the same policy
 * looks the same, however it was written.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/format.h"
#include "lib/grow.h"
#include "net/policydiff.h"
#include "net/policytext.h"

/* Blocks and members that are no policy outlive every change, so they are none. */
static bool outlives_changes(const struct command *cmd)
{
	return policytext_timed(cmd) &&
	       (cmd->cmd == SFW_CMD_BLOCK_ADD || cmd->cmd == SFW_CMD_GROUP_ADD);
}

static int add_line(void *ctx, const struct command *cmd)
{
	char text[LINE_MAX_BYTES];
	struct side *side = ctx;
	char **line;

	if (outlives_changes(cmd))
		return 0;
	line = grow(&side->line, &side->count, sizeof(*line));
	if (!line)
		return -ENOMEM;
	side->ending += policytext_timed(cmd);
	*line = strdup(format_command(cmd, text, sizeof(text)));
	return *line ? 0 : -ENOMEM;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_side(struct side *side, const struct policy *policy)
{
	int ret = policytext_each(policy, add_line, side);

	if (ret)
		return ret;
	side->sorted = malloc(side->count * sizeof(*side->sorted));
	if (!side->sorted)
		return -ENOMEM;
	memcpy(side->sorted, side->line, side->count * sizeof(*side->sorted));
	qsort(side->sorted, side->count, sizeof(*side->sorted), compare);
	return 0;
}

static void free_side(struct side *side)
{
	for (size_t i = 0; i < side->count; i++)
		free(side->line[i]);
	free(side->line);
	free(side->sorted);
}

/**
 * policydiff_next() - walk through the lines that only one side has
 * @side: the one
 * @other: the other
 * @at: place in the walk, 0 at first
 *
 * Return: the line, or NULL after the last.
 */
const char *policydiff_next(const struct side *side, const struct side *other,
			    size_t *at)
{
	while (*at < side->count) {
		char **line = &side->line[(*at)++];

		if (!bsearch(line, other->sorted, other->count,
			     sizeof(*other->sorted), compare))
			return *line;
	}
	return NULL;
}

/* Both policies from the kernel; the file's is never published. */
static int get_sides(struct policydiff *diff, struct txn *txn, struct nl *nl,
		     const struct policyfile *file)
{
	struct policy policy;
	int ret = nl_open(nl);

	if (!ret)
		ret = txn_begin(txn, nl, TXN_EMPTY);
	if (!ret)
		ret = policyfile_fill(txn, file);
	if (!ret)
		ret = txn_send(txn);
	if (ret)
		return ret;
	ret = policy_get_staged(nl, POLICY_ALL, &policy);
	if (!ret)
		ret = read_side(&diff->file, &policy);
	policy_free(&policy);
	if (ret)
		return ret;
	ret = policy_get(nl, POLICY_ALL, &policy);
	if (!ret)
		ret = read_side(&diff->runs, &policy);
	policy_free(&policy);
	return ret;
}

/**
 * policydiff_get() - let the kernel compare
 * @diff: the result; policydiff_free() is due in any case
 * @file: the policy that was read
 * @words: the command, for errors
 * @status: exit status, when that was told; STATUS_TOLD of a policy that is wrong
 *
 * Return: 0, or a negative errno after telling it.
 */
int policydiff_get(struct policydiff *diff, const struct policyfile *file,
		   const struct words *words, int *status)
{
	struct txn txn;
	struct nl nl;
	int ret;

	memset(diff, 0, sizeof(*diff));
	txn_init(&txn, &nl);
	ret = get_sides(diff, &txn, &nl, file);
	nl_close(&nl);
	if (ret)
		*status = policyfile_report(file, &txn, ret, words);
	if (ret && *status == STATUS_REFUSED && txn_failed(&txn) >= 0)
		*status = STATUS_TOLD;
	return ret;
}

/**
 * policydiff_free() - give the memory back
 * @diff: of policydiff_get()
 */
void policydiff_free(struct policydiff *diff)
{
	free_side(&diff->file);
	free_side(&diff->runs);
}
