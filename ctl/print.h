/* SPDX-License-Identifier: GPL-2.0 */
/* Values in the form in which they can be typed. */
#ifndef SFWCTL_PRINT_H
#define SFWCTL_PRINT_H

#include <netinet/in.h>
#include <stddef.h>

#include "command.h"

#define PREFIX_TEXT_MAX		(INET6_ADDRSTRLEN + 4)	/* "/128" */
#define DURATION_TEXT_MAX	16
#define PORTS_TEXT_MAX		16

const char *print_address(const struct address *addr, char *buf, size_t size);
const char *print_prefix(const struct prefix *prefix, char *buf, size_t size);
const char *print_duration(__u32 seconds, char *buf, size_t size);
const char *print_ports(const struct port_range *ports, char *buf,
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
