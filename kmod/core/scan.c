// SPDX-License-Identifier: GPL-2.0
#include "scan.h"

/**
 * sfw_scan_try - one more closed port; enough different ones make a scanner
 * @tried: those before, and room for @ports - 1
 * @n: how many, or SFW_SCAN_IS_LISTED
 * @port: the port
 * @ports: how many make a scanner, 1 or more
 *
 * Return: the new @n.
 */
u8 sfw_scan_try(u16 *tried, u8 n, u16 port, u32 ports)
{
	u32 i;

	if (n == SFW_SCAN_IS_LISTED || ports == 1)
		return SFW_SCAN_IS_LISTED;
	for (i = 0; i < n; i++)
		if (tried[i] == port)
			return n;
	if (n >= ports - 1)	/* @ports may have been more before */
		return SFW_SCAN_IS_LISTED;
	tried[n] = port;
	return n + 1;
}
