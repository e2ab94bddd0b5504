/* SPDX-License-Identifier: GPL-2.0 */
/* Rules of other firewalls: which of their chains refuse packets. */
#ifndef SFWCTL_RULES_H
#define SFWCTL_RULES_H

#include <stdbool.h>
#include <stddef.h>

#define RULES_NAME_MAX	64

/* Whose rules they are, as their names give away. */
enum rules_owner {
	OWNER_NONE, OWNER_UFW, OWNER_FIREWALLD, OWNER_DOCKER, OWNER_LIBVIRT,
	OWNER_FAIL2BAN, OWNER_SSHGUARD, OWNER_SFW,
};

/**
 * struct rules_chain - a chain
 * @tool: who can change it: "nft", "iptables-legacy", "ip6tables-legacy"
 * @family: as nft calls it
 * @table: its table
 * @name: its name
 * @is_base: the kernel itself brings packets to it
 * @place: which, then: NF_INET_*
 * @priority: of those of a place, lower ones are asked first
 * @refuses: a packet that comes to it may be refused, there or in a chain that
 *	     it leads to
 * @owner: whose chains are among these
 */
struct rules_chain {
	const char *tool;
	char family[RULES_NAME_MAX];
	char table[RULES_NAME_MAX];
	char name[RULES_NAME_MAX];
	bool is_base;
	unsigned int place;
	int priority;
	bool refuses;
	enum rules_owner owner;
};

/**
 * struct rules_jump - one chain leads to another
 * @from: number of a chain
 * @to: name of one in the same table
 */
struct rules_jump {
	size_t from;
	char to[RULES_NAME_MAX];
};

/**
 * struct rules - chains of all tables
 * @chains: the chains
 * @count: how many
 * @jumps: what leads where
 * @jump_count: how many
 * @full: there was no memory for more
 */
struct rules {
	struct rules_chain *chains;
	size_t count;
	struct rules_jump *jumps;
	size_t jump_count;
	bool full;
};

void rules_read_nft(struct rules *rules, char *text);
void rules_read_save(struct rules *rules, char *text, const char *tool,
		     const char *family);
void rules_settle(struct rules *rules);
const struct rules_chain *rules_find(const struct rules *rules,
				     const char *tool, const char *family,
				     const char *table, const char *name);
void rules_free(struct rules *rules);

#endif
