// SPDX-License-Identifier: GPL-2.0
/* The policy that runs, as the kernel shows it. */
#include <string.h>

#include "encode.h"
#include "order.h"
#include "policy.h"

static void read_head(struct policy *policy)
{
	const struct nlmsghdr *nlh = NULL;

	while ((nlh = answer_next(&policy->answer, nlh))) {
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
	int ret = nl_ask(nl, nlh, &policy->answer);

	if (!ret)
		ret = answer_order(&policy->answer);
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
 * @nl: the connection, of no more use if policy->answer.cut
 * @object: enum sfw_object
 * @limit: bytes of the answer that are enough
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
	policy->answer.limit = limit;
	encode_header(nlh, SFW_CMD_POLICY_GET);
	mnl_attr_put_u8(nlh, SFW_A_OBJECT, object);
	return nl_ask(nl, nlh, &policy->answer);
}

/**
 * policy_get_staged() - ask what a transaction would make of the policy
 * @nl: the connection, which has one
 * @policy: the result; policy_free() is due in any case
 *
 * Return: 0 or a negative errno.
 */
int policy_get_staged(struct nl *nl, struct policy *policy)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);

	memset(policy, 0, sizeof(*policy));
	encode_header(nlh, SFW_CMD_POLICY_GET);
	mnl_attr_put(nlh, SFW_A_STAGED, 0, NULL);
	return ask(nl, nlh, policy);
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
	while ((*at = answer_next(&policy->answer, *at))) {
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
 * @cmd: what makes such an object
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
	answer_free(&policy->answer);
}
