// SPDX-License-Identifier: GPL-2.0
/* Talking to the module over generic netlink: questions and replies. */
#define _GNU_SOURCE	/* for ppoll() */
#include <errno.h>
#include <linux/genetlink.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "net/encode.h"
#include "net/netlink.h"

#define DUMP_TRIES	20	/* of a policy that changes all the time */
#define EVENT_ROOM	(256 << 10)	/* bytes of events that wait for us */

/**
 * nl_message() - begin a message to the family
 * @nl: the connection
 * @buf: where
 * @flags: NLM_F_* besides NLM_F_REQUEST
 *
 * Return: its header.
 */
struct nlmsghdr *nl_message(struct nl *nl, void *buf, __u16 flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	nlh->nlmsg_type = nl->family;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = ++nl->seq;
	return nlh;
}

/* Finds the kernel's own words among the attributes behind an error. */
static int find_text(const struct nlattr *attr, void *data)
{
	struct nl *nl = data;

	if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG &&
	    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
		snprintf(nl->text, sizeof(nl->text), "%s",
			 mnl_attr_get_str(attr));
	return MNL_CB_OK;
}

static int read_error(struct nl *nl, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t offset = sizeof(*err);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err))
		return -EBADMSG;
	if (!err->error)
		return 0;
	nl->failed = nlh->nlmsg_seq;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		offset += err->msg.nlmsg_len - sizeof(err->msg);
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS &&
	    offset <= mnl_nlmsg_get_payload_len(nlh))
		mnl_attr_parse(nlh, offset, find_text, nl);
	return err->error < 0 ? err->error : -err->error;
}

/* The end of a dump is an int, with attributes behind it as for an error. */
static int read_done(struct nl *nl, const struct nlmsghdr *nlh)
{
	const int *err = mnl_nlmsg_get_payload(nlh);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*err) || *err >= 0)
		return 0;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_parse(nlh, sizeof(*err), find_text, nl);
	return *err;
}

/* Takes one message. Returns 1 when more will come. */
static int take(struct nl *nl, const struct nlmsghdr *nlh,
		struct reply *reply, bool *interrupted)
{
	int ret;

	*interrupted |= nlh->nlmsg_flags & NLM_F_DUMP_INTR;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		ret = read_error(nl, nlh);
		return ret ? ret : nlh->nlmsg_seq != nl->seq;
	}
	if (nlh->nlmsg_type == NLMSG_DONE)
		return read_done(nl, nlh);
	if (nlh->nlmsg_type < NLMSG_MIN_TYPE || !reply)
		return 1;
	ret = reply_add(reply, nlh);
	reply->cut = reply->limit && reply->len >= reply->limit;
	return ret ? ret : !reply->cut;
}

static bool is_silent(const struct nl *nl)
{
	struct pollfd fd = {
		.fd = mnl_socket_get_fd(nl->sock), .events = POLLIN,
	};

	return poll(&fd, 1, 0) <= 0;
}

/* The kernel replies before sending returns: a missing reply is lost. */
static bool is_lost(struct nl *nl)
{
	if (!is_silent(nl))
		return false;
	snprintf(nl->text, sizeof(nl->text),
		 "the kernel had no memory for its answer: whether it was done is not known");
	return true;
}

static int next_part(struct nl *nl)
{
	int len;

	if (!nl->kernel)
		return mnl_socket_recvfrom(nl->sock, nl->buf, sizeof(nl->buf));
	len = kernel_recv(nl->kernel, nl->buf, sizeof(nl->buf));
	errno = EBADMSG;
	return len ? len : -1;
}

