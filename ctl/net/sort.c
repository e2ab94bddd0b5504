// SPDX-License-Identifier: GPL-2.0
/*
 * The canonical order of a reply: objects that the kernel keeps in hash tables,
 * sorted by prefix. All the rest stays as it came.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/prefix.h"
#include "net/decode.h"
#include "net/sort.h"

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
	       cmd == SFW_CMD_GROUP_ADD || cmd == SFW_CMD_LIST_GET;
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

static size_t count(const struct reply *reply)
{
	const struct nlmsghdr *nlh = NULL;
	size_t n = 0;

	while ((nlh = reply_next(reply, nlh)))
		n++;
	return n;
}

static void find_places(const struct reply *reply, struct place *at)
{
	const struct nlmsghdr *nlh = NULL;
	unsigned int kind = 0;
	const char *group = "", *name;
	struct attrs attrs;
	__u8 last = 0;

	while ((nlh = reply_next(reply, nlh))) {
		__u8 cmd = decode_header(nlh, &attrs);

		/* The members of each group stand together. */
		name = cmd == SFW_CMD_GROUP_ADD ? decode_string(&attrs, SFW_A_NAME) : "";
		kind += cmd != last || strcmp(name, group);
		last = cmd;
		group = name;
		at->kind = kind;
		at->nlh = nlh;
		if (is_unordered(cmd))
			decode_prefix(&attrs, &at->prefix);
		at++;
	}
}

/**
 * reply_sort() - put a reply into its canonical order
 * @reply: the reply
 *
 * Return: 0 or -ENOMEM.
 */
int reply_sort(struct reply *reply)
{
	struct reply ordered = { 0 };
	size_t n = count(reply);
	struct place *places;
	int ret = 0;

	places = calloc(n + 1, sizeof(*places));
	if (!places)
		return -ENOMEM;
	find_places(reply, places);
	qsort(places, n, sizeof(*places), compare);
	for (size_t i = 0; i < n && !ret; i++)
		ret = reply_add(&ordered, places[i].nlh);
	free(places);
	if (ret) {
		reply_free(&ordered);
		return ret;
	}
	reply_free(reply);
	*reply = ordered;
	return 0;
}
