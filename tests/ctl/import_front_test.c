// SPDX-License-Identifier: GPL-2.0
/*
 * A rule in front that refuses some packets, and the port that is opened below it:
 * whether it may be opened, to which sources, and the remarks on both.
 */
#include "importing.h"

#define SSH	"-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n"
#define DNS	"-A INPUT -p udp -m udp --dport 53 -j ACCEPT\n"
#define OPEN4	"port add tcp 22 from 0.0.0.0/"
#define OPEN	OPEN4 "0"
#define RATE	" -m hashlimit --hashlimit-above 3/min --hashlimit-mode srcip --hashlimit-name s"
#define HASH(rate, mode) \
	"-A INPUT -p tcp --dport 22 -m hashlimit --hashlimit-above " rate \
	" --hashlimit-mode " mode " --hashlimit-name s -j DROP\n"
#define MANY	" -m connlimit --connlimit-above 3 --connlimit-mask "
#define NOTED	"-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --set --name s\n"
#define CHECKED "-A INPUT -p tcp --dport 22 -m recent --update --seconds 30 --hitcount 6 --name s "
#define LIMITED "-A INPUT -p tcp --dport 22 -m limit --limit 3/min -j ACCEPT\n"
#define FEW(n)	"-A INPUT -s 10.0.0." n "/32 -p tcp -m tcp --dport 22 -j DROP\n"
#define MORE	"it would open more: line 6 comes first and refuses "