/* Receives until the last message sent is answered, or one fails. */
static int receive(struct nl *nl, __u32 first, struct reply *reply)
{
	bool interrupted = false, overrun = false;

	for (;;) {
		const struct nlmsghdr *nlh = (struct nlmsghdr *)nl->buf;
		int len;

		if (overrun && is_lost(nl))
			return -ENOBUFS;
		len = next_part(nl);
		/*
		 * So many messages were refused that not every error fits the
		 * socket's buffer: the first one, which counts, is there. Or
		 * there was no memory for the reply.
		 */
		overrun |= len < 0 && errno == ENOBUFS;
		if (len < 0 && errno == ENOBUFS)
			continue;
		if (len < 0)
			return -errno;
		for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
			int ret;

			/* Left over from a question that failed. */
			if (nlh->nlmsg_pid != nl->portid ||
			    nlh->nlmsg_seq - first > nl->seq - first)
				continue;
			ret = take(nl, nlh, reply, &interrupted);
			if (ret <= 0)
				return !ret && interrupted ? -EINTR : ret;
		}
	}
}

/**
 * nl_send() - send messages and wait until the last one is answered
 * @nl: the connection
 * @buf: the messages
 * @len: their bytes
 * @first: number of the first of them; that of the last is nl->seq
 * @reply: gets the messages that come back, NULL if none do
 *
 * Return: 0; or the error of the first message that the kernel refused;
 * -EINTR when a dump is no consistent whole.
 */
int nl_send(struct nl *nl, const void *buf, size_t len, __u32 first,
	    struct reply *reply)
{
	nl->text[0] = '\0';
	nl->failed = 0;
	if (nl->kernel) {
		int ret = kernel_send(nl->kernel, nl->portid, buf, len);

		return ret ? ret : receive(nl, first, reply);
	}
	if (mnl_socket_sendto(nl->sock, buf, len) < 0)
		return -errno;
	return receive(nl, first, reply);
}

/**
 * nl_request() - send one question, once more when its reply was interrupted
 * @nl: the connection
 * @nlh: the question
 * @reply: gets the reply, to be freed by the caller in any case
 *
 * Return: 0 or a negative errno.
 */
int nl_request(struct nl *nl, struct nlmsghdr *nlh, struct reply *reply)
{
	int ret = -EINTR;

	for (int i = 0; i < DUMP_TRIES && ret == -EINTR; i++) {
		if (i)
			nlh->nlmsg_seq = ++nl->seq;
		reply->len = 0;
		ret = nl_send(nl, nlh, nlh->nlmsg_len, nlh->nlmsg_seq, reply);
	}
	return ret;
}

/**
 * nl_ack() - send one message that only asks for something to be done
 * @nl: the connection
 * @nlh: the message, with NLM_F_ACK
 *
 * Return: 0 or a negative errno.
 */
int nl_ack(struct nl *nl, struct nlmsghdr *nlh)
{
	return nl_send(nl, nlh, nlh->nlmsg_len, nlh->nlmsg_seq, NULL);
}

/**
 * nl_get() - ask a question without attributes
 * @nl: the connection
 * @cmd: enum sfw_cmd
 * @flags: NLM_F_ACK or NLM_F_DUMP
 * @reply: gets the reply, to be freed by the caller in any case
 *
 * Return: 0 or a negative errno.
 */
int nl_get(struct nl *nl, __u8 cmd, __u16 flags, struct reply *reply)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, flags);

	encode_header(nlh, cmd);
	return nl_request(nl, nlh, reply);
}

static int keep_group(const struct nlattr *attr, void *data)
{
	const struct nlattr **parts = data;

	if (mnl_attr_get_type(attr) <= CTRL_ATTR_MCAST_GRP_MAX)
		parts[mnl_attr_get_type(attr)] = attr;
	return MNL_CB_OK;
}

