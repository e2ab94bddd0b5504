// SPDX-License-Identifier: GPL-2.0
/* The recent lists, as the kernel shows them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "net/list.h"

/**
 * lists_get() - ask for the recent lists
 * @nl: the connection
 * @reply: the result, to be freed by the caller in any case
 *
 * Return: 0 or a negative errno.
 */
int lists_get(struct nl *nl, struct reply *reply)
{
	return nl_get(nl, SFW_CMD_LISTS_GET, NLM_F_DUMP, reply);
}

/**
 * lists_next() - walk through the recent lists
 * @reply: of lists_get()
 * @at: where the walk is, NULL at first
 * @list: the next list
 *
 * Return: false after the last.
 */
bool lists_next(const struct reply *reply, const struct nlmsghdr **at,
		struct list *list)
{
	struct attrs attrs;

	*at = reply_next(reply, *at);
	if (!*at)
		return false;
	decode_header(*at, &attrs);
	snprintf(list->name, sizeof(list->name), "%s",
		 decode_string(&attrs, SFW_A_NAME));
	list->size = decode_u32(&attrs, SFW_A_SIZE);
	list->cap = decode_u32(&attrs, SFW_A_CAP);
	list->evicted = decode_u64(&attrs, SFW_A_EVICTED);
	list->broken = decode_u64(&attrs, SFW_A_BROKEN);
	return true;
}

/**
 * list_missing() - say that there is no such list, as the kernel does
 * @nl: the connection
 * @name: the name
 *
 * Return: -ENOENT.
 */
int list_missing(struct nl *nl, const char *name)
{
	snprintf(nl->text, sizeof(nl->text), "no list is called %s", name);
	return -ENOENT;
}

/**
 * list_find() - make sure that there is a list
 * @nl: the connection
 * @name: its name, or "" if any will do
 *
 * Return: 0, -ENOENT, which nl->text explains, or another negative errno.
 */
int list_find(struct nl *nl, const char *name)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct list list;
	int ret = lists_get(nl, &reply);
	bool found = !*name;

	while (!ret && !found && lists_next(&reply, &at, &list))
		found = !strcmp(list.name, name);
	reply_free(&reply);
	return ret || found ? ret : list_missing(nl, name);
}
