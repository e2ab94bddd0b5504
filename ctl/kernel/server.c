// SPDX-License-Identifier: GPL-2.0
/* The other end of a connection: requests in, replies out, as by generic netlink. */
#include "kernel.h"
#include "namespace.h"

#include "../../kmod/db/policy/prefix_alloc.h"
#include "../../kmod/db/policy/txn.h"
#include "../../kmod/nl/family.h"
#include "../../kmod/nl/txn.h"

#define DUMP_ROOM	16384	/* bytes of a dump at a time */

static const struct genl_family *family;

int genl_register_family(struct genl_family *f)
{
	family = f;
	return 0;
}

int genl_unregister_family(struct genl_family *f)
{
	family = NULL;
	return 0;
}

int netlink_register_notifier(struct notifier_block *nb)
{
	return 0;
}

int netlink_unregister_notifier(struct notifier_block *nb)
{
	return 0;
}

static int queue(struct kernel *k, const void *data, size_t len)
{
	if (k->size - k->len < len) {
		size_t size = k->size * 2 + len;
		u8 *reply = realloc(k->reply, size);

		if (!reply)
			return -ENOMEM;
		k->reply = reply;
		k->size = size;
	}
	memcpy(k->reply + k->len, data, len);
	k->len += len;
	return 0;
}

/* All of a buffer, each message of which is of our family. */
static int queue_all(struct kernel *k, struct sk_buff *skb)
{
	unsigned int at = 0;

	while (at < skb->len) {
		struct nlmsghdr *nlh = (struct nlmsghdr *)(skb->data + at);

		nlh->nlmsg_type = KERNEL_FAMILY;
		at += NLMSG_ALIGN(nlh->nlmsg_len);
	}
	return queue(k, skb->data, skb->len);
}

int genlmsg_reply(struct sk_buff *skb, struct genl_info *info)
{
	int err = queue_all((struct kernel *)info->net, skb);

	nlmsg_free(skb);
	return err;
}

/* The result of a request, or the end of a dump: a number, and a text behind it. */
static int answer(struct kernel *k, const struct genl_info *info, u16 type, int err)
{
	struct nlmsghdr nlh = {
		.nlmsg_type = type, .nlmsg_flags = NLM_F_CAPPED,
		.nlmsg_seq = info->nlhdr->nlmsg_seq, .nlmsg_pid = info->snd_portid,
	};
	struct nlmsgerr head = { .error = err, .msg = *info->nlhdr };
	size_t len = type == NLMSG_DONE ? sizeof(int) : sizeof(head);
	const char *text = err ? info->extack->_msg : NULL;
	struct sk_buff skb = { .size = 512 };
	u8 data[512] __attribute__((aligned(8))) = { 0 };

	skb.data = data;
	skb.len = NLMSG_HDRLEN + len;
	if (text) {
		nlh.nlmsg_flags |= NLM_F_ACK_TLVS;
		nla_put_string(&skb, NLMSGERR_ATTR_MSG, text);
	}
	nlh.nlmsg_len = skb.len;
	memcpy(data, &nlh, sizeof(nlh));
	memcpy(NLMSG_DATA((struct nlmsghdr *)data), &head, len);
	return queue(k, data, skb.len);
}

static int dump(struct kernel *k, const struct genl_ops *op, struct genl_info *info)
{
	struct sk_buff ask = { .portid = info->snd_portid, .sk = k };
	struct netlink_callback cb = {
		.skb = &ask, .nlh = info->nlhdr, .extack = info->extack, .info = info,
	};
	int err = op->start ? op->start(&cb) : 0;

	if (err)
		return err;
	for (;;) {
		struct sk_buff *skb = genlmsg_new(DUMP_ROOM, GFP_KERNEL);

		err = skb ? op->dumpit(skb, &cb) : -ENOMEM;
		if (err > 0)
			err = queue_all(k, skb) ?: 1;
		nlmsg_free(skb);
		if (err <= 0)
			break;
	}
	op->done(&cb);
	return err;
}

