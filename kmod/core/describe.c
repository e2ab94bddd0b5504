// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "describe.h"

static int add_prefix(char *buf, int at, const struct sfw_prefix *p)
{
	int room = SFW_DESCRIPTION_MAX - at;

	switch (p->family) {
	case SFW_AF_INET:
		at += scnprintf(buf + at, room, p->len < 32 ?
				" from %pI4/%u" : " from %pI4", &p->addr,
				p->len);
		break;
	case SFW_AF_INET6:
		at += scnprintf(buf + at, room, p->len < 128 ?
				" from %pI6c/%u" : " from %pI6c", &p->addr,
				p->len);
		break;
	}
	return at;
}

static void add_selector(char *buf, int at, const struct sfw_selector *sel)
{
	at = add_prefix(buf, at, &sel->from);
	if (sel->group)
		at += scnprintf(buf + at, SFW_DESCRIPTION_MAX - at, " from @%s",
				sel->group->name);
	if (sel->dev[0])
		scnprintf(buf + at, SFW_DESCRIPTION_MAX - at, " dev %s",
			  sel->dev);
}

/**
 * sfw_describe_selector - "from PREFIX|@GROUP dev IFACE", as far as given
 * @buf: SFW_DESCRIPTION_MAX bytes
 * @sel: the selector
 */
void sfw_describe_selector(char *buf, const struct sfw_selector *sel)
{
	/* Each part begins with the blank that separates it from the one before. */
	char text[SFW_DESCRIPTION_MAX] = "";

	add_selector(text, 0, sel);
	scnprintf(buf, SFW_DESCRIPTION_MAX, "%s", text[0] ? text + 1 : "");
}

/**
 * sfw_describe_passage - "from PREFIX out IFACE to ADDR", or "IFACE out IFACE"
 * @buf: SFW_DESCRIPTION_MAX bytes
 * @passage: the passage
 */
void sfw_describe_passage(char *buf, const struct sfw_passage *passage)
{
	int at;

	if (passage->sel.dev[0])
		strscpy(buf, passage->sel.dev, SFW_DESCRIPTION_MAX);
	else
		sfw_describe_selector(buf, &passage->sel);
	at = strlen(buf);
	if (passage->out[0])
		at += scnprintf(buf + at, SFW_DESCRIPTION_MAX - at, " out %s",
				passage->out);
	if (passage->to_family)
		scnprintf(buf + at, SFW_DESCRIPTION_MAX - at,
			  passage->to_family == SFW_AF_INET ? " to %pI4" : " to %pI6c",
			  &passage->to);
}

static int add_what(char *buf, const struct sfw_entry *e)
{
	const char *name = e->proto == IPPROTO_TCP ? "tcp" :
			   e->proto == IPPROTO_UDP ? "udp" : "sctp";

	if (sfw_entry_is_ping(e))
		return scnprintf(buf, SFW_DESCRIPTION_MAX, "proto ping");
	if (sfw_entry_is_proto(e))
		return scnprintf(buf, SFW_DESCRIPTION_MAX, "proto %u",
				 e->proto);
	if (e->first == e->last)
		return scnprintf(buf, SFW_DESCRIPTION_MAX, "%s %u", name,
				 e->first);
	return scnprintf(buf, SFW_DESCRIPTION_MAX, "%s %u-%u", name, e->first,
			 e->last);
}

static int add_target(char *buf, int at, const struct sfw_target *to)
{
	at += scnprintf(buf + at, SFW_DESCRIPTION_MAX - at,
			to->family == SFW_AF_INET ? " to %pI4" : " to %pI6c",
			&to->addr);
	if (to->dev[0])
		at += scnprintf(buf + at, SFW_DESCRIPTION_MAX - at, " dev %s",
				to->dev);
	return at;
}

/**
 * sfw_describe_forward - "tcp 80 in IFACE to ADDR dev IFACE from PREFIX", as far as
 * given
 * @buf: SFW_DESCRIPTION_MAX bytes; a longer text is cut
 * @e: a forwarded port, without a target where "forward del" has none
 */
void sfw_describe_forward(char *buf, const struct sfw_entry *e)
{
	struct sfw_selector source = e->sel;
	int at = add_what(buf, e);

	at += scnprintf(buf + at, SFW_DESCRIPTION_MAX - at, " in %s",
			e->sel.dev);
	if (e->to.family)
		at = add_target(buf, at, &e->to);
	source.dev[0] = '\0';
	if (!source.from.len)
		source.from.family = 0;
	add_selector(buf, at, &source);
}

/**
 * sfw_describe_entry - "tcp 22 from PREFIX dev IFACE", "proto 47"
 * @buf: SFW_DESCRIPTION_MAX bytes
 * @e: the entry
 */
void sfw_describe_entry(char *buf, const struct sfw_entry *e)
{
	add_selector(buf, add_what(buf, e), &e->sel);
}
