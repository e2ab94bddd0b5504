// SPDX-License-Identifier: GPL-2.0
/* The table of the commands that change more than a statement says. */
#include <stddef.h>

#include "compiler.h"
#include "sfwctl.h"

static const struct action operations[] = {
	{ { "block", "sync", "FILE|-",
	    "replace all blocks by those of a file, at once" },
	  operation_sync },
	{ { "save", NULL, "[FILE|-]", "write the policy that runs to a file" },
	  operation_save },
	{ { "restore", NULL, "[FILE|-]",
	    "replace the policy by that of a file, at once" },
	  operation_restore },
	{ { "apply", NULL, "FILE|- confirm-within DURATION",
	    "restore, and go back unless that is confirmed in time" },
	  operation_apply },
	{ { "confirm", NULL, "", "keep the policy that was applied" },
	  operation_confirm },
	{ { "rollback", NULL, "", "go back to the policy before, at once" },
	  operation_rollback },
};

/**
 * operation_at() - walk through the operations
 * @index: 0, 1, ...
 *
 * Return: an operation, or NULL after the last.
 */
const struct action *operation_at(unsigned int index)
{
	return index < ARRAY_SIZE(operations) ? &operations[index] : NULL;
}

/**
 * operation_usage() - walk through the operations
 * @index: 0, 1, ...
 *
 * Return: how one is written, or NULL after the last.
 */
const struct usage *operation_usage(unsigned int index)
{
	const struct action *operation = operation_at(index);

	return operation ? &operation->usage : NULL;
}
