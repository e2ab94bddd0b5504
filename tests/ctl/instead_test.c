// SPDX-License-Identifier: GPL-2.0
/* Words of others, and of people: each is answered by a command that is taken. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "commands.h"
#include "lang/script.h"
#include "lib/tokenize.h"
#include "misread.h"

#define LIMITED(name, port)	"guard add " name " 5/30s && sfwctl " port " guard " name
#define UFW(word)	word " is a word of ufw; type: sfwctl "
#define NOTHING_ABOUT(word, what) word " is a word of ufw, and sfw has no rules about " what
#define NOT_A_PART(word) \
	NOTHING_ABOUT(word, "one port, protocol or interface of a source that is refused")
#define NO_PART(word)	NOTHING_ABOUT(word, "some of the packets that are forwarded")
#define TYPE(word)	word " was not understood; type: sfwctl "

static const struct misread rows[] = {
	/* of others, and of people */
	{ "unblock 192.0.2.7", 0, TYPE("unblock") "block del 192.0.2.7" },
	{ "ban ::1 for 1h", 0, TYPE("ban") "block add ::1 for 1h" },
	{ "start now", 0, TYPE("start") "enable" },
	{ "port rm tcp 22", 1, TYPE("rm") "port del tcp 22" },
	{ "list remove x ::1", 1, TYPE("remove") "list del x ::1" },
	/* words of ufw: the same, here */
	{ "allow 22/tcp", 0, UFW("allow") "port add tcp 22" },
	{ "allow 80", 0, UFW("allow") "port add tcp,udp 80" },
	{ "allow ssh", 0, UFW("allow") "port add tcp ssh" },
	{ "allow domain", 0, UFW("allow") "port add tcp,udp domain" },
	{ "allow 6000:6007/tcp", 0, UFW("allow") "port add tcp 6000-6007" },
	{ "allow 80,443/tcp", 0, UFW("allow") "port add tcp 80,443" },
	{ "allow OpenSSH", 0, UFW("allow") "port add app OpenSSH" },
	{ "allow \"Nginx Full\"", 0, UFW("allow") "port add app \"Nginx Full\"" },
	{ "allow in on eth0 to any port 80 proto tcp", 0,
	  UFW("allow") "port add tcp 80 dev eth0" },
	{ "allow from 10.0.0.0/8 to any port 22", 0,
	  UFW("allow") "port add tcp,udp 22 from 10.0.0.0/8" },
	{ "allow from 10.0.0.0/8", 0, UFW("allow") "trust add from 10.0.0.0/8" },
	{ "allow in on eth0", 0, UFW("allow") "trust add dev eth0" },
	{ "allow in on a;id to any port 80 proto tcp", 0,
	  UFW("allow") "port add tcp 80 dev \"a;id\"" },
	{ "allow in on $(id)", 0, UFW("allow") "trust add dev \"\\$(id)\"" },
	{ "allow in on a;id proto esp", 0, UFW("allow") "proto add esp dev \"a;id\"" },
	{ "allow in on a;id45678901234;id", 0, UFW("allow") "trust add dev IFACE" },
	{ "allow from any port 53", 0,
	  NOTHING_ABOUT("allow", "ports of a source") },
	{ "allow from ::1 to 10.0.0.1 port 53", 0,
	  NOTHING_ABOUT("allow", "one of this host's addresses") },
	{ "allow out 53", 0,
	  NOTHING_ABOUT("allow", "packets that leave") },
	{ "allow", 0, UFW("allow") "port add PROTO PORTS" },
	/* nothing more than was asked for */
	{ "allow proto esp from ::1", 0, UFW("allow") "proto add esp from ::1" },
	{ "allow in on eth0 proto gre from 10.0.0.0/8", 0,
	  UFW("allow") "proto add gre from 10.0.0.0/8 dev eth0" },
	{ "allow proto tcp from 10.0.0.0/8", 0,
	  UFW("allow") "port add tcp 1-65535 from 10.0.0.0/8" },
	{ "allow in on eth0 from 10.0.0.0/8", 0,
	  UFW("allow") "port add tcp,udp 1-65535 from 10.0.0.0/8 dev eth0" },
	{ "allow in on eth0 proto any from any", 0, UFW("allow") "trust add dev eth0" },
	{ "delete allow proto ah from ::1", 0, UFW("delete") "proto del ah from ::1" },
	{ "limit from 10.0.0.0/8", 0, UFW("limit")
	  LIMITED("limit-1-65535-10.0.0.0_8", "port add tcp,udp 1-65535 from 10.0.0.0/8") },
	{ "limit proto esp from ::1", 0,
	  NOTHING_ABOUT("limit", "the rate of a protocol without ports") },
	{ "deny proto gre", 0, UFW("deny") "proto del gre" },
	{ "deny from ::1 to any port 3306", 0, NOT_A_PART("deny") },
	{ "reject from ::1 to any app OpenSSH", 0, NOT_A_PART("reject") },
	{ "deny in on eth0 from ::1", 0, NOT_A_PART("deny") },
	{ "deny proto udp from ::1", 0, NOT_A_PART("deny") },
	{ "delete deny from ::1 to any port 3306", 0, NOT_A_PART("delete") },
	{ "limit ssh", 0,
	  UFW("limit") LIMITED("limit-ssh", "port add tcp ssh") },
	{ "deny 23", 0, UFW("deny") "port del udp 23; sfwctl port del tcp 23" },
	{ "reject 23/tcp", 0, UFW("reject") "port del tcp 23" },
	{ "allow 22/tcp comment \"my ssh\"", 0, UFW("allow") "port add tcp 22 comment \"my ssh\"" },
	{ "delete allow 22/tcp comment x", 0, UFW("delete") "port del tcp 22" },
	{ "deny from 203.0.113.4 comment x", 0, UFW("deny") "block add 203.0.113.4 comment x" },
	{ "deny from 203.0.113.4", 0, UFW("deny") "block add 203.0.113.4" },
	{ "delete allow 22/tcp", 0, UFW("delete") "port del tcp 22" },
	{ "delete limit ssh", 0, UFW("delete") "port del tcp ssh" },
	{ "delete deny from ::1", 0, UFW("delete") "block del ::1" },
	{ "delete deny 23", 0, UFW("delete") "port list" },
	{ "delete 3", 0,
	  "delete is a word of ufw, and nothing has a number here; type: sfwctl port list" },
	{ "insert 1 allow 22/tcp", 0, UFW("insert") "port add tcp 22" },
	{ "reset", 0, UFW("reset") "disable && sfwctl flush all" },
	{ "reload", 0, UFW("reload") "restore" },
	{ "logging on", 0, UFW("logging") "set log closed-tcp,closed-udp" },
	{ "logging off", 0, UFW("logging") "set log off" },
	{ "default deny incoming", 0, UFW("default") "enable" },
	{ "default allow incoming", 0, UFW("default") "disable" },
	{ "default allow outgoing", 0,
	  NOTHING_ABOUT("default", "packets that leave") },
	{ "default reject outgoing", 0,
	  NOTHING_ABOUT("default", "packets that leave") },
	{ "default deny routed", 0, UFW("default") "set forward drop" },
	{ "default reject routed", 0, UFW("default") "set forward reject" },
	{ "default allow routed", 0, UFW("default") "set forward off" },
	{ "default deny", 0, UFW("default") "enable" },
	{ "route allow in on lan0 out on wan0", 0, UFW("route") "lan add dev lan0 out wan0" },
	{ "route allow in on eth0", 0, UFW("route") "lan add dev eth0" },
	{ "route allow log out on wan0 from any to any", 0,
	  UFW("route") "lan add dev IFACE out wan0" },
	{ "route insert 1 allow in on a;id comment from", 0,
	  UFW("route") "lan add dev \"a;id\"" },
	{ "route delete allow in on lan0 out on wan0", 0,
	  UFW("route") "lan del dev lan0 out wan0" },
	{ "route deny in on lan0 out on wan0", 0, UFW("route") "lan del dev lan0 out wan0" },
	{ "route delete deny in on lan0", 0, UFW("route") "lan list" },
	{ "route limit in on lan0", 0, NO_PART("route") },
	{ "route allow in on lan0 from 10.0.0.0/8", 0, NO_PART("route") },
	{ "route allow in on lan0 out on wan0 proto tcp to any port 443", 0, NO_PART("route") },
	{ "route allow proto tcp from any to 192.168.1.20 port 80", 0,
	  UFW("route") "forward add PROTO PORTS in IFACE to ADDR" },
	{ "route", 0, UFW("route") "forward add PROTO PORTS in IFACE to ADDR" },
	{ "allow 22 tcp", 0, UFW("allow") "port add tcp 22" },
	{ "allow tcp 22", 0, UFW("allow") "port add tcp 22" },
	{ "allow 22/TCP", 0, UFW("allow") "port add tcp 22" },
	{ "allow proto UDP to any port 53", 0, UFW("allow") "port add udp 53" },
	{ "allow HTTP", 0, UFW("allow") "port add tcp http" },
	{ "allow Ssh", 0, UFW("allow") "port add tcp ssh" },
	{ "limit SSH/tcp", 0,
	  UFW("limit") LIMITED("limit-ssh", "port add tcp ssh") },
	{ "allow esp", 0, UFW("allow") "proto add esp" },
	{ "allow 70000", 0,
	  "allow is a word of ufw, and 70000 is not a port: 1 to 65535" },
	{ "allow \"\33[2J/tcp\"", 0,
	  "allow is a word of ufw, and ?[2J is not a known tcp service" },
	{ "allow \"\33[2J\"", 0, UFW("allow") "port add app \"?[2J\"" },
	{ "allow ssh/udp", 0, "allow is a word of ufw, and ssh is not a known udp service" },
	/* what is typed must be taken: no host bits, no mask, names of their own */
	{ "allow from 10.0.0.5/8", 0, UFW("allow") "trust add from 10.0.0.0/8" },
	{ "allow from 10.0.0.0/255.0.0.0 to any port 22", 0,
	  UFW("allow") "port add tcp,udp 22 from 10.0.0.0/8" },
	{ "deny from 2001:db8::1/32", 0, UFW("deny") "block add 2001:db8::/32" },
	{ "allow proto esp from 10.0.0.5/8", 0, UFW("allow") "proto add esp from 10.0.0.0/8" },
	{ "allow from host.example", 0,
	  "allow is a word of ufw, and host.example is not an IPv4 or IPv6 prefix" },
	{ "allow from 10.0.0.0/255.0.255.0", 0,
	  "allow is a word of ufw, and 10.0.0.0/255.0.255.0 is not an IPv4 or IPv6 prefix" },
	{ "allow proto esp to any port 22", 0,
	  "allow is a word of ufw, and esp is not a protocol with ports: tcp, udp or sctp" },
	{ "allow proto foo from ::1", 0, "allow is a word of ufw, and foo is not a protocol" },
	{ "limit 443/tcp", 0,
	  UFW("limit") LIMITED("limit-443", "port add tcp 443") },
	{ "limit 443/udp", 0, UFW("limit")
	  LIMITED("limit-443-udp", "port add udp 443") },
	{ "limit in on eth0 to any port 80,443 proto tcp", 0, UFW("limit")
	  LIMITED("limit-80_443-eth0", "port add tcp 80,443 dev eth0") },
	{ "limit proto tcp from 2001:db8:1:2:3:4::/96 to any port 22", 0, UFW("limit")
	  LIMITED("limit-22-2001_db8_1_2_3_4___96", "port add tcp 22 from 2001:db8:1:2:3:4::/96") },
	{ "delete allow 22", 0, UFW("delete") "port del udp 22; sfwctl port del tcp 22" },
	{ "delete limit domain", 0,
	  UFW("delete") "port del udp domain; sfwctl port del tcp domain" },
	{ "deny 53/udp", 0, UFW("deny") "port del udp 53" },
	/* and its ways to write ports, and words left out */
	{ "port add 22/tcp", 2, TYPE("22/tcp") "port add tcp 22" },
	{ "port add 22/tcp from ::1", 2, TYPE("22/tcp") "port add tcp 22 from ::1" },
	{ "port add tcp 22/tcp", 3, TYPE("22/tcp") "port add tcp 22" },
	{ "port add tcp 6000:6010 comment \"a b\"", 3,
	  TYPE("6000:6010") "port add tcp 6000-6010 comment \"a b\"" },
	{ "port add ssh", 2, TYPE("ssh") "port add tcp ssh" },
	{ "port add http for 2h", 2, TYPE("http") "port add tcp http for 2h" },
	{ "port add any 53", 2, TYPE("any") "port add tcp,udp 53" },
	{ "port add 22", 2, TYPE("22") "port add tcp,udp 22" },
	{ "port add 6000:6010 for 2h", 2, TYPE("6000:6010") "port add tcp,udp 6000-6010 for 2h" },
	{ "port add any 6000:6010 comment 1:2", 2,
	  TYPE("any") "port add tcp,udp 6000-6010 comment 1:2" },
	{ "port 6000:6010", 1, TYPE("6000:6010") "port add tcp,udp 6000-6010" },
	{ "port tcp 6000:6010", 1, TYPE("tcp") "port add tcp 6000-6010" },
	{ "port add 22 tcp", 2, TYPE("22") "port add tcp 22" },
	{ "port add 22 TCP", 2, TYPE("22") "port add tcp 22" },
	{ "port add 6000:6010 udp for 2h", 2, TYPE("6000:6010") "port add udp 6000-6010 for 2h" },
	{ "port del 80,443 tcp", 2, TYPE("80,443") "port del tcp 80,443" },
	{ "port add ssh tcp", 2, TYPE("ssh") "port add tcp ssh" },
	{ "port add domain udp", 2, TYPE("domain") "port add udp domain" },
	{ "port add 22 from ::1 in eth0", 2, TYPE("22") "port add tcp,udp 22 from ::1 dev eth0" },
	{ "port add 22 comment on", 2, TYPE("22") "port add tcp,udp 22 comment on" },
	{ "port add 22 form ::1", 2, "22 is not a protocol with ports: tcp, udp or sctp" },
	{ "port add 22 on eth0", 2, TYPE("22") "port add tcp,udp 22 dev eth0" },
	{ "port add TCP 22", 2, TYPE("TCP") "port add tcp 22" },
	{ "port add UDP,TCP 53", 2, TYPE("UDP,TCP") "port add udp,tcp 53" },
	{ "port add 22/TCP", 2, TYPE("22/TCP") "port add tcp 22" },
	{ "port add tcp 22/TCP", 3, TYPE("22/TCP") "port add tcp 22" },
	{ "port add any 22/tcp", 2, TYPE("any") "port add tcp 22" },
	{ "port add tcp SSH", 3, TYPE("SSH") "port add tcp ssh" },
	{ "port add tcp Http comment \"a b\"", 3,
	  TYPE("Http") "port add tcp http comment \"a b\"" },
	{ "port add HTTP", 2, TYPE("HTTP") "port add tcp http" },
	{ "port add udp Domain", 3, TYPE("Domain") "port add udp domain" },
	{ "port 22 tcp", 1, TYPE("22") "port add tcp 22" },
	{ "port 22/tcp", 1, TYPE("22/tcp") "port add tcp 22" },
	{ "port rm 22 tcp", 1, TYPE("rm") "port del tcp 22" },
	{ "port rm tcp 6000:6010", 1, TYPE("rm") "port del tcp 6000-6010" },
	{ "port add udp SSH", 3,
	  "SSH is not a port: 1 to 65535, or a known udp service" },
	{ "port add ssh udp", 2,
	  "ssh is not a protocol with ports: tcp, udp or sctp" },
	{ "port add tcp 22/udp", 3,
	  "22/udp is not a port: 1 to 65535, or a known tcp service" },
	{ "port add 70000", 2, "70000 is not a protocol with ports: tcp, udp or sctp" },
	{ "port add tcp 6010:6000", 3,
	  "6010:6000 is not a port: 1 to 65535, or a known tcp service" },
	{ "port tcp", 1, "tcp was not understood: expected add del list" },
	{ "port add tcp OpenSSH", 3, TYPE("OpenSSH") "port add app OpenSSH" },
	{ "port add tcp 22 in eth0", 4, TYPE("in") "port add tcp 22 dev eth0" },
	{ "port add tcp 22 on eth0", 4, TYPE("on") "port add tcp 22 dev eth0" },
	{ "port tcp 22", 1, TYPE("tcp") "port add tcp 22" },
	{ "port 22", 1, TYPE("22") "port add tcp,udp 22" },
	{ "block 203.0.113.9", 1, TYPE("203.0.113.9") "block add 203.0.113.9" },
	{ "trust 10.0.0.0/8", 1, TYPE("10.0.0.0/8") "trust add from 10.0.0.0/8" },
	{ "trust 10.0.0.5/8", 1, TYPE("10.0.0.5/8") "trust add from 10.0.0.0/8" },
	{ "block 10.0.0.0/255.0.0.0 for 1h", 1,
	  TYPE("10.0.0.0/255.0.0.0") "block add 10.0.0.0/8 for 1h" },
	{ "ban 10.0.0.5/8,192.0.2.7/24", 0, TYPE("ban") "block add 10.0.0.0/8,192.0.2.0/24" },
	{ "ban 10.0.0.5/8 comment 10.0.0.5/8", 0,
	  TYPE("ban") "block add 10.0.0.0/8 comment 10.0.0.5/8" },
	{ "port add 22 from 10.0.0.5/8", 2, TYPE("22") "port add tcp,udp 22 from 10.0.0.0/8" },
	{ "port add tcp 22 in eth0 from 10.0.0.5/8", 4,
	  TYPE("in") "port add tcp 22 dev eth0 from 10.0.0.0/8" },
};

