// SPDX-License-Identifier: GPL-2.0
/* The words of "events", and events as the kernel sends them and as shown. */
#include <asm/byteorder.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <time.h>

#include "check.h"
#include "lang/parser.h"
#include "lib/tokenize.h"
#include "net/event.h"

#define REFUSALS	"blocked invalid rpfilter malformed not-syn scan guard " \
			"knock closed-tcp closed-udp closed-proto no-forward "	\
			"ping-off"

static const struct words_row {
	const char *line;
	const char *error;	/* NULL: none */
	__u32 reasons;
	unsigned int from_count;
} words_rows[] = {
	{ "events", NULL, 0, 0 },
	{ "events reason closed-udp", NULL, SFW_REFUSED_BIT(SFW_R_CLOSED_UDP), 0 },
	{ "events reason blocked", NULL, SFW_REFUSED_BIT(SFW_R_BLOCKED), 0 },
	{ "events from 10.0.0.0/8", NULL, 0, 1 },
	{ "events from ::1,10.0.0.1 reason guard", NULL, SFW_REFUSED_BIT(SFW_R_GUARD), 2 },
	{ "events reason", "REASON is missing" },
	{ "events reason port",
	  "port was not understood: expected " REFUSALS },
	{ "events reason gaurd",
	  "gaurd was not understood: did you mean guard?" },
	{ "events from @office", NULL, 0, 0 },
	{ "events from @office,::1", "@office,::1: one group, or prefixes" },
	{ "events from", "PREFIX is missing" },
	{ "events from 10.0.0.1/8",
	  "10.0.0.1/8 has host bits set: did you mean 10.0.0.0/8?" },
	{ "events reason scan reason guard", NULL,
	  SFW_REFUSED_BIT(SFW_R_SCAN) | SFW_REFUSED_BIT(SFW_R_GUARD), 0 },
	{ "events from ::1 from ::1", "from is given twice" },
	{ "events scan", "scan was not understood: expected reason from" },
};

static void test_words(void **state)
{
	const struct words_row *row = *state;
	struct parse_error err = { 0 };
	struct wanted wanted;
	struct tokens words;
	struct parser p = {
		.words = words.at, .at = 1, .error = &err,
	};
	int ret;

	assert_null(tokenize(row->line, &words));
	p.count = words.count;
	ret = parse_events(&p, &wanted);
	assert_int_equal(!ret, !row->error);
	if (row->error) {
		assert_string_equal(err.text, row->error);
		return;
	}
	assert_int_equal(wanted.reasons, row->reasons);
	assert_int_equal(wanted.from_count, row->from_count);
}

#define LIST(...)	{ __VA_ARGS__, { 0 } }
#define TIME(event)	{ SFW_A_EVENT, 1, event },			\
			{ SFW_A_TIME, 8, 1800000000123456789ULL }
#define SOURCE		{ SFW_A_FROM, 4, __constant_htonl(0xc0000201) }, { SFW_A_FROM_LEN, 1, 32 }
#define CAUSE		{ SFW_A_PROTO, 1, 6 }, { SFW_A_PORT_FIRST, 2, 22 }

/* Attributes: type, bytes and value; no bytes for the string. */
static const struct shown_row {
	const char *text;
	const char *json;	/* behind time and event */
	struct {
		__u16 type;
		__u8 size;
		__u64 value;
		const char *string;
	} attrs[12];
} shown_rows[] = {
	{ "refused   192.0.2.1 scan tcp/22 7 packets",
	  "\"refused\",\"prefix\":\"192.0.2.1\",\"reason\":\"scan\",\"proto\":\"tcp\",\"port\":22,\"packets\":7",
	  LIST(TIME(SFW_E_REFUSED), SOURCE, CAUSE,
	       { SFW_A_REASON, 1, SFW_R_SCAN }, { SFW_A_PACKETS, 8, 7 }) },
	{ "refused   192.0.2.1 ping-off icmp 1 packet",
	  "\"refused\",\"prefix\":\"192.0.2.1\",\"reason\":\"ping-off\",\"proto\":\"icmp\",\"port\":null,\"packets\":1",
	  LIST(TIME(SFW_E_REFUSED), SOURCE, { SFW_A_PROTO, 1, 1 },
	       { SFW_A_REASON, 1, SFW_R_PING_OFF }, { SFW_A_PACKETS, 8, 1 }) },
	{ "listed    192.0.2.1 tcp-portscan tcp/22",
	  "\"listed\",\"prefix\":\"192.0.2.1\",\"list\":\"tcp-portscan\",\"proto\":\"tcp\",\"port\":22,\"seconds\":null,\"by\":\"packet\"",
	  LIST(TIME(SFW_E_LISTED), SOURCE, CAUSE,
	       { SFW_A_NAME, 0, 0, "tcp-portscan" }) },
	{ "blocked   192.0.2.0/24 for 1h by administrator",
	  "\"blocked\",\"prefix\":\"192.0.2.0/24\",\"list\":null,\"proto\":null,\"port\":null,\"seconds\":3600,\"by\":\"administrator\"",
	  LIST(TIME(SFW_E_BLOCKED), { SFW_A_FROM, 4, __constant_htonl(0xc0000200) },
	       { SFW_A_FROM_LEN, 1, 24 }, { SFW_A_DURATION, 4, 3600 },
	       { SFW_A_BY, 1, SFW_BY_ADMIN }) },
	{ "blocked   192.0.2.1 tcp/22 for 2s by guard ban",
	  "\"blocked\",\"prefix\":\"192.0.2.1\",\"list\":\"ban\",\"proto\":\"tcp\",\"port\":22,\"seconds\":2,\"by\":\"guard\"",
	  LIST(TIME(SFW_E_BLOCKED), SOURCE, CAUSE, { SFW_A_DURATION, 4, 2 },
	       { SFW_A_NAME, 0, 0, "ban" }, { SFW_A_BY, 1, SFW_BY_GUARD }) },
	{ "unblocked 192.0.2.1 ban by want of room",
	  "\"unblocked\",\"prefix\":\"192.0.2.1\",\"list\":\"ban\",\"proto\":null,\"port\":null,\"seconds\":null,\"by\":\"want of room\"",
	  LIST(TIME(SFW_E_UNBLOCKED), SOURCE, { SFW_A_NAME, 0, 0, "ban" },
	       { SFW_A_BY, 1, SFW_BY_ROOM }) },
	{ "policy    commit generation 3 to 4 by x?y (pid 17, uid 1000)",
	  "\"policy\",\"change\":\"commit\",\"before\":3,\"generation\":4,\"by\":\"administrator\",\"process\":\"x\\u000ay\",\"pid\":17,\"uid\":1000",
	  LIST(TIME(SFW_E_POLICY), { SFW_A_BY, 1, SFW_BY_ADMIN },
	       { SFW_A_BEFORE, 8, 3 }, { SFW_A_GENERATION, 8, 4 },
	       { SFW_A_PID, 4, 17 }, { SFW_A_UID, 4, 1000 },
	       { SFW_A_PROCESS, 0, 0, "x\ny" }) },
	{ "rollback  generation 4 to 5 by time",
	  "\"rollback\",\"before\":4,\"generation\":5,\"by\":\"time\",\"process\":null,\"pid\":null,\"uid\":null",
	  LIST(TIME(SFW_E_ROLLBACK), { SFW_A_BY, 1, SFW_BY_TIME },
	       { SFW_A_BEFORE, 8, 4 }, { SFW_A_GENERATION, 8, 5 }) },
	{ "lost      99 refused packets, 3 events",
	  "\"lost\",\"packets\":99,\"events\":3,\"messages\":0",
	  LIST(TIME(SFW_E_LOST), { SFW_A_PACKETS, 8, 99 },
	       { SFW_A_LOST, 8, 3 }) },
};

