/* SPDX-License-Identifier: GPL-2.0 */
/* Addresses that came to this host a moment ago. */
#ifndef SFW_CORE_FRESH_H
#define SFW_CORE_FRESH_H

/**
 * sfw_is_fresh - whether something came a moment ago
 * @now: ticks
 * @since: when it came, ticks of the same unsigned type
 * @most: how many ticks a moment has
 *
 * Ticks of 32 bits begin anew. time_before() would take all for new that came more than
 * half of their time ago; this takes it for new once in all of it, for a moment.
 */
#define sfw_is_fresh(now, since, most)	((now) - (since) < (most))

#endif /* SFW_CORE_FRESH_H */
