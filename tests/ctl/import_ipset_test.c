// SPDX-License-Identifier: GPL-2.0
/*
 * Rules that name sets of ipset, with the output of "ipset save" in the same file: the
 * groups that the sets become, the ports that are opened by them or below them, and the
 * reason where a set is none.
 */
#include "importing.h"

#define SSH	"-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n"
#define WEB	"-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\n"
#define SET	" -m set --match-set s src "
#define NOT	" -m set ! --match-set s src "
#define DROP	"-A INPUT" SET "-j DROP\n"
#define OPEN	"port add tcp 22 from 0.0.0.0/0"
#define IP(options) "create s hash:ip family inet hashsize 1024 maxelem 65536" options "\n"
#define NET	"create s hash:net family inet hashsize 1024 maxelem 65536\n"
#define HOST	"add s 203.0.113.7\n"
#define BANS	IP(" timeout 600") "add s 203.0.113.7 timeout 590\nadd s 192.168.1.9 timeout 0\n"
#define MORE	"it would open more: line 6 comes first and refuses "
#define ALL_BUT_10 "port add tcp 22 from 0.0.0.0/5,8.0.0.0/7,11.0.0.0/8,12.0.0.0/6,16.0.0.0/4," \
		"32.0.0.0/3,64.0.0.0/2,128.0.0.0/1"