static const struct genl_ops *find(const struct nlmsghdr *nlh, const struct genlmsghdr *genl)
{
	bool dumps = (nlh->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
	unsigned int i;

	for (i = 0; i < family->n_ops; i++)
		if (family->ops[i].cmd == genl->cmd && !family->ops[i].dumpit == !dumps)
			return &family->ops[i];
	return NULL;
}

static int serve(struct kernel *k, u32 portid, const struct nlmsghdr *nlh)
{
	struct nlattr *attrs[SFW_A_MAX + 1];
	struct netlink_ext_ack extack = { 0 };
	struct genl_info info = {
		.snd_portid = portid, .nlhdr = nlh, .genlhdr = NLMSG_DATA(nlh),
		.attrs = attrs, .extack = &extack, .net = (struct net *)k,
	};
	const struct genl_ops *op = find(nlh, info.genlhdr);
	struct sk_buff ask = { .portid = portid, .sk = k };
	int err;

	err = op ? kernel_parse(attrs, nlh, op, &extack) : -EOPNOTSUPP;
	if (!err && op->dumpit) {
		err = dump(k, op, &info);
		return err ? answer(k, &info, NLMSG_ERROR, err) :
			     answer(k, &info, NLMSG_DONE, 0);
	}
	if (!err)
		err = op->doit(&ask, &info);
	return err || nlh->nlmsg_flags & NLM_F_ACK ? answer(k, &info, NLMSG_ERROR, err) : 0;
}

static int boot(void)
{
	return family ? 0 : sfw_prefix_nodes_init() ?: sfw_nl_init();
}

/**
 * kernel_alloc() - a namespace with an empty policy, disabled
 *
 * Return: NULL when there is no memory.
 */
struct kernel *kernel_alloc(void)
{
	struct kernel *k = boot() ? NULL : calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	INIT_LIST_HEAD(&k->db.txns);
	k->db.live = sfw_snapshot_alloc();
	if (k->db.live && !sfw_snapshot_seal(k->db.live, 1))
		return k;
	free(k);
	return NULL;
}

/**
 * kernel_free() - give it back
 * @k: of kernel_alloc(), or NULL
 */
void kernel_free(struct kernel *k)
{
	if (!k)
		return;
	sfw_txn_abort_all(&k->db);
	sfw_snapshot_put(k->db.live);
	free(k->reply);
	free(k);
}

static void forget_replies(struct kernel *k)
{
	k->len = 0;
	k->at = 0;
}

/**
 * kernel_open() - begin a connection
 * @k: the namespace
 *
 * Return: its address.
 */
__u32 kernel_open(struct kernel *k)
{
	return ++k->portid;
}

/**
 * kernel_close() - end a connection; a transaction that is open is dropped
 * @k: the namespace
 * @portid: its address
 */
void kernel_close(struct kernel *k, __u32 portid)
{
	sfw_nl_txn_closed((struct net *)k, portid);
	forget_replies(k);
}

/**
 * kernel_send() - send messages
 * @k: the namespace
 * @portid: the connection
 * @buf: the messages, aligned
 * @len: their bytes
 *
 * Return: 0 or -ENOMEM.
 */
int kernel_send(struct kernel *k, __u32 portid, const void *buf, size_t len)
{
	const struct nlmsghdr *nlh = buf;
	int rest = len, err = 0;

	for (; !err && NLMSG_OK(nlh, (unsigned int)rest); nlh = NLMSG_NEXT(nlh, rest))
		err = serve(k, portid, nlh);
	return err;
}

/**
 * kernel_recv() - take replies that wait
 * @k: the namespace
 * @buf: where to, aligned
 * @size: its bytes; whole messages are written
 *
 * Return: bytes, 0 when none waits.
 */
ssize_t kernel_recv(struct kernel *k, void *buf, size_t size)
{
	size_t got = 0;

	while (k->at + got < k->len) {
		const struct nlmsghdr *nlh = (struct nlmsghdr *)(k->reply + k->at + got);
		size_t len = NLMSG_ALIGN(nlh->nlmsg_len);

		if (got + len > size)
			break;
		got += len;
	}
	memcpy(buf, k->reply + k->at, got);
	k->at += got;
	if (k->at == k->len)
		forget_replies(k);
	return got;
}
