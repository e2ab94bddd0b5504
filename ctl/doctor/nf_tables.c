// SPDX-License-Identifier: GPL-2.0
/*
 * Rules of other firewalls, as nf_tables itself tells them: the verdicts of rules
 * and of the maps that they ask. Only these are read, so neither words of nft nor
 * expressions of later kernels matter. The messages that come back are few kinds:
 *
 *	table     dormant? held by a program?
 *	chain     where the kernel asks it, its policy
 *	rule      expressions: immediate (a verdict), reject, queue, target (of
 *		  iptables), lookup (a verdict out of a map)
 *	set       a map of verdicts, named or of a rule
 *	setelem   the verdicts of such a map
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <string.h>

#include "doctor/rulesets.h"
#include "lib/compiler.h"
#include "net/netlink.h"

#define ATTRS_MAX	32	/* types of attributes that are read */

static const struct {
	unsigned char number;
	const char *name;
} families[] = {
	{ NFPROTO_INET, "inet" }, { NFPROTO_IPV4, "ip" },
	{ NFPROTO_IPV6, "ip6" }, { NFPROTO_ARP, "arp" },
	{ NFPROTO_BRIDGE, "bridge" }, { NFPROTO_NETDEV, "netdev" },
};

/* Where a base chain stands. The hooks of netdev and of bridges have no header. */
static const struct {
	const char *family;
	__u32 hook;
	enum rules_place place;
} places[] = {
	{ "netdev", 0, PLACE_INGRESS },
	{ "inet", NF_INET_INGRESS, PLACE_INGRESS },
	{ "bridge", NF_INET_PRE_ROUTING, PLACE_BRIDGE },
	{ "bridge", NF_INET_LOCAL_IN, PLACE_BRIDGE },
	{ "inet", NF_INET_PRE_ROUTING, PLACE_PREROUTING },
	{ "inet", NF_INET_LOCAL_IN, PLACE_INPUT },
	{ "inet", NF_INET_FORWARD, PLACE_FORWARD },
	{ "inet", NF_INET_LOCAL_OUT, PLACE_OUTPUT },
	{ "inet", NF_INET_POST_ROUTING, PLACE_OUTPUT },
	{ "ip", NF_INET_PRE_ROUTING, PLACE_PREROUTING },
	{ "ip", NF_INET_LOCAL_IN, PLACE_INPUT },
	{ "ip", NF_INET_FORWARD, PLACE_FORWARD },
	{ "ip", NF_INET_LOCAL_OUT, PLACE_OUTPUT },
	{ "ip", NF_INET_POST_ROUTING, PLACE_OUTPUT },
	{ "ip6", NF_INET_PRE_ROUTING, PLACE_PREROUTING },
	{ "ip6", NF_INET_LOCAL_IN, PLACE_INPUT },
	{ "ip6", NF_INET_FORWARD, PLACE_FORWARD },
	{ "ip6", NF_INET_LOCAL_OUT, PLACE_OUTPUT },
	{ "ip6", NF_INET_POST_ROUTING, PLACE_OUTPUT },
};

/**
 * struct nest - attributes of a message, or of one that holds others
 * @at: by their type
 */
struct nest {
	const struct nlattr *at[ATTRS_MAX];
};

static int keep(const struct nlattr *attr, void *data)
{
	struct nest *found = data;

	if (mnl_attr_get_type(attr) < ATTRS_MAX)
		found->at[mnl_attr_get_type(attr)] = attr;
	return MNL_CB_OK;
}

/* An empty nest for an attribute that is missing. */
static void open_nest(const struct nlattr *attr, struct nest *nest)
{
	memset(nest, 0, sizeof(*nest));
	if (attr)
		mnl_attr_parse_nested(attr, keep, nest);
}

static const char *get_name(const struct nest *nest, int type)
{
	const struct nlattr *attr = nest->at[type];

	return attr && mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0 ?
	       mnl_attr_get_str(attr) : "";
}

static __u32 get_number(const struct nest *nest, int type, __u32 missing)
{
	const struct nlattr *attr = nest->at[type];

	return attr && mnl_attr_validate(attr, MNL_TYPE_U32) >= 0 ?
	       ntohl(mnl_attr_get_u32(attr)) : missing;
}

static const char *family_name(unsigned char number)
{
	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		if (families[i].number == number)
			return families[i].name;
	return NULL;
}

/* The holder's port is the number of its process, as libmnl and libnl choose it. */
static void read_holder(struct rules_table *table, __u32 port)
{
	char path[64];
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%u/comm", port);
	in = port ? fopen(path, "re") : NULL;
	if (!in)
		return;
	if (fgets(table->holder, sizeof(table->holder), in))
		table->holder[strcspn(table->holder, "\n")] = '\0';
	fclose(in);
}

