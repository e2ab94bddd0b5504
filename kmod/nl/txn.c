// SPDX-License-Identifier: GPL-2.0
#include "../db/policy/txn.h"
#include "txn.h"

static int explain_begin(const struct genl_info *info, int err)
{
	switch (err) {
	case -EEXIST:
		sfw_extack(info->extack,
			   "this socket has a transaction open already");
		break;
	case -ENOSPC:
		sfw_extack(info->extack,
			   "%u transactions are open already, the most there may be",
			   SFW_TXN_MAX);
		break;
	case -ENOENT:
		sfw_extack(info->extack,
			   "nothing to undo: the policy has not changed since the module came");
		break;
	}
	return err;
}

int sfw_nl_txn_begin(struct sk_buff *skb, struct genl_info *info)
{
	struct sfw_db *db = sfw_nl_db(info);
	int err;

	mutex_lock(&db->lock);
	err = sfw_txn_begin(db, info->snd_portid,
			    info->attrs[SFW_A_REPLACE]);
	mutex_unlock(&db->lock);
	return explain_begin(info, err);
}

int sfw_nl_txn_undo(struct sk_buff *skb, struct genl_info *info)
{
	struct sfw_db *db = sfw_nl_db(info);
	int err;

	mutex_lock(&db->lock);
	err = sfw_txn_begin_undo(db, info->snd_portid);
	mutex_unlock(&db->lock);
	return explain_begin(info, err);
}

static int check_confirm(const struct genl_info *info)
{
	u32 seconds;

	if (!info->attrs[SFW_A_CONFIRM])
		return 0;
	seconds = nla_get_u32(info->attrs[SFW_A_CONFIRM]);
	if (seconds && seconds <= SFW_CONFIRM_MAX)
		return 0;
	return sfw_nl_err(info, SFW_A_CONFIRM, -ERANGE,
			  "a policy can wait 1 to %u seconds to be confirmed, not %u",
			  SFW_CONFIRM_MAX, seconds);
}

static int commit(struct sfw_db *db, struct genl_info *info)
{
	u32 taken, sent = nla_get_u32(info->attrs[SFW_A_CHANGES]);
	struct sfw_txn *txn;
	bool undoes;
	int err;

	txn = sfw_txn_find(db, info->snd_portid);
	if (!txn) {
		sfw_extack(info->extack,
			   "no transaction is open on this socket");
		return -EINVAL;
	}
	if (info->attrs[SFW_A_CONFIRM])
		txn->confirm = nla_get_u32(info->attrs[SFW_A_CONFIRM]);
	if (info->attrs[SFW_A_REHEARSE])
		txn->rehearse = nla_get_u32(info->attrs[SFW_A_REHEARSE]);
	taken = txn->changes;
	undoes = txn->undoes;
	err = sfw_txn_commit(db, txn, sent, info->attrs[SFW_A_DRY_RUN]);
	switch (err) {
	case -ECANCELED:
		sfw_extack(info->extack,
			   "%u of %u changes were taken: nothing is changed",
			   taken, sent);
		break;
	case -EBUSY:
		sfw_extack(info->extack,
			   "the policy was changed by somebody else meanwhile: try again");
		break;
	case -EALREADY:
		sfw_extack(info->extack, "%s", undoes ?
			   "a policy waits to be confirmed: confirm it or roll it back, then undo" :
			   "a policy waits to be confirmed already: confirm it, or roll it back");
		break;
	}
	return err;
}

static int commit_checked(struct genl_info *info, int err)
{
	struct sfw_db *db = sfw_nl_db(info);

	if (err)
		return err;
	mutex_lock(&db->lock);
	err = commit(db, info);
	mutex_unlock(&db->lock);
	return err;
}

int sfw_nl_txn_commit(struct sk_buff *skb, struct genl_info *info)
{
	return commit_checked(info,
			      sfw_nl_need(info, SFW_A_CHANGES,
					  "the number of changes") ?:
			      check_confirm(info));
}

int sfw_nl_txn_rehearse(struct sk_buff *skb, struct genl_info *info)
{
	return commit_checked(info,
			      sfw_nl_need(info, SFW_A_CHANGES,
					  "the number of changes") ?:
			      sfw_nl_need(info, SFW_A_REHEARSE,
					  "the time of the rehearsal"));
}

/**
 * sfw_nl_stage - carry out a change in the transaction of a request's socket
 * @info: the request
 * @edit: does it, or says why not
 * @object: for @edit
 *
 * Return: 0, -EINVAL when no transaction is open, or the error of @edit.
 */
int sfw_nl_stage(struct genl_info *info, sfw_nl_edit *edit,
		 enum sfw_object object)
{
	struct sfw_db *db = sfw_nl_db(info);
	struct sfw_txn *txn;
	int err = -EINVAL;

	mutex_lock(&db->lock);
	txn = sfw_txn_find(db, info->snd_portid);
	if (txn)
		err = edit(txn->staged, info, object);
	else
		sfw_extack(info->extack,
			   "no transaction is open on this socket");
	if (!err)
		txn->changes++;
	mutex_unlock(&db->lock);
	return err;
}

/**
 * sfw_nl_txn_closed - drop the transaction of a netlink socket that is gone
 * @net: its namespace
 * @portid: its address
 */
void sfw_nl_txn_closed(struct net *net, u32 portid)
{
	struct sfw_db *db = sfw_db_of(net);

	if (!sfw_txn_is_open(db, portid))
		return;
	mutex_lock(&db->lock);
	sfw_txn_abort(db, portid);
	mutex_unlock(&db->lock);
}
