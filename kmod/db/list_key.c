// SPDX-License-Identifier: GPL-2.0
/* What a list makes of an address: masked, hashed with a secret, a bucket. */
#include <linux/random.h>

#include "list.h"

static struct sfw_addr bits_of(u8 len)
{
	const __be32 all = cpu_to_be32(~0u);
	const struct sfw_addr ones = { { all, all, all, all } };
	struct sfw_prefix p;

	sfw_prefix_cut(&p, &ones, len);
	return p.addr;
}

/**
 * sfw_list_key_init - a secret for a new list, and its masks
 * @list: the list
 * @mask4: prefix length of the IPv4 sources that share an entry
 * @mask6: the same for IPv6
 */
void sfw_list_key_init(struct sfw_list *list, u8 mask4, u8 mask6)
{
	get_random_bytes(&list->key, sizeof(list->key));
	list->mask[0] = mask4;
	list->mask[1] = mask6;
	list->bits[0] = bits_of(mask4);
	list->bits[1] = bits_of(mask6);
}

static void mask_addr(const struct sfw_list *list, u8 family,
		      const struct sfw_addr *from, struct sfw_addr *to)
{
	const struct sfw_addr *bits = &list->bits[family == SFW_AF_INET6];

	to->w[0] = from->w[0] & bits->w[0];
	to->w[1] = from->w[1] & bits->w[1];
	to->w[2] = from->w[2] & bits->w[2];
	to->w[3] = from->w[3] & bits->w[3];
}

static u32 hash_of(const struct sfw_list *list, u8 family,
		   const struct sfw_addr *a)
{
	const u32 *w = (const __force u32 *)a->w;

	if (family == SFW_AF_INET)
		return siphash_1u32(w[0], &list->key);
	return siphash_4u32(w[0], w[1], w[2], w[3], &list->key);
}

static void place(const struct sfw_list *list, struct sfw_list_key *key,
		  u32 hash)
{
	key->hash = hash;
	key->bucket = hash & list->bucket_mask;
	key->part = sfw_list_part_of(list, key->bucket);
}

/**
 * sfw_list_key - what a list makes of an address
 * @list: the list
 * @family: of the address
 * @addr: the address; masked here
 */
struct sfw_list_key sfw_list_key(const struct sfw_list *list, u8 family,
				 const struct sfw_addr *addr)
{
	struct sfw_list_key key = { .family = family };

	mask_addr(list, family, addr, &key.addr);
	place(list, &key, hash_of(list, family, &key.addr));
	return key;
}

/**
 * sfw_list_key_again - the same, without hashing
 * @list: the list
 * @family: of the address
 * @addr: the address; masked here
 * @hash: of sfw_list_key(), for this list or one that hashes alike
 */
struct sfw_list_key sfw_list_key_again(const struct sfw_list *list, u8 family,
				       const struct sfw_addr *addr, u32 hash)
{
	struct sfw_list_key key = { .family = family };

	mask_addr(list, family, addr, &key.addr);
	place(list, &key, hash);
	return key;
}
