// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "meaning/describe.h"

#define CELL_ENOUGH	56	/* bytes of a cell; the rest is counted */

/**
 * struct walk - through one set, or through all that is not in it
 * @m: the comparison
 * @set: the set
 * @others: whether the numbers that are not in it are meant
 * @each: gets each item, NULL where they are only counted; ends the walk by false
 * @ctx: for @each
 * @count: items so far
 * @ended: @each has seen enough
 */
struct walk {
	const struct meaning *m;
	const __u64 *set;
	bool others;
	describe_fn *each;
	void *ctx;
	size_t count;
	bool ended;
};

/* Whether the text of an item is needed. */
static bool is_wanted(struct walk *w)
{
	w->count++;
	return w->each && !w->ended;
}

static void tell(struct walk *w, const char *item)
{
	w->ended |= !w->each(w->ctx, item);
}

static bool has(const struct walk *w, size_t piece)
{
	return set_has(w->set, piece) != w->others;
}

static void each_port(struct walk *w)
{
	const struct space *s = &w->m->space;
	char text[PORTS_TEXT_MAX];

	for (size_t i = 0; i < s->port_count; i++) {
		struct port_range range = { .first = s->ports[i] };

		if (!has(w, i))
			continue;
		while (i + 1 < s->port_count && has(w, i + 1))
			i++;
		range.last = i + 1 < s->port_count ? s->ports[i + 1] - 1 : 65535;
		if (is_wanted(w))
			tell(w, format_ports(&range, text, sizeof(text)));
	}
}

/* The length of the widest prefix that may begin at an address. */
static unsigned int least_length(const struct address *addr)
{
	unsigned int len = address_bits(addr->family);

	while (len && !(addr->bytes[(len - 1) / 8] >> (7 - (len - 1) % 8) & 1))
		len--;
	return len;
}

/* The prefixes that a range of addresses consists of. */
static void each_prefix(struct walk *w, struct address first, const struct address *last)
{
	char text[PREFIX_TEXT_MAX];
	bool more = true;

	while (more && address_compare(&first, last) <= 0) {
		struct prefix p = { .addr = first, .len = least_length(&first) };
		struct address end = prefix_last(&p);

		while (address_compare(&end, last) > 0) {
			p.len++;
			end = prefix_last(&p);
		}
		if (is_wanted(w))
			tell(w, format_prefix(&p, text, sizeof(text)));
		first = end;
		more = address_next(&first);
	}
}

static void each_source(struct walk *w)
{
	const struct space *s = &w->m->space;
	struct address last;

	for (size_t i = 0; i < s->source_count; i++) {
		size_t first = i, end = space_sources_end(s, space_source_family(s, i));

		if (!has(w, i))
			continue;
		while (i + 1 < end && has(w, i + 1))
			i++;
		space_last(s, i, &last);
		each_prefix(w, s->sources[first].first, &last);
	}
}

static bool is_lo(const struct space *s, size_t dev)
{
	return !strcmp(s->devs[dev].name, "lo");
}

/* Loopback is never told, since no policy makes a difference there. */
static void each_dev(struct walk *w)
{
	const struct space *s = &w->m->space;

	for (size_t i = 0; i < s->dev_count; i++)
		if (has(w, i) && !is_lo(s, i) && is_wanted(w))
			tell(w, i ? s->devs[i].name : "others");
}

/* Whether all kinds of a protocol are in the set. */
static bool is_whole(const struct walk *w, const struct kind *kind)
{
	const struct space *s = &w->m->space;

	for (size_t i = 0; i < s->kind_count; i++)
		if (s->kinds[i].proto[0] == kind->proto[0] && !has(w, i))
			return false;
	return true;
}

static void each_kind(struct walk *w)
{
	const struct space *s = &w->m->space;
	char name[PROTOCOL_NAME_MAX], text[PROTOCOL_NAME_MAX + 16];

	for (size_t i = 0; i < s->kind_count; i++) {
		const struct kind *kind = &s->kinds[i];
		bool first = !i || kind[-1].proto[0] != kind->proto[0];

		if (!has(w, i))
			continue;
		protocol_name(kind->proto[0], name, sizeof(name));
		if (i + 1 == s->kind_count)
			snprintf(text, sizeof(text), "others");
		else if (!is_whole(w, kind) && kind->variant[0])
			snprintf(text, sizeof(text), "%s/%s", name, kind->variant);
		else
			snprintf(text, sizeof(text), "%s", name);
		if ((first || !is_whole(w, kind)) && is_wanted(w))
			tell(w, text);
	}
}