/* Of a row with @shut the line is offered. */
static const struct row {
	const char *name;
	const char *sets;
	const char *rules;	/* the first is line 6 */
	const char *line;
	const char *other;	/* another line, or NULL */
	bool shut;
	unsigned int lost;
	const char *reason;
} rows[] = {
	{ "hosts are refused", IP("") "add s 203.0.113.9\n" HOST, DROP SSH,
	  "group add s 203.0.113.7,203.0.113.9", "block add @s", false, 1, "stricter: a block" },
	{ "the port below", IP("") HOST, DROP SSH, OPEN, NULL, false, 1,
	  "a group with the members of now" },
	{ "nobody is refused", IP(""), DROP SSH, "group new s", "block add @s", false, 1, NULL },
	{ "of a port", IP("") HOST, "-A INPUT -p tcp --dport 22" SET "-j REJECT\n" SSH,
	  "block add @s", OPEN, false, 1, "stricter: a block" },
	{ "of a port, and let in to another", IP("") HOST,
	  "-A INPUT -p tcp --dport 22" SET "-j DROP\n" SSH
	  "-A INPUT -s 203.0.113.0/24 -p tcp --dport 80 -j ACCEPT\n", OPEN, NULL, true, 1,
	  MORE "those in ipset s" },
	{ "and let in by another set", IP("") HOST "create w hash:net\nadd w 203.0.113.0/24\n",
	  "-A INPUT -p tcp --dport 22" SET "-j DROP\n" SSH
	  "-A INPUT -p tcp --dport 80 -m set --match-set w src -j ACCEPT\n", OPEN, NULL, true, 1,
	  MORE "those in ipset s" },
	{ "others are let in by a set", IP("") HOST "add s 203.0.113.9\ncreate w hash:net\n"
	  "add w 192.0.2.0/24\nadd w 203.0.113.8\n", "-A INPUT -p tcp --dport 22" SET "-j DROP\n"
	  SSH
	  "-A INPUT -p tcp --dport 80 -m set --match-set w src -j ACCEPT\n", OPEN, "block add @s",
	  false, 1, "stricter: a block" },
	{ "a host is refused, and let in by a set", IP("") HOST,
	  "-A INPUT -s 203.0.113.7 -p tcp --dport 22 -j DROP\n" SSH
	  "-A INPUT -p tcp --dport 80" SET "-j ACCEPT\n", "block add 203.0.113.7", NULL, true, 0,
	  "port add tcp 80 from @s" },
	{ "bans, and one of them is let in elsewhere", BANS,
	  "-A INPUT -p tcp --dport 22" SET "-j DROP\n" SSH
	  "-A INPUT -s 203.0.113.0/24 -p tcp --dport 80 -j ACCEPT\n", OPEN, "block add @s", false,
	  1, NULL },
	{ "let in", NET "add s 10.0.0.0/8\n" HOST, "-A INPUT -p tcp --dport 22" SET "-j ACCEPT\n",
	  "group add s 10.0.0.0/8,203.0.113.7", "port add tcp 22 from @s" },
	{ "all is let in", NET "add s 10.0.0.0/8\n", "-A INPUT" SET "-j ACCEPT\n",
	  "group add s 10.0.0.0/8", "trust add from @s" },
	{ "trust comes before a block", "create w hash:ip\nadd w 203.0.113.7\n" NET HOST,
	  "-A INPUT -m set --match-set w src -j ACCEPT\n" DROP SSH, "trust add from @w",
	  "block add @s", false, 1, NULL },
	{ "echo requests", IP("") HOST, "-A INPUT -p icmp --icmp-type 8" SET "-j ACCEPT\n",
	  "proto add ping from @s", NULL },
	{ "all others are refused", NET "add s 10.0.0.0/8\n", "-A INPUT" NOT "-j DROP\n" SSH,
	  "port add tcp 22 from @s", "group add s 10.0.0.0/8" },
	{ "all others are let in", NET "add s 10.0.0.0/8\n",
	  "-A INPUT -p tcp --dport 22" NOT "-j ACCEPT\n", OPEN, NULL, true, 1,
	  "not to all others" },
	{ "of a prefix", IP("") HOST, "-A INPUT -s 203.0.113.0/24 -p tcp --dport 22" SET
	  "-j ACCEPT\n", "port add tcp 22 from @s", NULL, true, 1, "not to those of both" },
	{ "they return", NET "add s 10.0.0.0/8\n",
	  "-A INPUT -j T\n-A T" SET "-j RETURN\n-A T -j DROP\n" SSH, "port add tcp 22 from @s" },
	{ "they jump", IP("") HOST, "-A INPUT" SET "-j T\n-A T -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22 from @s" },
	{ "two sets are refused", IP("") HOST "create o hash:ip\nadd o 203.0.113.8\n",
	  DROP "-A INPUT -m set --match-set o src -j DROP\n" SSH, "block add @o", "block add @s",
	  false, 2, NULL },
	{ "they jump, all others go on there", IP("") HOST,
	  "-A INPUT" SET "-j T\n-A T -p tcp --dport 22" NOT "-j ACCEPT\n" WEB,
	  "port add tcp 80 from 0.0.0.0/0", NULL, false, 0, "no packet gets here" },
	{ "two sets", IP("") HOST "create o hash:ip\nadd o 203.0.113.7\n",
	  "-A INPUT" SET "-j T\n-A T -m set --match-set o src -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22 from @s", NULL, true, 1, "sfw has nothing like this match" },
	{ "a private network, behind answers", NET "add s 10.0.0.0/8\n", DROP SSH, ALL_BUT_10, NULL,
	  false, 0, "the members of ipset s are written out" },
	{ "hosts of it, of a port", IP("") "add s 10.0.0.1\n",
	  "-A INPUT -p tcp --dport 22" SET "-j DROP\n" SSH, "block add 10.0.0.1", NULL, true, 0,
	  "from 0.0.0.0/5,8.0.0.0/7,10.0.0.0,10.0.0.2/31," },
	{ "networks, of a port", NET "add s 128.0.0.0/1\n",
	  "-A INPUT -p tcp --dport 22" SET "-j DROP\n" SSH, "port add tcp 22 from 0.0.0.0/1" },
	{ "they may end", BANS, DROP SSH, "group new s volatile", "block add @s", false, 1,
	  "volatile: the program that fills ipset s has to fill the group" },
	{ "and then", BANS, DROP SSH, "group add s 203.0.113.7 for 590s", "group add s 192.168.1.9",
	  false, 1, NULL },
	{ "they are let in, and may end", BANS, "-A INPUT -p tcp --dport 22" SET "-j ACCEPT\n",
	  OPEN, NULL, true, 1, "its members end by themselves" },
	{ "all others, and they may end", BANS, "-A INPUT" NOT "-j DROP\n" SSH, OPEN, NULL, true, 1,
	  "its members end by themselves" },
	{ "a netmask", IP(" netmask 24") "add s 203.0.113.0\n", DROP SSH,
	  "group add s 203.0.113.0/24",
	  "block add @s", false, 1, NULL },
	{ "a range", "create s bitmap:ip range 203.0.113.0/24\nadd s 203.0.113.4-203.0.113.6\n",
	  DROP SSH, "group add s 203.0.113.4/31,203.0.113.6", "block add @s", false, 1, NULL },
	{ "words that change nothing", IP(" bucketsize 12 initval 0x1 counters comment")
	  "add s 203.0.113.7 packets 1 bytes 2 comment \"a b\"\n", DROP SSH,
	  "group add s 203.0.113.7",
	  "block add @s", false, 1, NULL },
	{ "the same twice", IP("") HOST IP("") HOST, DROP SSH, "group add s 203.0.113.7",
	  "block add @s", false, 1, NULL },
	{ "a set of sets", "create a hash:ip\nadd a 203.0.113.7\ncreate b hash:net\n"
	  "add b 198.51.100.0/24\ncreate s list:set size 8\nadd s a\nadd s b\n", DROP SSH,
	  "group add s 198.51.100.0/24,203.0.113.7", "block add @s", false, 1, NULL },
	{ "a set of sets that are not there", "create s list:set size 8\nadd s a\n", DROP SSH, OPEN,
	  NULL, true, 1, "one of its sets is not known" },
	{ "a set of both families", "create a hash:ip\ncreate b hash:ip family inet6\n"
	  "create s list:set\nadd s a\nadd s b\n", DROP SSH, OPEN, NULL, true, 1,
	  "its sets are of both families" },
	{ "it is not there", "create t hash:ip\n", DROP SSH, OPEN, NULL, true, 1,
	  "ipset s: its members are not here: put the output of 'ipset save' in front" },
	{ "the line that makes it is not", HOST, DROP SSH, OPEN, NULL, true, 1,
	  "ipset s: the line that makes it is missing" },
	{ "exceptions", NET "add s 198.51.100.0/24\nadd s 198.51.100.7 nomatch\n", DROP SSH, OPEN,
	  NULL, true, 1, "exceptions (nomatch)" },
	{ "ports", "create s hash:ip,port\nadd s 203.0.113.7,tcp:22\n",
	  "-A INPUT -m set --match-set s src,src -j DROP\n" SSH, OPEN, NULL, true, 1,
	  "its members have ports" },
	{ "hardware addresses", "create s hash:mac\nadd s 00:11:22:33:44:55\n", DROP SSH, OPEN,
	  NULL, true, 1, "its members have hardware addresses" },
	{ "pairs", "create s hash:net,net\nadd s 10.0.0.0/8,10.0.0.0/8\n", DROP SSH, OPEN, NULL,
	  true, 1, "its members have two addresses" },
	{ "destinations", IP("") HOST, "-A INPUT -m set --match-set s dst -j DROP\n" SSH, OPEN,
	  NULL, true, 1, "a group has sources only" },
	{ "masked bits", IP(" bitmask 255.0.0.255") "add s 10.0.0.1\n", DROP SSH, OPEN, NULL, true,
	  1, "a line of it is not understood" },
	{ "a member that is none", IP("") "add s example.org\n", DROP SSH, OPEN, NULL, true, 1,
	  "a line of it is not understood" },
	{ "of another family", IP("") "add s 2001:db8::1\n", DROP SSH, OPEN, NULL, true, 1,
	  "a line of it is not understood" },
	{ "made anew", IP("") HOST NET, DROP SSH, OPEN, NULL, true, 1, "it is made twice" },
	{ "rules fill a part", IP("") HOST "create l list:set\nadd l s\n",
	  "-A INPUT -m set --match-set l src -j DROP\n" SSH "-A INPUT -j SET --add-set s src\n",
	  OPEN, NULL, true, 2, "one of its sets is not known" },
	{ "rules fill it, and empty another", IP("") HOST, DROP SSH
	  "-A INPUT -j SET --add-set s src --del-set t src\n", OPEN, NULL, true, 2,
	  "rules put sources into it" },
	{ "a line of nft", IP("") HOST, "add rule inet filter input drop\n" SSH, OPEN, NULL, true,
	  2, "this is no line of iptables-save" },
	{ "rules fill it", IP("") HOST, DROP SSH "-A INPUT -j SET --add-set s src\n", OPEN, NULL,
	  true, 2, "rules put sources into it" },
	{ "a name of no group", "create a:b hash:ip\nadd a:b 203.0.113.7\n",
	  "-A INPUT -m set --match-set a:b src -j DROP\n" SSH, OPEN, NULL, true, 1,
	  "no group can have its name" },
};

