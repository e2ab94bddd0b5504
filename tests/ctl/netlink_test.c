// SPDX-License-Identifier: GPL-2.0
/* Commands become the attributes that linux/sfw.h promises, and back. */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "commands.h"
#include "lang/format.h"
#include "lang/parser.h"
#include "lib/tokenize.h"
#include "net/decode.h"
#include "net/encode.h"

#define DUMP_BYTES	1024

#define FOUR	"tcp/60001,tcp/60002,tcp/60003,tcp/60004"

static const struct encoded {
	const char *line;
	unsigned int message;	/* which of them */
	const char *attrs;	/* the command, then NAME=VALUE of each */
} encoded[] = {
	{ "enable", 0, "ENABLE_SET ENABLED=01" },
	{ "disable", 0, "ENABLE_SET ENABLED=00" },
	{ "flush", 0, "FLUSH" },
	{ "set ping off", 0, "SETTING_SET SETTING=00 VALUE=0" },
	{ "set reject6 drop", 0, "SETTING_SET SETTING=02 VALUE=2" },
	{ "port add tcp 22", 0,
	  "PORT_ADD PROTO=06 PORT_FIRST=22 PORT_LAST=22" },
	{ "port add udp 6000-6010", 0,
	  "PORT_ADD PROTO=11 PORT_FIRST=6000 PORT_LAST=6010" },
	{ "port del tcp 22 from 10.0.0.0/8 dev eth0", 0,
	  "PORT_DEL PROTO=06 PORT_FIRST=22 PORT_LAST=22 FROM=0a000000 FROM_LEN=08 DEV=eth0" },
	{ "port add tcp 22 for 2h comment \"a b\"", 0,
	  "PORT_ADD PROTO=06 PORT_FIRST=22 PORT_LAST=22 DURATION=7200 COMMENT=a b" },
	{ "port add tcp 80,443 from 192.0.2.1,::1", 0,
	  "PORT_ADD PROTO=06 PORT_FIRST=80 PORT_LAST=80 FROM=c0000201 FROM_LEN=20" },
	{ "port add tcp 80,443 from 192.0.2.1,::1", 1,
	  "PORT_ADD PROTO=06 PORT_FIRST=80 PORT_LAST=80 FROM=00000000000000000000000000000001 FROM_LEN=80"
	},
	{ "port add tcp 80,443 from 192.0.2.1,::1", 2,
	  "PORT_ADD PROTO=06 PORT_FIRST=443 PORT_LAST=443 FROM=c0000201 FROM_LEN=20" },
	{ "port add tcp 80,443 from 192.0.2.1,::1", 3,
	  "PORT_ADD PROTO=06 PORT_FIRST=443 PORT_LAST=443 FROM=00000000000000000000000000000001 FROM_LEN=80"
	},
	{ "port add tcp,udp 53,853 from ::1", 1,
	  "PORT_ADD PROTO=06 PORT_FIRST=853 PORT_LAST=853 FROM=00000000000000000000000000000001 FROM_LEN=80"
	},
	{ "port add tcp,udp 53,853 from ::1", 2,
	  "PORT_ADD PROTO=11 PORT_FIRST=53 PORT_LAST=53 FROM=00000000000000000000000000000001 FROM_LEN=80"
	},
	{ "proto add gre from ::/0", 0,
	  "PROTO_ADD PROTO=2f FROM=00000000000000000000000000000000 FROM_LEN=00" },
	{ "proto del 6in4", 0, "PROTO_DEL PROTO=29" },
	{ "flush lists", 0, "LIST_FLUSH" },
	{ "set scan tcp,udp", 0, "SETTING_SET SETTING=03 VALUE=3" },
	{ "set scan-window 2m", 0, "SETTING_SET SETTING=04 VALUE=120" },
	{ "set scan-ports 16", 0, "SETTING_SET SETTING=05 VALUE=16" },
	{ "port add tcp 22 guard a knock b", 0,
	  "PORT_ADD PROTO=06 PORT_FIRST=22 PORT_LAST=22 GUARD=a KNOCK=b" },
	{ "exempt add 10.0.0.0/8,::1", 0,
	  "EXEMPT_ADD FROM=0a000000 FROM_LEN=08" },
	{ "exempt del 10.0.0.0/8,::1", 1,
	  "EXEMPT_DEL FROM=00000000000000000000000000000001 FROM_LEN=80" },
	{ "block add 192.0.2.1 for 1h comment x", 0,
	  "BLOCK_ADD FROM=c0000201 FROM_LEN=20 DURATION=3600 COMMENT=x" },
	{ "block del 192.0.2.1", 0, "BLOCK_DEL FROM=c0000201 FROM_LEN=20" },
	{ "guard add x 3/10s 4/30m rttl", 0,
	  "GUARD_ADD NAME=x WINDOW={ HITS=3 SECONDS=10 } WINDOW={ HITS=4 SECONDS=1800 } RTTL= MASK4=20 MASK6=80 THEN=00"
	},
	{ "guard add x 64/1 mask4 24 mask6 64 then block 2h", 0,
	  "GUARD_ADD NAME=x WINDOW={ HITS=64 SECONDS=1 } MASK4=18 MASK6=40 THEN=02 DURATION=7200" },
	{ "guard add x 1/1 then block", 0,
	  "GUARD_ADD NAME=x WINDOW={ HITS=1 SECONDS=1 } MASK4=20 MASK6=80 THEN=02" },
	{ "guard del x", 0, "GUARD_DEL NAME=x" },
	{ "knock add x tcp/7000,udp/8000", 0,
	  "KNOCK_ADD NAME=x STEP={ PROTO=06 PORT_FIRST=7000 } STEP={ PROTO=11 PORT_FIRST=8000 }" },
	{ "knock add x tcp/7 within 5 open 1m", 0,
	  "KNOCK_ADD NAME=x STEP={ PROTO=06 PORT_FIRST=7 } WITHIN=5 DURATION=60" },
	{ "knock del x", 0, "KNOCK_DEL NAME=x" },
	{ "lan add dev lan0", 0, "LAN_ADD DEV=lan0" },
	{ "masquerade del 10.0.0.0/8 out wan0", 0,
	  "MASQ_DEL FROM=0a000000 FROM_LEN=08 OUT=wan0" },
	{ "forward add tcp 80,443 in wan0 to 10.0.0.1 comment x", 1,
	  "FORWARD_ADD PROTO=06 PORT_FIRST=443 PORT_LAST=443 DEV=wan0 TO=0a000001 COMMENT=x" },
	{ "forward add udp 5-6 in wan0 to [::2]:7-8 from ::/1", 0,
	  "FORWARD_ADD PROTO=11 PORT_FIRST=5 PORT_LAST=6 FROM=00000000000000000000000000000000 FROM_LEN=01 DEV=wan0 TO=00000000000000000000000000000002 TO_FIRST=7 TO_LAST=8"
	},
	{ "forward del tcp 80 in wan0 to 10.0.0.1", 0,
	  "FORWARD_DEL PROTO=06 PORT_FIRST=80 PORT_LAST=80 DEV=wan0 TO=0a000001" },
	{ "list add x 192.0.2.1", 0, "LIST_ADD NAME=x SRC=c0000201" },
	{ "list del x ::1", 0,
	  "LIST_DEL NAME=x SRC=00000000000000000000000000000001" },
	{ "list flush x", 0, "LIST_FLUSH NAME=x" },
	{ "trust add dev wg0", 0, "TRUST_ADD DEV=wg0" },
	{ "trust del from fd00::/8", 0,
	  "TRUST_DEL FROM=fd000000000000000000000000000000 FROM_LEN=08" },
	{ "test tcp 192.0.2.1 to 22", 0,
	  "TEST PROTO=06 SRC=c0000201 SPORT=40000 DPORT=22 TCP_FLAGS=02 CT_STATE=00" },
	{ "test udp [::1]:5 to [::2]:6 in eth0 state untracked", 0,
	  "TEST PROTO=11 SRC=00000000000000000000000000000001 DST=00000000000000000000000000000002 SPORT=5 DPORT=6 DEV=eth0 CT_STATE=04"
	},
	{ "test icmp 192.0.2.1", 0,
	  "TEST PROTO=01 SRC=c0000201 ICMP_TYPE=08 CT_STATE=00" },
	{ "test gre 192.0.2.1 to 192.0.2.2", 0,
	  "TEST PROTO=2f SRC=c0000201 DST=c0000202 CT_STATE=00" },
};

