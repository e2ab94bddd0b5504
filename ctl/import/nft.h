/* SPDX-License-Identifier: GPL-2.0 */
/* The rules of nft as lines of iptables-save. */
#ifndef SFWCTL_IMPORT_NFT_H
#define SFWCTL_IMPORT_NFT_H

#include "import/source.h"
#include "lib/jsontree.h"

/**
 * struct nft - a ruleset, as one family sees it
 * @src: where the lines go
 * @list: objects of the ruleset
 * @family: AF_INET or AF_INET6
 * @told: how many tables iptables-save has told before
 * @copies: how often chains have become lines yet
 * @next: chain where packets go on that the present chain accepts, NULL for none
 * @early: the present chain sees packets before connection tracking does
 * @ingress: or even before they are put together from fragments
 * @at: place of the next rule in its chain, 0 for its end
 * @own_names: the present chain is one of iptables-save, as are those it jumps to
 * @xt: some rule has a part that is one of iptables
 */
struct nft {
	struct source *src;
	const struct jnode *list;
	int family;
	size_t told;
	unsigned int copies;
	const char *next;
	bool early;
	bool ingress;
	size_t at;
	bool own_names;
	bool xt;
};

#define NFT_WORDS	1024	/* bytes of a rule */
#define NFT_WAYS	256	/* rules of iptables that one of nft may become at once */

/**
 * struct nft_ways - words of a rule, of which one or another holds
 * @count: how many; none if no packet of the family can match
 * @proto: the protocol that the words name, "" for none
 * @words: the words, each after a space
 */
struct nft_ways {
	unsigned int count;
	char proto[NFT_WAYS][16];
	char words[NFT_WAYS][NFT_WORDS];
};

/**
 * struct nft_values - the values of a comparison, leaves of the tree
 * @count: how many
 * @at: the values
 * @unknown: others come and go, or are too many
 * @in_set: they are members of a set
 */
struct nft_values {
	unsigned int count;
	const struct jnode *at[NFT_WAYS];
	bool unknown;
	bool in_set;
};

__printf(2, 3)
void nft_way(struct nft_ways *ways, const char *format, ...);
void nft_way_of(struct nft_ways *ways, const char *proto, const char *words);
void nft_unknown(struct nft_ways *ways, const char *name);
void nft_copy(struct nft_ways *to, const struct nft_ways *from);
void nft_product(struct nft_ways *ways, const struct nft_ways *next,
		 struct nft_ways *room, unsigned int from[NFT_WAYS]);
const char *nft_leaf(const struct jnode *node);
bool nft_range(const struct jnode *node, const char **first, const char **last);

int nft_rule(struct nft *nft, const struct jnode *rule, const char *chain);
void nft_match(const struct nft *nft, const struct jnode *rule,
	       const struct jnode *left, const char *op,
	       const struct jnode *right, struct nft_ways *ways);

bool nft_header(const struct nft *nft, const struct jnode *left, const char *op,
		const struct jnode *right, struct nft_ways *ways);
bool nft_field(const struct nft *nft, const struct jnode *one, const char *not,
	       const struct nft_values *values, struct nft_ways *ways);
bool nft_group(const struct nft *nft, const struct jnode *rule,
	       const struct jnode *field, const char *not,
	       const struct jnode *right, struct nft_ways *ways);

int nft_hooks(struct nft *nft);
bool nft_is_told(const struct nft *nft, const struct jnode *chain);
int nft_mend_told(struct nft *nft);

bool nft_same_table(const struct jnode *a, const char *name_a,
		    const struct jnode *b);
bool nft_has_flag(const struct jnode *object, const char *wanted);
bool nft_is_xt(const struct jnode *rule);
const struct jnode *nft_rule_node(const struct nft *nft, const struct jnode *chain,
				  const struct jnode *after);
const char *nft_chain_name(const struct nft *nft, const struct jnode *chain,
			   char *buf, size_t size);
const char *nft_chain(const struct nft *nft, const struct jnode *rule,
		      const char *name, char *buf, size_t size);
const struct jnode *nft_set(const struct nft *nft, const struct jnode *rule,
			    const char *name);

#endif
