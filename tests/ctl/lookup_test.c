// SPDX-License-Identifier: GPL-2.0
/* Holders of an address as the kernel sends them, and as they are shown. */
#include <linux/genetlink.h>
#include <stdio.h>

#include "check.h"
#include "lang/format_value.h"
#include "net/lookup.h"

/* Attributes of a message; 0 is left out, but for those that FLAG asks for. */
struct told {
	const char *name;
	const char *guard;
	const char *knock;
	__u8 proto;
	__u16 port;
	__u32 left;
	bool fixed;
	bool refuses;
	bool has_blocked;
	__u32 blocked;
	bool has_open;
	__u32 open;
	const char *comment;
};

static const struct sample {
	const char *text;	/* kind name state left proto/port comment */
	__u8 cmd;
	struct told told;
} rows[] = {
	{ "trust  accepted 0 0/0 ", SFW_CMD_TRUST_ADD, { } },
	{ "exempt  exempt 0 0/0 ", SFW_CMD_EXEMPT_ADD, { } },
	{ "block  blocked 0 0/0 abuse", SFW_CMD_BLOCK_ADD,
	  { .comment = "abuse" } },
	{ "scan tcp-portscan refused 0 6/23 ", SFW_CMD_LIST_GET,
	  { .name = "tcp-portscan", .proto = 6, .port = 23, .left = 60 } },
	{ "guard ssh admitted 0 6/22 ", SFW_CMD_LIST_GET,
	  { .name = "ssh", .guard = "ssh", .proto = 6, .port = 22 } },
	{ "guard ssh refused 0 132/65535 ", SFW_CMD_LIST_GET,
	  { .name = "ssh", .guard = "ssh", .refuses = true, .proto = 132,
	    .port = 65535 } },
	{ "guard ban blocked 3300 6/22 ", SFW_CMD_LIST_GET,
	  { .name = "ban", .guard = "ban", .refuses = true,
	    .has_blocked = true, .blocked = 3300, .proto = 6, .port = 22 } },
	{ "guard ban blocked 0 0/0 ", SFW_CMD_LIST_GET,
	  { .name = "ban", .guard = "ban", .fixed = true, .refuses = true,
	    .has_blocked = true } },
	{ "knock door knocking 0 6/7000 ", SFW_CMD_LIST_GET,
	  { .name = "door", .knock = "door", .proto = 6, .port = 7000 } },
	{ "knock door open 25 17/8000 ", SFW_CMD_LIST_GET,
	  { .name = "door", .knock = "door", .proto = 17, .port = 8000,
	    .has_open = true, .open = 25 } },
	{ "knock door open 0 0/0 ", SFW_CMD_LIST_GET,
	  { .name = "door", .knock = "door", .fixed = true,
	    .has_open = true } },
};

static void put_string(struct nlmsghdr *nlh, __u16 type, const char *value)
{
	if (value)
		mnl_attr_put_strz(nlh, type, value);
}

static void put_message(struct nlmsghdr *nlh, __u8 cmd,
			const struct told *told)
{
	static const __u8 addr[4] = { 192, 0, 2, 1 };
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	mnl_attr_put(nlh, SFW_A_FROM, sizeof(addr), addr);
	mnl_attr_put_u8(nlh, SFW_A_FROM_LEN, 32);
	put_string(nlh, SFW_A_NAME, told->name);
	put_string(nlh, SFW_A_GUARD, told->guard);
	put_string(nlh, SFW_A_KNOCK, told->knock);
	put_string(nlh, SFW_A_COMMENT, told->comment);
	if (told->proto) {
		mnl_attr_put_u8(nlh, SFW_A_PROTO, told->proto);
		mnl_attr_put_u16(nlh, SFW_A_PORT_FIRST, told->port);
	}
	if (told->fixed)
		mnl_attr_put(nlh, SFW_A_FIXED, 0, NULL);
	else
		mnl_attr_put_u32(nlh, SFW_A_LEFT, told->left);
	if (told->refuses)
		mnl_attr_put(nlh, SFW_A_REFUSES, 0, NULL);
	if (told->has_blocked)
		mnl_attr_put_u32(nlh, SFW_A_BLOCKED, told->blocked);
	if (told->has_open)
		mnl_attr_put_u32(nlh, SFW_A_OPEN, told->open);
}

static void test_holder(void **state)
{
	char buf[1024] __aligned(8), text[256];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	const struct nlmsghdr *at = NULL;
	const struct sample *row = *state;
	struct reply reply = { 0 };
	struct lookup h;
	__u32 left;

	put_message(nlh, row->cmd, &row->told);
	assert_int_equal(reply_add(&reply, nlh), 0);
	assert_true(lookup_next(&reply, &at, &h));
	lookup_until(&h, &left);
	snprintf(text, sizeof(text), "%s %s %s %u %u/%u %s", lookup_word(&h),
		 h.name, lookup_state(&h), left, h.recent.proto,
		 h.recent.port, h.comment);
	assert_string_equal(text, row->text);
	format_prefix(&h.recent.prefix, text, sizeof(text));
	assert_string_equal(text, "192.0.2.1");
	assert_false(lookup_next(&reply, &at, &h));
	reply_free(&reply);
}

/* Messages unknown to this version, or about no address. */
static void test_passed_over(void **state)
{
	static const struct told none = { 0 };
	char buf[1024] __aligned(8);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct genlmsghdr *genl;
	struct lookup h;

	(void)state;
	put_message(nlh, SFW_CMD_SETTING_SET, &none);
	assert_int_equal(reply_add(&reply, nlh), 0);
	nlh = mnl_nlmsg_put_header(buf);
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = SFW_CMD_TRUST_ADD;	/* of an interface */
	mnl_attr_put_strz(nlh, SFW_A_DEV, "eth0");
	assert_int_equal(reply_add(&reply, nlh), 0);
	assert_false(lookup_next(&reply, &at, &h));
	reply_free(&reply);
}

int main(void)
{
	const struct CMUnitTest others[] = {
		cmocka_unit_test(test_passed_over),
	};

	return run_table("holder", rows, ARRAY_SIZE(rows), sizeof(rows[0]),
			 test_holder) +
	       cmocka_run_group_tests_name("holders", others, NULL, NULL);
}