/* Commands one behind the other, lines one below the other. */
static const char *const joined[] = { " && sfwctl ", "; sfwctl ", ", and below it: " };

static const char *next_command(const char *at, size_t *len)
{
	for (size_t i = 0; i < ARRAY_SIZE(joined); i++) {
		const char *end = strstr(at, joined[i]);

		if (end) {
			*len = end - at;
			return end + strlen(joined[i]);
		}
	}
	*len = strlen(at);
	return NULL;
}

/* Words that stand for others, bytes too, and profiles that this machine may not have. */
static bool is_pattern(const char *line)
{
	return strstr(line, "PROTO PORTS") || strstr(line, "app ") || strchr(line, '?');
}

static int parse_typed(const char *line, struct parse_error *err)
{
	struct command cmd;
	struct tokens words;
	struct parser p = { .error = err };
	const struct action *action;

	assert_null(tokenize(line, &words));
	p.words = words.at;
	p.count = words.count;
	action = action_find(command_table, &p);
	return action && (!action->parse || !parse_statement(action, &p, &cmd)) ? 0 : -1;
}

static void parse_again(const char *line)
{
	struct parse_error err = { 0 };

	if (line[0] != '-' && parse_typed(line, &err))
		fail_msg("%s: %s", line, err.text);
}

static void test_typed(void **state)
{
	const struct misread *row = *state;
	struct parse_error err = { 0 };

	assert_int_not_equal(0, parse_typed(row->line, &err));
	assert_string_equal(err.text, row->text);
	assert_int_equal(err.word, row->word);
}

