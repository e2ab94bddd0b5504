// SPDX-License-Identifier: GPL-2.0
/* Chains of other firewalls that refuse packets, out of messages and of text. */
#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "check.h"
#include "doctor/rulesets.h"
#include "lib/compiler.h"

/**
 * struct text - a message of nf_tables, in few words
 * @kind: NFT_MSG_NEW*
 * @family: NFPROTO_*
 * @table: table of the object
 * @name: the table, chain, or set itself, or the one that a rule or element is in
 * @number: flags of a table; hook of a base chain; -1 of all else
 * @priority: of a base chain
 * @drops: the policy of a base chain
 * @expr: of a rule: name of the expression
 * @code: of a rule or element: the verdict; of a table: the port of its holder
 * @to: chain to jump to, target, or map
 */
struct text {
	int kind;
	int family;
	const char *table;
	const char *name;
	int number;
	int priority;
	bool drops;
	const char *expr;
	int code;
	const char *to;
};

#define TABLE(fam, name, flags, port) \
	{ NFT_MSG_NEWTABLE, fam, NULL, name, flags, 0, false, NULL, port }
#define BASE(fam, table, name, hook, priority, drops) \
	{ NFT_MSG_NEWCHAIN, fam, table, name, hook, priority, drops }
#define CHAIN(fam, table, name) BASE(fam, table, name, -1, 0, false)
#define MAP(fam, table, name) { NFT_MSG_NEWSET, fam, table, name, -1 }
#define RULE(fam, table, name, expr, code, to) \
	{ NFT_MSG_NEWRULE, fam, table, name, -1, 0, false, expr, code, to }
#define VERDICT(fam, table, name, code, to) \
	RULE(fam, table, name, "immediate", code, to)
#define ELEMENT(fam, table, name, code, to) \
	{ NFT_MSG_NEWSETELEM, fam, table, name, -1, 0, false, NULL, code, to }

static const struct text nft[] = {
	TABLE(NFPROTO_INET, "filter", 0, 0),
	TABLE(NFPROTO_IPV4, "filter", 0, 0),
	TABLE(NFPROTO_INET, "dormant", NFT_TABLE_F_DORMANT, 0),
	TABLE(NFPROTO_INET, "held", NFT_TABLE_F_OWNER, 1),
	TABLE(NFPROTO_NETDEV, "filter", 0, 0),
	TABLE(NFPROTO_BRIDGE, "filter", 0, 0),
	BASE(NFPROTO_INET, "filter", "input", NF_INET_LOCAL_IN, -10, false),
	CHAIN(NFPROTO_INET, "filter", "second"),
	CHAIN(NFPROTO_INET, "filter", "third"),
	BASE(NFPROTO_INET, "filter", "open", NF_INET_LOCAL_IN, 5, false),
	BASE(NFPROTO_INET, "filter", "mapped", NF_INET_LOCAL_IN, 7, false),
	BASE(NFPROTO_INET, "filter", "marked", NF_INET_LOCAL_IN, 8, false),
	BASE(NFPROTO_INET, "filter", "closed", NF_INET_FORWARD, 0, true),
	BASE(NFPROTO_INET, "filter", "out", NF_INET_LOCAL_OUT, 0, true),
	BASE(NFPROTO_IPV4, "filter", "FORWARD", NF_INET_FORWARD, 0, false),
	CHAIN(NFPROTO_IPV4, "filter", "DOCKER-USER"),
	BASE(NFPROTO_IPV4, "filter", "nat", NF_INET_PRE_ROUTING, -100, false),
	BASE(NFPROTO_INET, "dormant", "input", NF_INET_LOCAL_IN, 0, true),
	BASE(NFPROTO_INET, "held", "input", NF_INET_LOCAL_IN, 0, true),
	BASE(NFPROTO_NETDEV, "filter", "ingress", 0, 0, false),
	BASE(NFPROTO_BRIDGE, "filter", "input", NF_INET_LOCAL_IN, 0, false),
	MAP(NFPROTO_INET, "filter", "__map0"),
	MAP(NFPROTO_INET, "filter", "svc"),
	MAP(NFPROTO_INET, "filter", "unused"),
	VERDICT(NFPROTO_INET, "filter", "input", NF_ACCEPT, NULL),
	VERDICT(NFPROTO_INET, "filter", "input", NFT_JUMP, "second"),
	VERDICT(NFPROTO_INET, "filter", "second", NFT_GOTO, "third"),
	RULE(NFPROTO_INET, "filter", "third", "lookup", NFT_REG_VERDICT, "__map0"),
	VERDICT(NFPROTO_INET, "filter", "third", NFT_JUMP, "input"),
	VERDICT(NFPROTO_INET, "filter", "open", NF_ACCEPT, NULL),
	RULE(NFPROTO_INET, "filter", "open", "counter", 0, NULL),
	VERDICT(NFPROTO_INET, "filter", "open", NFT_RETURN, NULL),
	RULE(NFPROTO_INET, "filter", "mapped", "lookup", NFT_REG_VERDICT, "svc"),
	RULE(NFPROTO_INET, "filter", "marked", "lookup", NFT_REG_1, "unused"),
	VERDICT(NFPROTO_IPV4, "filter", "FORWARD", NFT_JUMP, "DOCKER-USER"),
	RULE(NFPROTO_IPV4, "filter", "DOCKER-USER", "target", 0, "REJECT"),
	RULE(NFPROTO_IPV4, "filter", "nat", "target", 0, "LOG"),
	RULE(NFPROTO_NETDEV, "filter", "ingress", "queue", 0, NULL),
	RULE(NFPROTO_BRIDGE, "filter", "input", "reject", 0, NULL),
	ELEMENT(NFPROTO_INET, "filter", "__map0", NF_DROP, NULL),
	ELEMENT(NFPROTO_INET, "filter", "__map0", NF_ACCEPT, NULL),
	ELEMENT(NFPROTO_INET, "filter", "svc", NF_ACCEPT, NULL),
	ELEMENT(NFPROTO_INET, "filter", "svc", NFT_JUMP, "third"),
	ELEMENT(NFPROTO_INET, "filter", "unused", NF_DROP, NULL),
};