static void read_table(struct rules *rules, const char *family,
		       const struct nest *nest)
{
	struct rules_table *table;

	table = rules_add_table(rules, family,
				get_name(nest, NFTA_TABLE_NAME));
	if (!table)
		return;
	table->is_dormant = get_number(nest, NFTA_TABLE_FLAGS, 0) &
			    NFT_TABLE_F_DORMANT;
	read_holder(table, get_number(nest, NFTA_TABLE_OWNER, 0));
}

/* Chains for NAT see the first packet of a connection: enough to refuse it. */
static void read_base(struct rules_chain *chain, const struct nest *nest)
{
	struct nest hook;
	__u32 number;

	open_nest(nest->at[NFTA_CHAIN_HOOK], &hook);
	number = get_number(&hook, NFTA_HOOK_HOOKNUM, -1);
	chain->priority = get_number(&hook, NFTA_HOOK_PRIORITY, 0);
	chain->refuses = get_number(nest, NFTA_CHAIN_POLICY, NF_ACCEPT) ==
			 NF_DROP;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (strcmp(places[i].family, chain->family) ||
		    places[i].hook != number)
			continue;
		chain->is_base = true;
		chain->place = places[i].place;
	}
}

static void read_chain(struct rules *rules, const char *family,
		       const struct nest *nest)
{
	const char *name = get_name(nest, NFTA_CHAIN_TABLE);
	const struct rules_table *table = rules_find_table(rules, family, name);
	struct rules_chain *chain;

	chain = rules_add_chain(rules, "nft", family, name,
				get_name(nest, NFTA_CHAIN_NAME));
	if (!chain)
		return;
	if (table)
		strcpy(chain->holder, table->holder);
	if (nest->at[NFTA_CHAIN_HOOK] && !(table && table->is_dormant))
		read_base(chain, nest);
}

static void read_set(struct rules *rules, const char *family,
		     const struct nest *nest)
{
	char name[RULES_NAME_MAX];

	if (get_number(nest, NFTA_SET_DATA_TYPE, 0) != NFT_DATA_VERDICT)
		return;
	snprintf(name, sizeof(name), "@%s", get_name(nest, NFTA_SET_NAME));
	rules_add_chain(rules, "nft", family, get_name(nest, NFTA_SET_TABLE),
			name);
}

/* The data of an immediate expression, or of an element of a map. */
static void read_verdict(struct rules *rules, struct rules_chain *chain,
			 const struct nlattr *attr)
{
	struct nest data, verdict;
	int code;

	open_nest(attr, &data);
	if (!data.at[NFTA_DATA_VERDICT])
		return;
	open_nest(data.at[NFTA_DATA_VERDICT], &verdict);
	code = get_number(&verdict, NFTA_VERDICT_CODE, NF_ACCEPT);
	if (code == NFT_JUMP || code == NFT_GOTO)
		rules_add_jump(rules, chain,
			       get_name(&verdict, NFTA_VERDICT_CHAIN));
	if (code >= 0 && ((code & NF_VERDICT_MASK) == NF_DROP ||
			  (code & NF_VERDICT_MASK) == NF_QUEUE))
		chain->refuses = true;
}

/* A look-up whose result is the verdict. */
static void read_lookup(struct rules *rules, struct rules_chain *chain,
			const struct nest *data)
{
	char name[RULES_NAME_MAX];
	struct rules_chain *map;

	if (get_number(data, NFTA_LOOKUP_DREG, -1) != NFT_REG_VERDICT)
		return;
	snprintf(name, sizeof(name), "@%s", get_name(data, NFTA_LOOKUP_SET));
	rules_add_jump(rules, chain, name);
	map = rules_find(rules, chain->tool, chain->family, chain->table, name);
	if (map)
		map->is_wanted = true;
}

static void read_expression(struct rules *rules, struct rules_chain *chain,
			    const struct nlattr *attr)
{
	struct nest expr, data;
	const char *name;

	open_nest(attr, &expr);
	open_nest(expr.at[NFTA_EXPR_DATA], &data);
	name = get_name(&expr, NFTA_EXPR_NAME);
	if (!strcmp(name, "immediate"))
		read_verdict(rules, chain, data.at[NFTA_IMMEDIATE_DATA]);
	else if (!strcmp(name, "lookup"))
		read_lookup(rules, chain, &data);
	else if (!strcmp(name, "reject") || !strcmp(name, "queue") ||
		 (!strcmp(name, "target") &&
		  rules_is_refusal(get_name(&data, NFTA_TARGET_NAME))))
		chain->refuses = true;
}

static void read_rule(struct rules *rules, const char *family,
		      const struct nest *nest)
{
	const struct nlattr *list = nest->at[NFTA_RULE_EXPRESSIONS], *expr;
	struct rules_chain *chain;

	chain = rules_find(rules, "nft", family,
			   get_name(nest, NFTA_RULE_TABLE),
			   get_name(nest, NFTA_RULE_CHAIN));
	if (!chain || !list)
		return;
	mnl_attr_for_each_nested(expr, list)
		read_expression(rules, chain, expr);
}