/* A row with @shut opens nothing, but offers the line. */
static const struct row {
	const char *name;
	const char *front;
	const char *below;
	const char *line;
	bool shut;
	unsigned int lost;
	const char *reason;	/* NULL: nothing is said */
} rows[] = {
	{ "fragments", "-A INPUT -f -j DROP\n", SSH, OPEN, false, 0,
	  "redundant: packets are whole" },
	{ "broadcast", "-A INPUT -d 255.255.255.255/32 -j DROP\n", SSH, OPEN,
	  false, 0, "redundant: no TCP connection" },
	{ "multicast", "-A INPUT -d 224.0.0.0/4 -j DROP\n", SSH, OPEN,
	  false, 0, "redundant: no TCP connection" },
	{ "broadcast, of UDP", "-A INPUT -d 255.255.255.255/32 -j DROP\n", DNS,
	  "port add udp 53 from 0.0.0.0/0", true, 1,
	  MORE "those to 255.255.255.255" },
	{ "loopback as the destination", "-A INPUT -d 127.0.0.0/8 ! -i lo -j REJECT\n",
	  DNS, "port add udp 53 from 0.0.0.0/0", false, 0,
	  "redundant: sfw opens nothing to loopback" },
	{ "destination type", "-A INPUT -m addrtype --dst-type BROADCAST -j DROP\n",
	  SSH, OPEN, false, 0, "redundant: no TCP connection" },
	{ "multicast type, of UDP", "-A INPUT -m addrtype --dst-type MULTICAST -j DROP\n",
	  DNS, "port add udp 53 from 0.0.0.0/0", true, 1, MORE "multicast" },
	{ "broadcast type, of UDP", "-A INPUT -m addrtype --dst-type BROADCAST -j DROP\n",
	  DNS, "port add udp 53 from 0.0.0.0/0", true, 1, MORE "broadcast" },
	{ "all but own destinations",
	  "-A INPUT -m addrtype ! --dst-type LOCAL -j DROP\n", SSH, OPEN, false, 0,
	  "redundant: no TCP connection" },
	{ "own destinations", "-A INPUT -m addrtype --dst-type LOCAL -j DROP\n",
	  SSH, OPEN, true, 0, NULL },
	{ "destinations that are returned, one by one",
	  "-A INPUT -j T\n-A T -m addrtype --dst-type LOCAL -j RETURN\n"
	  "-A T -m addrtype --dst-type MULTICAST -j RETURN\n"
	  "-A T -m addrtype --dst-type BROADCAST -j RETURN\n-A T -j DROP\n",
	  SSH DNS, "port add udp 53 from 0.0.0.0/0", false, 0,
	  "no packet gets here" },
	{ "source type", "-A INPUT -m addrtype --src-type MULTICAST -j DROP\n",
	  SSH, OPEN, false, 0, "redundant: the kernel answers no such source" },
	{ "broadcast as a source, by an interface",
	  "-A INPUT -i eth1 -m addrtype --src-type BROADCAST -j DROP\n", DNS,
	  "port add udp 53 from 0.0.0.0/0", true, 1, MORE "those from broadcast addresses" },
	{ "sources that nobody has", "-A INPUT -s 224.0.0.0/4 -j DROP\n", SSH,
	  OPEN, false, 0, "redundant: the kernel answers no such source" },
	{ "loopback from outside", "-A INPUT ! -i lo -s 127.0.0.0/8 -j DROP\n",
	  SSH, OPEN, false, 0, "redundant: the kernel answers no such source" },
	{ "port 0", "-A INPUT -p tcp -m tcp --dport 0 -j DROP\n", SSH, OPEN },
	{ "from port 0", "-A INPUT -p tcp -m tcp --sport 0 -j DROP\n", SSH, OPEN,
	  false, 1, "left out: no program sends from port 0" },
	{ "flags of no SYN", "-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN FIN,SYN -j DROP\n",
	  SSH, OPEN },
	{ "segment size",
	  "-A INPUT -p tcp -m conntrack --ctstate NEW -m tcpmss ! --mss 536:65535 -j DROP\n",
	  SSH, OPEN, false, 1, "left out: no TCP in use" },
	{ "a segment size in use", "-A INPUT -p tcp -m tcpmss --mss 1460 -j DROP\n",
	  SSH, OPEN, true, 1, MORE },
	{ "length of ICMP", "-A INPUT -p icmp -m length --length 1000:65535 -j DROP\n",
	  SSH, OPEN },
	{ "another port", "-A INPUT -p tcp -m tcp --dport 23 -j DROP\n", SSH, OPEN },
	{ "another protocol", "-A INPUT -p udp -m ttl --ttl-lt 5 -j DROP\n", SSH,
	  OPEN },
	{ "all other ports", "-A INPUT -p tcp -m tcp ! --dport 22 -j DROP\n", SSH, OPEN },
	{ "all but a list of ports",
	  "-A INPUT -p tcp -m multiport ! --dports 22,80,6000:6010 -j DROP\n",
	  "-A INPUT -p tcp -j ACCEPT\n", "port add tcp 22,80,6000-6010 from 0.0.0.0/0" },
	{ "all other ports are let in", "-A INPUT -p tcp -m tcp --dport 23 -j DROP\n",
	  "-A INPUT -p tcp -m tcp ! --dport 25 -j ACCEPT\n",
	  "port add tcp 1-22,24,26-65535 from 0.0.0.0/0" },
	{ "all other protocols", "-A INPUT ! -p tcp -j DROP\n", SSH, OPEN },
	{ "all other protocols, its own among them", "-A INPUT ! -p udp -j DROP\n", SSH, OPEN,
	  true, 0, "no packet gets here" },
	{ "all protocols but two, one by one",
	  "-A INPUT ! -p tcp -j T\n-A T ! -p udp -j DROP\n", SSH DNS,
	  "port add udp 53 from 0.0.0.0/0" },
	{ "packets of one protocol that go back",
	  "-A INPUT -j T\n-A T -p tcp -j RETURN\n-A T -j DROP\n", SSH, OPEN },
	{ "an option of another match that has the name of one",
	  "-A INPUT -p tcp -m tcp --dport 22 -m policy --dir in --pol ipsec --proto esp -j DROP\n",
	  SSH, OPEN, true, 1, MORE "those by some rules of IPsec" },
	{ "INVALID", "-A INPUT -m conntrack --ctstate INVALID -j DROP\n", SSH, OPEN },
	{ "a routing header", "-A INPUT -m rt --rt-type 0 -j DROP\n", SSH,
	  "port add tcp 22 from ::/0", false, 2, "left out: nobody sends this routing header" },
	{ "a host", "-A INPUT -s 192.0.2.9/32 -p tcp -m tcp --dport 22 -j REJECT\n",
	  SSH, "block add 192.0.2.9", false, 1, "stricter: a block" },
	{ "a host that is let in elsewhere",
	  "-A INPUT -s 10.0.0.1/32 -p tcp -m tcp --dport 22 -j DROP\n",
	  SSH "-A INPUT -s 10.0.0.0/30 -p tcp -m tcp --dport 80 -j ACCEPT\n",
	  "port add tcp 80 from 10.0.0.0/30" },
	{ "a private host, which may be the gateway", FEW("0"), SSH,
	  "block add 10.0.0.0", true, 0, "from 0.0.0.0/5,8.0.0.0/7,10.0.0.1,10.0.0.2/31," },
	{ "private hosts, too many to leave out",
	  FEW("0") FEW("1") FEW("2") FEW("3") FEW("4") FEW("5") FEW("6") FEW("7") FEW("8"),
	  SSH, "block add 10.0.0.8", false, 9, "stricter: a block" },
	{ "a network", "-A INPUT -s 198.51.100.0/24 -j DROP\n", SSH,
	  "block add 198.51.100.0/24", false, 1, "stricter: a block" },
	{ "a private network", "-A INPUT -s 10.0.0.0/8 -j DROP\n", SSH,
	  OPEN4 "5,8.0.0.0/7,11.0.0.0/8,12.0.0.0/6,16.0.0.0/4,32.0.0.0/3,64.0.0.0/2,128.0.0.0/1" },
	{ "all but a network", "-A INPUT ! -s 192.168.0.0/16 -p tcp --dport 22 -j DROP\n",
	  SSH, "port add tcp 22 from 192.168.0.0/16" },
	{ "a range", "-A INPUT -p tcp -m iprange --src-range 0.0.0.0-191.255.255.255 -j DROP\n",
	  SSH, "port add tcp 22 from 192.0.0.0/2" },
	{ "all but a range",
	  "-A INPUT -m iprange ! --src-range 10.0.0.0-10.0.0.5 -j DROP\n",
	  SSH, "port add tcp 22 from 10.0.0.0/30,10.0.0.4/31" },
	{ "some of its ports", "-A INPUT -p tcp --dport 23 -j DROP\n",
	  "-A INPUT -p tcp -m multiport --dports 20:25 -j ACCEPT\n",
	  "port add tcp 20-22,24-25 from 0.0.0.0/0" },
	{ "some sources, some ports",
	  "-A INPUT -s 128.0.0.0/1 -p tcp --dport 22 -j DROP\n",
	  "-A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT\n",
	  "port add tcp 80 from 128.0.0.0/1" },
	{ "all of ICMP", "-A INPUT -s 128.0.0.0/1 -p icmp -j DROP\n",
	  "-A INPUT -p icmp -j ACCEPT\n", "proto add ping from 0.0.0.0/1" },
	{ "an interface", "-A INPUT -i eth1 -p tcp --dport 22 -j DROP\n", SSH, OPEN,
	  true, 1, MORE "those that come by eth1" },
	{ "one of the interfaces that are named",
	  "-A INPUT -i eth1 -p tcp --dport 22 -j DROP\n",
	  SSH "-A INPUT -i eth2 -p tcp --dport 80 -j ACCEPT\n",
	  OPEN " dev eth2", false, 1,
	  "of the other interfaces only those that are known are open" },
	{ "some of an interface that is named",
	  "-A INPUT -i eth1 -s 128.0.0.0/1 -j DROP\n",
	  SSH "-A INPUT -i eth2 -p tcp --dport 80 -j ACCEPT\n",
	  OPEN4 "1", false, 1, "stricter: line 6" },
	{ "all interfaces but one", "-A INPUT ! -i eth1 -p tcp --dport 22 -j DROP\n",
	  SSH, "port add tcp 22 from 0.0.0.0/0 dev eth1" },
	{ "some sources by an interface", "-A INPUT -i eth1 -s 128.0.0.0/1 -j DROP\n",
	  SSH, "port add tcp 22 from 0.0.0.0/1", false, 1, "stricter: line 6" },
	{ "a recent list",
	  "-A INPUT -m recent --update --seconds 3600 --name BAD --rsource -j DROP\n",
	  SSH, OPEN, true, 2, MORE "those on the recent list BAD" },
	{ "a rate", "-A INPUT -p tcp --dport 22" RATE " -j DROP\n", SSH,
	  OPEN " guard line6", true, 1,
	  MORE "those above a rate" },
	{ "connections at once", "-A INPUT -p tcp --dport 22" MANY "24 -j DROP\n", SSH,
	  OPEN " guard line6",
	  true, 1, "# guard add line6 live 3 mask4 24" },
	{ "connections at once of all", "-A INPUT -p tcp --dport 22" MANY "0 -j DROP\n", SSH,
	  OPEN, true, 1, "for which there is no guard" },
	{ "a rate of each source and port", HASH("3/min", "srcip,dstport"),
	  SSH, OPEN " guard line6", true, 1, "3/minute of each source" },
	{ "a rate of bytes", HASH("512kb/s", "srcip"),
	  SSH, OPEN, true, 1, MORE "those above a rate" },
	{ "a rate of which a chain lets some go back",
	  "-A INPUT -p tcp --syn -j T\n-A T -m limit --limit 25/s -j RETURN\n-A T -j DROP\n",
	  SSH, OPEN " guard line7", true, 1, "those above 25/second of all sources together" },
	{ "the limit of ufw", NOTED CHECKED "-j T\n-A T -j REJECT\n", SSH,
	  OPEN " guard line7", true, 3, "# guard add line7 5/30s" },
	{ "a recent list that counts those it judges", NOTED CHECKED "-j DROP\n", SSH,
	  OPEN " guard line7", true, 3, "# guard add line7 5/30s" },
	{ "a recent list that counts those before", CHECKED "-j DROP\n" NOTED, SSH,
	  OPEN " guard line6", true, 3, "# guard add line6 6/30s" },
	{ "a rate, and sources that are refused",
	  "-A INPUT -p tcp --dport 22" RATE " -j DROP\n"
	  "-A INPUT -s 128.0.0.0/1 -p tcp --dport 22 -j DROP\n", SSH,
	  OPEN4 "1 guard line6", true, 1, "# guard add line6 3/1m" },
	{ "an ipset", "-A INPUT -m set --match-set bad src -j DROP\n", SSH, OPEN,
	  true, 1, MORE "some by 'ipset bad'" },
	{ "hours", "-A INPUT -m time --timestart 22:00:00 --timestop 06:00:00 -j DROP\n",
	  SSH, OPEN, true, 1, MORE "those at some hours" },
	{ "a TTL", "-A INPUT -m ttl --ttl-lt 5 -j DROP\n", SSH, OPEN, true, 1,
	  MORE "those with some TTL" },
	{ "a destination", "-A INPUT -d 10.0.0.1/32 -j DROP\n", SSH, OPEN, true, 1,
	  MORE "those to 10.0.0.1" },
	{ "everything is open but for some", "-A INPUT -s 192.0.2.9/32 -p tcp --dport 22 -j DROP\n",
	  "-A INPUT -j ACCEPT\n", "port add tcp 1-65535 from 0.0.0.0/0", false, 2,
	  "only protocols with a name" },
};

