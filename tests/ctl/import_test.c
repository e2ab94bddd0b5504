// SPDX-License-Identifier: GPL-2.0
/* Policies that single rules of iptables come to, and why others come to nothing. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "importing.h"

#define INVALID	"-A INPUT -m conntrack --ctstate INVALID -j DROP\n"
#define FORWARD	HEAD ":FORWARD DROP [0:0]\n"
#define NAT	"COMMIT\n*nat\n"
#define ND	"-A INPUT -p ipv6-icmp --icmpv6-type 135 -j ACCEPT\n"
#define ALL4	" from 0.0.0.0/0"
#define DNAT	" -j DNAT --to-destination 10.0.0.5\n"
#define CHECK	"-A T -m recent --rcheck --seconds 10 --hitcount 3 --name s -j DROP\n"
#define NOTE	"-A T -m recent --set --name s -j ACCEPT\n"
#define TO_T	"-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -j T\n"

static const struct row {
	const char *name;
	const char *rules;
	const char *policy;	/* a line of it, or one that must not be in it */
	bool absent;
	const char *reason;	/* NULL: nothing is lost */
} rows[] = {
	{ "a port", HEAD "-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22" ALL4 },
	{ "a service", HEAD "-A INPUT -p tcp --dport ssh -j ACCEPT\n",
	  "port add tcp 22" ALL4 },
	{ "several ports",
	  HEAD "-A INPUT -p udp -m multiport --dports 53,60:70 -j ACCEPT\n",
	  "port add udp 53,60-70" ALL4 },
	{ "open ranges", HEAD "-A INPUT -p tcp --dport 0:1023 -j ACCEPT\n",
	  "port add tcp 1-1023" ALL4 },
	{ "source and interface",
	  HEAD "-A INPUT -s 10.0.0.0/255.0.0.0 -i eth0 -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22 from 10.0.0.0/8 dev eth0" },
	{ "a comment",
	  HEAD "-A INPUT -p tcp --dport 22 -m comment --comment \"a \\\"b\\\"\" -j ACCEPT\n",
	  "port add tcp 22" ALL4 " comment \"a \\\"b\\\"\"" },
	{ "the same port twice",
	  HEAD "-A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT\n"
	  "-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT\n",
	  "port add tcp 443" ALL4 },
	{ "all of TCP", HEAD "-A INPUT -p tcp -j ACCEPT\n",
	  "port add tcp 1-65535" ALL4 },
	{ "a protocol", HEAD "-A INPUT -p gre -j ACCEPT\n",
	  "proto add gre" ALL4 },
	{ "an IPv6 protocol", HEAD "-A INPUT -s fe80::/10 -p ipv6-icmp -j ACCEPT\n"
	  "-A INPUT -p ipv6-icmp --icmpv6-type 128 -j ACCEPT\n",
	  "proto add icmpv6 from fe80::/10" },
	{ "counters", "*filter\n:INPUT DROP [1:2]\n[3:4] -A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22" ALL4, .reason = "loopback" },
	{ "a rule before all others", HEAD "-A INPUT -p tcp --dport 22 -j ACCEPT\n"
	  "-I INPUT -s 128.0.0.0/1 -p tcp --dport 22 -j DROP\n",
	  "port add tcp 22 from 0.0.0.0/1" },
	{ "a rule at a place", HEAD "-A INPUT -p tcp --dport 22 -j ACCEPT\n"
	  "-I INPUT 3 -s 128.0.0.0/1 -j DROP\n", "port add tcp 22 from 0.0.0.0/1" },
	{ "at a place that is none", HEAD "-A INPUT -p tcp --dport 22 -j ACCEPT\n"
	  "-I INPUT 9 -s 128.0.0.0/1 -j DROP\n", "port add", true, "no line of iptables-save" },
	{ "ping", HEAD "-A INPUT -p icmp --icmp-type 8 -j ACCEPT\n",
	  "set ping on" },
	{ "no ping", HEAD, "set ping off" },
	{ "ping for some",
	  HEAD "-A INPUT -s 10.0.0.0/8 -p icmp --icmp-type 8 -j ACCEPT\n",
	  "proto add ping from 10.0.0.0/8" },
	{ "ping by an interface",
	  HEAD "-A INPUT -i eth1 -p icmp --icmp-type 8 -j ACCEPT\n",
	  "proto add ping" ALL4 " dev eth1" },
	{ "all of ICMP, with ping, for some",
	  HEAD "-A INPUT -s 10.0.0.0/8 -p icmp -j ACCEPT\n",
	  "proto add ping from 10.0.0.0/8" },
	{ "all of ICMP but ping", HEAD
	  "-A INPUT -p icmp --icmp-type 8 -j DROP\n-A INPUT -p icmp -j ACCEPT\n",
	  "proto add icmp" ALL4 },
	{ "ping but for some", HEAD
	  "-A INPUT -s 128.0.0.0/1 -p icmp -j DROP\n-A INPUT -p icmp --icmp-type 8 -j ACCEPT\n",
	  "proto add ping from 0.0.0.0/1" },
	{ "ping, limited", HEAD "-A INPUT -p icmp --icmp-type 8 -m limit --limit 1/s -j ACCEPT\n",
	  "set ping off", .reason = "# proto add ping" ALL4 " guard line6" },
	{ "another ICMP type", HEAD "-A INPUT -p icmp --icmp-type 13 -j ACCEPT\n",
	  "icmp", true, "no ICMP type alone" },
	{ "DHCP", HEAD INVALID "-A INPUT -p udp --sport 67 --dport 68 -j ACCEPT\n",
	  "set dhcp on" },
	{ "DHCPv6", HEAD ND "-A INPUT -d fe80::/64 -p udp --dport 546 -j ACCEPT\n",
	  "set dhcp on" },
	{ "DHCPv6 of one port", HEAD ND
	  "-A INPUT -s fe80::/10 -d fe80::/10 -p udp --sport 547 --dport 546 -j ACCEPT\n",
	  "set dhcp on" },
	{ "its port at all addresses", HEAD ND
	  "-A INPUT -s fe80::/10 -p udp --dport 546 -j ACCEPT\n",
	  "port add udp 546 from fe80::/10" },
	{ "rejects of the article", HEAD
	  "-A INPUT -p udp -j REJECT --reject-with icmp-port-unreachable\n"
	  "-A INPUT -p tcp -j REJECT --reject-with tcp-reset\n"
	  "-A INPUT -j REJECT --reject-with icmp-proto-unreachable\n",
	  "set reject4 rfc" },
	{ "another reject", HEAD "-A INPUT -j REJECT --reject-with icmp-admin-prohibited\n",
	  "set reject4 admin", .reason = "answer of a closed port" },
	{ "a trusted interface", HEAD "-A INPUT -i eth1 -j ACCEPT\n",
	  "trust add dev eth1" },
	{ "trust behind INVALID", HEAD INVALID "-A INPUT -i eth1 -j ACCEPT\n",
	  "trust", true, "line 6 comes first and refuses INVALID packets" },
	{ "ports behind INVALID", HEAD INVALID "-A INPUT -i eth1 -j ACCEPT\n",
	  "port add udp 1-65535" ALL4 " dev eth1", .reason = "with a name" },
	{ "ping behind INVALID", HEAD INVALID "-A INPUT -i eth1 -j ACCEPT\n",
	  "proto add ping" ALL4 " dev eth1", .reason = "with a name" },
	{ "tunnels behind INVALID", HEAD INVALID "-A INPUT -i eth1 -j ACCEPT\n",
	  "proto add gre" ALL4 " dev eth1", .reason = "with a name" },
	{ "another family's protocols", HEAD INVALID "-A INPUT -i eth1 -j ACCEPT\n",
	  "proto add icmpv6", true, "with a name" },
	{ "all interfaces but one, of those that are named",
	  HEAD "-A INPUT ! -i eth1 -p tcp --dport 22 -j ACCEPT\n"
	  "-A INPUT -i eth2 -p tcp --dport 80 -j ACCEPT\n",
	  "port add tcp 22" ALL4 " dev eth2",
	  .reason = "not by all but eth1: only those that are known" },
	{ "all interfaces but one, trusted",
	  HEAD "-A INPUT ! -i eth1 -j ACCEPT\n-A INPUT -i eth2 -p tcp --dport 80 -j ACCEPT\n",
	  "trust add dev eth2", .reason = "not by all but eth1" },
	{ "all interfaces but those of a pattern",
	  HEAD "-A INPUT ! -i eth+ -p tcp --dport 22 -j ACCEPT\n"
	  "-A INPUT -i eth2 -p tcp --dport 80 -j ACCEPT\n",
	  "port add tcp 22", true, "not by all but eth*" },
	{ "trust of two kinds", HEAD "-A INPUT -s 10.0.0.0/8 -i eth1 -j ACCEPT\n",
	  "trust", true, "not both" },
	{ "protocols of two kinds", HEAD "-A INPUT -s 10.0.0.0/8 -i eth1 -j ACCEPT\n",
	  "proto add esp from 10.0.0.0/8 dev eth1", .reason = "not both" },
	{ "a block, before live connections",
	  "*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.0/24 -j DROP\n",
	  "block add 192.0.2.0/24", .reason = "loopback" },
	{ "a block, behind them", HEAD "-A INPUT -s 192.0.2.0/24 -j DROP\n",
	  "block add 192.0.2.0/24", .reason = "stricter" },
	{ "no block of private networks behind them",
	  HEAD "-A INPUT -s 10.0.0.0/8 -j DROP\n", "block", true },
	{ "a block behind an open port",
	  HEAD "-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -s 192.0.2.0/24 -j REJECT\n",
	  "block", true, "answer of a closed port" },
	{ "a port that is closed for some", HEAD
	  "-A INPUT -s 128.0.0.0/2 -p tcp --dport 22 -j DROP\n"
	  "-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22 from 0.0.0.0/1,192.0.0.0/2" },
	{ "a port that is never reached",
	  HEAD "-A INPUT -j DROP\n-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add", true },
	{ "behind an option that is not understood",
	  HEAD "-A INPUT -p tcp -j TARPIT\n-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add", true, "nothing like TARPIT" },
	{ "behind a line that is none",
	  HEAD "what?\n-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add", true, "no line of iptables-save" },
	{ "flags that do not exist",
	  HEAD "-A INPUT -p tcp --tcp-flags ALL NONE -j DROP\n"
	  "-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22" ALL4 },
	{ "negations", HEAD "-A INPUT ! -s 64.0.0.0/2 -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22 from 0.0.0.0/2,128.0.0.0/1" },
	{ "an interface with a plus",
	  HEAD "-A INPUT -i eth+ -p tcp --dport 22 -j ACCEPT\n",
	  "port add tcp 22" ALL4 " dev \"eth*\"" },
	{ "a destination",
	  HEAD "-A INPUT -d 10.0.0.1 -p tcp --dport 22 -j ACCEPT\n",
	  "port add", true, "no destinations" },
	{ "through a chain, with RETURN", HEAD TO_T
	  "-A T -s 128.0.0.0/1 -j RETURN\n-A T -j ACCEPT\n",
	  "port add tcp 22 from 0.0.0.0/1" },
	{ "through a chain, with RETURN of some", HEAD TO_T
	  "-A T -m ttl --ttl-lt 5 -j RETURN\n-A T -j ACCEPT\n",
	  "port add", true, "RETURN" },
	{ "a guard", HEAD TO_T CHECK NOTE, "guard add s 3/10s" },
	{ "and its port", HEAD TO_T CHECK NOTE,
	  "port add tcp 22" ALL4 " guard s" },
	{ "a guard, with rttl and a mask", HEAD TO_T
	  "-A T -m recent --rcheck --seconds 10 --hitcount 3 --rttl --name s --mask 255.255.255.0 --rsource -j DROP\n"
	  "-A T -m recent --set --name s --mask 255.255.255.0 --rsource -j ACCEPT\n",
	  "guard add s 3/10s rttl mask4 24" },
	{ "a guard that counts refused attempts", HEAD
	  "-A T -m recent --set --name s\n" TO_T CHECK "-A T -j ACCEPT\n",
	  "port add", true, "refused attempts" },
	{ "a guard that prolongs", HEAD TO_T
	  "-A T -m recent --update --seconds 10 --hitcount 3 --name s -j DROP\n" NOTE,
	  "port add", true, "refused attempts" },
	{ "a guard for some", HEAD TO_T
	  "-A T -s 128.0.0.0/1 -m recent --rcheck --seconds 10 --hitcount 3 --name s -j DROP\n"
	  NOTE, "port add tcp 22 from 0.0.0.0/1", .reason = "only some" },
	{ "a guarded port within open ones",
	  HEAD TO_T CHECK NOTE "-A INPUT -p tcp --dport 20:30 -j ACCEPT\n",
	  "port add tcp 20-30" ALL4 },
	{ "a guard where none can stand", HEAD "-A INPUT -p gre -j T\n" CHECK NOTE,
	  "proto add gre", true, "guards only ports" },
	{ "a guard of two ports", HEAD TO_T "-A INPUT -p tcp --dport 80 -j T\n" CHECK NOTE,
	  "port add tcp 80" ALL4 " guard s" },
	{ "a guard whose list notes all ports", HEAD
	  "-A INPUT -p tcp --dport 22 -m recent --rcheck --seconds 10 --hitcount 3 --name s -j DROP\n"
	  "-A INPUT -p tcp -m recent --set --name s\n-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add", true, "# port add tcp 22" ALL4 " guard line6" },
	{ "a guard whose list notes another port", HEAD TO_T CHECK NOTE
	  "-A INPUT -p tcp --dport 80 -m recent --set --name s -j ACCEPT\n",
	  "port add tcp 22", true, "notes other packets" },
	{ "a guard whose list notes the packets that a check finds", HEAD TO_T CHECK NOTE
	  "-A INPUT -p tcp --dport 80 -m recent --update --seconds 10 --hitcount 3 --name s -j DROP\n",
	  "port add", true, "notes other packets" },
	{ "a guard whose list notes forwarded packets", FORWARD TO_T CHECK NOTE
	  "-A FORWARD -m recent --set --name s\n", "port add", true, "notes other packets" },
	{ "a guard whose list notes the packets to a destination", HEAD TO_T
	  "-A INPUT -d 10.0.0.1 -p tcp --dport 80 -j T\n" CHECK NOTE,
	  "port add", true, "notes other packets" },
	{ "a scan list without the trick", HEAD
	  "-A INPUT -p tcp -m recent --update --seconds 60 --name P -j REJECT --reject-with tcp-reset\n"
	  "-A INPUT -p tcp --dport 22 -j ACCEPT\n",
	  "port add", true, "it would open more" },
	{ "reverse path", HEAD "COMMIT\n*raw\n-A PREROUTING -m rpfilter --loose --invert -j DROP\n",
	  "set rpfilter loose" },
	{ "reverse path in two rules",
	  HEAD "COMMIT\n*raw\n-A PREROUTING -m rpfilter -j ACCEPT\n-A PREROUTING -j DROP\n",
	  "set rpfilter strict" },
	{ "a port that raw closes for some",
	  HEAD "-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n*raw\n"
	  "-A PREROUTING -s 128.0.0.0/1 -p tcp --dport 22 -j DROP\n",
	  "port add tcp 22 from 0.0.0.0/1" },
	{ "a port that security closes for some",
	  HEAD "-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n*security\n"
	  "-A INPUT -s 128.0.0.0/1 -p tcp --dport 22 -j DROP\n",
	  "port add tcp 22 from 0.0.0.0/1" },
	{ "a way that ends behind FORWARD",
	  FORWARD "-A FORWARD -i eth0 -j ACCEPT\nCOMMIT\n*mangle\n"
	  "-A POSTROUTING -o ppp0 -p tcp --dport 25 -j DROP\n",
	  "lan add", true, "refuses those" },
	{ "a source that raw drops",
	  HEAD "COMMIT\n*raw\n-A PREROUTING -s 10.0.0.0/8 -j DROP\n",
	  "block add 10.0.0.0/8" },
	{ "ports that sfw does not know", HEAD "-A INPUT -p udplite --dport 5 -j ACCEPT\n",
	  "proto add", true, "no ports of this protocol" },
	{ "lan", FORWARD "-A FORWARD -i eth0 -j ACCEPT\n", "lan add dev eth0" },
	{ "lan that must be quoted", FORWARD "-A FORWARD -i vm#lan -j ACCEPT\n",
	  "lan add dev \"vm#lan\"" },
	{ "lo, by which nothing is forwarded", FORWARD "-A FORWARD -i lo -j ACCEPT\n",
	  "lan", true },
	{ "lan with a way out", FORWARD "-A FORWARD -i eth0 -o ppp0 -j ACCEPT\n",
	  "lan add dev eth0 out ppp0" },
	{ "forward", FORWARD "-A FORWARD -d 10.0.0.5/32 -p tcp --dport 80 -j ACCEPT\n"
	  NAT "-A PREROUTING -i ppp0 -p tcp --dport 8000 -j DNAT --to-destination 10.0.0.5:80\n",
	  "forward add tcp 8000 in ppp0 to 10.0.0.5:80" },
	{ "forward with a comment", FORWARD
	  "-A FORWARD -d 10.0.0.5/32 -p tcp --dport 80 -j ACCEPT\n"
	  NAT "-A PREROUTING -i ppp0 -p tcp --dport 80 -m comment --comment \"web shop\"" DNAT,
	  "forward add tcp 80 in ppp0 to 10.0.0.5 comment \"web shop\"" },
	{ "forward whose permission has the comment", FORWARD
	  "-A FORWARD -d 10.0.0.5/32 -p tcp --dport 80 -m comment --comment shop -j ACCEPT\n"
	  NAT "-A PREROUTING -i ppp0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5\n",
	  "forward add tcp 80 in ppp0 to 10.0.0.5 comment \"shop\"" },
	{ "forward with a source, ports and a strange interface", FORWARD
	  "-A FORWARD -d 10.0.0.5/32 -p tcp -j ACCEPT\n"
	  NAT "-A PREROUTING -s 192.0.2.0/24 -i vm#wan -p tcp -m multiport --dports 80,443" DNAT,
	  "forward add tcp 80,443 in \"vm#wan\" to 10.0.0.5 from 192.0.2.0/24" },
	{ "forward without permission", FORWARD
	  NAT "-A PREROUTING -i ppp0 -p tcp --dport 8000 -j DNAT --to-destination 10.0.0.5:80\n",
	  "forward add", true, "FORWARD does not let" },
	{ "a permission without forward",
	  FORWARD "-A FORWARD -d 10.0.0.5/32 -p tcp --dport 80 -j ACCEPT\n",
	  "forward add", true, "a whole interface" },
	{ "masquerade", HEAD NAT "-A POSTROUTING -s 10.0.0.0/8 -o ppp0 -j MASQUERADE\n",
	  "masquerade add 10.0.0.0/8 out ppp0" },
	{ "masquerade that must be quoted", HEAD NAT
	  "-A POSTROUTING -s 10.0.0.0/8 -o vm#wan -j MASQUERADE\n",
	  "masquerade add 10.0.0.0/8 out \"vm#wan\"" },
	{ "masquerade with an exception", HEAD NAT
	  "-A POSTROUTING -d 10.0.0.0/8 -j ACCEPT\n-A POSTROUTING -s 10.0.0.0/8 -o ppp0 -j MASQUERADE\n",
	  "masquerade", true, "comes first" },
	{ "forwarding left alone", HEAD ":FORWARD ACCEPT [0:0]\n",
	  "set forward off" },
	{ "what leaves", HEAD ":OUTPUT ACCEPT [0:0]\n-A OUTPUT -p tcp --dport 25 -j REJECT\n",
	  "25", true, "packets that this host sends" },
	{ "everything is open", "*filter\n:INPUT ACCEPT [0:0]\n",
	  "trust add" ALL4 },
	{ "open but for some",
	  "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 23 -j DROP\n",
	  "trust", true, "line 3 comes first" },
	{ "chains that jump to each other", HEAD TO_T "-A T -j T\n-A T -j ACCEPT\n",
	  "port add", true, "nothing like T" },
};