static void put_verdict(struct nlmsghdr *nlh, const struct text *text)
{
	struct nlattr *verdict = mnl_attr_nest_start(nlh, NFTA_DATA_VERDICT);

	mnl_attr_put_u32(nlh, NFTA_VERDICT_CODE, htonl(text->code));
	if (text->to)
		mnl_attr_put_strz(nlh, NFTA_VERDICT_CHAIN, text->to);
	mnl_attr_nest_end(nlh, verdict);
}

static void put_expression(struct nlmsghdr *nlh, const struct text *text)
{
	struct nlattr *list = mnl_attr_nest_start(nlh, NFTA_RULE_EXPRESSIONS);
	struct nlattr *expr = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	struct nlattr *data, *value;

	mnl_attr_put_strz(nlh, NFTA_EXPR_NAME, text->expr);
	data = mnl_attr_nest_start(nlh, NFTA_EXPR_DATA);
	if (!strcmp(text->expr, "immediate")) {
		value = mnl_attr_nest_start(nlh, NFTA_IMMEDIATE_DATA);
		put_verdict(nlh, text);
		mnl_attr_nest_end(nlh, value);
	} else if (!strcmp(text->expr, "lookup")) {
		mnl_attr_put_strz(nlh, NFTA_LOOKUP_SET, text->to);
		mnl_attr_put_u32(nlh, NFTA_LOOKUP_DREG, htonl(text->code));
	} else if (!strcmp(text->expr, "target")) {
		mnl_attr_put_strz(nlh, NFTA_TARGET_NAME, text->to);
	}
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, expr);
	mnl_attr_nest_end(nlh, list);
}

static void put_chain(struct nlmsghdr *nlh, const struct text *text)
{
	struct nlattr *hook;

	mnl_attr_put_strz(nlh, NFTA_CHAIN_TABLE, text->table);
	mnl_attr_put_strz(nlh, NFTA_CHAIN_NAME, text->name);
	if (text->number < 0)
		return;
	hook = mnl_attr_nest_start(nlh, NFTA_CHAIN_HOOK);
	mnl_attr_put_u32(nlh, NFTA_HOOK_HOOKNUM, htonl(text->number));
	mnl_attr_put_u32(nlh, NFTA_HOOK_PRIORITY, htonl(text->priority));
	mnl_attr_nest_end(nlh, hook);
	mnl_attr_put_u32(nlh, NFTA_CHAIN_POLICY,
			 htonl(text->drops ? NF_DROP : NF_ACCEPT));
}