static int read_line(const char *line, struct script_error *err)
{
	struct script script = { .table = command_table };
	int ret = script_add(&script, line, 1, err);

	script_free(&script);
	return ret;
}

static void read_again(const char *line)
{
	struct script_error err = { 0 };

	if (read_line(line, &err))
		fail_msg("%s: %s", line, err.text);
}

/* A command that is offered is one: each of those that are joined. */
static void test_each(const char *at, void (*test)(const char *line))
{
	while (at && !is_pattern(at)) {
		const char *next;
		char line[256];
		size_t len;

		next = next_command(at, &len);
		snprintf(line, sizeof(line), "%.*s", (int)len, at);
		test(line);
		at = next;
	}
}

static const char *behind(const char *text, const char *words)
{
	const char *at = strstr(text, words);

	return at ? at + strlen(words) : NULL;
}

static void test_advice(void **state)
{
	const struct misread *row = *state;

	test_each(behind(row->text, "; type: sfwctl "), parse_again);
}

/* In a file nothing is typed, and a line that is offered is one. */
static void test_file(void **state)
{
	const struct misread *row = *state;
	struct script_error err = { 0 };

	assert_int_not_equal(0, read_line(row->line, &err));
	assert_null(strstr(err.text, "sfwctl"));
	test_each(behind(err.text, "; write: "), read_again);
}

int main(void)
{
	return run_table("text", rows, ARRAY_SIZE(rows), sizeof(rows[0]), test_typed) +
	       run_table("advice", rows, ARRAY_SIZE(rows), sizeof(rows[0]), test_advice) +
	       run_table("in a file", rows, ARRAY_SIZE(rows), sizeof(rows[0]), test_file);
}
