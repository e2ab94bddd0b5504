// SPDX-License-Identifier: GPL-2.0
/* From meaning to netlink attributes, as linux/sfw.h lists them. */
#include <linux/genetlink.h>
#include <netinet/in.h>

#include "lang/format_value.h"
#include "lang/protocol.h"
#include "net/encode.h"

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

/**
 * encode_dry_run() - have the kernel check a request and change nothing
 * @nlh: the message
 * @dry_run: do so
 */
void encode_dry_run(struct nlmsghdr *nlh, bool dry_run)
{
	if (dry_run)
		mnl_attr_put(nlh, SFW_A_DRY_RUN, 0, NULL);
}

static void put_address(struct nlmsghdr *nlh, __u16 type,
			const struct address *addr)
{
	mnl_attr_put(nlh, type, address_size(addr->family), addr->bytes);
}

/**
 * encode_prefix() - write a source prefix
 * @nlh: the message
 * @prefix: the prefix
 */
void encode_prefix(struct nlmsghdr *nlh, const struct prefix *prefix)
{
	put_address(nlh, SFW_A_FROM, &prefix->addr);
	mnl_attr_put_u8(nlh, SFW_A_FROM_LEN, prefix->len);
}

/* No statement has lists of interfaces and of ports or prefixes. */
static void put_devs(struct nlmsghdr *nlh, const struct entry *entry,
		     unsigned int index)
{
	unsigned int outs = entry->outs.count ? entry->outs.count : 1;
	const char *dev = entry->devs.count ? entry->devs.names[index / outs] :
					      entry->dev;
	const char *out = entry->outs.count ? entry->outs.names[index % outs] :
					      entry->out;

	if (*dev)
		mnl_attr_put_strz(nlh, SFW_A_DEV, dev);
	if (*out)
		mnl_attr_put_strz(nlh, SFW_A_OUT, out);
}

static void put_source(struct nlmsghdr *nlh, const struct entry *entry,
		       unsigned int index)
{
	if (index < entry->from_count)
		encode_prefix(nlh, &entry->from[index]);
	else if (entry->group_count)
		mnl_attr_put_strz(nlh, SFW_A_GROUP,
				  entry->groups[index - entry->from_count]);
}

static void put_entry(struct nlmsghdr *nlh, const struct command *cmd,
		      unsigned int index)
{
	const struct entry *entry = &cmd->entry;
	unsigned int froms = entry_sources(entry) ? entry_sources(entry) : 1;

	if (entry->port_count) {
		struct endpoint end = entry_endpoint(entry, index / froms);

		mnl_attr_put_u16(nlh, SFW_A_PORT_FIRST, end.ports->first);
		mnl_attr_put_u16(nlh, SFW_A_PORT_LAST, end.ports->last);
	}
	put_source(nlh, entry, index % froms);
	put_devs(nlh, entry, index);
	if (entry->to.family)
		put_address(nlh, SFW_A_TO, &entry->to);
	if (entry->to_dev[0])
		mnl_attr_put_strz(nlh, SFW_A_TO_DEV, entry->to_dev);
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
	if (entry->ping)
		mnl_attr_put(nlh, SFW_A_PING, 0, NULL);
	if (entry->keep)
		mnl_attr_put(nlh, SFW_A_KEEP, 0, NULL);
}

static void put_guard(struct nlmsghdr *nlh, const struct guard *guard)
{
	for (unsigned int i = 0; i < guard->window_count; i++) {
		struct nlattr *nest = mnl_attr_nest_start(nlh, SFW_A_WINDOW);

		mnl_attr_put_u32(nlh, SFW_A_HITS, guard->windows[i].hits);
		mnl_attr_put_u32(nlh, SFW_A_SECONDS, guard->windows[i].seconds);
		mnl_attr_nest_end(nlh, nest);
	}
	if (guard->live)
		mnl_attr_put_u32(nlh, SFW_A_LIVE, guard->live);
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
 * @index: which message, below command_messages()
 */
void encode_command(struct nlmsghdr *nlh, const struct command *cmd,
		    unsigned int index)
{
	encode_header(nlh, cmd->cmd);
	switch (command_form(cmd->cmd)) {
	case FORM_ENABLED:
		mnl_attr_put_u8(nlh, SFW_A_ENABLED, cmd->enabled);
		break;
	case FORM_SETTING:
		mnl_attr_put_u8(nlh, SFW_A_SETTING, cmd->setting.key);
		mnl_attr_put_u32(nlh, SFW_A_VALUE, cmd->setting.value);
		break;
	case FORM_PROTO:
	case FORM_FORWARD:
		mnl_attr_put_u8(nlh, SFW_A_PROTO,
				entry_endpoint(&cmd->entry, index *
					       entry_endpoints(&cmd->entry) /
					       command_messages(cmd)).proto);
		put_entry(nlh, cmd, index);
		break;
	case FORM_GROUP:
		mnl_attr_put_strz(nlh, SFW_A_NAME, cmd->entry.name);
		if (cmd->cmd == SFW_CMD_GROUP_NEW && cmd->entry.is_volatile)
			mnl_attr_put(nlh, SFW_A_VOLATILE, 0, NULL);
		put_entry(nlh, cmd, index);
		break;
	case FORM_ENTRY:
	case FORM_PREFIX:
		put_entry(nlh, cmd, index);
		break;
	case FORM_GUARD:
		mnl_attr_put_strz(nlh, SFW_A_NAME, cmd->guard.name);
		if (cmd->cmd == SFW_CMD_GUARD_ADD)
			put_guard(nlh, &cmd->guard);
		break;
	case FORM_KNOCK:
		mnl_attr_put_strz(nlh, SFW_A_NAME, cmd->knock.name);
		put_knock(nlh, &cmd->knock);
		break;
	case FORM_MEMBER:
		put_member(nlh, &cmd->member);
		break;
	case FORM_BARE:
	case FORM_NONE:
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
