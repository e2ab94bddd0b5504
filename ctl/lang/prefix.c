// SPDX-License-Identifier: GPL-2.0
/* Prefixes: their canonical order, host bits, which one holds another. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/prefix.h"

/**
 * prefix_compare() - which of two prefixes comes first
 * @a: a prefix
 * @b: another
 *
 * Return: below, above or equal to 0, by family, then address, then length.
 */
int prefix_compare(const struct prefix *a, const struct prefix *b)
{
	int ret;

	if (a->addr.family != b->addr.family)
		return a->addr.family < b->addr.family ? -1 : 1;
	ret = memcmp(a->addr.bytes, b->addr.bytes, sizeof(a->addr.bytes));
	return ret ? ret : a->len - b->len;
}

/**
 * prefix_trim() - clear the host bits
 * @prefix: the prefix
 *
 * Return: true if there were any.
 */
bool prefix_trim(struct prefix *prefix)
{
	bool found = false;

	for (unsigned int i = 0; i < address_size(prefix->addr.family); i++) {
		unsigned int bits = prefix->len > i * 8 ? prefix->len - i * 8 : 0;
		__u8 mask = bits >= 8 ? 0xff : 0xff00 >> bits;

		found |= prefix->addr.bytes[i] & ~mask;
		prefix->addr.bytes[i] &= mask;
	}
	return found;
}

/**
 * prefix_within() - whether one prefix holds another
 * @a: the one that may be held
 * @b: the one that may hold it; neither has host bits
 *
 * Return: true if every address of @a is one of @b.
 */
bool prefix_within(const struct prefix *a, const struct prefix *b)
{
	struct prefix cut = *a;

	if (a->addr.family != b->addr.family || a->len < b->len ||
	    memcmp(a->addr.bytes, b->addr.bytes, b->len / 8))
		return false;
	cut.len = b->len;
	prefix_trim(&cut);
	return !prefix_compare(&cut, b);
}

/**
 * prefix_last() - the highest address of a prefix
 * @prefix: the prefix
 *
 * Return: the address.
 */
struct address prefix_last(const struct prefix *prefix)
{
	struct address last = prefix->addr;

	for (unsigned int i = prefix->len; i < address_bits(last.family); i++)
		last.bytes[i / 8] |= 0x80 >> i % 8;
	return last;
}

/**
 * address_compare() - which of two addresses comes first
 * @a: an address
 * @b: another
 *
 * Return: below, above or equal to 0; IPv4 comes before IPv6.
 */
int address_compare(const struct address *a, const struct address *b)
{
	if (a->family != b->family)
		return a->family == AF_INET ? -1 : 1;
	return memcmp(a->bytes, b->bytes, address_size(a->family));
}

/**
 * address_next() - step to the next address
 * @addr: the address
 *
 * Return: false behind the last of its family, which is followed by the first.
 */
bool address_next(struct address *addr)
{
	for (int i = address_size(addr->family); i-- > 0;)
		if (++addr->bytes[i])
			return true;
	return false;
}

/**
 * address_before() - step to the address before
 * @addr: the address, not the first of its family
 */
void address_before(struct address *addr)
{
	for (int i = address_size(addr->family); i-- > 0;)
		if (addr->bytes[i]--)
			return;
}

/* Leading ones of a mask such as 255.255.255.0; -1 if it has holes. */
static int mask_bits(const struct address *mask)
{
	struct prefix ones = { .addr = { .family = mask->family } };

	for (unsigned int len = 0; len <= address_bits(mask->family); len++) {
		memset(ones.addr.bytes, 0, sizeof(ones.addr.bytes));
		memset(ones.addr.bytes, 0xff, address_size(mask->family));
		ones.len = len;
		prefix_trim(&ones);
		if (!memcmp(ones.addr.bytes, mask->bytes, sizeof(mask->bytes)))
			return len;
	}
	return -1;
}

/**
 * prefix_mask_length() - the bits of a prefix by its mask, as 255.255.255.0
 * @word: the mask
 * @len: the result
 *
 * Return: false when it is none.
 */
bool prefix_mask_length(const char *word, __u32 *len)
{
	struct address mask;
	int bits;

	if (!parse_address(word, &mask))
		return false;
	bits = mask_bits(&mask);
	*len = bits;
	return bits >= 0;
}

/**
 * prefix_read() - read a prefix as others write it
 * @word: an address, perhaps with bits behind a slash, or a mask there
 * @prefix: the result; its host bits are cleared
 *
 * Return: false when it is none.
 */
bool prefix_read(const char *word, struct prefix *prefix)
{
	const char *slash = strchr(word, '/');
	char buf[INET6_ADDRSTRLEN];
	unsigned int bits;
	__u32 len;

	snprintf(buf, sizeof(buf), "%.*s",
		 slash ? (int)(slash - word) : INET6_ADDRSTRLEN, word);
	memset(prefix, 0, sizeof(*prefix));
	if (!parse_address(buf, &prefix->addr))
		return false;
	bits = address_bits(prefix->addr.family);
	if (!slash)
		len = bits;
	else if (!parse_number(slash + 1, 0, bits, &len) && !prefix_mask_length(slash + 1, &len))
		return false;
	if (len > bits)
		return false;
	prefix->len = len;
	prefix_trim(prefix);
	return true;
}
