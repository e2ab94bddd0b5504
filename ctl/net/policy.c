// SPDX-License-Identifier: GPL-2.0
/* The policy that runs, as the kernel shows it. */
#include <string.h>

#include "net/encode.h"
#include "net/policy.h"
#include "net/sort.h"

static void read_head(struct policy *policy)
{
	const struct nlmsghdr *nlh = NULL;

	while ((nlh = reply_next(&policy->reply, nlh))) {
		struct attrs attrs;

		if (decode_header(nlh, &attrs) != SFW_CMD_ENABLE_SET)
			continue;
		policy->enabled = decode_u8(&attrs, SFW_A_ENABLED);
		policy->generation = decode_u64(&attrs, SFW_A_GENERATION);
		break;
	}
}

static int ask(struct nl *nl, struct nlmsghdr *nlh, struct policy *policy)
{
	int ret = nl_request(nl, nlh, &policy->reply);

	if (!ret)
		ret = reply_sort(&policy->reply);
	if (!ret)
		read_head(policy);
	return ret;
}

/**
 * policy_get() - ask for the policy
 * @nl: the connection
 * @object: enum sfw_object for one kind only, or POLICY_ALL
 * @policy: the result; policy_free() is due in any case
 *
 * Return: 0 or a negative errno.
 */
int policy_get(struct nl *nl, int object, struct policy *policy)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);

	memset(policy, 0, sizeof(*policy));
	encode_header(nlh, SFW_CMD_POLICY_GET);
	if (object != POLICY_ALL)
		mnl_attr_put_u8(nlh, SFW_A_OBJECT, object);
	return ask(nl, nlh, policy);
}

/**
 * policy_get_some() - ask for one kind of objects, as many as are wanted
 * @nl: the connection, of no more use if policy->reply.cut
 * @object: enum sfw_object
 * @limit: bytes of the reply that are enough
 * @policy: the result, in no order; policy_free() is due in any case
 *
 * Return: 0 or a negative errno.
 */
int policy_get_some(struct nl *nl, enum sfw_object object, size_t limit,
		    struct policy *policy)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);

	memset(policy, 0, sizeof(*policy));
	policy->reply.limit = limit;
	encode_header(nlh, SFW_CMD_POLICY_GET);
	mnl_attr_put_u8(nlh, SFW_A_OBJECT, object);
	return nl_request(nl, nlh, &policy->reply);
}

static int get_flagged(struct nl *nl, enum sfw_attr flag, int object,
		       struct policy *policy)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);

	memset(policy, 0, sizeof(*policy));
	encode_header(nlh, SFW_CMD_POLICY_GET);
	mnl_attr_put(nlh, flag, 0, NULL);
	if (object != POLICY_ALL)
		mnl_attr_put_u8(nlh, SFW_A_OBJECT, object);
	return ask(nl, nlh, policy);
}

/**
 * policy_get_staged() - ask for the policy that a transaction would publish
 * @nl: the connection, which has one
 * @object: enum sfw_object for one kind only, or POLICY_ALL
 * @policy: the result; policy_free() is due in any case
 *
 * Return: 0 or a negative errno.
 */
int policy_get_staged(struct nl *nl, int object, struct policy *policy)
{
	return get_flagged(nl, SFW_A_STAGED, object, policy);
}

/**
 * policy_get_rehearsed() - ask for the policy that is rehearsed, or was
 * @nl: the connection
 * @policy: the result; policy_free() is due in any case
 *
 * Return: 0 or a negative errno, -ENOENT when there is none.
 */
int policy_get_rehearsed(struct nl *nl, struct policy *policy)
{
	return get_flagged(nl, SFW_A_REHEARSED, POLICY_ALL, policy);
}

/**
 * policy_next() - walk through the objects in their canonical order
 * @policy: the policy
 * @at: where the walk is, NULL at first
 * @obj: the next object that this version knows
 *
 * Return: false after the last.
 */
bool policy_next(const struct policy *policy, const struct nlmsghdr **at,
		 struct object *obj)
{
	while ((*at = reply_next(&policy->reply, *at))) {
		struct attrs attrs;
		__u8 cmd = decode_header(*at, &attrs);

		if (!decode_object(cmd, &attrs, obj))
			return true;
	}
	return false;
}

/**
 * policy_count() - how many objects of a kind there are
 * @policy: the policy
 * @cmd: the command that makes such an object
 *
 * Return: their number.
 */
unsigned int policy_count(const struct policy *policy, enum sfw_cmd cmd)
{
	const struct nlmsghdr *at = NULL;
	unsigned int count = 0;
	struct object obj;

	while (policy_next(policy, &at, &obj))
		count += obj.command.cmd == cmd;
	return count;
}

/**
 * policy_free() - give a policy's memory back
 * @policy: the policy
 */
void policy_free(struct policy *policy)
{
	reply_free(&policy->reply);
}
