// SPDX-License-Identifier: GPL-2.0
/* Messages and attributes: written, and checked as the kernel's netlink does. */
#include "kernel_names.h"

struct sk_buff *genlmsg_new(size_t size, gfp_t gfp)
{
	struct sk_buff *skb = calloc(1, sizeof(*skb));

	if (!skb)
		return NULL;
	skb->data = calloc(1, size);
	skb->size = size;
	if (skb->data)
		return skb;
	free(skb);
	return NULL;
}

void nlmsg_free(struct sk_buff *skb)
{
	if (skb)
		free(skb->data);
	free(skb);
}

void *genlmsg_put(struct sk_buff *skb, u32 portid, u32 seq, const struct genl_family *family,
		  int flags, u8 cmd)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)(skb->data + skb->len);
	struct genlmsghdr *genl;

	if (skb->size - skb->len < NLMSG_HDRLEN + GENL_HDRLEN)
		return NULL;
	*nlh = (struct nlmsghdr){ .nlmsg_flags = flags, .nlmsg_seq = seq, .nlmsg_pid = portid };
	genl = NLMSG_DATA(nlh);
	*genl = (struct genlmsghdr){ .cmd = cmd, .version = family->version };
	skb->len += NLMSG_HDRLEN + GENL_HDRLEN;
	return nlh;
}

void genlmsg_end(struct sk_buff *skb, void *head)
{
	((struct nlmsghdr *)head)->nlmsg_len = skb->data + skb->len - (u8 *)head;
}

void genlmsg_cancel(struct sk_buff *skb, void *head)
{
	if (head)
		skb->len = (u8 *)head - skb->data;
}

int nla_put(struct sk_buff *skb, int type, int len, const void *data)
{
	struct nlattr *attr = (struct nlattr *)(skb->data + skb->len);
	unsigned int whole = NLA_HDRLEN + len;

	if (skb->size - skb->len < (unsigned int)NLA_ALIGN(whole))
		return -EMSGSIZE;
	memset(attr, 0, NLA_ALIGN(whole));
	attr->nla_type = type;
	attr->nla_len = whole;
	if (len)
		memcpy(nla_data(attr), data, len);
	skb->len += NLA_ALIGN(whole);
	return 0;
}

struct nlattr *nla_nest_start(struct sk_buff *skb, int type)
{
	struct nlattr *nest = (struct nlattr *)(skb->data + skb->len);

	return nla_put(skb, type | NLA_F_NESTED, 0, NULL) ? NULL : nest;
}

void nla_nest_end(struct sk_buff *skb, struct nlattr *nest)
{
	nest->nla_len = skb->data + skb->len - (u8 *)nest;
}

ssize_t nla_strscpy(char *to, const struct nlattr *attr, size_t size)
{
	const char *from = nla_data(attr);
	size_t len = strnlen(from, nla_len(attr));

	if (len >= size)
		len = size - 1;
	memset(to, 0, size);
	memcpy(to, from, len);
	return len;
}

static int attr_err(struct netlink_ext_ack *extack, const struct nlattr *attr, int err,
		    const char *why)
{
	extack->bad_attr = attr;
	extack->_msg = why;
	return err;
}

static u64 number(const struct nlattr *attr, u8 type)
{
	switch (type) {
	case NLA_U8:
		return nla_get_u8(attr);
	case NLA_U16:
		return nla_get_u16(attr);
	case NLA_U32:
		return nla_get_u32(attr);
	default:
		return nla_len(attr);
	}
}

static int check_range(const struct nlattr *attr, const struct nla_policy *p,
		       struct netlink_ext_ack *extack)
{
	u64 least = p->validation == NLA_VALIDATE_RANGE_PTR ? p->range->min : p->min;
	u64 most = p->validation == NLA_VALIDATE_RANGE_PTR ? p->range->max : p->max;
	u64 value = number(attr, p->type);

	if (p->validation == NLA_VALIDATE_NONE || (value >= least && value <= most))
		return 0;
	return attr_err(extack, attr, -ERANGE, p->type == NLA_BINARY ?
			"binary attribute size out of range" : "integer out of range");
}

/* Bytes that a value of a type has, 0 for any number. */
static int type_len(u8 type)
{
	return type == NLA_U8 ? 1 : type == NLA_U16 ? 2 : type == NLA_U32 ? 4 :
	       type == NLA_U64 ? 8 : 0;
}

static int check_text(const struct nlattr *attr, const struct nla_policy *p,
		      struct netlink_ext_ack *extack)
{
	if (!nla_len(attr) || !memchr(nla_data(attr), '\0', nla_len(attr)) ||
	    (p->len && nla_len(attr) > p->len + 1))
		return attr_err(extack, attr, p->len && nla_len(attr) > p->len + 1 ?
				-ERANGE : -EINVAL, "Attribute failed policy validation");
	return 0;
}

static int check_attr(const struct nlattr *attr, const struct nla_policy *p,
		      struct netlink_ext_ack *extack)
{
	if (p->type == NLA_UNSPEC)
		return attr_err(extack, attr, -EINVAL, "Unsupported attribute");
	if (type_len(p->type) && nla_len(attr) != type_len(p->type))
		return attr_err(extack, attr, -EINVAL, "invalid attribute length");
	if (p->type == NLA_FLAG && nla_len(attr))
		return attr_err(extack, attr, -ERANGE, "Attribute failed policy validation");
	return p->type == NLA_NUL_STRING ? check_text(attr, p, extack) :
	       check_range(attr, p, extack);
}

static int parse(struct nlattr **tb, int most, const void *head, int len,
		 const struct nla_policy *policy, struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int rest, err;

	memset(tb, 0, (most + 1) * sizeof(*tb));
	nla_for_each(attr, head, len, rest) {
		if (nla_type(attr) > most)
			return attr_err(extack, attr, -EINVAL, "Unknown attribute type");
		err = check_attr(attr, &policy[nla_type(attr)], extack);
		if (err)
			return err;
		tb[nla_type(attr)] = (struct nlattr *)attr;
	}
	return 0;
}

int nla_parse_nested(struct nlattr **tb, int most, const struct nlattr *nest,
		     const struct nla_policy *policy, struct netlink_ext_ack *extack)
{
	return parse(tb, most, nla_data(nest), nla_len(nest), policy, extack);
}

/* The attributes of a request. */
int kernel_parse(struct nlattr **tb, const struct nlmsghdr *nlh, const struct genl_ops *op,
		 struct netlink_ext_ack *extack)
{
	return parse(tb, op->maxattr, (char *)NLMSG_DATA(nlh) + GENL_HDRLEN,
		     (int)nlh->nlmsg_len - NLMSG_HDRLEN - (int)GENL_HDRLEN, op->policy, extack);
}
