// SPDX-License-Identifier: GPL-2.0
/* Addresses that guards block, beside the blocks of the policy. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/block.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "net/encode.h"
#include "net/lookup.h"
#include "net/sort.h"

/* An address that a guard blocks, as a block that names the guard. */
static int add_block(struct policy *policy, const char *guard,
		     const struct list_entry *r)
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
	return reply_add(&policy->reply, nlh);
}

static int add_blocks_of(struct nl *nl, struct policy *policy,
			 const char *guard)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct list_entry r;
	int ret;

	ret = list_entries_get(nl, guard, &reply);
	if (!ret)
		ret = reply_sort(&reply);
	while (!ret && list_entry_next(&reply, &at, &r))
		if (r.is_blocked)
			ret = add_block(policy, guard, &r);
	reply_free(&reply);
	/* Somebody else may have removed it meanwhile. */
	return ret == -ENOENT ? 0 : ret;
}

/**
 * block_add_guards() - add those that guards block to the blocks of a policy
 * @nl: the connection
 * @policy: the policy, which gets a block with the guard's name for each
 *
 * Guards of a policy in a file have seen nobody.
 *
 * Return: 0 or a negative errno.
 */
int block_add_guards(struct nl *nl, struct policy *policy)
{
	const struct nlmsghdr *at = NULL;
	struct policy guards;
	struct object obj;
	int ret;

	if (nl_stands_in())
		return 0;
	ret = policy_get(nl, SFW_OBJ_GUARD, &guards);
	while (!ret && policy_next(&guards, &at, &obj))
		if (obj.command.guard.then == SFW_THEN_BLOCK)
			ret = add_blocks_of(nl, policy, obj.command.guard.name);
	policy_free(&guards);
	return ret;
}

/* The guard that blocks all of a prefix. */
static bool find_guard(const struct reply *reply,
		       const struct prefix *prefix, struct lookup *h)
{
	const struct nlmsghdr *at = NULL;

	while (lookup_next(reply, &at, h))
		if (h->kind == LOOKUP_GUARD && h->recent.is_blocked &&
		    prefix_within(prefix, &h->recent.prefix))
			return true;
	return false;
}

/**
 * block_explain() - why a block could not be deleted
 * @nl: the connection; if a guard blocks the prefix, nl->text says how to free it
 * @prefix: prefix that the policy does not block
 */
void block_explain(struct nl *nl, const struct prefix *prefix)
{
	char addr[PREFIX_TEXT_MAX], text[PREFIX_TEXT_MAX], was[NL_TEXT];
	struct reply reply = { 0 };
	struct lookup h;

	memcpy(was, nl->text, sizeof(was));
	if (lookup_get(nl, &prefix->addr, &reply) ||
	    !find_guard(&reply, prefix, &h))
		memcpy(nl->text, was, sizeof(was));
	else
		snprintf(nl->text, sizeof(nl->text),
			 "guard %s blocks %s: free it with 'sfwctl list del %s %s'",
			 h.name, format_prefix(prefix, text, sizeof(text)),
			 h.name, format_address(&prefix->addr, addr,
						sizeof(addr)));
	reply_free(&reply);
}
