/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names and patterns of interfaces: "eth0" names one, "br-*" all whose names
 * begin so. The utility includes this too, hence no other header of the kernel.
 */
#ifndef SFW_CORE_IFNAME_H
#define SFW_CORE_IFNAME_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#endif

/**
 * sfw_ifname_stem - the part of a pattern that names begin with
 * @pattern: a name or a pattern
 *
 * Return: its length without the asterisk; -1: it names one interface.
 */
static inline int sfw_ifname_stem(const char *pattern)
{
	int len = 0;

	while (pattern[len])
		len++;
	return len && pattern[len - 1] == '*' ? len - 1 : -1;
}

/**
 * sfw_ifname_matches - whether an interface is meant
 * @pattern: a name or a pattern
 * @name: of an interface, which may have asterisks of its own
 */
static inline bool sfw_ifname_matches(const char *pattern, const char *name)
{
	for (; *pattern != '*' || pattern[1]; pattern++, name++) {
		if (*pattern != *name)
			return false;
		if (!*pattern)
			return true;
	}
	return true;
}

/**
 * sfw_ifname_valid - whether asterisks stand where they mean something
 * @pattern: a name or a pattern
 *
 * Return: false with an asterisk alone, or before the end.
 */
static inline bool sfw_ifname_valid(const char *pattern)
{
	int i;

	for (i = 0; pattern[i]; i++)
		if (pattern[i] == '*' && (!i || pattern[i + 1]))
			return false;
	return true;
}

#endif /* SFW_CORE_IFNAME_H */
