/* SPDX-License-Identifier: GPL-2.0 */
/* Lists of one kind of objects, as a table or as JSON. */
#ifndef SFWCTL_LISTING_H
#define SFWCTL_LISTING_H

#include "json.h"
#include "policy.h"
#include "sfwctl.h"
#include "table.h"

/**
 * struct listing - how one kind of objects is shown
 * @object: the kind of objects that it is among
 * @cmd: what makes such an object
 * @key: name of the array in JSON
 * @heads: columns of the table, up to a NULL
 * @right: bit set of the columns that are aligned to the right
 * @more: adds what is not among the objects of the policy, or NULL; returns 0
 *	  or a negative errno
 * @row: fills in a row, which is empty
 * @json: writes the members of the object in JSON
 */
struct listing {
	enum sfw_object object;
	enum sfw_cmd cmd;
	const char *key;
	const char *const *heads;
	unsigned int right;
	int (*more)(struct nl *nl, struct policy *policy);
	void (*row)(struct row *row, const struct object *obj);
	void (*json)(struct json *j, const struct object *obj);
};

extern const struct listing port_listing;
extern const struct listing proto_listing;
extern const struct listing trust_listing;
extern const struct listing exempt_listing;
extern const struct listing guard_listing;
extern const struct listing knock_listing;
extern const struct listing block_listing;
extern const struct listing lan_listing;
extern const struct listing masquerade_listing;
extern const struct listing forward_listing;

int listing_query(const struct listing *listing, const struct options *opt,
		  const struct words *words);
void listing_json(const struct listing *listing, struct json *j,
		  const struct policy *policy);

const char *entry_from(const struct entry *entry, char *buf, size_t size);
const char *entry_left(const struct entry *entry, char *buf, size_t size);
const char *dev_state(const char *dev);
void entry_left_json(const struct entry *entry, struct json *j);

#endif
