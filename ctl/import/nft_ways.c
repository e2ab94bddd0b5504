// SPDX-License-Identifier: GPL-2.0
/* Words of iptables, of which one or another holds. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "import/nft.h"
#include "lang/protocol.h"

/**
 * nft_way() - add words to others that may hold instead
 * @ways: the others
 * @format: as of printf
 */
void nft_way(struct nft_ways *ways, const char *format, ...)
{
	va_list args;

	if (ways->count == NFT_WAYS) {
		/* The last one stands for all the others: not understood. */
		strcpy(ways->words[NFT_WAYS - 1], " -m nft:list");
		ways->proto[NFT_WAYS - 1][0] = '\0';
		return;
	}
	va_start(args, format);
	vsnprintf(ways->words[ways->count], NFT_WORDS, format, args);
	va_end(args);
	ways->proto[ways->count++][0] = '\0';
}

/**
 * nft_way_of() - add words about the packets of a protocol
 * @ways: others that may hold instead
 * @proto: the protocol, "" for none
 * @words: the words, which may be those of another way
 */
void nft_way_of(struct nft_ways *ways, const char *proto, const char *words)
{
	const bool full = ways->count == NFT_WAYS;

	nft_way(ways, "%s", words);
	if (!full)
		strcpy(ways->proto[ways->count - 1], proto);
}

/**
 * nft_unknown() - add words that nobody understands
 * @ways: the others
 * @name: the field that is compared
 */
void nft_unknown(struct nft_ways *ways, const char *name)
{
	char word[32];
	size_t len = 0;

	for (; *name && len < sizeof(word) - 1; name++)
		word[len++] = isalnum((unsigned char)*name) ? *name : '-';
	word[len] = '\0';
	nft_way(ways, " -m nft:%s", !strcmp(word, "hoplimit") ? "hl" : word);
}

/**
 * nft_leaf() - a string or a number, as it is written
 * @node: the value
 *
 * Return: its text, or NULL if it is neither.
 */
const char *nft_leaf(const struct jnode *node)
{
	return node && (node->kind == JSTRING || node->kind == JNUMBER) ?
	       node->string : NULL;
}

/**
 * nft_range() - the ends of a range
 * @node: the value
 * @first: its first one
 * @last: its last one
 *
 * Return: false if it is none.
 */
bool nft_range(const struct jnode *node, const char **first, const char **last)
{
	const struct jnode *range = json_get(node, "range");

	if (!range || range->count != 2)
		return false;
	*first = nft_leaf(range->first);
	*last = nft_leaf(range->first->next);
	return *first && *last;
}

/**
 * nft_copy() - copy ways
 * @to: the copy
 * @from: the ways, mostly few
 */
void nft_copy(struct nft_ways *to, const struct nft_ways *from)
{
	to->count = from->count;
	for (unsigned int i = 0; i < from->count; i++) {
		strcpy(to->proto[i], from->proto[i]);
		strcpy(to->words[i], from->words[i]);
	}
}

static bool same_proto(const char *a, const char *b)
{
	return !*a || !*b || !strcmp(a, b) ||
	       (protocol_number(a) >= 0 &&
		protocol_number(a) == protocol_number(b));
}

/**
 * nft_product() - join each way with each of others
 * @ways: the ways so far, which become those of both
 * @next: words that follow
 * @room: room for the work
 * @from: the way so far that each comes from; may be NULL
 *
 * Too many are not understood at all.
 */
void nft_product(struct nft_ways *ways, const struct nft_ways *next,
		 struct nft_ways *room, unsigned int from[NFT_WAYS])
{
	room->count = 0;
	if (ways->count * next->count > NFT_WAYS) {
		ways->count = 1;
		ways->proto[0][0] = '\0';
		strcpy(ways->words[0], " -m nft:list");
		if (from)
			from[0] = 0;
		return;
	}
	for (unsigned int i = 0; i < ways->count; i++) {
		for (unsigned int j = 0; j < next->count; j++) {
			unsigned int n = room->count;

			if (!same_proto(ways->proto[i], next->proto[j]))
				continue;
			if (strlen(ways->words[i]) + strlen(next->words[j]) >= NFT_WORDS)
				strcpy(room->words[n], " -m nft:long");
			else
				sprintf(room->words[n], "%s%s", ways->words[i],
					next->words[j]);
			strcpy(room->proto[n], *ways->proto[i] ? ways->proto[i] :
						next->proto[j]);
			if (from)
				from[n] = i;
			room->count++;
		}
	}
	nft_copy(ways, room);
}
