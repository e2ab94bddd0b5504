/* SPDX-License-Identifier: GPL-2.0 */
/* Rates and numbers of connections, and the guard that is nearest. Pure. */
#ifndef SFWCTL_IMPORT_RATE_H
#define SFWCTL_IMPORT_RATE_H

#include <stddef.h>

#include "lang/statement.h"

/**
 * struct rate - a limit, by limit, hashlimit or connlimit
 * @hits: packets that are let in
 * @seconds: in so much time, 0 for connections at the same time
 * @burst: packets at once, 0 where nothing is said
 * @each: of each source, not of all together
 * @mask: leading bits that make one source, 0 for all
 */
struct rate {
	__u32 hits;
	__u32 seconds;
	__u32 burst;
	bool each;
	unsigned int mask;
};

#define RATE_TEXT_MAX	96

bool rate_read(struct rate *rate, const char *word);
const char *rate_text(const struct rate *rate, char *buf, size_t size);
bool rate_guard(const struct rate *rate, int family, struct guard *guard);

#endif
