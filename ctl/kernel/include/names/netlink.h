/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink as a server of generic netlink sees it; kernel/netlink.c is behind it. */
#ifndef SFWCTL_KERNEL_NAMES_NETLINK_H
#define SFWCTL_KERNEL_NAMES_NETLINK_H

struct net;
struct notifier_block;
struct module;

/**
 * struct sk_buff - room for some messages
 * @data: the messages
 * @len: bytes in use
 * @size: bytes there are
 * @portid: socket that asked
 * @sk: stands for the namespace
 */
struct sk_buff {
	u8 *data;
	unsigned int len;
	unsigned int size;
	u32 portid;
	void *sk;
};

#define NETLINK_CB(skb)		(*(skb))
#define sock_net(sk)		((struct net *)(sk))

enum {
	NLA_UNSPEC, NLA_U8, NLA_U16, NLA_U32, NLA_U64, NLA_FLAG, NLA_NUL_STRING,
	NLA_BINARY, NLA_NESTED,
};

enum { NLA_VALIDATE_NONE, NLA_VALIDATE_RANGE, NLA_VALIDATE_RANGE_PTR };

struct netlink_range_validation {
	u64 min, max;
};

/**
 * struct nla_policy - an attribute that a command takes
 * @type: of its value
 * @validation: where its limits are
 * @len: of a text, its most bytes
 * @min: least value, or length of a NLA_BINARY
 * @max: the most, likewise
 * @range: both, for NLA_VALIDATE_RANGE_PTR
 * @nested: attributes of a NLA_NESTED
 */
struct nla_policy {
	u8 type;
	u8 validation;
	u16 len;
	u32 min, max;
	const struct netlink_range_validation *range;
	const struct nla_policy *nested;
};

#define NLA_POLICY_RANGE(t, least, most)	\
	{ .type = (t), .validation = NLA_VALIDATE_RANGE, .min = (least), .max = (most) }
#define NLA_POLICY_MIN(t, least)	NLA_POLICY_RANGE(t, least, ~0u)
#define NLA_POLICY_MAX(t, most)		NLA_POLICY_RANGE(t, 0, most)
#define NLA_POLICY_FULL_RANGE(t, r)	\
	{ .type = (t), .validation = NLA_VALIDATE_RANGE_PTR, .range = (r) }
#define NLA_POLICY_NESTED(p)		{ .type = NLA_NESTED, .nested = (p) }

#define SFW_HAVE_EXTACK_BUF
#define SFW_HAVE_GENL_INFO_DUMP

struct netlink_ext_ack {
	const char *_msg;
	const struct nlattr *bad_attr;
	char _msg_buf[80];
};

#define NL_SET_BAD_ATTR(extack, attr)	((extack)->bad_attr = (attr))

struct genl_info {
	u32 snd_portid;
	const struct nlmsghdr *nlhdr;
	const struct genlmsghdr *genlhdr;
	struct nlattr **attrs;
	struct netlink_ext_ack *extack;
	struct net *net;
};

#define genl_info_net(info)	((info)->net)

struct netlink_callback {
	struct sk_buff *skb;
	const struct nlmsghdr *nlh;
	struct netlink_ext_ack *extack;
	struct genl_info *info;
	union {
		u8 ctx[64] __attribute__((aligned(8)));
		long args[8];
	};
};

#define genl_info_dump(cb)	((cb)->info)

struct genl_ops {
	u8 cmd;
	u8 flags;
	int (*doit)(struct sk_buff *skb, struct genl_info *info);
	int (*start)(struct netlink_callback *cb);
	int (*dumpit)(struct sk_buff *skb, struct netlink_callback *cb);
	int (*done)(struct netlink_callback *cb);
	const struct nla_policy *policy;
	unsigned int maxattr;
};

#define GENL_MCAST_CAP_NET_ADMIN	0
#define GENLMSG_DEFAULT_SIZE		4096

struct genl_multicast_group {
	const char *name;
	u8 flags;
};

struct genl_family {
	const char *name;
	unsigned int version;
	unsigned int maxattr;
	bool netnsok;
	void *module;
	const struct genl_ops *ops;
	unsigned int n_ops;
	const struct genl_multicast_group *mcgrps;
	unsigned int n_mcgrps;
};

