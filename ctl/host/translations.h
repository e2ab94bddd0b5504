/* SPDX-License-Identifier: GPL-2.0 */
/* Ports of this host that the NAT of others leads elsewhere. */
#ifndef SFWCTL_HOST_TRANSLATIONS_H
#define SFWCTL_HOST_TRANSLATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/sfw.h>
#include <linux/types.h>

#define TRANSLATION_TO_MAX	64
#define TRANSLATION_NAME_MAX	64

struct address;
struct probe;

/**
 * struct nat_rule - a rule of a NAT
 * @scope: number of its table
 * @chain: chain or map that it stands in
 * @jump: chain that it leads to, or ""
 * @proto: protocol number, 0 for any
 * @first: port that it is for, 0 for any
 * @last: the last one
 * @dst: destination that it is for, as the tool writes it, or ""
 * @in: interface that it is for, or ""
 * @not_in: it is for all others
 * @to: where it leads: "172.17.0.2:80", ":8080" for a port of this host, or ""
 */
struct nat_rule {
	unsigned int scope;
	char chain[TRANSLATION_NAME_MAX];
	char jump[TRANSLATION_NAME_MAX];
	__u8 proto;
	__u16 first;
	__u16 last;
	char dst[TRANSLATION_TO_MAX];
	char in[SFW_DEV_MAX + 1];
	bool not_in;
	char to[TRANSLATION_TO_MAX];
};

/**
 * enum nat_order - orders in which rules are found
 * @NAT_BY_CHAIN: the chain that they stand in
 * @NAT_BY_RETURN: the same, of those that leave it by an interface
 * @NAT_BY_JUMP: the chain that they lead to
 * @NAT_ORDERS: how many there are
 */
enum nat_order {
	NAT_BY_CHAIN,
	NAT_BY_RETURN,
	NAT_BY_JUMP,
	NAT_ORDERS,
};

/**
 * struct nat_sorted - rules in an order
 * @at: the rules; those of one chain are together, as they were read
 * @count: how many
 */
struct nat_sorted {
	const struct nat_rule **at;
	size_t count;
};

/**
 * struct nat_rules - rules of all tables
 * @at: the rules
 * @count: how many
 * @size: how many there is room for
 * @scope: number of the table that was read last
 * @sorted: the rules in each order
 * @sorted_count: how many rules there were then
 * @looks: how often a rule was looked at
 */
struct nat_rules {
	struct nat_rule *at;
	size_t count;
	size_t size;
	unsigned int scope;
	struct nat_sorted sorted[NAT_ORDERS];
	size_t sorted_count;
	size_t looks;
};

void nat_rules_read_save(struct nat_rules *rules, char *text);
void nat_rules_read_nft(struct nat_rules *rules, char *text);
void nat_rules_read_all(struct nat_rules *rules);
const char *nat_rule_leads(struct nat_rules *rules, const struct nat_rule *rule,
			   const struct probe *probe);
bool nat_address_is_own(const struct address *addr);
void nat_rules_free(struct nat_rules *rules);

#endif