static void read_elements(struct rules *rules, const char *family,
			  const struct nest *nest)
{
	const struct nlattr *list = nest->at[NFTA_SET_ELEM_LIST_ELEMENTS];
	const struct nlattr *element;
	struct rules_chain *map;
	char name[RULES_NAME_MAX];
	struct nest parts;

	snprintf(name, sizeof(name), "@%s",
		 get_name(nest, NFTA_SET_ELEM_LIST_SET));
	map = rules_find(rules, "nft", family,
			 get_name(nest, NFTA_SET_ELEM_LIST_TABLE), name);
	if (!map || !list)
		return;
	mnl_attr_for_each_nested(element, list) {
		open_nest(element, &parts);
		read_verdict(rules, map, parts.at[NFTA_SET_ELEM_DATA]);
	}
}

/**
 * rules_read_message() - take one message of nf_tables
 * @rules: gets its content; tables first, then chains and sets, then all else
 * @nlh: a table, chain, set, rule, or elements of a set
 */
void rules_read_message(struct rules *rules, const struct nlmsghdr *nlh)
{
	static void (*const kinds[])(struct rules *rules, const char *family,
				     const struct nest *nest) = {
		[NFT_MSG_NEWTABLE] = read_table,
		[NFT_MSG_NEWCHAIN] = read_chain,
		[NFT_MSG_NEWSET] = read_set,
		[NFT_MSG_NEWRULE] = read_rule,
		[NFT_MSG_NEWSETELEM] = read_elements,
	};
	const struct nfgenmsg *head = mnl_nlmsg_get_payload(nlh);
	unsigned int kind = NFNL_MSG_TYPE(nlh->nlmsg_type);
	struct nest nest = { 0 };
	const char *family;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*head))
		return;
	family = family_name(head->nfgen_family);
	mnl_attr_parse(nlh, sizeof(*head), keep, &nest);
	if (family && kind < ARRAY_SIZE(kinds) && kinds[kind])
		kinds[kind](rules, family, &nest);
}

static struct nlmsghdr *put_question(struct nl *nl, void *buf, int type,
				     unsigned char family)
{
	struct nlmsghdr *nlh = nl_message(nl, buf, NLM_F_DUMP);
	struct nfgenmsg *head;

	nlh->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | type;
	head = mnl_nlmsg_put_extra_header(nlh, sizeof(*head));
	head->nfgen_family = family;
	head->version = NFNETLINK_V0;
	return nlh;
}

static int ask(struct rules *rules, struct nl *nl, struct nlmsghdr *nlh)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	int ret = nl_request(nl, nlh, &reply);

	while (!ret && (at = reply_next(&reply, at)))
		rules_read_message(rules, at);
	reply_free(&reply);
	return ret;
}

static int ask_map(struct rules *rules, struct nl *nl,
		   const struct rules_chain *map)
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);
	struct nlmsghdr *nlh;
	size_t i = 0;

	while (strcmp(families[i].name, map->family))
		i++;
	nlh = put_question(nl, buf, NFT_MSG_GETSETELEM, families[i].number);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE, map->table);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET, map->name + 1);
	return ask(rules, nl, nlh);
}

/* Elements only of the maps that rules take verdicts from: others may be long. */
static int ask_all(struct rules *rules, struct nl *nl)
{
	static const int kinds[] = {
		NFT_MSG_GETTABLE, NFT_MSG_GETCHAIN, NFT_MSG_GETSET,
		NFT_MSG_GETRULE,
	};
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(kinds) && !ret; i++)
		ret = ask(rules, nl, put_question(nl, buf, kinds[i],
						  NFPROTO_UNSPEC));
	for (size_t i = 0; i < rules->count && !ret; i++) {
		if (rules->chains[i].is_wanted)
			ret = ask_map(rules, nl, &rules->chains[i]);
		/* Deleted meanwhile. */
		ret = ret == -ENOENT ? 0 : ret;
	}
	return ret;
}

/**
 * rules_read_nf_tables() - read the rules of this network namespace
 * @rules: gets them
 *
 * Return: 0, also where the kernel has no nf_tables; or a negative errno.
 */
int rules_read_nf_tables(struct rules *rules)
{
	struct nl nl;
	int ret = nl_open_bus(&nl, NETLINK_NETFILTER, 0);

	if (!ret)
		ret = ask_all(rules, &nl);
	nl_close(&nl);
	/* No such bus; no such subsystem on it. */
	return ret == -EPROTONOSUPPORT || ret == -EINVAL ||
	       ret == -EOPNOTSUPP ? 0 : ret;
}
