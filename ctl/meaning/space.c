// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dhcp.h"
#include "core/ifname.h"
#include "lang/format_value.h"
#include "lang/parser.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lib/compiler.h"
#include "lib/grow.h"
#include "meaning/rule.h"
#include "meaning/space.h"

#define TCP_SYN		0x02
#define TCP_ACK		0x10
#define ICMP_ECHO	8
#define ICMP6_ECHO	128
#define ICMP_TIMESTAMP	13
#define ICMP6_NEIGHBOUR	135
#define ICMP6_UNREACH	1
#define ICMP6_LISTENER	130
#define LINK_ADDRESS	"fe80::"	/* this host's, by the policy of a file */

const __u8 space_states[SPACE_STATES] = {
	SFW_CT_NEW, SFW_CT_UNTRACKED, SFW_CT_INVALID, SFW_CT_ESTABLISHED, SFW_CT_RELATED,
};

#define BOTH(x)	{ x, x }
#define ICMP	{ IPPROTO_ICMP, IPPROTO_ICMPV6 }

/* Those of a protocol stand together. */
static const struct kind fixed_kinds[] = {
	{ BOTH(IPPROTO_TCP), .flags = TCP_SYN, .sport = PROBE_SPORT, .variant = "" },
	{ BOTH(IPPROTO_TCP), .flags = TCP_ACK, .sport = PROBE_SPORT, .variant = "no-syn" },
	{ BOTH(IPPROTO_UDP), .sport = PROBE_SPORT, .variant = "" },
	{ BOTH(IPPROTO_UDP), .sport = SFW_DHCP_SERVER, .variant = "from-67" },
	{ BOTH(IPPROTO_SCTP), .sport = PROBE_SPORT, .variant = "" },
	{ ICMP, .icmp_type = { ICMP_ECHO, ICMP6_ECHO }, .variant = "echo" },
	{ ICMP, .icmp_type = { ICMP_TIMESTAMP, ICMP6_NEIGHBOUR }, .variant = "neighbour" },
	{ ICMP, .icmp_type = { ICMP_TIMESTAMP, ICMP6_LISTENER }, .variant = "listener" },
	{ ICMP, .icmp_type = { ICMP_TIMESTAMP, ICMP6_UNREACH }, .variant = "" },
};

static int compare_source(const void *a, const void *b)
{
	return address_compare(&((const struct source *)a)->first,
			       &((const struct source *)b)->first);
}

static int compare_port(const void *a, const void *b)
{
	return *(const __u16 *)a - *(const __u16 *)b;
}

/* Sorts an array, and leaves one of equal elements. */
static size_t unique(void *array, size_t count, size_t size,
		     int (*compare)(const void *a, const void *b))
{
	char *at = array;
	size_t kept = 0;

	qsort(array, count, size, compare);
	for (size_t i = 0; i < count; i++)
		if (!kept || compare(at + (kept - 1) * size, at + i * size))
			memmove(at + kept++ * size, at + i * size, size);
	return kept;
}

static int add_source(struct space *s, const struct address *first)
{
	struct source *source = grow(&s->sources, &s->source_count, sizeof(*source));

	if (!source)
		return -ENOMEM;
	source->first = *first;
	return 0;
}

static int cut_source(struct space *s, const struct prefix *p)
{
	struct address end = prefix_last(p);

	if (add_source(s, &p->addr))
		return -ENOMEM;
	return address_next(&end) ? add_source(s, &end) : 0;
}

static int cut_ports(struct space *s, unsigned int first, unsigned int last)
{
	for (unsigned int i = 0; i < 2; i++) {
		unsigned int at = i ? last + 1 : first;
		__u16 *port = at > 65535 ? NULL : grow(&s->ports, &s->port_count, sizeof(*port));

		if (port)
			*port = at;
		else if (at <= 65535)
			return -ENOMEM;
	}
	return 0;
}

static int add_dev(struct space *s, const char *name)
{
	struct device *dev;

	for (size_t i = 0; i < s->dev_count; i++)
		if (!strcmp(s->devs[i].name, name))
			return 0;
	dev = grow(&s->devs, &s->dev_count, sizeof(*dev));
	if (!dev)
		return -ENOMEM;
	strcpy(dev->name, name);
	strcpy(dev->like, name);
	return 0;
}

static int add_kind(struct space *s, const struct kind *like)
{
	struct kind *kind = grow(&s->kinds, &s->kind_count, sizeof(*kind));

	if (!kind)
		return -ENOMEM;
	*kind = *like;
	return 0;
}

