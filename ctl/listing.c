// SPDX-License-Identifier: GPL-2.0
/* Lists of one kind of objects, as a table or as JSON. */
#include <net/if.h>
#include <string.h>

#include "help.h"
#include "listing.h"
#include "print.h"
#include "report.h"

/**
 * entry_from() - source prefix of an entry of the kernel
 * @entry: the entry
 * @buf: where to
 * @size: bytes at @buf
 *
 * Return: @buf, "" if it has none.
 */
const char *entry_from(const struct entry *entry, char *buf, size_t size)
{
	*buf = '\0';
	return entry->from_count ? print_prefix(&entry->from[0], buf, size) :
				   buf;
}

/**
 * entry_left() - for how long an entry stays
 * @entry: the entry
 * @buf: where to
 * @size: bytes at @buf
 *
 * Return: @buf, "" if for ever.
 */
const char *entry_left(const struct entry *entry, char *buf, size_t size)
{
	*buf = '\0';
	return entry->duration ? print_duration(entry->duration, buf, size) :
				 buf;
}

/**
 * entry_left_json() - write for how long an entry stays
 * @entry: the entry
 * @j: the document
 */
void entry_left_json(const struct entry *entry, struct json *j)
{
	if (entry->duration)
		json_number(j, "left", entry->duration);
	else
		json_string(j, "left", NULL);
}

/**
 * dev_state() - whether there is an interface of a name
 * @dev: the name
 *
 * Return: "present" or "absent", for those of this namespace.
 */
const char *dev_state(const char *dev)
{
	return if_nametoindex(dev) ? "present" : "absent";
}

/**
 * listing_json() - write all objects of a kind as an array
 * @listing: the kind
 * @j: the document
 * @policy: the policy
 */
void listing_json(const struct listing *listing, struct json *j,
		  const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	json_open(j, listing->key, '[');
	while (policy_next(policy, &at, &obj)) {
		if (obj.command.cmd != listing->cmd)
			continue;
		json_open(j, NULL, '{');
		listing->json(j, &obj);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void print_json(const struct listing *listing,
		       const struct policy *policy)
{
	struct json j;

	json_start(&j, stdout);
	json_number(&j, "generation", policy->generation);
	listing_json(listing, &j, policy);
	json_finish(&j);
}

static void print_table(const struct listing *listing,
			const struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;
	struct table table;

	table_start(&table, listing->heads, listing->right);
	for (int pass = 0; pass < 2; pass++) {
		while (policy_next(policy, &at, &obj)) {
			struct row row;

			if (obj.command.cmd != listing->cmd)
				continue;
			memset(&row, 0, sizeof(row));
			listing->row(&row, &obj);
			if (pass)
				table_print(&table, &row);
			else
				table_measure(&table, &row);
		}
		if (!pass)
			table_heads(&table);
	}
}

/**
 * listing_query() - carry out a command that lists one kind of objects
 * @listing: the kind
 * @opt: the options
 * @words: the command, object and verb
 *
 * Return: the exit status.
 */
int listing_query(const struct listing *listing, const struct options *opt,
		  const struct words *words)
{
	struct parse_error err;
	struct policy policy;
	struct nl nl;
	int ret;

	if (parse_no_words(words->at, words->count, 2, &err))
		return help_words(words, &err);
	memset(&policy, 0, sizeof(policy));
	ret = nl_open(&nl);
	if (!ret) {
		/* JSON has the generation, which only the whole has. */
		ret = policy_get(&nl, opt->json ? POLICY_ALL :
				 (int)listing->object, &policy);
	}
	if (!ret && listing->more)
		ret = listing->more(&nl, &policy);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(listing, &policy);
	else
		print_table(listing, &policy);
	policy_free(&policy);
	return ret;
}
