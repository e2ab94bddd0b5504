/* SPDX-License-Identifier: GPL-2.0 */
/* Names of IP protocols. */
#ifndef SFWCTL_LANG_PROTOCOL_H
#define SFWCTL_LANG_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>

#define PROTOCOL_NAME_MAX	16	/* bytes, with the NUL */

int protocol_number(const char *name);
const char *protocol_name(__u8 number, char *buf, size_t size);
const char *protocol_at(unsigned int index);
#define PROTOCOL_PING	"ping"	/* echo requests, which are none of their own */

bool protocol_is_extension(__u8 number);
bool protocol_has_ports(__u8 number);

#endif