static void put_elements(struct nlmsghdr *nlh, const struct text *text)
{
	struct nlattr *list, *element, *data;

	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_TABLE, text->table);
	mnl_attr_put_strz(nlh, NFTA_SET_ELEM_LIST_SET, text->name);
	list = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_LIST_ELEMENTS);
	element = mnl_attr_nest_start(nlh, NFTA_LIST_ELEM);
	data = mnl_attr_nest_start(nlh, NFTA_SET_ELEM_DATA);
	put_verdict(nlh, text);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, element);
	mnl_attr_nest_end(nlh, list);
}

static struct nlmsghdr *put_message(void *buf, const struct text *text)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nfgenmsg *head = mnl_nlmsg_put_extra_header(nlh, sizeof(*head));

	nlh->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | text->kind;
	head->nfgen_family = text->family;
	if (text->kind == NFT_MSG_NEWTABLE) {
		mnl_attr_put_strz(nlh, NFTA_TABLE_NAME, text->name);
		mnl_attr_put_u32(nlh, NFTA_TABLE_FLAGS, htonl(text->number));
		if (text->code)
			mnl_attr_put_u32(nlh, NFTA_TABLE_OWNER,
					 htonl(getpid()));
	} else if (text->kind == NFT_MSG_NEWCHAIN) {
		put_chain(nlh, text);
	} else if (text->kind == NFT_MSG_NEWSET) {
		mnl_attr_put_strz(nlh, NFTA_SET_TABLE, text->table);
		mnl_attr_put_strz(nlh, NFTA_SET_NAME, text->name);
		mnl_attr_put_u32(nlh, NFTA_SET_DATA_TYPE,
				 htonl(NFT_DATA_VERDICT));
	} else if (text->kind == NFT_MSG_NEWRULE) {
		mnl_attr_put_strz(nlh, NFTA_RULE_TABLE, text->table);
		mnl_attr_put_strz(nlh, NFTA_RULE_CHAIN, text->name);
		put_expression(nlh, text);
	} else {
		put_elements(nlh, text);
	}
	return nlh;
}

static void read_messages(struct rules *rules)
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);

	for (size_t i = 0; i < ARRAY_SIZE(nft); i++)
		rules_read_message(rules, put_message(buf, &nft[i]));
}

static const char save[] =
	"# Generated by iptables-save\n"
	"*filter\n"
	":INPUT ACCEPT [0:0]\n"
	":FORWARD DROP [0:0]\n"
	":ufw-before-input - [0:0]\n"
	":f2b-sshd - [0:0]\n"
	"-A INPUT -m comment --comment \"to be -j DROP\" -j ufw-before-input\n"
	"-A ufw-before-input -p tcp -g f2b-sshd\n"
	"-A f2b-sshd -s 1.2.3.4/32 -j REJECT --reject-with icmp-port-unreachable\n"
	"COMMIT\n"
	"*mangle\n"
	":INPUT ACCEPT [0:0]\n"
	"-A INPUT -j MARK --set-mark 1\n"
	"COMMIT\n";

static const struct chain {
	const char *name;	/* first, as of every row */
	const char *tool;
	const char *family;
	const char *table;
	bool refuses;
	const char *owner;
	bool is_base;
	enum rules_place place;
	int priority;
	bool is_held;
} chains[] = {
	{ "input", "nft", "inet", "filter", true, NULL, true,
	  PLACE_INPUT, -10 },
	{ "second", "nft", "inet", "filter", true, NULL, false },
	{ "open", "nft", "inet", "filter", false, NULL, true,
	  PLACE_INPUT, 5 },
	{ "mapped", "nft", "inet", "filter", true, NULL, true,
	  PLACE_INPUT, 7 },
	{ "marked", "nft", "inet", "filter", false, NULL, true,
	  PLACE_INPUT, 8 },
	{ "closed", "nft", "inet", "filter", true, NULL, true,
	  PLACE_FORWARD, 0 },
	{ "out", "nft", "inet", "filter", true, NULL, true,
	  PLACE_OUTPUT, 0 },
	{ "FORWARD", "nft", "ip", "filter", true, "Docker", true,
	  PLACE_FORWARD, 0 },
	{ "nat", "nft", "ip", "filter", false, NULL, true,
	  PLACE_PREROUTING, -100 },
	{ "input", "nft", "inet", "dormant", false, NULL, false },
	{ "input", "nft", "inet", "held", true, NULL, true, PLACE_INPUT, 0,
	  true },
	{ "ingress", "nft", "netdev", "filter", true, NULL, true,
	  PLACE_INGRESS, 0 },
	{ "input", "nft", "bridge", "filter", true, NULL, true,
	  PLACE_BRIDGE, 0 },
	{ "INPUT", "iptables-legacy", "ip", "filter", true, "ufw", true,
	  PLACE_INPUT, 0 },
	{ "FORWARD", "iptables-legacy", "ip", "filter", true, NULL, true,
	  PLACE_FORWARD, 0 },
	{ "INPUT", "iptables-legacy", "ip", "mangle", false, NULL, true,
	  PLACE_INPUT, -150 },
	{ "f2b-sshd", "iptables-legacy", "ip", "filter", true, "fail2ban",
	  false },
};