static const char *const commands[SFW_CMD_MAX + 1] = {
	[SFW_CMD_TEST] = "TEST",
	[SFW_CMD_ENABLE_SET] = "ENABLE_SET",
	[SFW_CMD_FLUSH] = "FLUSH",
	[SFW_CMD_SETTING_SET] = "SETTING_SET",
	[SFW_CMD_PORT_ADD] = "PORT_ADD",
	[SFW_CMD_PORT_DEL] = "PORT_DEL",
	[SFW_CMD_PROTO_ADD] = "PROTO_ADD",
	[SFW_CMD_PROTO_DEL] = "PROTO_DEL",
	[SFW_CMD_TRUST_ADD] = "TRUST_ADD",
	[SFW_CMD_TRUST_DEL] = "TRUST_DEL",
	[SFW_CMD_EXEMPT_ADD] = "EXEMPT_ADD",
	[SFW_CMD_EXEMPT_DEL] = "EXEMPT_DEL",
	[SFW_CMD_GUARD_ADD] = "GUARD_ADD",
	[SFW_CMD_GUARD_DEL] = "GUARD_DEL",
	[SFW_CMD_KNOCK_ADD] = "KNOCK_ADD",
	[SFW_CMD_KNOCK_DEL] = "KNOCK_DEL",
	[SFW_CMD_LAN_ADD] = "LAN_ADD",
	[SFW_CMD_LAN_DEL] = "LAN_DEL",
	[SFW_CMD_MASQ_ADD] = "MASQ_ADD",
	[SFW_CMD_MASQ_DEL] = "MASQ_DEL",
	[SFW_CMD_FORWARD_ADD] = "FORWARD_ADD",
	[SFW_CMD_FORWARD_DEL] = "FORWARD_DEL",
	[SFW_CMD_BLOCK_ADD] = "BLOCK_ADD",
	[SFW_CMD_BLOCK_DEL] = "BLOCK_DEL",
	[SFW_CMD_LIST_ADD] = "LIST_ADD",
	[SFW_CMD_LIST_DEL] = "LIST_DEL",
	[SFW_CMD_LIST_FLUSH] = "LIST_FLUSH",
};