static int find_group(const struct nlattr *attr, void *data)
{
	const struct nlattr *parts[CTRL_ATTR_MCAST_GRP_MAX + 1] = { NULL };
	const struct nlattr *name, *id;
	struct nl *nl = data;

	mnl_attr_parse_nested(attr, keep_group, parts);
	name = parts[CTRL_ATTR_MCAST_GRP_NAME];
	id = parts[CTRL_ATTR_MCAST_GRP_ID];
	if (name && id && mnl_attr_validate(id, MNL_TYPE_U32) >= 0 &&
	    mnl_attr_validate(name, MNL_TYPE_NUL_STRING) >= 0 &&
	    !strcmp(mnl_attr_get_str(name), SFW_GENL_EVENTS))
		nl->events = mnl_attr_get_u32(id);
	return MNL_CB_OK;
}

static int find_id(const struct nlattr *attr, void *data)
{
	struct nl *nl = data;

	if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
	    mnl_attr_validate(attr, MNL_TYPE_U16) >= 0)
		nl->family = mnl_attr_get_u16(attr);
	if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GROUPS)
		mnl_attr_parse_nested(attr, find_group, nl);
	return MNL_CB_OK;
}

static int find_family(struct nl *nl)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_ACK);
	struct reply reply = { 0 };
	struct genlmsghdr *genl;
	int ret;

	nlh->nlmsg_type = GENL_ID_CTRL;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_GETFAMILY;
	genl->version = 1;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, SFW_GENL_NAME);
	ret = nl_request(nl, nlh, &reply);
	if (!ret && reply_next(&reply, NULL))
		mnl_attr_parse(reply_next(&reply, NULL), sizeof(*genl),
			       find_id, nl);
	reply_free(&reply);
	if (ret)
		return ret;
	return nl->family ? 0 : -ENOENT;
}

static int connect_to(struct nl *nl, int bus)
{
	int on = 1;

	memset(nl, 0, offsetof(struct nl, buf));
	nl->sock = mnl_socket_open2(bus, SOCK_CLOEXEC);
	if (!nl->sock || mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID) < 0)
		return -errno;
	nl->portid = mnl_socket_get_portid(nl->sock);
	if (mnl_socket_setsockopt(nl->sock, NETLINK_EXT_ACK, &on,
				  sizeof(on)) < 0 ||
	    mnl_socket_setsockopt(nl->sock, NETLINK_CAP_ACK, &on,
				  sizeof(on)) < 0)
		return -errno;
	return 0;
}

static struct kernel *stand_in;

/**
 * nl_stand_in() - from now on, have the library answer instead of the module
 * @kernel: the library's namespace; NULL for the module again
 */
void nl_stand_in(struct kernel *kernel)
{
	stand_in = kernel;
}

/**
 * nl_stands_in() - whether the library answers instead of the module
 */
bool nl_stands_in(void)
{
	return stand_in;
}

/**
 * nl_open() - connect to the module, or to its stand-in
 * @nl: the connection
 *
 * Return: 0, or a negative errno, with nl->family 0; -ENOENT then means that
 * the module is not loaded. nl_close() is due in any case.
 */
int nl_open(struct nl *nl)
{
	int ret;

	if (stand_in) {
		memset(nl, 0, offsetof(struct nl, buf));
		nl->kernel = stand_in;
		nl->portid = kernel_open(stand_in);
		nl->family = KERNEL_FAMILY;
		return 0;
	}
	ret = connect_to(nl, NETLINK_GENERIC);
	return ret ? ret : find_family(nl);
}

/**
 * nl_open_bus() - connect to another part of the kernel
 * @nl: the connection
 * @bus: which: NETLINK_*
 * @type: of the messages that nl_message() begins
 *
 * Return: 0 or a negative errno. nl_close() is due in any case.
 */
int nl_open_bus(struct nl *nl, int bus, __u16 type)
{
	int ret = connect_to(nl, bus);

	nl->family = type;
	return ret;
}

static int join(struct nl *nl, unsigned int group)
{
	return mnl_socket_setsockopt(nl->sock, NETLINK_ADD_MEMBERSHIP, &group,
				     sizeof(group)) < 0 ? -errno : 0;
}