static void test_front(void **state)
{
	const struct row *row = *state;
	char rules[2048];
	unsigned int lost;
	char *policy;
	bool good;

	snprintf(rules, sizeof(rules), "%s%s%s", HEAD, row->front, row->below);
	policy = import(rules, &lost);
	good = lost == row->lost && (!row->reason || strstr(policy, row->reason)) &&
	       opens(policy, row->line, row->shut, lost);
	if (!row->reason)
		good &= !strstr(policy, "# line");
	if (!good)
		fail_msg("%u lost:\n%s", lost, policy);
	free(policy);
}

/* An accept chain that two rules share: one of them says nothing of the other. */
static void test_shared_chain(void **state)
{
	static const char *const jumps[] = {
		"-A INPUT -p udp -m udp --sport 53 -j T\n",
		"-A INPUT -p tcp -m tcp --dport 22 -j T\n",
	};
	char rules[2048];
	unsigned int lost;
	char *policy;

	(void)state;
	for (int first = 0; first < 2; first++) {
		snprintf(rules, sizeof(rules), "%s%s%s-A T -j ACCEPT\n", HEAD,
			 jumps[first], jumps[!first]);
		policy = import(rules, &lost);
		assert_true(has_line(policy, OPEN));
		assert_non_null(strstr(policy, first ?
				       "from line 7: sfw has no source ports" :
				       "from line 6: sfw has no source ports"));
		free(policy);
	}
}