static void test_set(void **state)
{
	const struct row *row = *state;
	char rules[4096];
	unsigned int lost;
	char *policy;
	bool good;

	snprintf(rules, sizeof(rules), "%s%sCOMMIT\n%s", HEAD, row->rules, row->sets);
	policy = import(rules, &lost);
	good = lost == row->lost && (!row->reason || strstr(policy, row->reason)) &&
	       (!row->other || has_line(policy, row->other)) &&
	       opens(policy, row->line, row->shut, lost);
	if (!good)
		fail_msg("%u lost:\n%s", lost, policy);
	free(policy);
}

/* In front of the rules, where people put it, and in the middle of two families. */
static void test_places(void **state)
{
	unsigned int lost;
	char *policy;

	(void)state;
	policy = import(IP("") HOST HEAD DROP SSH "COMMIT\n"
			"create t hash:ip family inet6\nadd t 2001:db8::1\n"
			HEAD "-A INPUT -p tcp --dport 80 -m set --match-set t src -j ACCEPT\n"
			"-A INPUT -p ipv6-icmp -j ACCEPT\nCOMMIT\n", &lost);
	assert_true(has_line(policy, "block add @s"));
	assert_true(has_line(policy, OPEN));
	assert_true(has_line(policy, "group add t 2001:db8::1"));
	assert_true(has_line(policy, "port add tcp 80 from @t"));
	free(policy);
}

