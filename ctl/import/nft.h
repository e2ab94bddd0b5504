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
 * @table: table of iptables that gets lines now
 * @told: how many tables iptables-save has told before
 * @foreign: there are rules of iptables-nft as well
 */
struct nft {
	struct source *src;
	const struct jnode *list;
	int family;
	const char *table;
	size_t told;
	bool foreign;
};

#define NFT_WORDS	1024	/* bytes of a rule */
#define NFT_WAYS	256	/* rules of iptables that one of nft may become */

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

int nft_rule(struct nft *nft, const struct jnode *rule, const char *chain);
void nft_match(const struct nft *nft, const struct jnode *rule,
	       const struct jnode *left, const char *op,
	       const struct jnode *right, struct nft_ways *ways);
bool nft_same_table(const struct jnode *a, const char *name_a,
		    const struct jnode *b);
const char *nft_chain_name(const struct jnode *chain, char *buf, size_t size);
const char *nft_chain(const struct nft *nft, const struct jnode *rule,
		      const char *name, char *buf, size_t size);
const struct jnode *nft_set(const struct nft *nft, const struct jnode *rule,
			    const char *name);

#endif
