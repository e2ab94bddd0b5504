/* SPDX-License-Identifier: GPL-2.0 */
/* A file with a policy on its way to the kernel. */
#ifndef SFWCTL_POLICYFILE_H
#define SFWCTL_POLICYFILE_H

#include "input.h"
#include "script.h"
#include "sfwctl.h"
#include "txn.h"

/**
 * struct policyfile - a file with a policy
 * @in: the file
 * @script: its commands
 */
struct policyfile {
	struct input in;
	struct script script;
};

int policyfile_read(struct policyfile *file, const char *path);
int policyfile_fill(struct txn *txn, const void *file);
int policyfile_report(const struct policyfile *file, const struct txn *txn,
		      int err, const struct words *words);
void policyfile_free(struct policyfile *file);

#endif
