// SPDX-License-Identifier: GPL-2.0
/*
 * The canonical order of an answer: what the kernel keeps in tables by hash,
 * sorted by prefix. All the rest stays as it came.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "order.h"
#include "prefix.h"

/**
 * struct place - where a message belongs
 * @kind: number of the run of messages with the same command
 * @prefix: its prefix, all zero in runs that stay as they came
 * @nlh: the message
 */
struct place {
	unsigned int kind;
	struct prefix prefix;
	const struct nlmsghdr *nlh;
};

static bool is_unordered(__u8 cmd)
{
	return cmd == SFW_CMD_EXEMPT_ADD || cmd == SFW_CMD_BLOCK_ADD ||
	       cmd == SFW_CMD_LIST_GET;
}

static int compare(const void *first, const void *second)
{
	const struct place *a = first, *b = second;
	int ret;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	ret = prefix_compare(&a->prefix, &b->prefix);
	if (ret)
		return ret;
	return a->nlh < b->nlh ? -1 : a->nlh > b->nlh;
}

static size_t count(const struct answer *answer)
{
	const struct nlmsghdr *nlh = NULL;
	size_t n = 0;

	while ((nlh = answer_next(answer, nlh)))
		n++;
	return n;
}

static void find_places(const struct answer *answer, struct place *at)
{
	const struct nlmsghdr *nlh = NULL;
	unsigned int kind = 0;
	struct attrs attrs;
	__u8 last = 0;

	while ((nlh = answer_next(answer, nlh))) {
		__u8 cmd = decode_header(nlh, &attrs);

		kind += cmd != last;
		last = cmd;
		at->kind = kind;
		at->nlh = nlh;
		if (is_unordered(cmd))
			decode_prefix(&attrs, &at->prefix);
		at++;
	}
}

/**
 * answer_order() - put an answer into its canonical order
 * @answer: the answer
 *
 * Return: 0 or -ENOMEM.
 */
int answer_order(struct answer *answer)
{
	struct answer ordered = { 0 };
	size_t n = count(answer);
	struct place *places;
	int ret = 0;

	places = calloc(n + 1, sizeof(*places));
	if (!places)
		return -ENOMEM;
	find_places(answer, places);
	qsort(places, n, sizeof(*places), compare);
	for (size_t i = 0; i < n && !ret; i++)
		ret = answer_add(&ordered, places[i].nlh);
	free(places);
	if (ret) {
		answer_free(&ordered);
		return ret;
	}
	answer_free(answer);
	*answer = ordered;
	return 0;
}