/* "--goto": packets that fall off the chain's end come to the policy. */
static void test_goto(void **state)
{
	unsigned int lost;
	char *policy;

	(void)state;
	policy = import(HEAD "-A INPUT -i eth0 -g T\n-A INPUT -g T\n"
			"-A T -p tcp -m tcp --dport 22 -j ACCEPT\n"
			"-A INPUT -p tcp --dport 80 -j ACCEPT\n", &lost);
	assert_true(has_line(policy, OPEN));
	assert_false(has_command(policy, "80"));
	assert_int_equal(lost, 0);
	free(policy);
}

static unsigned int count(const char *text, const char *part)
{
	unsigned int found = 0;

	for (; (text = strstr(text, part)); text++)
		found++;
	return found;
}

/* All that is offered can be typed: a guard of two ports once, each by its own name. */
static void test_guard_names(void **state)
{
	unsigned int lost;
	char *policy;

	(void)state;
	policy = import(HEAD "-A INPUT -p tcp --syn -j T\n" SSH
			"-A INPUT -p tcp --dport 80 -j ACCEPT\n"
			"-A T -m limit --limit 25/s -j RETURN\n-A T -j DROP\n", &lost);
	assert_int_equal(count(policy, "# guard add line9 "), 1);
	assert_int_equal(count(policy, " guard line9\n"), 2);
	free(policy);
	policy = import("# Generated by iptables-save\n" HEAD LIMITED "COMMIT\n"
			"# Generated by ip6tables-save\n" HEAD LIMITED, &lost);
	assert_int_equal(count(policy, "# guard add line"), 2);
	free(policy);
}

/* Two rules that open the same offer the line once: typed twice, it would be refused. */
static void test_same_offers(void **state)
{
	static const char mark[] = "-A INPUT -m mark --mark 0x1 -p tcp -m tcp ";
	char rules[512], *policy;
	unsigned int lost;

	(void)state;
	snprintf(rules, sizeof(rules), "%s%s--dport 22 -j ACCEPT\n"
		 "-A INPUT -m mark --mark 0x2 -p tcp -m tcp --dport 22 -j ACCEPT\n"
		 "%s--dport 80 -j ACCEPT\n", HEAD, mark, mark);
	policy = import(rules, &lost);
	assert_int_equal(lost, 3);
	assert_int_equal(count(policy, "\n# port add tcp 22 "), 1);
	assert_int_equal(count(policy, "\n#   as above: port add tcp 22 "), 1);
	assert_int_equal(count(policy, "\n# port add tcp 80 "), 1);
	free(policy);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guard_names),
		cmocka_unit_test(test_same_offers),
		cmocka_unit_test(test_shared_chain),
		cmocka_unit_test(test_goto),
	};
	int failed = run_table("front", rows, ARRAY_SIZE(rows), sizeof(*rows),
			       test_front);

	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