/* Before the answers are let in a block does as the rule does, of private networks too. */
static void test_first(void **state)
{
	unsigned int lost;
	char *policy;

	(void)state;
	policy = import(NET "add s 10.0.0.0/8\n*filter\n:INPUT DROP [0:0]\n"
			"-A INPUT -i lo -j ACCEPT\n" DROP
			"-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n" SSH, &lost);
	assert_true(has_line(policy, "block add @s"));
	assert_true(has_line(policy, OPEN));
	assert_int_equal(lost, 0);
	free(policy);
}

/* Rules of one family, which nothing but the set tells. */
static void test_family(void **state)
{
	struct ruleset set = { .asked = 0 };
	char text[] = "create s hash:ip family inet6\n" HEAD DROP SSH "COMMIT\n";
	char *rest = text, *line;

	(void)state;
	while ((line = strsep(&rest, "\n")))
		assert_int_equal(ruleset_line(&set, line, 1), 0);
	assert_null(ruleset_finish(&set));
	assert_int_equal(set.tables[0].family, AF_INET6);
	ruleset_free(&set);
}

#define MEMBERS	131072

/* More than fit into one line, or into a way through the rules. */
static void test_many(void **state)
{
	char *text, *policy;
	unsigned int lost, lines = 0;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	fprintf(out, "%s%s%sCOMMIT\n%s", HEAD, DROP, SSH, IP(""));
	for (unsigned int i = 0; i < MEMBERS; i++)
		fprintf(out, "add s 198.%u.%u.%u\n", 18 + i / 65536, i / 256 % 256, i % 256);
	fclose(out);
	policy = import(text, &lost);
	for (const char *at = policy; (at = strstr(at, "\ngroup add s ")); at++)
		lines++;
	assert_int_equal(lines, MEMBERS / LIST_MAX);
	assert_true(has_line(policy, "block add @s"));
	assert_true(has_line(policy, OPEN));
	free(policy);
	free(text);
}

/* A large set of private networks is neither blocked nor written out. */
static void test_private(void **state)
{
	char rules[8192];
	unsigned int lost;
	size_t len = snprintf(rules, sizeof(rules), "%s%s%sCOMMIT\n%s", HEAD, DROP, SSH, NET);
	char *policy;

	(void)state;
	for (int i = 0; i <= LIST_MAX; i++)
		len += snprintf(rules + len, sizeof(rules) - len, "add s 10.%d.0.0/16\n", i);
	policy = import(rules, &lost);
	assert_false(has_command(policy, "block add"));
	assert_false(has_command(policy, "port add"));
	assert_non_null(strstr(policy, "no block of ipset s: it has private networks"));
	free(policy);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places), cmocka_unit_test(test_first),
		cmocka_unit_test(test_family), cmocka_unit_test(test_many),
		cmocka_unit_test(test_private),
	};
	int failed = run_table("ipset", rows, ARRAY_SIZE(rows), sizeof(*rows), test_set);

	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
