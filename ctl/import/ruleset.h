/* SPDX-License-Identifier: GPL-2.0 */
/* The output of iptables-save, line by line. Pure. */
#ifndef SFWCTL_IMPORT_RULESET_H
#define SFWCTL_IMPORT_RULESET_H

#include "import/rule.h"

#define TABLE_BYTES	16

/* Part of the remark of iptables-save on a table that it cannot tell. */
#define RULESET_INCOMPATIBLE	"use 'nft' tool"

/**
 * struct chain - a chain of rules
 * @name: its name
 * @rules: its rules, in order
 * @count: how many
 * @policy: verdict behind them, as a rule; NULL for a chain of
 *	    the user and where nothing is said
 */
struct chain {
	char name[CHAIN_BYTES];
	struct rule **rules;
	size_t count;
	struct rule *policy;
};

/**
 * struct table - a table, from *NAME to COMMIT
 * @name: its name
 * @hint: family that the program names which wrote it, or 0
 * @by_nft: iptables-save has read it from nft, and may have left out parts of rules
 * @family: family that its rules show, or 0; at last its family
 * @chains: its chains
 * @count: how many
 * @broken: a line of it that was not understood, or NULL
 */
struct table {
	char name[TABLE_BYTES];
	int hint;
	bool by_nft;
	int family;
	struct chain *chains;
	size_t count;
	struct rule *broken;
};

/**
 * struct ruleset - a file
 * @tables: its tables
 * @table_count: how many
 * @rules: all rules, policies, and lines that were not understood, by line
 * @count: how many
 * @sets: sets of ipset
 * @hint: family that the last heading names, or 0
 * @here: interfaces of this machine, where the rules are its own
 * @asked: family of rules that show none, as somebody has said, or 0
 * @file: name of the file that is read, NULL if there is only one
 * @origin: rule of another program that the next lines stand for, or NULL
 * @of_nft: rules of nft are among them
 * @by_nft: the last heading says that iptables-save reads them from nft
 * @doubt: its remark on a table that it cannot tell, or NULL
 * @joins: a table that is there already goes on
 * @at: the open table
 * @unnamed: the open table has no heading, as "iptables -S" prints it
 * @mixed: chains of another table are in it
 * @open: a table is not yet at its end
 * @heading: line of its heading, 0 if that stands in no file
 * @torn: that of one which another follows before its end, or 0
 */
struct ruleset {
	struct table *tables;
	size_t table_count;
	struct rule **rules;
	size_t count;
	struct ipsets sets;
	int hint;
	struct devs here;
	int asked;
	const char *file;
	const void *origin;
	bool of_nft;
	bool by_nft;
	struct rule *doubt;
	bool joins;
	size_t at;
	bool unnamed;
	bool mixed;
	bool open;
	unsigned int heading;
	unsigned int torn;
};

int ruleset_line(struct ruleset *set, const char *text, unsigned int line);
unsigned int ruleset_torn(const struct ruleset *set);
const char *ruleset_finish(struct ruleset *set);
const struct table *ruleset_table(const struct ruleset *set, int family,
				  const char *name);
const struct chain *table_chain(const struct table *table, const char *name);
struct rule *ruleset_remark(struct ruleset *set);
void ruleset_free(struct ruleset *set);

#endif