/* Comments that have no place are told, and nothing is lost with them. */
static const struct remark {
	const char *name;
	const char *rules;
	const char *remark;
} remarks[] = {
	{ "masquerade", HEAD NAT
	  "-A POSTROUTING -s 10.0.0.0/8 -o ppp0 -m comment --comment office -j MASQUERADE\n",
	  "its comment is left out: the command takes none" },
	{ "lan", FORWARD "-A FORWARD -i eth0 -m comment --comment office -j ACCEPT\n",
	  "its comment is left out: the command takes none" },
	{ "trust", HEAD "-A INPUT -i eth1 -m comment --comment office -j ACCEPT\n",
	  "its comment is left out: the command takes none" },
	{ "two of one forward", FORWARD
	  "-A FORWARD -d 10.0.0.5/32 -p tcp --dport 80 -m comment --comment shop -j ACCEPT\n"
	  NAT "-A PREROUTING -i ppp0 -p tcp --dport 80 -m comment --comment web" DNAT,
	  "its comment is left out: the forwarded port has that of line 10" },
};

static void test_row(void **state)
{
	const struct row *row = *state;
	unsigned int lost;
	char *policy = import(row->rules, &lost);
	bool good = row->absent ? !has_command(policy, row->policy) :
				  has_line(policy, row->policy);

	if (row->reason)
		good &= lost && strstr(policy, row->reason);
	else
		good &= !lost;
	if (!good)
		fail_msg("%u lost:\n%s", lost, policy);
	free(policy);
}

