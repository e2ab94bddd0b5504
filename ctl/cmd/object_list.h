/* SPDX-License-Identifier: GPL-2.0 */
/* The kinds of objects that a policy has, and how each is listed. */
#ifndef SFWCTL_CMD_OBJECT_LIST_H
#define SFWCTL_CMD_OBJECT_LIST_H

#include "lib/json.h"
#include "net/listing.h"
#include "net/policy.h"

/**
 * struct kind - a kind of objects
 * @word: its word in the language
 * @object: the kernel's objects that it is among
 * @cmd: the command that makes one
 * @key: name of the array in JSON
 * @label: of its lines in "status"; NULL where only a count stands there
 * @columns: its properties
 * @more: adds objects that the policy's dump does not have, or NULL; returns 0
 *	  or a negative errno
 * @rare: "status" has no array of it in JSON where there is none
 */
struct kind {
	const char *word;
	enum sfw_object object;
	enum sfw_cmd cmd;
	const char *key;
	const char *label;
	const struct column *columns;
	int (*more)(struct nl *nl, struct policy *policy);
	bool rare;
};

/* Ends with a NULL word; in the order of "status". */
extern const struct kind kinds[];

const struct kind *kind_find(const char *word);
bool kind_next(const struct kind *kind, const struct policy *policy,
	       const struct nlmsghdr **at, struct object *obj);
void kind_json(const struct kind *kind, const struct policy *policy,
	       struct json *j);

#endif