static void test_chain(void **state)
{
	const struct chain *row = *state;
	char *text = strdup(save);
	const struct rules_chain *chain;
	struct rules rules = { 0 };
	char self[16];

	read_messages(&rules);
	rules_read_save(&rules, text, "iptables-legacy", "ip");
	rules_resolve(&rules);
	chain = rules_find(&rules, row->tool, row->family, row->table,
			   row->name);
	assert_non_null(chain);
	assert_int_equal(chain->refuses, row->refuses);
	assert_string_equal(chain->owner ? chain->owner->name : "",
			    row->owner ? row->owner : "");
	assert_int_equal(chain->is_base, row->is_base);
	if (row->is_base) {
		assert_int_equal(chain->place, row->place);
		assert_int_equal(chain->priority, row->priority);
	}
	/* The emulator, where one runs this. */
	assert_int_equal(prctl(PR_GET_NAME, self), 0);
	assert_string_equal(chain->holder, row->is_held ? self : "");
	rules_free(&rules);
	free(text);
}

/* Elements of a map are asked for only if a rule takes its verdict from it. */
static void test_wanted(void **state)
{
	static const struct {
		const char *name;
		bool is_wanted;
	} maps[] = { { "@__map0", true }, { "@svc", true }, { "@unused" } };
	struct rules rules = { 0 };

	(void)state;
	read_messages(&rules);
	for (size_t i = 0; i < ARRAY_SIZE(maps); i++)
		assert_int_equal(rules_find(&rules, "nft", "inet", "filter",
					    maps[i].name)->is_wanted,
				 maps[i].is_wanted);
	rules_free(&rules);
}

/* Chains that lead to each other, as many as a large cluster has. */
static void test_large(void **state)
{
	struct rules rules = { 0 };
	char name[32], to[32];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "chain%d", i);
		assert_non_null(rules_add_chain(&rules, "nft", "ip", "t", name));
	}
	for (int i = 0; i + 1 < 20000; i++) {
		snprintf(name, sizeof(name), "chain%d", i);
		snprintf(to, sizeof(to), "chain%d", i % 20 || i > 19970 ? i + 1 : 19980);
		rules_add_jump(&rules, rules_find(&rules, "nft", "ip", "t", name),
			       to);
	}
	rules_find(&rules, "nft", "ip", "t", "chain19999")->refuses = true;
	rules_resolve(&rules);
	assert_true(rules_find(&rules, "nft", "ip", "t", "chain0")->refuses);
	rules_free(&rules);
}

/* No text and no message makes it read where nothing is. */
static void test_any_text(void **state)
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __aligned(8);
	struct rules rules = { 0 };

	(void)state;
	for (size_t len = 0; len < sizeof(save); len++) {
		char *text = strndup(save, len);

		rules_read_save(&rules, text, "iptables-legacy", "ip");
		rules_resolve(&rules);
		free(text);
		rules_free(&rules);
	}
	read_messages(&rules);
	for (size_t i = 0; i < ARRAY_SIZE(nft); i++) {
		size_t all = put_message(buf, &nft[i])->nlmsg_len;

		for (size_t len = MNL_NLMSG_HDRLEN; len < all; len++) {
			struct nlmsghdr *nlh = calloc(1, MNL_ALIGN(len));

			memcpy(nlh, buf, len);
			nlh->nlmsg_len = len;
			rules_read_message(&rules, nlh);
			free(nlh);
		}
	}
	rules_resolve(&rules);
	rules_free(&rules);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_any_text),
	};

	return run_table("chains", chains, ARRAY_SIZE(chains),
			 sizeof(chains[0]), test_chain) +
	       cmocka_run_group_tests(others, NULL, NULL);
}
