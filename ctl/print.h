/* SPDX-License-Identifier: GPL-2.0 */
/* Values in the form in which they can be typed. */
#ifndef SFWCTL_PRINT_H
#define SFWCTL_PRINT_H

#include <netinet/in.h>
#include <stddef.h>

#include "choices.h"
#include "command.h"
#include "vocabulary.h"

#define PREFIX_TEXT_MAX		(INET6_ADDRSTRLEN + 4)	/* "/128" */
#define DURATION_TEXT_MAX	16
#define PORTS_TEXT_MAX		16
#define WINDOWS_TEXT_MAX	160	/* all that a guard may have */
#define ENDPOINT_TEXT_MAX	(INET6_ADDRSTRLEN + 16)	/* "[]:6000-6010" */
#define STEPS_TEXT_MAX		160	/* all that a knock may have */
#define VALUE_TEXT_MAX		160	/* of a setting: all reasons */

const char *print_address(const struct address *addr, char *buf, size_t size);
const char *print_prefix(const struct prefix *prefix, char *buf, size_t size);
const char *print_duration(__u64 seconds, char *buf, size_t size);
const char *print_ports(const struct port_range *ports, char *buf,
			size_t size);
const char *print_target(const struct entry *entry, char *buf, size_t size);
const char *print_windows(const struct guard *guard, char *buf, size_t size);
const char *print_steps(const struct knock *knock, char *buf, size_t size);
const char *print_value(const struct setting *setting, __u32 value, char *buf,
			size_t size);
const char *print_values(const struct setting *setting, char *buf,
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

#endif
