/* SPDX-License-Identifier: GPL-2.0 */
/* Rules of other firewalls: which of their chains refuse packets. */
#ifndef SFWCTL_DOCTOR_RULESETS_H
#define SFWCTL_DOCTOR_RULESETS_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>

#define RULES_NAME_MAX	256	/* NFT_NAME_MAXLEN */
#define RULES_HOLDER_MAX	16	/* of a program, with the NUL: TASK_COMM_LEN */

/* Where the kernel asks a chain: the packets that it sees. */
enum rules_place {
	PLACE_INGRESS, PLACE_BRIDGE, PLACE_PREROUTING, PLACE_INPUT,
	PLACE_FORWARD, PLACE_OUTPUT,
};

/**
 * struct rules_program - a program that makes rules
 * @lead: names of its chains or of its table begin so
 * @name: its name, for people
 * @look: its own command that shows its rules, or NULL
 */
struct rules_program {
	const char *lead;
	const char *name;
	const char *look;
};

/**
 * struct rules_table - a table of nf_tables
 * @family: as nft calls it
 * @name: its name
 * @is_dormant: the kernel asks none of its chains
 * @holder: the program that alone may change it, or ""
 */
struct rules_table {
	const char *family;
	char name[RULES_NAME_MAX];
	bool is_dormant;
	char holder[RULES_HOLDER_MAX];
};

/**
 * struct rules_chain - a chain, or a map of verdicts
 * @tool: the program that changes it: "nft", "iptables-legacy", "ip6tables-legacy"
 * @family: as nft calls it
 * @table: its table
 * @name: its name, that of a map behind an @
 * @is_base: the kernel itself brings packets to it
 * @place: which, then
 * @priority: of those of a place, lower ones are asked first
 * @refuses: a packet that comes to it may be refused, there or in a chain that
 *	     it leads to
 * @is_wanted: a rule takes verdicts from this map
 * @owner: program whose chains are among these, or NULL
 * @holder: program that alone may change its table, or ""
 */
struct rules_chain {
	const char *tool;
	const char *family;
	char table[RULES_NAME_MAX];
	char name[RULES_NAME_MAX];
	bool is_base;
	enum rules_place place;
	int priority;
	bool refuses;
	bool is_wanted;
	const struct rules_program *owner;
	char holder[RULES_HOLDER_MAX];
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
 * @tables: tables of nf_tables
 * @table_count: how many
 * @chains: the chains
 * @count: how many
 * @jumps: jumps between chains
 * @jump_count: how many
 * @order: numbers of the chains, sorted by their names
 * @ordered: how many of the chains are in @order: all of them, or it is stale
 * @full: there was no memory for more
 * @error: nf_tables could not be read: a negative errno
 */
struct rules {
	struct rules_table *tables;
	size_t table_count;
	struct rules_chain *chains;
	size_t count;
	struct rules_jump *jumps;
	size_t jump_count;
	size_t *order;
	size_t ordered;
	bool full;
	int error;
};

extern const struct rules_program rules_sfw;
const struct rules_program *rules_program_of(const char *name);

struct rules_table *rules_add_table(struct rules *rules, const char *family,
				    const char *name);
const struct rules_table *rules_find_table(const struct rules *rules,
					   const char *family,
					   const char *name);
struct rules_chain *rules_add_chain(struct rules *rules, const char *tool,
				    const char *family, const char *table,
				    const char *name);
void rules_add_jump(struct rules *rules, const struct rules_chain *from,
		    const char *to);
bool rules_is_refusal(const char *target);
void rules_resolve(struct rules *rules);
struct rules_chain *rules_find(struct rules *rules, const char *tool,
			       const char *family, const char *table,
			       const char *name);
void rules_free(struct rules *rules);

/* Their sources. */
void rules_read_save(struct rules *rules, char *text, const char *tool,
		     const char *family);
void rules_read_message(struct rules *rules, const struct nlmsghdr *nlh);
int rules_read_nf_tables(struct rules *rules);

#endif
