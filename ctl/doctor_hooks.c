// SPDX-License-Identifier: GPL-2.0
/*
 * Who is asked about packets besides sfw, in the kernel's own order, and which
 * of their rules refuse any.
 */
#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_hook.h>
#include <linux/netfilter_ipv4.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "encode.h"
#include "netlink.h"
#include "process.h"

static const struct {
	int priority;
	const char *table;
} legacy_tables[] = {
	{ NF_IP_PRI_RAW, "raw" }, { NF_IP_PRI_RAW_BEFORE_DEFRAG, "raw" },
	{ NF_IP_PRI_MANGLE, "mangle" }, { NF_IP_PRI_FILTER, "filter" },
	{ NF_IP_PRI_SECURITY, "security" },
};

/* Chains of iptables, and families of nft. */
static const char *const chains[] = {
	[NF_INET_PRE_ROUTING] = "PREROUTING", [NF_INET_LOCAL_IN] = "INPUT",
	[NF_INET_FORWARD] = "FORWARD",
};

static const char *family_word(__u8 family)
{
	switch (family) {
	case NFPROTO_INET:
		return "inet";
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_IPV6:
		return "ip6";
	default:
		return "";
	}
}

static int take_attr(const struct nlattr *attr, void *data)
{
	const struct nlattr **attrs = data;

	if (mnl_attr_get_type(attr) <= NFNLA_HOOK_MAX)
		attrs[mnl_attr_get_type(attr)] = attr;
	return MNL_CB_OK;
}

static const char *string_of(const struct nlattr *attr)
{
	return attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 ?
	       mnl_attr_get_str(attr) : "";
}

static void find_nft_chain(struct doctor_hook *hook, const struct rules *rules,
			   const struct nlattr *info)
{
	const struct nlattr *in[NFNLA_HOOK_MAX + 1] = { NULL };
	const struct nlattr *desc[NFNLA_HOOK_MAX + 1] = { NULL };
	const struct rules_chain *chain;

	mnl_attr_parse_nested(info, take_attr, in);
	if (!in[NFNLA_HOOK_INFO_DESC])
		return;
	mnl_attr_parse_nested(in[NFNLA_HOOK_INFO_DESC], take_attr, desc);
	if (!desc[NFNLA_CHAIN_FAMILY])
		return;
	chain = rules_find(rules, "nft",
			   family_word(mnl_attr_get_u8(desc[NFNLA_CHAIN_FAMILY])),
			   string_of(desc[NFNLA_CHAIN_TABLE]),
			   string_of(desc[NFNLA_CHAIN_NAME]));
	if (chain)
		hook->chain = *chain;
}

static void find_legacy_chain(struct doctor_hook *hook,
			      const struct rules *rules)
{
	bool is_ipv6 = hook->family == NFPROTO_IPV6;
	const struct rules_chain *chain = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(legacy_tables) && !chain; i++)
		if (legacy_tables[i].priority == hook->priority)
			chain = rules_find(rules, is_ipv6 ? "ip6tables-legacy" :
					   "iptables-legacy",
					   family_word(hook->family),
					   legacy_tables[i].table,
					   chains[hook->place]);
	if (chain)
		hook->chain = *chain;
}

static void add_hook(struct doctor_facts *facts, const struct rules *rules,
		     const struct nlmsghdr *nlh, __u8 family, __u8 place)
{
	const struct nlattr *attrs[NFNLA_HOOK_MAX + 1] = { NULL };
	struct doctor_hook *hook = &facts->hooks[facts->hook_count];

	if (facts->hook_count == DOCTOR_HOOKS_MAX)
		return;
	memset(hook, 0, sizeof(*hook));
	mnl_attr_parse(nlh, sizeof(struct nfgenmsg), take_attr, attrs);
	hook->family = family;
	hook->place = place;
	if (attrs[NFNLA_HOOK_PRIORITY])
		hook->priority = ntohl(mnl_attr_get_u32(attrs[NFNLA_HOOK_PRIORITY]));
	hook->is_ours = !strcmp(string_of(attrs[NFNLA_HOOK_MODULE_NAME]),
				"sfw");
	if (attrs[NFNLA_HOOK_CHAIN_INFO])
		find_nft_chain(hook, rules, attrs[NFNLA_HOOK_CHAIN_INFO]);
	else if (!strcmp(string_of(attrs[NFNLA_HOOK_FUNCTION_NAME]),
			 family == NFPROTO_IPV6 ? "ip6t_do_table" :
						  "ipt_do_table"))
		find_legacy_chain(hook, rules);
	facts->hook_count++;
}

static int get_place(struct doctor_facts *facts, const struct rules *rules,
		     struct nl *nl, __u8 family, __u8 place)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);
	const struct nlmsghdr *at = NULL;
	struct answer answer = { 0 };
	struct nfgenmsg *msg;
	int ret;

	msg = mnl_nlmsg_put_extra_header(nlh, sizeof(*msg));
	msg->nfgen_family = family;
	mnl_attr_put_u32(nlh, NFNLA_HOOK_HOOKNUM, htonl(place));
	ret = nl_ask(nl, nlh, &answer);
	while (!ret && (at = answer_next(&answer, at)))
		add_hook(facts, rules, at, family, place);
	answer_free(&answer);
	return ret;
}

static void read_rules(struct rules *rules)
{
	static const char *const nft[] = { "nft", "-t", "list", "ruleset", NULL };
	static const char *const save4[] = { "iptables-legacy-save", NULL };
	static const char *const save6[] = { "ip6tables-legacy-save", NULL };
	char *text;

	text = process_output(nft);
	if (text)
		rules_read_nft(rules, text);
	free(text);
	text = process_output(save4);
	if (text)
		rules_read_save(rules, text, "iptables-legacy", "ip");
	free(text);
	text = process_output(save6);
	if (text)
		rules_read_save(rules, text, "ip6tables-legacy", "ip6");
	free(text);
	rules_settle(rules);
}

/**
 * doctor_hooks() - find out who is asked about packets
 * @facts: gets them
 */
void doctor_hooks(struct doctor_facts *facts)
{
	static const __u8 families[] = { NFPROTO_IPV4, NFPROTO_IPV6 };
	struct rules rules = { 0 };
	struct nl nl;
	int ret;

	read_rules(&rules);
	ret = nl_open_netfilter(&nl, NFNL_SUBSYS_HOOK << 8 |
				     NFNL_MSG_HOOK_GET);
	for (unsigned int i = 0; i < ARRAY_SIZE(families) && !ret; i++)
		for (__u8 place = NF_INET_PRE_ROUTING;
		     place <= NF_INET_FORWARD && !ret; place++)
			ret = get_place(facts, &rules, &nl, families[i], place);
	nl_close(&nl);
	facts->hooks_unknown = ret || rules.full;
	rules_free(&rules);
}