#define NETLINK_URELEASE	1
#define NOTIFY_DONE		0

struct netlink_notify {
	struct net *net;
	u32 portid;
	int protocol;
};

struct notifier_block {
	int (*notifier_call)(struct notifier_block *nb, unsigned long event, void *data);
};

int netlink_register_notifier(struct notifier_block *nb);
int netlink_unregister_notifier(struct notifier_block *nb);
int genl_register_family(struct genl_family *family);
int genl_unregister_family(struct genl_family *family);

struct sk_buff *genlmsg_new(size_t size, gfp_t gfp);
void nlmsg_free(struct sk_buff *skb);
void *genlmsg_put(struct sk_buff *skb, u32 portid, u32 seq, const struct genl_family *family,
		  int flags, u8 cmd);
void genlmsg_end(struct sk_buff *skb, void *head);
void genlmsg_cancel(struct sk_buff *skb, void *head);
int genlmsg_reply(struct sk_buff *skb, struct genl_info *info);

static inline void *genlmsg_put_reply(struct sk_buff *skb, struct genl_info *info,
				      const struct genl_family *family, int flags, u8 cmd)
{
	return genlmsg_put(skb, info->snd_portid, info->nlhdr->nlmsg_seq, family, flags, cmd);
}

static inline int nla_type(const struct nlattr *attr)
{
	return attr->nla_type & NLA_TYPE_MASK;
}

static inline int nla_len(const struct nlattr *attr)
{
	return attr->nla_len - NLA_HDRLEN;
}

static inline void *nla_data(const struct nlattr *attr)
{
	return (char *)attr + NLA_HDRLEN;
}

static inline u8 nla_get_u8(const struct nlattr *attr)
{
	return *(u8 *)nla_data(attr);
}

static inline u16 nla_get_u16(const struct nlattr *attr)
{
	return *(u16 *)nla_data(attr);
}

static inline u32 nla_get_u32(const struct nlattr *attr)
{
	return *(u32 *)nla_data(attr);
}

static inline bool nla_ok(const struct nlattr *attr, int rest)
{
	return rest >= (int)sizeof(*attr) && attr->nla_len >= sizeof(*attr) &&
	       attr->nla_len <= rest;
}

static inline struct nlattr *nla_next(const struct nlattr *attr, int *rest)
{
	unsigned int step = NLA_ALIGN(attr->nla_len);

	*rest -= step;
	return (struct nlattr *)((char *)attr + step);
}

#define nla_for_each(attr, head, len, rest)				\
	for ((attr) = (void *)(head), (rest) = (len); nla_ok(attr, rest);	\
	     (attr) = nla_next(attr, &(rest)))
#define nlmsg_for_each_attr(attr, nlh, hdrlen, rest)			\
	nla_for_each(attr, (char *)NLMSG_DATA(nlh) + (hdrlen),		\
		     (int)(nlh)->nlmsg_len - NLMSG_HDRLEN - (hdrlen), rest)

ssize_t nla_strscpy(char *to, const struct nlattr *attr, size_t size);
int nla_parse_nested(struct nlattr **tb, int most, const struct nlattr *nest,
		     const struct nla_policy *policy, struct netlink_ext_ack *extack);
int nla_put(struct sk_buff *skb, int type, int len, const void *data);
struct nlattr *nla_nest_start(struct sk_buff *skb, int type);
void nla_nest_end(struct sk_buff *skb, struct nlattr *nest);

static inline int nla_put_u8(struct sk_buff *skb, int type, u8 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

static inline int nla_put_u16(struct sk_buff *skb, int type, u16 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

static inline int nla_put_u32(struct sk_buff *skb, int type, u32 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

static inline int nla_put_u64_64bit(struct sk_buff *skb, int type, u64 value, int pad)
{
	return nla_put(skb, type, sizeof(value), &value);
}

static inline int nla_put_flag(struct sk_buff *skb, int type)
{
	return nla_put(skb, type, 0, NULL);
}

static inline int nla_put_string(struct sk_buff *skb, int type, const char *text)
{
	return nla_put(skb, type, strlen(text) + 1, text);
}

#endif