static bool has_kind(const struct space *s, __u8 proto)
{
	for (size_t i = 0; i < s->kind_count; i++)
		if (s->kinds[i].proto[0] == proto || s->kinds[i].proto[1] == proto)
			return true;
	return false;
}

static int add_proto(struct space *s, __u8 proto)
{
	const struct kind kind = { BOTH(proto), .variant = "" };

	return has_kind(s, proto) ? 0 : add_kind(s, &kind);
}

static int add_dst(struct space *s, const struct address *addr)
{
	struct address *dst;

	for (size_t i = DST_TARGETS; i < s->dst_count; i++)
		if (!address_compare(&s->dsts[i], addr))
			return 0;
	dst = grow(&s->dsts, &s->dst_count, sizeof(*dst));
	if (!dst)
		return -ENOMEM;
	*dst = *addr;
	return 0;
}

/* Words that cut a dimension. */
static int read_entry(struct space *s, enum sfw_cmd cmd, const struct entry *e)
{
	int ret = 0;

	for (unsigned int i = 0; !ret && i < e->from_count; i++)
		ret = cut_source(s, &e->from[i]);
	for (unsigned int i = 0; !ret && i < e->port_count; i++)
		ret = cut_ports(s, e->ports[i].first, e->ports[i].last);
	if (!ret && e->dev[0])
		ret = add_dev(s, e->dev);
	if (!ret && cmd == SFW_CMD_PROTO_ADD)
		ret = add_proto(s, e->proto);
	if (!ret && e->to.family)
		ret = add_dst(s, &e->to);
	return ret;
}

static bool has_entry(enum sfw_cmd cmd)
{
	switch (cmd) {
	case SFW_CMD_PORT_ADD:
	case SFW_CMD_PROTO_ADD:
	case SFW_CMD_FORWARD_ADD:
	case SFW_CMD_TRUST_ADD:
	case SFW_CMD_EXEMPT_ADD:
	case SFW_CMD_BLOCK_ADD:
	case SFW_CMD_LAN_ADD:
		return true;
	default:
		return false;
	}
}

/* A line that names a group stands for one of each of its members. */
static int each_member(struct space *s, const struct policy *policy,
		       const struct object *named, unsigned int second,
		       int (*read)(struct space *s, const struct object *obj, unsigned int second))
{
	const struct nlmsghdr *at = NULL;
	struct object member, line = *named;
	int ret = 0;

	while (!ret && policy_next(policy, &at, &member)) {
		if (member.command.cmd != SFW_CMD_GROUP_ADD ||
		    strcmp(member.command.entry.name, named->command.entry.groups[0]))
			continue;
		line.command.entry.from_count = 1;
		line.command.entry.from[0] = member.command.entry.from[0];
		ret = read(s, &line, second);
	}
	return ret;
}

static int each_entry(struct space *s, const struct policy *policy, unsigned int second,
		      int (*read)(struct space *s, const struct object *obj, unsigned int second))
{
	const struct nlmsghdr *at = NULL;
	struct object obj;
	int ret = 0;

	while (!ret && policy_next(policy, &at, &obj)) {
		if (!has_entry(obj.command.cmd))
			continue;
		ret = obj.command.entry.group_count ?
		      each_member(s, policy, &obj, second, read) :
		      read(s, &obj, second);
	}
	return ret;
}

static int cut(struct space *s, const struct object *obj, unsigned int second)
{
	(void)second;
	return read_entry(s, obj->command.cmd, &obj->command.entry);
}

/**
 * space_source_of() - the piece that has an address
 * @space: the space
 * @addr: the address
 */
