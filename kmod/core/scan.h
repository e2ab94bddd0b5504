/* SPDX-License-Identifier: GPL-2.0 */
/* The ports that a suspect has tried, until they make a scanner of it. */
#ifndef SFW_CORE_SCAN_H
#define SFW_CORE_SCAN_H

#include <linux/types.h>

#define SFW_SCAN_IS_LISTED	0xff	/* instead of a number of ports */

u8 sfw_scan_try(u16 *tried, u8 n, u16 port, u32 ports);

#endif /* SFW_CORE_SCAN_H */
