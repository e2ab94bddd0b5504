/* SPDX-License-Identifier: GPL-2.0 */
/* One small policy that the tests of the decision share. */
#ifndef SFW_KUNIT_FIXTURE_H
#define SFW_KUNIT_FIXTURE_H

#include <kunit/test.h>
#include <linux/in.h>
#include <linux/in6.h>

#include "sample.h"

/* Sources, by their place in the policy. */
#define STRANGER	0xcb007101	/* 203.0.113.1 */
#define OFFICE		0xc0000207	/* 192.0.2.7, in 192.0.2.0/24 */
#define FRIEND		0xc6336401	/* 198.51.100.1, trusted */

#define FROM4(a)	.family = SFW_AF_INET, .src.w = { cpu_to_be32(a) }
/* The first word decides: 2001:db8:: or fe80:: and so on, always ::1. */
#define FROM6(a)	.family = SFW_AF_INET6, \
			.src.w = { cpu_to_be32(a), 0, 0, cpu_to_be32(1) }
#define TO4(a)		.dst.w = { cpu_to_be32(a) }
#define TO6(a)		.dst.w = { cpu_to_be32(a), 0, 0, cpu_to_be32(1) }
#define STRANGER6	0x20010db8
#define FRIEND6		0x20010db9	/* in 2001:db9::/32, trusted */
#define LINK_LOCAL	0xfe800000

#define TCP(port, flags) .proto = IPPROTO_TCP, .sport = 40000, \
			 .dport = (port), .tcp_flags = (flags)
#define UDP(from, to)	 .proto = IPPROTO_UDP, .sport = (from), .dport = (to)
#define SCTP(port)	 .proto = IPPROTO_SCTP, .sport = 40000, .dport = (port)
#define ICMP(type)	 .proto = IPPROTO_ICMP, .icmp_type = (type)
#define ICMP6(type, hop) .proto = IPPROTO_ICMPV6, .icmp_type = (type), \
			 .hop_limit = (hop)

/* Led elsewhere from an address of this host, to another one or a container. */
#define PUBLISHED	.translated = true, .published = true
#define CONTAINER	PUBLISHED, .forwarded = true

/* Places of the trusts. */
#define TRUST_FRIEND	0
#define TRUST_FRIEND6	1
#define TRUST_WG0	2

#define SMTP_EXPIRES	1000

struct sfw_sample *sfw_fixture(struct kunit *test);

#endif /* SFW_KUNIT_FIXTURE_H */
