// SPDX-License-Identifier: GPL-2.0
/* All that the kernel tells about the firewall as a whole. */
#include <errno.h>
#include <string.h>

#include "net/list.h"
#include "net/overview.h"

/**
 * overview_get() - ask for all of it
 * @nl: the connection, opened here
 * @view: the result; overview_free() is due in any case
 *
 * Return: 0 or a negative errno. Users who may not read the policy get the rest.
 */
int overview_get(struct nl *nl, struct overview *view)
{
	int ret;

	memset(view, 0, sizeof(*view));
	ret = nl_open(nl);
	if (!ret)
		ret = nl_get(nl, SFW_CMD_STATUS, NLM_F_ACK, &view->reply);
	if (!ret && !reply_next(&view->reply, NULL))
		ret = -EBADMSG;
	if (!ret)
		ret = counters_get(nl, &view->counters);
	if (ret)
		return ret;
	decode_header(reply_next(&view->reply, NULL), &view->attrs);
	ret = policy_get(nl, POLICY_ALL, &view->policy);
	if (!ret)
		ret = lists_get(nl, &view->lists);
	view->may_read = !ret;
	return ret == -EPERM ? 0 : ret;
}

/**
 * overview_free() - give its memory back
 * @view: of overview_get()
 */
void overview_free(struct overview *view)
{
	reply_free(&view->reply);
	reply_free(&view->lists);
	policy_free(&view->policy);
}

/**
 * overview_enabled() - whether packets are judged
 * @view: of overview_get()
 *
 * Return: true if they are.
 */
bool overview_enabled(const struct overview *view)
{
	return view->may_read ? view->policy.enabled :
	       decode_u8(&view->attrs, SFW_A_ENABLED);
}

/**
 * overview_generation() - how often the policy has changed
 * @view: of overview_get()
 *
 * Return: the generation of the policy that is shown.
 */
__u64 overview_generation(const struct overview *view)
{
	return view->may_read ? view->policy.generation :
	       decode_u64(&view->attrs, SFW_A_GENERATION);
}
