// SPDX-License-Identifier: GPL-2.0
/* From meaning to netlink attributes, as linux/sfw.h lists them. */
#include <linux/genetlink.h>
#include <netinet/in.h>

#include "encode.h"
#include "print.h"
#include "protocol.h"

/**
 * encode_header() - begin the payload of a message
 * @nlh: the message, its netlink header is there
 * @cmd: enum sfw_cmd
 */
void encode_header(struct nlmsghdr *nlh, __u8 cmd)
{
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = SFW_GENL_VERSION;
}

static void put_address(struct nlmsghdr *nlh, __u16 type,
			const struct address *addr)
{
	mnl_attr_put(nlh, type, address_size(addr->family), addr->bytes);
}

static unsigned int at_least_one(unsigned int count)
{
	return count ? count : 1;
}

static bool has_entry(const struct command *cmd)
{
	return (cmd->cmd >= SFW_CMD_PORT_ADD &&
		cmd->cmd <= SFW_CMD_EXEMPT_DEL) ||
	       (cmd->cmd >= SFW_CMD_LAN_ADD &&
		cmd->cmd <= SFW_CMD_FORWARD_DEL) ||
	       cmd->cmd == SFW_CMD_BLOCK_ADD || cmd->cmd == SFW_CMD_BLOCK_DEL;
}

/**
 * encode_count() - how many messages a command takes
 * @cmd: the command
 *
 * Return: one for each of its ports with each of its prefixes.
 */
unsigned int encode_count(const struct command *cmd)
{
	if (!has_entry(cmd))
		return 1;
	return at_least_one(cmd->entry.port_count) *
	       at_least_one(cmd->entry.from_count);
}

static void put_entry(struct nlmsghdr *nlh, const struct command *cmd,
		      unsigned int index)
{
	const struct entry *entry = &cmd->entry;
	unsigned int froms = at_least_one(entry->from_count);

	if (entry->port_count) {
		const struct port_range *ports = &entry->ports[index / froms];

		mnl_attr_put_u16(nlh, SFW_A_PORT_FIRST, ports->first);
		mnl_attr_put_u16(nlh, SFW_A_PORT_LAST, ports->last);
	}
	if (entry->from_count) {
		const struct prefix *from = &entry->from[index % froms];

		put_address(nlh, SFW_A_FROM, &from->addr);
		mnl_attr_put_u8(nlh, SFW_A_FROM_LEN, from->len);
	}
	if (entry->dev[0])
		mnl_attr_put_strz(nlh, SFW_A_DEV, entry->dev);
	if (entry->out[0])
		mnl_attr_put_strz(nlh, SFW_A_OUT, entry->out);
	if (entry->to.family)
		put_address(nlh, SFW_A_TO, &entry->to);
	if (entry->to_ports.first) {
		mnl_attr_put_u16(nlh, SFW_A_TO_FIRST, entry->to_ports.first);
		mnl_attr_put_u16(nlh, SFW_A_TO_LAST, entry->to_ports.last);
	}
	if (entry->guard[0])
		mnl_attr_put_strz(nlh, SFW_A_GUARD, entry->guard);
	if (entry->knock[0])
		mnl_attr_put_strz(nlh, SFW_A_KNOCK, entry->knock);
	if (entry->duration)
		mnl_attr_put_u32(nlh, SFW_A_DURATION, entry->duration);
	if (entry->comment[0])
		mnl_attr_put_strz(nlh, SFW_A_COMMENT, entry->comment);
}

static void put_guard(struct nlmsghdr *nlh, const struct guard *guard)
{
	for (unsigned int i = 0; i < guard->window_count; i++) {
		struct nlattr *nest = mnl_attr_nest_start(nlh, SFW_A_WINDOW);

		mnl_attr_put_u32(nlh, SFW_A_HITS, guard->windows[i].hits);
		mnl_attr_put_u32(nlh, SFW_A_SECONDS, guard->windows[i].seconds);
		mnl_attr_nest_end(nlh, nest);
	}
	if (guard->rttl)
		mnl_attr_put(nlh, SFW_A_RTTL, 0, NULL);
	mnl_attr_put_u8(nlh, SFW_A_MASK4, guard->mask4);
	mnl_attr_put_u8(nlh, SFW_A_MASK6, guard->mask6);
	mnl_attr_put_u8(nlh, SFW_A_THEN, guard->then);
	if (guard->duration)
		mnl_attr_put_u32(nlh, SFW_A_DURATION, guard->duration);
}

