// SPDX-License-Identifier: GPL-2.0
/* One packet of each piece. */
#include <arpa/inet.h>
#include <string.h>

#include "lang/prefix.h"
#include "lang/protocol.h"
#include "meaning/space.h"

/**
 * space_example() - the source of the addresses that are kept for examples
 * @space: the space
 * @family: AF_INET or AF_INET6
 * @addr: one of them
 *
 * Return: the source.
 */
size_t space_example(const struct space *space, int family, struct address *addr)
{
	addr->family = family;
	memset(addr->bytes, 0, sizeof(addr->bytes));
	inet_pton(family, family == AF_INET ? "198.51.100.1" : "2001:db8::1", addr->bytes);
	return space_source_of(space, addr);
}

/* An address that looks like a host's, if there is one. */
static void choose_source(const struct space *s, size_t source, struct address *addr)
{
	struct address last;

	if (space_example(s, space_source_family(s, source), addr) == source)
		return;
	*addr = s->sources[source].first;
	space_last(s, source, &last);
	if (address_compare(addr, &last))
		address_next(addr);
}

/**
 * space_probe() - a packet of some pieces
 * @space: the space
 * @at: the piece in each dimension
 * @probe: the result
 */
void space_probe(const struct space *space, const size_t at[DIM_COUNT], struct probe *probe)
{
	const struct kind *kind = &space->kinds[at[DIM_KIND]];
	const struct address *dst = &space->dsts[at[DIM_DST]];
	int family = space_source_family(space, at[DIM_SRC]);

	memset(probe, 0, sizeof(*probe));
	probe->proto = kind->proto[FAMILY_INDEX(family)];
	choose_source(space, at[DIM_SRC], &probe->src);
	if (dst->family == family)
		probe->dst = *dst;
	else if (at[DIM_DST] >= DST_OTHER)
		probe->dst = space->other[FAMILY_INDEX(family)];
	if (protocol_has_ports(probe->proto)) {
		probe->sport = kind->sport;
		probe->dport = space->ports[at[DIM_PORT]];
	}
	probe->tcp_flags = kind->flags;
	probe->icmp_type = kind->icmp_type[FAMILY_INDEX(family)];
	probe->state = space_states[at[DIM_STATE]];
	strcpy(probe->dev, space->devs[at[DIM_DEV]].like);
	/* Without an interface an address of this host's would be a packet from itself. */
	if (!probe->dev[0] && space->sources[at[DIM_SRC]].special)
		strcpy(probe->dev, space->other_dev);
}