static struct nlmsghdr *put_row(char *buf, const struct shown_row *row)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = SFW_CMD_EVENT;
	for (unsigned int i = 0; row->attrs[i].type; i++) {
		__u64 value = row->attrs[i].value;

		switch (row->attrs[i].size) {
		case 0:
			mnl_attr_put_strz(nlh, row->attrs[i].type,
					  row->attrs[i].string);
			break;
		case 1:
			mnl_attr_put_u8(nlh, row->attrs[i].type, value);
			break;
		case 2:
			mnl_attr_put_u16(nlh, row->attrs[i].type, value);
			break;
		case 4:
			mnl_attr_put_u32(nlh, row->attrs[i].type, value);
			break;
		default:
			mnl_attr_put_u64(nlh, row->attrs[i].type, value);
		}
	}
	return nlh;
}

static void expect(void (*show)(FILE *out, const struct event *e),
		   const struct event *e, const char *begin, const char *text,
		   const char *end)
{
	char got[512] = "", wanted[512];
	FILE *out = fmemopen(got, sizeof(got), "w");

	assert_non_null(out);
	show(out, e);
	fclose(out);
	snprintf(wanted, sizeof(wanted), "%s%s%s", begin, text, end);
	assert_string_equal(got, wanted);
}

static void test_shown(void **state)
{
	const struct shown_row *row = *state;
	char buf[1024] __aligned(8);
	struct event e;

	assert_int_equal(event_decode(put_row(buf, row), &e), 0);
	expect(event_print, &e, "08:00:00.123 ", row->text, "\n");
	expect(event_json, &e,
	       "{\"time\":\"2027-01-15T08:00:00.123Z\",\"event\":", row->json,
	       "}\n");
}

/* Which of the events above are shown. */
static void test_wanted(void **state)
{
	static const struct {
		const char *line;
		unsigned int shown;	/* bits */
	} rows[] = {
		{ "events", 0x1ff },
		{ "events reason scan", 0x101 },
		{ "events reason guard", 0x100 },
		{ "events from 192.0.2.1", 0x137 },
		{ "events from 192.0.2.0/24", 0x13f },
		{ "events from ::/0", 0x100 },
		{ "events from ::/0,192.0.0.0/8 reason ping-off", 0x102 },
	};
	char buf[1024] __aligned(8);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct parse_error err = { 0 };
		struct wanted wanted;
		unsigned int seen = 0;
		struct tokens words;
		struct parser p = {
			.words = words.at, .at = 1, .error = &err,
		};
		struct event e;

		assert_null(tokenize(rows[i].line, &words));
		p.count = words.count;
		assert_int_equal(parse_events(&p, &wanted), 0);
		for (size_t n = 0; n < ARRAY_SIZE(shown_rows); n++) {
			event_decode(put_row(buf, &shown_rows[n]), &e);
			seen |= event_wanted(&e, &wanted) << n;
		}
		assert_int_equal(seen, rows[i].shown);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wanted),
	};
	int failed;

	setenv("TZ", "UTC", 1);
	tzset();
	failed = run_table("event words", words_rows, ARRAY_SIZE(words_rows),
			   sizeof(words_rows[0]), test_words);
	failed += run_table("events shown", shown_rows, ARRAY_SIZE(shown_rows),
			    sizeof(shown_rows[0]), test_shown);
	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