static void put_knock(struct nlmsghdr *nlh, const struct knock *knock)
{
	for (unsigned int i = 0; i < knock->step_count; i++) {
		struct nlattr *nest = mnl_attr_nest_start(nlh, SFW_A_STEP);

		mnl_attr_put_u8(nlh, SFW_A_PROTO, knock->steps[i].proto);
		mnl_attr_put_u16(nlh, SFW_A_PORT_FIRST, knock->steps[i].port);
		mnl_attr_nest_end(nlh, nest);
	}
	if (knock->within)
		mnl_attr_put_u32(nlh, SFW_A_WITHIN, knock->within);
	if (knock->open)
		mnl_attr_put_u32(nlh, SFW_A_DURATION, knock->open);
}

static void put_member(struct nlmsghdr *nlh, const struct member *member)
{
	if (member->list[0])
		mnl_attr_put_strz(nlh, SFW_A_NAME, member->list);
	if (member->addr.family)
		put_address(nlh, SFW_A_SRC, &member->addr);
}

/**
 * encode_command() - write one message of a command
 * @nlh: the message, its netlink header is there; MESSAGE_MAX bytes suffice
 * @cmd: the command
 * @index: which message, below encode_count()
 */
void encode_command(struct nlmsghdr *nlh, const struct command *cmd,
		    unsigned int index)
{
	encode_header(nlh, cmd->cmd);
	switch (cmd->cmd) {
	case SFW_CMD_ENABLE_SET:
		mnl_attr_put_u8(nlh, SFW_A_ENABLED, cmd->enabled);
		break;
	case SFW_CMD_SETTING_SET:
		mnl_attr_put_u8(nlh, SFW_A_SETTING, cmd->setting.key);
		mnl_attr_put_u32(nlh, SFW_A_VALUE, cmd->setting.value);
		break;
	case SFW_CMD_PORT_ADD:
	case SFW_CMD_PORT_DEL:
	case SFW_CMD_PROTO_ADD:
	case SFW_CMD_PROTO_DEL:
	case SFW_CMD_FORWARD_ADD:
	case SFW_CMD_FORWARD_DEL:
		mnl_attr_put_u8(nlh, SFW_A_PROTO, cmd->entry.proto);
		put_entry(nlh, cmd, index);
		break;
	case SFW_CMD_TRUST_ADD:
	case SFW_CMD_TRUST_DEL:
	case SFW_CMD_EXEMPT_ADD:
	case SFW_CMD_EXEMPT_DEL:
	case SFW_CMD_BLOCK_ADD:
	case SFW_CMD_BLOCK_DEL:
	case SFW_CMD_LAN_ADD:
	case SFW_CMD_LAN_DEL:
	case SFW_CMD_MASQ_ADD:
	case SFW_CMD_MASQ_DEL:
		put_entry(nlh, cmd, index);
		break;
	case SFW_CMD_GUARD_ADD:
		mnl_attr_put_strz(nlh, SFW_A_NAME, cmd->guard.name);
		put_guard(nlh, &cmd->guard);
		break;
	case SFW_CMD_GUARD_DEL:
		mnl_attr_put_strz(nlh, SFW_A_NAME, cmd->guard.name);
		break;
	case SFW_CMD_KNOCK_ADD:
	case SFW_CMD_KNOCK_DEL:
		mnl_attr_put_strz(nlh, SFW_A_NAME, cmd->knock.name);
		put_knock(nlh, &cmd->knock);
		break;
	case SFW_CMD_LIST_ADD:
	case SFW_CMD_LIST_DEL:
	case SFW_CMD_LIST_FLUSH:
		put_member(nlh, &cmd->member);
		break;
	default:
		break;
	}
}

/**
 * encode_probe() - write the request of "test"
 * @nlh: the message, its netlink header is there; MESSAGE_MAX bytes suffice
 * @probe: the packet
 */
void encode_probe(struct nlmsghdr *nlh, const struct probe *probe)
{
	encode_header(nlh, SFW_CMD_TEST);
	mnl_attr_put_u8(nlh, SFW_A_PROTO, probe->proto);
	put_address(nlh, SFW_A_SRC, &probe->src);
	if (probe->dst.family)
		put_address(nlh, SFW_A_DST, &probe->dst);
	if (protocol_has_ports(probe->proto)) {
		mnl_attr_put_u16(nlh, SFW_A_SPORT, probe->sport);
		mnl_attr_put_u16(nlh, SFW_A_DPORT, probe->dport);
	}
	if (probe->proto == IPPROTO_TCP)
		mnl_attr_put_u8(nlh, SFW_A_TCP_FLAGS, probe->tcp_flags);
	if (probe->proto == IPPROTO_ICMP || probe->proto == IPPROTO_ICMPV6)
		mnl_attr_put_u8(nlh, SFW_A_ICMP_TYPE, probe->icmp_type);
	if (probe->dev[0])
		mnl_attr_put_strz(nlh, SFW_A_DEV, probe->dev);
	mnl_attr_put_u8(nlh, SFW_A_CT_STATE, probe->state);
}