/* How an attribute is written in the table above. */
enum form { NONE, BYTES, U16, U32, STRING, NEST };

static const struct {
	const char *name;
	enum form form;
} attributes[SFW_A_MAX + 1] = {
	[SFW_A_ENABLED] = { "ENABLED", BYTES },
	[SFW_A_SETTING] = { "SETTING", BYTES },
	[SFW_A_VALUE] = { "VALUE", U32 },
	[SFW_A_PROTO] = { "PROTO", BYTES },
	[SFW_A_PORT_FIRST] = { "PORT_FIRST", U16 },
	[SFW_A_PORT_LAST] = { "PORT_LAST", U16 },
	[SFW_A_FROM] = { "FROM", BYTES },
	[SFW_A_FROM_LEN] = { "FROM_LEN", BYTES },
	[SFW_A_DEV] = { "DEV", STRING },
	[SFW_A_DURATION] = { "DURATION", U32 },
	[SFW_A_COMMENT] = { "COMMENT", STRING },
	[SFW_A_CT_STATE] = { "CT_STATE", BYTES },
	[SFW_A_SRC] = { "SRC", BYTES },
	[SFW_A_DST] = { "DST", BYTES },
	[SFW_A_SPORT] = { "SPORT", U16 },
	[SFW_A_DPORT] = { "DPORT", U16 },
	[SFW_A_TCP_FLAGS] = { "TCP_FLAGS", BYTES },
	[SFW_A_ICMP_TYPE] = { "ICMP_TYPE", BYTES },
	[SFW_A_NAME] = { "NAME", STRING },
	[SFW_A_GUARD] = { "GUARD", STRING },
	[SFW_A_KNOCK] = { "KNOCK", STRING },
	[SFW_A_WINDOW] = { "WINDOW", NEST },
	[SFW_A_HITS] = { "HITS", U32 },
	[SFW_A_SECONDS] = { "SECONDS", U32 },
	[SFW_A_RTTL] = { "RTTL", BYTES },
	[SFW_A_MASK4] = { "MASK4", BYTES },
	[SFW_A_MASK6] = { "MASK6", BYTES },
	[SFW_A_THEN] = { "THEN", BYTES },
	[SFW_A_STEP] = { "STEP", NEST },
	[SFW_A_WITHIN] = { "WITHIN", U32 },
	[SFW_A_OUT] = { "OUT", STRING },
	[SFW_A_TO] = { "TO", BYTES },
	[SFW_A_TO_FIRST] = { "TO_FIRST", U16 },
	[SFW_A_TO_LAST] = { "TO_LAST", U16 },
};

