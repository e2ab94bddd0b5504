// SPDX-License-Identifier: GPL-2.0
/*
 * Messages are sent in batches, and only the last one of a batch asks for a
 * reply: the kernel goes through them in order and reports every error in any
 * case, and thousands of replies would not fit the socket's buffer.
 * The commit may go along with the changes, for it says how many there were:
 * the kernel publishes nothing if one of them failed.
 */
#include <errno.h>
#include <string.h>

#include "net/encode.h"
#include "net/txn.h"

#define COMMIT_TRIES	50	/* against others who change the policy too */

/**
 * txn_send() - send the messages so far, and wait for the kernel's consent
 * @txn: the transaction
 *
 * Return: 0 or a negative errno.
 */
int txn_send(struct txn *txn)
{
	const struct nlmsghdr *first = (struct nlmsghdr *)txn->batch;
	size_t len = txn->len;

	txn->last->nlmsg_flags |= NLM_F_ACK;
	txn->len = 0;
	return nl_send(txn->nl, txn->batch, len, first->nlmsg_seq, NULL);
}

/* Makes room for one more message. */
static int next(struct txn *txn, struct nlmsghdr **nlh)
{
	if (txn->len + MESSAGE_MAX > sizeof(txn->batch)) {
		int ret = txn_send(txn);

		if (ret)
			return ret;
	}
	*nlh = nl_message(txn->nl, txn->batch + txn->len, 0);
	txn->last = *nlh;
	return 0;
}

static void done(struct txn *txn)
{
	txn->len += MNL_ALIGN(txn->last->nlmsg_len);
}

/**
 * txn_init() - a transaction that has not begun
 * @txn: the transaction
 * @nl: the connection
 */
void txn_init(struct txn *txn, struct nl *nl)
{
	txn->nl = nl;
	txn->begin = 0;
	txn->changes = 0;
	memset(txn->has, 0, sizeof(txn->has));
	txn->len = 0;
}

/**
 * txn_begin() - begin a transaction
 * @txn: the transaction
 * @nl: the connection
 * @from: the policy to begin with
 *
 * Return: 0 or a negative errno.
 */
int txn_begin(struct txn *txn, struct nl *nl, enum txn_from from)
{
	struct nlmsghdr *nlh;
	int ret;

	txn_init(txn, nl);
	ret = next(txn, &nlh);
	if (ret)
		return ret;
	encode_header(nlh, from == TXN_BEFORE ? SFW_CMD_TXN_UNDO :
						SFW_CMD_TXN_BEGIN);
	if (from == TXN_EMPTY)
		mnl_attr_put(nlh, SFW_A_REPLACE, 0, NULL);
	txn->begin = nlh->nlmsg_seq;
	done(txn);
	return 0;
}

/**
 * txn_add() - add a command to a transaction
 * @txn: the transaction
 * @cmd: the command
 *
 * Return: 0 or a negative errno.
 */
int txn_add(struct txn *txn, const struct command *cmd)
{
	unsigned int count = command_messages(cmd);

	txn->has[cmd->cmd] = true;
	for (unsigned int i = 0; i < count; i++) {
		struct nlmsghdr *nlh;
		int ret = next(txn, &nlh);

		if (ret)
			return ret;
		encode_command(nlh, cmd, i);
		done(txn);
		txn->changes++;
	}
	return 0;
}

/**
 * txn_commit() - publish a transaction
 * @txn: the transaction
 * @plan: says how
 *
 * Return: 0 or a negative errno; -EBUSY when somebody else published another
 * policy since txn_begin(). The transaction has ended in any case.
 */
int txn_commit(struct txn *txn, const struct txn_plan *plan)
{
	struct nlmsghdr *nlh;
	int ret = next(txn, &nlh);

	if (ret)
		return ret;
	encode_header(nlh, plan->rehearse ? SFW_CMD_TXN_REHEARSE :
					    SFW_CMD_TXN_COMMIT);
	mnl_attr_put_u32(nlh, SFW_A_CHANGES, txn->changes);
	encode_dry_run(nlh, plan->dry_run);
	if (plan->confirm)
		mnl_attr_put_u32(nlh, SFW_A_CONFIRM, plan->confirm);
	if (plan->rehearse)
		mnl_attr_put_u32(nlh, SFW_A_REHEARSE, plan->rehearse);
	done(txn);
	return txn_send(txn);
}

static int attempt(struct txn *txn, struct nl *nl, const struct txn_plan *plan)
{
	int ret = txn_begin(txn, nl, plan->from);

	if (!ret && plan->fill)
		ret = plan->fill(txn, plan->what);
	if (!ret && plan->check)
		ret = txn_send(txn);
	if (!ret && plan->check)
		ret = plan->check(nl, plan->checker);
	return ret ? ret : txn_commit(txn, plan);
}

/**
 * txn_publish() - carry out a transaction, once more if others came between
 * @txn: the transaction
 * @nl: the connection
 * @plan: the transaction as a whole
 *
 * Return: 0 or a negative errno; see txn_failed().
 */
int txn_publish(struct txn *txn, struct nl *nl, const struct txn_plan *plan)
{
	int tries = plan->once ? 1 : COMMIT_TRIES;
	int ret = -EBUSY;

	for (int i = 0; i < tries && ret == -EBUSY; i++)
		ret = attempt(txn, nl, plan);
	return ret;
}

/**
 * txn_run() - open a connection, carry out a transaction, and close it
 * @txn: the transaction
 * @nl: the connection, whose text stays
 * @plan: the transaction as a whole
 *
 * Return: as txn_publish(), or the error of opening.
 */
int txn_run(struct txn *txn, struct nl *nl, const struct txn_plan *plan)
{
	int ret;

	txn_init(txn, nl);
	ret = nl_open(nl);
	if (!ret)
		ret = txn_publish(txn, nl, plan);
	nl_close(nl);
	return ret;
}

/**
 * txn_failed() - which change failed
 * @txn: the transaction, which failed
 *
 * Return: number of the message that was added: 0, 1, ...; or -1 when it was
 * none of them.
 */
long txn_failed(const struct txn *txn)
{
	__u32 index = txn->nl->failed - txn->begin - 1;

	return index < txn->changes ? (long)index : -1;
}