/* Another host is any but those that are left out; then these are told. */
static void each_dst(struct walk *w)
{
	const struct space *s = &w->m->space;
	char addr[PREFIX_TEXT_MAX], text[PREFIX_TEXT_MAX + 8];
	bool here = has(w, DST_HERE), link = has(w, DST_LINK), other = has(w, DST_OTHER);

	if ((here || link) && is_wanted(w))
		tell(w, !link ? "here/routable" : !here ? "here/link-local" : "here");
	if (other && is_wanted(w))
		tell(w, "elsewhere");
	for (size_t i = DST_TARGETS; i < s->dst_count; i++) {
		format_address(&s->dsts[i], addr, sizeof(addr));
		snprintf(text, sizeof(text), "%s%s", other ? "not " : "", addr);
		if (has(w, i) != other && is_wanted(w))
			tell(w, text);
	}
}

static void each_state(struct walk *w)
{
	char word[WORDSET_WORD_MAX];

	for (size_t i = 0; i < SPACE_STATES; i++)
		if (has(w, i) && is_wanted(w))
			tell(w, wordset_word(ct_states, space_states[i], word, sizeof(word)));
}

/**
 * describe_each() - walk through the words for one dimension
 * @m: the comparison
 * @class: the class
 * @dim: the dimension
 * @others: all that is not in the class instead
 * @each: gets each word, NULL to count them; ends the walk by returning false
 * @ctx: for @each
 *
 * Return: how many there are.
 */
size_t describe_each(const struct meaning *m, const struct class *class, enum dim dim, bool others,
		     describe_fn *each, void *ctx)
{
	static void (*const walks[DIM_COUNT])(struct walk *w) = {
		[DIM_KIND] = each_kind, [DIM_PORT] = each_port, [DIM_SRC] = each_source,
		[DIM_DEV] = each_dev, [DIM_DST] = each_dst, [DIM_STATE] = each_state,
	};
	struct walk walk = {
		.m = m, .set = pool_words(&m->pool[dim], class->set[dim]),
		.others = others, .each = each, .ctx = ctx,
	};

	walks[dim](&walk);
	return walk.count;
}

/**
 * describe_is_all() - whether a class does not ask for anything in a dimension
 * @m: the comparison
 * @class: the class
 * @dim: the dimension
 */
bool describe_is_all(const struct meaning *m, const struct class *class, enum dim dim)
{
	return !describe_each(m, class, dim, true, NULL, NULL);
}

struct cell {
	char *text;
	size_t size;
	size_t count;
};

static bool add(void *ctx, const char *item)
{
	struct cell *cell = ctx;
	size_t at = strlen(cell->text);

	if (cell->count && at + strlen(item) > CELL_ENOUGH)
		return false;
	snprintf(cell->text + at, cell->size - at, "%s%s", cell->count++ ? "," : "", item);
	return true;
}

/**
 * describe_cell() - a dimension of a class in a cell of a table
 * @m: the comparison
 * @class: the class
 * @dim: the dimension
 * @cell: the result, "" where all is in the class
 * @size: its bytes
 */
void describe_cell(const struct meaning *m, const struct class *class, enum dim dim, char *cell,
		   size_t size)
{
	struct cell to = { .text = cell, .size = size };
	size_t in = describe_each(m, class, dim, false, NULL, NULL), all;
	size_t others = describe_each(m, class, dim, true, NULL, NULL);

	cell[0] = '\0';
	if (!others)
		return;
	if (others < in)
		strcpy(cell, "any but ");
	all = describe_each(m, class, dim, others < in, add, &to);
	if (to.count < all)
		snprintf(cell + strlen(cell), size - strlen(cell), ",...+%zu", all - to.count);
}