size_t space_source_of(const struct space *space, const struct address *addr)
{
	size_t low = 0, high = space->source_count - 1;

	while (low < high) {
		size_t mid = (low + high + 1) / 2;

		if (address_compare(&space->sources[mid].first, addr) <= 0)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

/**
 * space_port_of() - the piece that has a port
 * @space: the space
 * @port: the port, not 0
 */
size_t space_port_of(const struct space *space, __u16 port)
{
	size_t low = 0, high = space->port_count - 1;

	while (low < high) {
		size_t mid = (low + high + 1) / 2;

		if (space->ports[mid] <= port)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

/**
 * space_sources_end() - the end of a family's sources
 * @space: the space
 * @family: AF_INET or AF_INET6
 *
 * Return: the number of the source behind its last.
 */
size_t space_sources_end(const struct space *space, int family)
{
	return family == AF_INET ? space->source4_count : space->source_count;
}

/**
 * space_find_sources() - the pieces of a prefix
 * @s: the space
 * @p: the prefix
 * @first: the first of them
 * @end: that behind the last
 */
void space_find_sources(const struct space *s, const struct prefix *p, size_t *first, size_t *end)
{
	struct address last = prefix_last(p);

	*first = space_source_of(s, &p->addr);
	*end = space_source_of(s, &last) + 1;
}

static void sign_sources(struct space *s, const struct entry *e, unsigned int sign)
{
	size_t first, end;

	if (!e->from_count)
		return;
	space_find_sources(s, &e->from[0], &first, &end);
	for (size_t i = first; i < end; i++)
		s->sources[i].sign |= sign;
}

static void sign_devs(struct space *s, const char *pattern, unsigned int sign)
{
	for (size_t i = 0; pattern[0] && i < s->dev_count; i++)
		if (sfw_ifname_matches(pattern, s->devs[i].like))
			s->devs[i].sign |= sign;
}

static int sign(struct space *s, const struct object *obj, unsigned int second)
{
	unsigned int shift = second * SIGN_SECOND;
	const struct entry *e = &obj->command.entry;

	switch (obj->command.cmd) {
	case SFW_CMD_BLOCK_ADD:
		sign_sources(s, e, SIGN_BLOCKED << shift);
		return 0;
	case SFW_CMD_EXEMPT_ADD:
		sign_sources(s, e, SIGN_EXEMPT << shift);
		return 0;
	case SFW_CMD_TRUST_ADD:
		sign_sources(s, e, SIGN_TRUSTED << shift);
		sign_devs(s, e->dev, SIGN_TRUSTED << shift);
		return 0;
	case SFW_CMD_LAN_ADD:
		sign_devs(s, e->dev, SIGN_LAN << shift);
		return 0;
	default:
		return rule_add(s, e, second);
	}
}

static bool is_named(const struct space *s, const char *name)
{
	for (size_t i = 0; i < s->dev_count; i++)
		if (!strcmp(s->devs[i].like, name))
			return true;
	return false;
}

/* Whether a pattern is the longest of those that mean an interface. */
static bool is_longest(const struct space *s, const char *pattern, const char *name)
{
	for (size_t i = 0; i < s->dev_count; i++)
		if (sfw_ifname_matches(s->devs[i].name, name) &&
		    strlen(s->devs[i].name) > strlen(pattern))
			return false;
	return true;
}

/* An interface that a pattern means, and neither a name nor a longer pattern. */
static void find_like(struct space *s, struct device *dev)
{
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	char name[SFW_DEV_MAX + 1];
	int stem = sfw_ifname_stem(dev->name);

	if (stem < 0)
		return;
	for (const char *c = letters; *c; c++) {
		memcpy(name, dev->name, stem);
		name[stem] = *c;
		name[stem + 1] = '\0';
		if (is_named(s, name) || !is_longest(s, dev->name, name))
			continue;
		strcpy(dev->like, name);
		return;
	}
}

/* An address that is no target, and no source's matter: the first that is free. */
static void find_other(struct space *s, const char *text, int family)
{
	struct address *other = &s->other[FAMILY_INDEX(family)];
	bool taken = true;

	other->family = family;
	inet_pton(family, text, other->bytes);
	while (taken) {
		taken = false;
		for (size_t i = DST_TARGETS; i < s->dst_count; i++)
			taken |= !address_compare(&s->dsts[i], other);
		if (taken)
			address_next(other);
	}
}

/* Groups, and addresses of this host: the decision itself knows them. */
static const struct {
	const char *addr;
	__u8 len;
} specials[] = {
	{ "127.0.0.0", 8 }, { "224.0.0.0", 4 }, { "255.255.255.255", 32 }, { "0.0.0.0", 32 },
	{ "::", 128 }, { "::1", 128 }, { LINK_ADDRESS, 128 }, { "fe80::", 10 }, { "ff00::", 8 },
};

static struct prefix special(unsigned int i)
{
	struct prefix p = { .len = specials[i].len };

	p.addr.family = strchr(specials[i].addr, ':') ? AF_INET6 : AF_INET;
	inet_pton(p.addr.family, specials[i].addr, p.addr.bytes);
	return p;
}

static int cut_specials(struct space *s)
{
	int ret = 0;

	for (unsigned int i = 0; !ret && i < ARRAY_SIZE(specials); i++) {
		const struct prefix p = special(i);

		ret = cut_source(s, &p);
	}
	return ret;
}

static void find_specials(struct space *s)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(specials); i++) {
		const struct prefix p = special(i);
		size_t first, end;

		space_find_sources(s, &p, &first, &end);
		while (first < end)
			s->sources[first++].special |= 1 << i;
	}
}

static bool is_meant(const struct space *s, const char *name)
{
	for (size_t i = 0; i < s->dev_count; i++)
		if (sfw_ifname_matches(s->devs[i].name, name))
			return true;
	return false;
}

static void find_other_dev(struct space *s)
{
	static const char letters[] = "oabcdefghijklmnpqrstuvwxyz";

	for (const char *c = letters; *c; c++) {
		snprintf(s->other_dev, sizeof(s->other_dev), "%cther0", *c);
		if (!is_meant(s, s->other_dev))
			return;
	}
}

static int begin(struct space *s)
{
	static const struct address zero4 = { .family = AF_INET }, zero6 = { .family = AF_INET6 };
	struct address none = { 0 };
	int ret = add_source(s, &zero4);

	for (unsigned int i = 0; !ret && i < ARRAY_SIZE(fixed_kinds); i++)
		ret = add_kind(s, &fixed_kinds[i]);
	ret = ret ? ret : add_source(s, &zero6);
	ret = ret ? ret : cut_specials(s);
	ret = ret ? ret : cut_ports(s, 1, 65535);
	ret = ret ? ret : cut_ports(s, SFW_DHCP_CLIENT, SFW_DHCP_CLIENT);
	ret = ret ? ret : cut_ports(s, SFW_DHCP6_CLIENT, SFW_DHCP6_CLIENT);
	ret = ret ? ret : add_dev(s, "");
	ret = ret ? ret : add_dev(s, "lo");
	for (unsigned int i = 0; !ret && i < DST_TARGETS; i++) {
		struct address *dst = grow(&s->dsts, &s->dst_count, sizeof(*dst));

		ret = dst ? 0 : -ENOMEM;
		if (dst)
			*dst = none;
	}
	if (ret)
		return ret;
	s->dsts[DST_LINK].family = AF_INET6;
	inet_pton(AF_INET6, LINK_ADDRESS, s->dsts[DST_LINK].bytes);
	return 0;
}

/* The protocol that stands for all that no policy names. */
static int add_other_proto(struct space *s)
{
	__u8 proto = 253;	/* for experiments, RFC 3692 */

	while (proto && has_kind(s, proto))
		proto--;
	return add_proto(s, proto);
}

/**
 * space_init() - cut all dimensions by the words of two policies
 * @space: the result; space_free() is due in any case
 * @a: the one
 * @b: the other
 *
 * Return: 0 or -ENOMEM.
 */
int space_init(struct space *space, const struct policy *a, const struct policy *b)
{
	int ret;

	memset(space, 0, sizeof(*space));
	ret = begin(space);
	ret = ret ? ret : each_entry(space, a, 0, cut);
	ret = ret ? ret : each_entry(space, b, 1, cut);
	ret = ret ? ret : add_other_proto(space);
	if (ret)
		return ret;
	space->source_count = unique(space->sources, space->source_count,
				     sizeof(*space->sources), compare_source);
	space->port_count = unique(space->ports, space->port_count,
				   sizeof(*space->ports), compare_port);
	while (space->source4_count < space->source_count &&
	       space->sources[space->source4_count].first.family == AF_INET)
		space->source4_count++;
	for (size_t i = 0; i < space->dev_count; i++)
		find_like(space, &space->devs[i]);
	find_other(space, "198.51.100.200", AF_INET);
	find_other(space, "2001:db8:ffff::200", AF_INET6);
	find_other_dev(space);
	find_specials(space);
	ret = each_entry(space, a, 0, sign);
	return ret ? ret : each_entry(space, b, 1, sign);
}

/**
 * space_free() - give the memory back
 * @space: the space
 */
void space_free(struct space *space)
{
	free(space->kinds);
	free(space->ports);
	free(space->sources);
	free(space->devs);
	free(space->dsts);
	free(space->rules);
}

/**
 * space_source_family() - the family of a source
 * @space: the space
 * @source: the source
 */
int space_source_family(const struct space *space, size_t source)
{
	return source < space->source4_count ? AF_INET : AF_INET6;
}

/**
 * space_last() - the highest address of a source
 * @space: the space
 * @source: the source
 * @last: the result
 */
void space_last(const struct space *space, size_t source, struct address *last)
{
	*last = space->sources[source].first;
	if (source + 1 == space_sources_end(space, last->family)) {
		memset(last->bytes, 0xff, address_size(last->family));
		return;
	}
	*last = space->sources[source + 1].first;
	address_before(last);
}
