/* SPDX-License-Identifier: GPL-2.0 */
/* A file with a policy on its way to the kernel. */
#ifndef SFWCTL_NET_POLICYFILE_H
#define SFWCTL_NET_POLICYFILE_H

#include "lang/script.h"
#include "lib/linefile.h"
#include "net/txn.h"
#include "lang/action.h"

/**
 * struct policyfile - a file with a policy
 * @in: the file
 * @script: its commands
 * @lines: of a document of JSON, the lines that it stands for; else none
 * @line_count: how many
 */
struct policyfile {
	struct linefile in;
	struct script script;
	char **lines;
	size_t line_count;
};

int policyfile_read(struct policyfile *file, const struct action *table,
		    const char *path);
int policyfile_read_json(struct policyfile *file, const struct action *table,
			 const char *path);
int policyfile_look(struct policyfile *file, const struct action *table,
		    const char *path);
int policyfile_fill(struct txn *txn, const void *file);
int policyfile_report(const struct policyfile *file, const struct txn *txn,
		      int err, const struct words *words);
void policyfile_free(struct policyfile *file);

#endif
