/* SPDX-License-Identifier: GPL-2.0 */
/* The policy that the rules of one family come to. Pure. */
#ifndef SFWCTL_IMPORT_DRAFT_H
#define SFWCTL_IMPORT_DRAFT_H

#include <stdio.h>

#include "import/walk.h"

/**
 * struct item - one command of the policy
 * @cmd: the command; entries of this host always have their sources, all of a
 *	 family too, or else one group
 * @joint: it holds for both families
 * @rule: the rule that asks for it
 * @left_out: it must not be printed
 */
struct item {
	struct command cmd;
	bool joint;
	struct rule *rule;
	bool left_out;
};

/**
 * struct draft - the policy of one family
 * @family: AF_INET or AF_INET6
 * @set: the file, for remarks
 * @devs: interfaces that its rules name
 * @items: its commands
 * @count: how many
 * @value: of each setting, or -1 where the rules say nothing
 * @why: the rule that asks for that value, or NULL
 */
struct draft {
	int family;
	struct ruleset *set;
	struct devs devs;
	struct item *items;
	size_t count;
	int value[SFW_S_MAX];
	struct rule *why[SFW_S_MAX];
};

void draft_start(struct draft *draft, struct ruleset *set, int family);
struct item *draft_add(struct draft *draft, enum sfw_cmd cmd,
		       struct rule *rule);
bool draft_has(const struct draft *draft, enum sfw_cmd cmd,
	       const struct entry *entry);
void draft_pings(struct draft *draft);
void draft_comments(struct draft *draft);
void draft_set(struct draft *draft, enum sfw_setting key, int value,
	       struct rule *rule);
bool entry_has_group(const struct entry *entry, const char *name);
void draft_use_source(const struct draft *draft, const struct match *m,
		      struct entry *entry);
void draft_source(const struct draft *draft, const struct match *m,
		  struct entry *entry);
void draft_free(struct draft *draft);

__printf(2, 3)
int draft_remark(struct draft *draft, const char *format, ...);

int draft_merge(struct draft *a, struct draft *b);
void draft_print(const struct draft *a, const struct draft *b, FILE *out);

/* The parts of the translation; each returns 0 or a negative errno. */
int import_input(struct draft *draft);
int import_forward(struct draft *draft);
int import_spoofed(struct draft *draft);
int import_rest(struct draft *draft);

#endif