static void test_remark(void **state)
{
	const struct remark *row = *state;
	unsigned int lost;
	char *policy = import(row->rules, &lost);

	if (lost || !strstr(policy, row->remark))
		fail_msg("%u lost:\n%s", lost, policy);
	free(policy);
}

static void test_families(void **state)
{
	unsigned int lost;
	char *policy;

	(void)state;
	policy = import("# Generated by iptables-save v1\n" HEAD
			"-A INPUT -i eth1 -j ACCEPT\n-A INPUT -i eth2 -j ACCEPT\n"
			"-A INPUT -p icmp --icmp-type 8 -j ACCEPT\n"
			"-A INPUT -p tcp --dport 22 -j ACCEPT\n"
			"-A INPUT -p tcp --dport 80 -j ACCEPT\n"
			"-A INPUT -p udp --sport 67 --dport 68 -j ACCEPT\nCOMMIT\n"
			"# Generated by ip6tables-save v1\n" HEAD
			"-A INPUT -i eth1 -j ACCEPT\n-A INPUT -p ipv6-icmp -s fe80::/10 -j ACCEPT\n"
			"-A INPUT -p tcp --dport 22 -j ACCEPT\n"
			"-A INPUT -s 2001:db8::/32 -p tcp --dport 80 -j ACCEPT\n",
			&lost);
	assert_true(has_line(policy, "port add tcp 22"));
	assert_true(has_line(policy, "port add tcp 80 from 0.0.0.0/0"));
	assert_true(has_line(policy, "port add tcp 80 from 2001:db8::/32"));
	assert_true(has_line(policy, "trust add dev eth1"));
	assert_false(has_command(policy, "trust add dev eth2"));
	assert_true(has_line(policy, "port add tcp 1-65535 from 0.0.0.0/0 dev eth2"));
	assert_true(has_line(policy, "set ping off"));
	assert_true(has_line(policy, "set dhcp off"));
	assert_true(has_line(policy, "# set dhcp on"));
	assert_true(has_line(policy, "proto add ping from 0.0.0.0/0"));
	assert_true(has_line(policy, "proto add ping from fe80::/10"));
	assert_true(lost);
	assert_null(strstr(policy, "rules only"));
	free(policy);
}

