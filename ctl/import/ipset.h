/* SPDX-License-Identifier: GPL-2.0 */
/* Sets of ipset, as "ipset save" prints them. Pure. */
#ifndef SFWCTL_IMPORT_IPSET_H
#define SFWCTL_IMPORT_IPSET_H

#include <stddef.h>
#include <stdio.h>

#include "lang/statement.h"
#include "lib/tokenize.h"

#define IPSET_BYTES	32	/* of a set's name, with the NUL */
#define IPSET_FEW	64	/* members that a rule is written out for */

/**
 * struct ipset_member - a member of a set
 * @prefix: its addresses
 * @seconds: until it ends by itself, 0 for never
 */
struct ipset_member {
	struct prefix prefix;
	__u32 seconds;
};

/**
 * struct ipset - a set, and the group that stands for it
 * @name: of both
 * @type: as the set was made, "" as long as it was not
 * @family: of its members
 * @netmask: leading bits of each member, 0 where each says so itself
 * @seconds: until a member ends for which nothing is said, 0 for never
 * @members: prefixes; in the end in order, none twice
 * @count: how many
 * @parts: names of other sets, whose members it has
 * @part_count: how many
 * @wrong: why no group can stand for it, or NULL
 * @fed: its members may end by themselves: some program puts them in
 * @fades: some of them do
 * @hosts: all of them are hosts
 * @own_hosts: some are hosts of private networks
 * @own_nets: some are private networks
 * @grouped: a rule names it as a group
 * @told: a remark tells of the group
 * @wanted: a command, or one that is offered, names the group
 * @of_nft: it is a set of nft
 */
struct ipset {
	char name[IPSET_BYTES];
	char type[IPSET_BYTES];
	int family;
	unsigned int netmask;
	__u32 seconds;
	struct ipset_member *members;
	size_t count;
	char (*parts)[IPSET_BYTES];
	size_t part_count;
	const char *wrong;
	bool fed;
	bool fades;
	bool hosts;
	bool own_hosts;
	bool own_nets;
	bool grouped;
	bool told;
	bool wanted;
	bool of_nft;
};

/**
 * struct ipsets - all sets of a file
 * @at: the sets, which stay where they are when all lines are read
 * @count: how many
 * @last: the one that was found last: its members follow each other
 * @groups: how many of them are groups
 * @members: how many members these have
 */
struct ipsets {
	struct ipset *at;
	size_t count;
	size_t last;
	size_t groups;
	size_t members;
};

bool ipsets_has_line(struct ipsets *sets, const struct tokens *words);
int ipsets_line(struct ipsets *sets, const struct tokens *words);
struct ipset *ipsets_find(struct ipsets *sets, const char *name);
const char *ipset_kind(const struct ipset *set);
int ipsets_finish(struct ipsets *sets);
void ipsets_print(const struct ipsets *sets, FILE *out);
void ipsets_free(struct ipsets *sets);

#endif
