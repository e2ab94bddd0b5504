// SPDX-License-Identifier: GPL-2.0
#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/stdarg.h>

#include "extack.h"

#ifdef SFW_HAVE_EXTACK_BUF
static char *text_room(struct netlink_ext_ack *extack)
{
	return extack->_msg_buf;
}
#else
/*
 * The text must live until netlink_ack() copies it, which the same task does
 * right after the handler. That many refusals at once would be needed before
 * one overwrites another's text.
 */
static char *text_room(struct netlink_ext_ack *extack)
{
	static char ring[64][SFW_EXTACK_LEN];
	static atomic_t next;

	return ring[(unsigned int)atomic_inc_return(&next) % ARRAY_SIZE(ring)];
}
#endif

/**
 * sfw_extack_write - say why a request is refused, see sfw_extack()
 * @extack: where to, may be NULL
 * @fmt: printf format; a text longer than SFW_EXTACK_LEN - 1 bytes ends in "..."
 */
void sfw_extack_write(struct netlink_ext_ack *extack, const char *fmt, ...)
{
	va_list args;
	char *text;

	if (!extack)
		return;
	text = text_room(extack);
	va_start(args, fmt);
	if (vsnprintf(text, SFW_EXTACK_LEN, fmt, args) >= SFW_EXTACK_LEN)
		strscpy(text + SFW_EXTACK_LEN - sizeof("..."), "...", sizeof("..."));
	va_end(args);
	extack->_msg = text;
}