/* A word that one family alone takes says whose the rules are; a value is no word. */
static void test_family_of_words(void **state)
{
	static const struct {
		const char *rule;
		int family;
	} rules[] = {
		{ "-p tcp -j ACCEPT", 0 },
		{ "-s 192.0.2.1/32 -j DROP", AF_INET },
		{ "-d 2001:db8::/32 -j DROP", AF_INET6 },
		{ "-m iprange --src-range 192.0.2.1-192.0.2.9 -j DROP", AF_INET },
		{ "-m iprange --dst-range 2001:db8::1-2001:db8::9 -j DROP", AF_INET6 },
		{ "-p icmp -j ACCEPT", AF_INET },
		{ "-p ipv6-icmp -j ACCEPT", AF_INET6 },
		{ "-f -j DROP", AF_INET },
		{ "-p tcp ! -f -j DROP", AF_INET },
		{ "-m comment --comment -f -j DROP", 0 },
		{ "-m ttl --ttl-lt 5 -j DROP", AF_INET },
		{ "-m hl --hl-lt 5 -j DROP", AF_INET6 },
		{ "-m frag --fragmore -j DROP", AF_INET6 },
		{ "-m ah --ahspi 5 -j DROP", 0 },
		{ "-j REJECT --reject-with icmp-host-prohibited", AF_INET },
		{ "-j REJECT --reject-with icmp6-adm-prohibited", AF_INET6 },
		{ "-j REJECT --reject-with tcp-reset", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		struct ruleset set = { 0 };
		char line[128];

		snprintf(line, sizeof(line), "-A INPUT %s", rules[i].rule);
		ruleset_line(&set, "*filter", 1);
		ruleset_line(&set, line, 2);
		ruleset_finish(&set);
		if (set.tables[0].family != rules[i].family)
			fail_msg("%s: family %d", line, set.tables[0].family);
		ruleset_free(&set);
	}
}

static void test_twice(void **state)
{
	struct ruleset set = { 0 };

	(void)state;
	ruleset_line(&set, "*filter", 1);
	ruleset_line(&set, ":INPUT DROP [0:0]", 2);
	ruleset_line(&set, "*filter", 3);
	assert_non_null(ruleset_finish(&set));
	ruleset_free(&set);
	ruleset_line(&set, "root:x:0:0:root:/root:/bin/bash", 1);
	assert_non_null(ruleset_finish(&set));
	ruleset_free(&set);
}

/* Chains that jump to chains, each several times: an end comes soon. */
static void test_many_ways(void **state)
{
	struct ruleset set = { .asked = AF_INET };
	static char lines[10 * 16][32];
	unsigned int n = 0, lost;
	char *policy;
	size_t size;
	FILE *out = open_memstream(&policy, &size);

	(void)state;
	ruleset_line(&set, "-A INPUT -j c0", 1);
	for (int i = 0; i < 15; i++) {
		for (int j = 0; j < 10; j++) {
			sprintf(lines[n], "-A c%d -j c%d", i, i + 1);
			ruleset_line(&set, lines[n], n + 2);
			n++;
		}
	}
	ruleset_line(&set, "-A c15 -p tcp -j LOG", n + 2);
	assert_null(ruleset_finish(&set));
	assert_int_equal(import_translate(&set, out, &lost), -E2BIG);
	fclose(out);
	free(policy);
	ruleset_free(&set);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_family_of_words),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_many_ways),
	};
	int failed = run_table("import", rows, ARRAY_SIZE(rows), sizeof(*rows),
			       test_row);

	failed += run_table("comments", remarks, ARRAY_SIZE(remarks),
			    sizeof(*remarks), test_remark);
	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
