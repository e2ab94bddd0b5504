// SPDX-License-Identifier: GPL-2.0
/*
 * The rest of a set of packets when others are taken away. Sets are products, so the
 * rest of one falls into pieces, one or more for each dimension:
 *
 *	  ports		a - b:	1  other sources, all ports
 *	^ +---+-----+		2  the sources of b, other ports
 *	| |   |  2  |
 *	| | 1 +--+  |	and so on for types, states and interfaces. Where b is
 *	| |   |b |2 |	narrower in a dimension that cannot be cut, all that it
 *	  +---+--+--+	has in the others is taken away: too much, never too
 *	   sources ->	little.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "import/pieces.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lib/grow.h"

/**
 * pieces_add() - add a set
 * @pieces: the others, with which it has nothing in common
 * @m: the set
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many.
 */
int pieces_add(struct pieces *pieces, const struct match *m)
{
	struct match *piece;

	if (pieces->count == PIECES_MAX)
		return -E2BIG;
	piece = grow(&pieces->at, &pieces->count, sizeof(*piece));
	if (!piece)
		return -ENOMEM;
	*piece = *m;
	return 0;
}

/* The other half of each prefix between a set's source and that of b. */
static int cut_source(struct match *rest, const struct match *b,
		      struct pieces *out)
{
	struct match piece = *rest;
	unsigned int at = rest->src.len;
	int ret = 0;

	if (!b->src.addr.family || (rest->src.addr.family &&
				    prefix_within(&rest->src, &b->src)))
		return 0;
	for (; at < b->src.len && !ret; at++) {
		piece.src = b->src;
		piece.src.addr.bytes[at / 8] ^= 0x80 >> at % 8;
		piece.src.len = at + 1;
		prefix_trim(&piece.src);
		ret = pieces_add(out, &piece);
	}
	rest->src = b->src;
	return ret;
}

static int cut_proto(struct match *rest, const struct match *b,
		     struct pieces *out)
{
	struct match piece = *rest;
	int ret = 0;

	if (rest->proto != MATCH_ANY)
		return 0;
	if (b->proto != MATCH_ANY) {
		match_not_proto(&piece, b->proto);
		memset(rest->not_protos, 0, sizeof(rest->not_protos));
		rest->proto = b->proto;
		return pieces_add(out, &piece);
	}
	for (int proto = 0; proto < PROTOS && !ret; proto++) {
		if (match_has_proto(b, proto) || !match_has_proto(rest, proto))
			continue;
		memset(piece.not_protos, 0, sizeof(piece.not_protos));
		piece.proto = proto;
		ret = pieces_add(out, &piece);
		match_not_proto(rest, proto);
	}
	return ret;
}

/* Those that are no members, or are; of two sets nobody knows. */
static int cut_group(struct match *rest, const struct match *b,
		     struct pieces *out)
{
	struct match piece = *rest;

	if (!b->group || rest->group)
		return 0;
	rest->group = b->group;
	rest->group_not = b->group_not;
	piece.group = b->group;
	piece.group_not = !b->group_not;
	return pieces_add(out, &piece);
}

static int cut_ports(struct match *rest, const struct match *b,
		     struct pieces *out)
{
	struct match piece = *rest, ports;

	if (!b->port_count)
		return 0;
	match_all(&ports);
	ports.port_count = b->port_count;
	memcpy(ports.ports, b->ports, sizeof(ports.ports));
	match_and(rest, &ports);
	return match_other_ports(&piece, b) ? pieces_add(out, &piece) : 0;
}

static int cut_bits(struct match *rest, unsigned int *bits, unsigned int of_b,
		    struct pieces *out)
{
	unsigned int both = *bits & of_b;
	int ret = 0;

	*bits &= ~of_b;
	if (*bits)
		ret = pieces_add(out, rest);
	*bits = both;
	return ret;
}

/* "All but eth0" less "eth1" would be two exceptions, for which there is no room. */
static int cut_in(struct match *rest, const struct match *b,
		  struct pieces *out)
{
	struct match piece = *rest;
	int ret = 0;

	if (b->in[0] && !rest->in[0] && !rest->not_in[0]) {
		strcpy(piece.not_in, b->in);
		ret = pieces_add(out, &piece);
		strcpy(rest->in, b->in);
	} else if (b->not_in[0] && strcmp(b->not_in, "lo") && !rest->in[0] &&
		   !rest->not_in[0]) {
		strcpy(piece.in, b->not_in);
		ret = pieces_add(out, &piece);
		strcpy(rest->not_in, b->not_in);
	}
	return ret;
}

static int cut(const struct match *a, const struct match *b,
	       struct pieces *out, bool *exact)
{
	struct match rest = *a;
	int ret;

	ret = cut_source(&rest, b, out);
	if (!ret)
		ret = cut_group(&rest, b, out);
	if (!ret)
		ret = cut_proto(&rest, b, out);
	if (!ret)
		ret = cut_ports(&rest, b, out);
	if (!ret)
		ret = cut_bits(&rest, &rest.states, b->states, out);
	if (!ret)
		ret = cut_bits(&rest, &rest.src_types, b->src_types, out);
	if (!ret)
		ret = cut_bits(&rest, &rest.dst_types, b->dst_types, out);
	if (!ret)
		ret = cut_bits(&rest, &rest.nat, b->nat, out);
	if (!ret)
		ret = cut_in(&rest, b, out);
	*exact &= match_within(&rest, b);
	return ret;
}

/**
 * pieces_subtract() - take a set away
 * @pieces: the sets, of which all packets go that are in @b
 * @b: the set
 * @exact: becomes false if others may have gone too
 *
 * Return: 0, -ENOMEM, or -E2BIG when there are too many; @pieces means nothing
 * then.
 */
int pieces_subtract(struct pieces *pieces, const struct match *b, bool *exact)
{
	struct pieces left = { .count = 0 };
	int ret = 0;

	for (size_t i = 0; i < pieces->count && !ret; i++) {
		if (match_meets(&pieces->at[i], b))
			ret = cut(&pieces->at[i], b, &left, exact);
		else
			ret = pieces_add(&left, &pieces->at[i]);
	}
	pieces_free(pieces);
	*pieces = left;
	return ret;
}

/**
 * pieces_free() - give the sets' memory back
 * @pieces: the sets
 */
void pieces_free(struct pieces *pieces)
{
	free(pieces->at);
	memset(pieces, 0, sizeof(*pieces));
}
