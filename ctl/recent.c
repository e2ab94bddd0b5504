// SPDX-License-Identifier: GPL-2.0
/* The recent lists, as the kernel shows them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "recent.h"

/**
 * recent_get() - ask for the recent lists
 * @nl: the connection
 * @answer: the result, to be freed by the caller in any case
 *
 * Return: 0 or a negative errno.
 */
int recent_get(struct nl *nl, struct answer *answer)
{
	return nl_get(nl, SFW_CMD_LISTS_GET, NLM_F_DUMP, answer);
}

/**
 * recent_next() - walk through the recent lists
 * @answer: of recent_get()
 * @at: where the walk is, NULL at first
 * @list: the next list
 *
 * Return: false after the last.
 */
bool recent_next(const struct answer *answer, const struct nlmsghdr **at,
		 struct recent_list *list)
{
	struct attrs attrs;

	*at = answer_next(answer, *at);
	if (!*at)
		return false;
	decode_header(*at, &attrs);
	list->name = decode_string(&attrs, SFW_A_NAME);
	list->size = decode_u32(&attrs, SFW_A_SIZE);
	list->cap = decode_u32(&attrs, SFW_A_CAP);
	list->evicted = decode_u64(&attrs, SFW_A_EVICTED);
	return true;
}

/**
 * recent_missing() - say that there is no such list, as the kernel does
 * @nl: the connection
 * @name: the name
 *
 * Return: -ENOENT.
 */
int recent_missing(struct nl *nl, const char *name)
{
	snprintf(nl->text, sizeof(nl->text), "no list is called %s", name);
	return -ENOENT;
}

/**
 * recent_find() - make sure that there is a list
 * @nl: the connection
 * @name: its name, or "" if any will do
 *
 * Return: 0, -ENOENT, which nl->text explains, or another negative errno.
 */
int recent_find(struct nl *nl, const char *name)
{
	const struct nlmsghdr *at = NULL;
	struct answer answer = { 0 };
	struct recent_list list;
	int ret = recent_get(nl, &answer);
	bool found = !*name;

	while (!ret && !found && recent_next(&answer, &at, &list))
		found = !strcmp(list.name, name);
	answer_free(&answer);
	return ret || found ? ret : recent_missing(nl, name);
}

/**
 * recent_json() - write the recent lists as an array
 * @answer: of recent_get()
 * @j: the document
 */
void recent_json(const struct answer *answer, struct json *j)
{
	const struct nlmsghdr *at = NULL;
	struct recent_list list;

	json_open(j, "lists", '[');
	while (recent_next(answer, &at, &list)) {
		json_open(j, NULL, '{');
		json_string(j, "name", list.name);
		json_number(j, "size", list.size);
		json_number(j, "cap", list.cap);
		json_number(j, "evicted", list.evicted);
		json_close(j, '}');
	}
	json_close(j, ']');
}
