/* SPDX-License-Identifier: GPL-2.0 */
/* Whether this host forwards packets at all: the sysctls of a gateway. */
#ifndef SFWCTL_IP_FORWARD_H
#define SFWCTL_IP_FORWARD_H

#include <stddef.h>

#include "host/advertised.h"
#include "net/policy.h"

/* Families, or-ed. */
#define FORWARDS_IPV4		1U
#define FORWARDS_IPV6		2U

#define FORWARDS_TEXT_MAX	128
#define FORWARDS_COMMAND_MAX	(FORWARDS_TEXT_MAX + ADVERTISED_TEXT_MAX)

unsigned int ip_forward_needed(const struct policy *policy);
unsigned int ip_forward_is(bool on);
const char *ip_forward_names(unsigned int families, char *buf, size_t len);
const char *ip_forward_command(unsigned int families, bool on,
			       const char *before, char *buf, size_t len);
bool ip_forward_concerns(const bool *has);
void ip_forward_settle(struct nl *nl);

#endif
