// SPDX-License-Identifier: GPL-2.0
/* Key of an address in a list: masked, hashed with a secret, a bucket. */
#include <linux/random.h>

#include "list.h"

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
	list->bits[0] = sfw_addr_bits(mask4);
	list->bits[1] = sfw_addr_bits(mask6);
}

static struct sfw_list_key key_of(const struct sfw_list *list, u8 family,
				  const struct sfw_addr *addr)
{
	return (struct sfw_list_key){
		.addr = sfw_addr_mask(addr, &list->bits[family == SFW_AF_INET6]),
		.family = family,
	};
}

static u32 hash_of(const struct sfw_list *list, u8 family,
		   const struct sfw_addr *a)
{
	const u32 *w = (const __force u32 *)a->w;

	if (family == SFW_AF_INET)
		return siphash_1u32(w[0], &list->key);
	return siphash_4u32(w[0], w[1], w[2], w[3], &list->key);
}

/**
 * sfw_list_key - key of an address in a list
 * @list: the list
 * @family: of the address
 * @addr: the address; masked here
 */
struct sfw_list_key sfw_list_key(const struct sfw_list *list, u8 family,
				 const struct sfw_addr *addr)
{
	struct sfw_list_key key = key_of(list, family, addr);

	key.hash = hash_of(list, family, &key.addr);
	sfw_list_key_place(list, &key);
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
	struct sfw_list_key key = key_of(list, family, addr);

	key.hash = hash;
	sfw_list_key_place(list, &key);
	return key;
}
