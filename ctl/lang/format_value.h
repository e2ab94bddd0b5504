/* SPDX-License-Identifier: GPL-2.0 */
/* Values in the form in which they can be typed. */
#ifndef SFWCTL_LANG_FORMAT_VALUE_H
#define SFWCTL_LANG_FORMAT_VALUE_H

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

#include "lang/statement.h"
#include "lang/vocabulary.h"
#include "lib/wordset.h"

#define PREFIX_TEXT_MAX		(INET6_ADDRSTRLEN + 4)	/* "/128" */
#define DURATION_TEXT_MAX	16
#define PORTS_TEXT_MAX		16
#define WINDOWS_TEXT_MAX	160	/* all that a guard may have */
#define ENDPOINT_TEXT_MAX	(INET6_ADDRSTRLEN + 16)	/* "[]:6000-6010" */
#define STEPS_TEXT_MAX		160	/* all that a knock may have */
#define PROBE_TEXT_MAX		256
#define VALUE_TEXT_MAX		160	/* of a setting: all reasons */

/*
 * Values as text: each writes up to @size bytes to @buf, where the sizes above hold any
 * value, and returns @buf.
 */
const char *format_probe(const struct probe *probe, char *buf, size_t size);
const char *format_address(const struct address *addr, char *buf, size_t size);
const char *format_prefix(const struct prefix *prefix, char *buf, size_t size);
const char *format_from(const struct entry *entry, char *buf, size_t size);
const char *format_duration(__u64 seconds, char *buf, size_t size);
const char *format_ports(const struct port_range *ports, char *buf,
			 size_t size);
const char *format_target(const struct entry *entry, char *buf, size_t size);
const char *format_windows(const struct guard *guard, char *buf, size_t size);
const char *format_steps(const struct knock *knock, char *buf, size_t size);
const char *format_value(const struct setting *setting, __u32 value, char *buf,
			 size_t size);
const char *format_values(const struct setting *setting, char *buf,
			  size_t size);

/* Bits and bytes of an address of a family. */
static inline unsigned int address_bits(int family)
{
	return family == AF_INET ? 32 : 128;
}

static inline unsigned int address_size(int family)
{
	return address_bits(family) / 8;
}

static inline bool address_equal(const struct address *a, const struct address *b)
{
	return a->family == b->family && !memcmp(a->bytes, b->bytes, address_size(a->family));
}

#endif