static size_t dump_attr(const struct nlattr *attr, char *out, size_t size);

static void dump_nest(const struct nlattr *nest, char *out, size_t size)
{
	const struct nlattr *attr;
	size_t used = snprintf(out, size, "{");

	/* The kernel takes no nest without it. */
	assert_true(nest->nla_type & NLA_F_NESTED);
	mnl_attr_for_each_nested(attr, nest)
		used += dump_attr(attr, out + used, size - used);
	snprintf(out + used, size - used, " }");
}

static void dump_value(const struct nlattr *attr, char *out, size_t size)
{
	const __u8 *bytes = mnl_attr_get_payload(attr);
	size_t used = 0;

	*out = '\0';
	switch (attributes[mnl_attr_get_type(attr)].form) {
	case U16:
		assert_int_equal(mnl_attr_get_payload_len(attr), 2);
		snprintf(out, size, "%u", mnl_attr_get_u16(attr));
		break;
	case U32:
		assert_int_equal(mnl_attr_get_payload_len(attr), 4);
		snprintf(out, size, "%u", mnl_attr_get_u32(attr));
		break;
	case STRING:
		assert_true(mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0);
		snprintf(out, size, "%s", mnl_attr_get_str(attr));
		break;
	case NEST:
		dump_nest(attr, out, size);
		break;
	default:
		for (size_t i = 0; i < mnl_attr_get_payload_len(attr); i++)
			used += snprintf(out + used, size - used, "%02x",
					 bytes[i]);
	}
}

static size_t dump_attr(const struct nlattr *attr, char *out, size_t size)
{
	const char *name = attributes[mnl_attr_get_type(attr)].name;
	char value[128];

	assert_non_null(name);
	dump_value(attr, value, sizeof(value));
	return snprintf(out, size, " %s=%s", name, value);
}

static void dump(const struct nlmsghdr *nlh, char *out, size_t size)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	size_t used;

	assert_int_equal(genl->version, SFW_GENL_VERSION);
	used = snprintf(out, size, "%s", commands[genl->cmd]);
	mnl_attr_for_each(attr, nlh, sizeof(*genl))
		used += dump_attr(attr, out + used, size - used);
}

static void test_encoded(void **state)
{
	char buf[MESSAGE_MAX] __aligned(8), text[DUMP_BYTES];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	const struct encoded *row = *state;
	struct parse_error err = { 0 };
	struct command cmd;
	struct tokens words;
	struct probe probe;

	assert_null(tokenize(row->line, &words));
	if (!strcmp(words.at[0], "test")) {
		struct parser p = {
			.words = words.at, .count = words.count, .at = 1,
			.error = &err,
		};

		assert_int_equal(0, parse_probe(&p, &probe));
		encode_probe(nlh, &probe);
	} else {
		assert_int_equal(0, parse_command(command_table, words.at,
						  words.count, &cmd, &err));
		assert_in_range(row->message, 0, command_messages(&cmd) - 1);
		encode_command(nlh, &cmd, row->message);
	}
	dump(nlh, text, sizeof(text));
	assert_string_equal(text, row->attrs);
}

