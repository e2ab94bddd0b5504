// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/grow.h"
#include "meaning/opinion.h"
#include "net/verdict.h"

/**
 * opinions_init() - begin without any
 * @o: the result; opinions_free() is due in any case
 * @space: the packets
 * @nl: both policies
 *
 * Return: 0 or -ENOMEM.
 */
int opinions_init(struct opinions *o, const struct space *space, struct nl *nl[2])
{
	memset(o, 0, sizeof(*o));
	o->space = space;
	o->nl = nl;
	return pool_init(&o->places, 8 * sizeof(struct place));
}

/**
 * opinions_free() - give the memory back
 * @o: the opinions
 */
void opinions_free(struct opinions *o)
{
	pool_free(&o->places);
	free(o->heard);
}

static int ask(const struct opinions *o, const size_t at[DIM_COUNT], struct opinion *opinion)
{
	struct probe probe;
	int ret = 0;

	space_probe(o->space, at, &probe);
	for (unsigned int i = 0; !ret && i < 2; i++)
		ret = verdict_code(o->nl[i], &probe, &opinion->action[i], &opinion->reason[i]);
	return ret;
}

/**
 * opinions_get() - the verdicts on a packet
 * @o: the opinions
 * @place: its place
 * @at: its pieces
 * @opinion: the result
 *
 * Return: 0 or a negative errno.
 */
int opinions_get(struct opinions *o, const struct place *place, const size_t at[DIM_COUNT],
		 struct opinion *opinion)
{
	struct opinion *new;
	unsigned int number;
	int ret;

	if (place->effect[0] == EFFECT_SEVERAL || place->effect[1] == EFFECT_SEVERAL)
		return ask(o, at, opinion);
	ret = pool_keep(&o->places, (const __u64 *)place, &number);
	if (ret)
		return ret;
	if (number == o->count) {
		new = grow(&o->heard, &o->count, sizeof(*new));
		ret = new ? ask(o, at, new) : -ENOMEM;
	}
	if (!ret)
		*opinion = o->heard[number];
	return ret;
}