/**
 * nl_listen() - have the kernel send us events
 * @nl: the connection, which is of no other use from then on
 *
 * Return: 0 or a negative errno.
 */
int nl_listen(struct nl *nl)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_ACK);
	int room = EVENT_ROOM, ret;

	if (!nl->events)
		return -EOPNOTSUPP;
	setsockopt(mnl_socket_get_fd(nl->sock), SOL_SOCKET, SO_RCVBUFFORCE,
		   &room, sizeof(room));
	encode_header(nlh, SFW_CMD_LISTEN);
	ret = join(nl, nl->events);
	/* The group of the controller, which tells when a module goes. */
	ret = ret ? ret : join(nl, GENL_ID_CTRL);
	return ret ? ret : nl_ack(nl, nlh);
}

/*
 * Whether the module that we listen to has gone, told by a message that was lost. From a
 * loss until we have read all that is there the kernel drops everything, and says so once:
 * to ask before that would be too early.
 */
static int find_end(struct nl *nl)
{
	struct nl now;
	int ret;

	if (!nl->lost || !is_silent(nl))
		return 0;
	ret = nl_open(&now);
	nl_close(&now);
	if (!ret && now.family != nl->family)
		ret = -ENOENT;
	if (ret == -ENOENT)
		nl->family = 0;
	nl->lost = false;
	return ret;
}

/**
 * nl_wait() - wait for an event
 * @nl: the connection
 * @out: where events go; somebody may close it meanwhile
 * @unblocked: which signals end it
 *
 * Return: 0; -EINTR for a signal; -EPIPE when nobody reads @out any more; -ENOENT, and
 * nl->family is 0, when the module is gone; or another negative errno.
 */
int nl_wait(struct nl *nl, int out, const sigset_t *unblocked)
{
	struct pollfd fds[] = {
		{ .fd = mnl_socket_get_fd(nl->sock), .events = POLLIN },
		{ .fd = out },
	};
	int ret = find_end(nl);

	if (ret)
		return ret;
	if (ppoll(fds, 2, NULL, unblocked) < 0)
		return -errno;
	return fds[1].revents & (POLLERR | POLLHUP) ? -EPIPE : 0;
}

/* Whether a message of the controller tells that our family is gone. */
static bool is_end(const struct nl *nl, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	struct nl gone;

	if (nlh->nlmsg_type != GENL_ID_CTRL || genl->cmd != CTRL_CMD_DELFAMILY)
		return false;
	gone.family = 0;
	mnl_attr_parse(nlh, sizeof(*genl), find_id, &gone);
	return gone.family == nl->family;
}

/**
 * nl_recv() - take the events that are there
 * @nl: the connection, after nl_listen()
 * @hear: gets each of them
 * @ctx: for @hear
 *
 * How many were lost, the next one tells.
 *
 * Return: 0; -ENOENT, and nl->family is 0, when the module is gone; or another negative
 * errno.
 */
int nl_recv(struct nl *nl,
	    void (*hear)(void *ctx, const struct nlmsghdr *nlh), void *ctx)
{
	int len = mnl_socket_recvfrom(nl->sock, nl->buf, sizeof(nl->buf));
	const struct nlmsghdr *nlh = (struct nlmsghdr *)nl->buf;

	if (len < 0 && errno == ENOBUFS) {
		nl->lost = true;
		return 0;
	}
	if (len < 0)
		return -errno;
	for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
		if (nlh->nlmsg_type == nl->family)
			hear(ctx, nlh);
		if (is_end(nl, nlh)) {
			nl->family = 0;
			return -ENOENT;
		}
	}
	return 0;
}

/**
 * nl_close() - end the connection; a transaction that is open is dropped
 * @nl: the connection
 */
void nl_close(struct nl *nl)
{
	if (nl->kernel)
		kernel_close(nl->kernel, nl->portid);
	if (nl->sock)
		mnl_socket_close(nl->sock);
	nl->kernel = NULL;
	nl->sock = NULL;
}