static const struct way_back {
	const char *line;
} way_back[] = {
	{ "enable" }, { "disable" }, { "flush policy" }, { "set forward off" },
	{ "set scan-window 90s" }, { "set scan-ports 16" }, { "flush lists" },
	{ "port add tcp 22 guard a knock b" },
	{ "exempt add 10.0.0.0/8" }, { "block add ::1 for 1h comment \"x\"" },
	{ "block del 10.0.0.0/8" },
	{ "guard add x 1/1s 2/2s 3/3s 4/4s 5/5s 6/6s 7/7s 8/8s rttl mask4 1 mask6 2 then block 1h"
	},
	{ "guard add x 1/1s then reject" }, { "guard del x" },
	{ "knock add x tcp/7000,udp/8000,tcp/7000 within 5s open 1m" },
	{ "knock add x " FOUR "," FOUR "," FOUR "," FOUR },
	{ "knock del x" }, { "list add x 192.0.2.1" }, { "list flush x" },
	{ "port add tcp 22" }, { "port add udp 1-65535 from ::/0" },
	{ "port add sctp 5 from 10.0.0.0/8 dev eth0 for 90s comment \"a\\\"\"" },
	{ "port del tcp 22 from 192.0.2.1" },
	{ "lan add dev lan0" }, { "lan del dev lan0" },
	{ "masquerade add 10.0.0.0/8 out wan0" },
	{ "masquerade del ::/0 out wan0" },
	{ "forward add tcp 80 in wan0 to 10.0.0.1" },
	{ "forward add tcp 80-81 in wan0 to [fd00::1]:90-91 from fd00::/8 comment \"x\"" },
	{ "forward del udp 53 in wan0 to ::1" },
	{ "proto add gre from 2001:db8::/32 dev eth0" }, { "proto del 0" },
	{ "trust add dev wg0" }, { "trust del from 10.0.0.0/8" },
};

static void test_way_back(void **state)
{
	const struct way_back *row = *state;
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct parse_error err = { 0 };
	char line[LINE_MAX_BYTES];
	struct command cmd;
	struct tokens words;
	struct attrs attrs;
	struct object obj;
	__u8 number;

	assert_null(tokenize(row->line, &words));
	assert_int_equal(0, parse_command(command_table, words.at, words.count,
					  &cmd, &err));
	encode_command(nlh, &cmd, 0);
	mnl_attr_put_u64(nlh, SFW_A_PACKETS, 7);
	mnl_attr_put_u64(nlh, SFW_A_BYTES, 1ULL << 40);
	number = decode_header(nlh, &attrs);
	assert_int_equal(0, decode_object(number, &attrs, &obj));
	assert_memory_equal(&cmd, &obj.command, sizeof(cmd));
	assert_true(obj.packets == 7 && obj.bytes == 1ULL << 40);
	assert_string_equal(row->line, format_command(&obj.command, line,
						      sizeof(line)));
}

/* Messages that a kernel of another version, or a broken one, might send. */
static void test_strange(void **state)
{
	char buf[MESSAGE_MAX] __aligned(8);
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct attrs attrs;
	struct object obj;

	(void)state;
	encode_header(nlh, SFW_CMD_PORT_ADD);
	mnl_attr_put_u32(nlh, SFW_A_MAX + 1, 1);
	mnl_attr_put_u32(nlh, SFW_A_PROTO, 6);
	mnl_attr_put_u16(nlh, SFW_A_PORT_FIRST, 22);
	mnl_attr_put(nlh, SFW_A_COMMENT, 2, "ab");
	mnl_attr_put_u32(nlh, SFW_A_DURATION, 0);
	decode_header(nlh, &attrs);
	assert_null(attrs.a[SFW_A_PROTO]);
	assert_null(attrs.a[SFW_A_COMMENT]);
	assert_int_equal(decode_object(SFW_CMD_PORT_ADD, &attrs, &obj),
			 -ENOENT);
	assert_int_equal(decode_object(SFW_CMD_MAX + 1, &attrs, &obj),
			 -EINVAL);

	nlh = mnl_nlmsg_put_header(buf);
	encode_header(nlh, SFW_CMD_SETTING_SET);
	mnl_attr_put_u8(nlh, SFW_A_SETTING, SFW_S_MAX);
	mnl_attr_put(nlh, SFW_A_FROM, 5, "12345");
	decode_header(nlh, &attrs);
	assert_int_equal(decode_object(SFW_CMD_SETTING_SET, &attrs, &obj),
			 -EINVAL);
	assert_int_equal(decode_object(SFW_CMD_TRUST_ADD, &attrs, &obj),
			 -EINVAL);
}

int main(void)
{
	static const struct CMUnitTest strange[] = {
		cmocka_unit_test(test_strange),
	};

	return run_table("encoded", encoded, ARRAY_SIZE(encoded),
			 sizeof(encoded[0]), test_encoded) +
	       run_table("way_back", way_back, ARRAY_SIZE(way_back),
			 sizeof(way_back[0]), test_way_back) +
	       cmocka_run_group_tests(strange, NULL, NULL);
}
