// SPDX-License-Identifier: GPL-2.0
/* "block list": from where everything is dropped, by the policy and by guards. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "block.h"
#include "encode.h"
#include "holder.h"
#include "listing.h"
#include "order.h"
#include "prefix.h"
#include "print.h"

enum column { PREFIX, LEFT, GUARD, COMMENT };

static const char *const heads[] = {
	[PREFIX] = "PREFIX", [LEFT] = "LEFT", [GUARD] = "GUARD",
	[COMMENT] = "COMMENT", NULL
};

/* What a guard blocks, as a block of the policy that names the guard. */
static int add_block(struct policy *policy, const char *guard,
		     const struct recent *r)
{
	const struct address *addr = &r->prefix.addr;
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	encode_header(nlh, SFW_CMD_BLOCK_ADD);
	mnl_attr_put(nlh, SFW_A_FROM, address_size(addr->family), addr->bytes);
	mnl_attr_put_u8(nlh, SFW_A_FROM_LEN, r->prefix.len);
	mnl_attr_put_strz(nlh, SFW_A_GUARD, guard);
	if (!r->fixed)
		mnl_attr_put_u32(nlh, SFW_A_DURATION, r->blocked);
	return answer_add(&policy->answer, nlh);
}

static int add_blocks_of(struct nl *nl, struct policy *policy,
			 const char *guard)
{
	const struct nlmsghdr *at = NULL;
	struct answer answer = { 0 };
	struct recent r;
	int ret;

	ret = recent_entries_get(nl, guard, &answer);
	if (!ret)
		ret = answer_order(&answer);
	while (!ret && recent_entry_next(&answer, &at, &r))
		if (r.is_blocked)
			ret = add_block(policy, guard, &r);
	answer_free(&answer);
	/* Somebody else may have removed it meanwhile. */
	return ret == -ENOENT ? 0 : ret;
}

static int add_guards(struct nl *nl, struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct policy guards;
	struct object obj;
	int ret;

	ret = policy_get(nl, SFW_OBJ_GUARD, &guards);
	while (!ret && policy_next(&guards, &at, &obj))
		if (obj.command.guard.then == SFW_THEN_BLOCK)
			ret = add_blocks_of(nl, policy, obj.command.guard.name);
	policy_free(&guards);
	return ret;
}

static void fill_row(struct row *row, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;

	entry_from(entry, row->cell[PREFIX], CELL_MAX);
	entry_left(entry, row->cell[LEFT], CELL_MAX);
	snprintf(row->cell[GUARD], CELL_MAX, "%s", entry->guard);
	snprintf(row->cell[COMMENT], CELL_MAX, "%s", entry->comment);
}

static void fill_json(struct json *j, const struct object *obj)
{
	const struct entry *entry = &obj->command.entry;
	char buf[PREFIX_TEXT_MAX];

	json_string(j, "prefix", entry_from(entry, buf, sizeof(buf)));
	entry_left_json(entry, j);
	json_string(j, "guard", entry->guard);
	json_string(j, "comment", entry->comment);
}

const struct listing block_listing = {
	.object = SFW_OBJ_BLOCK,
	.cmd = SFW_CMD_BLOCK_ADD,
	.key = "blocked",
	.heads = heads,
	.right = 1U << LEFT,
	.more = add_guards,
	.row = fill_row,
	.json = fill_json,
};

/**
 * query_blocks() - "block list"
 * @opt: the options
 * @words: the command
 *
 * Return: the exit status.
 */
int query_blocks(const struct options *opt, const struct words *words)
{
	return listing_query(&block_listing, opt, words);
}

/* The guard that blocks all of a prefix. */
static bool find_guard(const struct answer *answer,
		       const struct prefix *prefix, struct holder *h)
{
	const struct nlmsghdr *at = NULL;

	while (holder_next(answer, &at, h))
		if (h->kind == HOLDER_GUARD && h->recent.is_blocked &&
		    prefix_within(prefix, &h->recent.prefix))
			return true;
	return false;
}

/**
 * block_explain() - why a block could not be deleted
 * @nl: the connection; if a guard blocks the prefix, nl->text says what helps
 * @prefix: what the policy does not block
 */
void block_explain(struct nl *nl, const struct prefix *prefix)
{
	char addr[PREFIX_TEXT_MAX], text[PREFIX_TEXT_MAX], was[NL_TEXT];
	struct answer answer = { 0 };
	struct holder h;

	memcpy(was, nl->text, sizeof(was));
	if (holders_get(nl, &prefix->addr, &answer) ||
	    !find_guard(&answer, prefix, &h))
		memcpy(nl->text, was, sizeof(was));
	else
		snprintf(nl->text, sizeof(nl->text),
			 "guard %s blocks %s, not the policy: free it with 'sfwctl list del %s %s'",
			 h.name, print_prefix(prefix, text, sizeof(text)),
			 h.name, print_address(&prefix->addr, addr,
					       sizeof(addr)));
	answer_free(&answer);
}
