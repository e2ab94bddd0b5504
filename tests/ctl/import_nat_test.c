// SPDX-License-Identifier: GPL-2.0
/* Rules of a gateway: forwarded, translated, or left to somebody else. */
#include "importing.h"

#define NAT	"COMMIT\n*nat\n"
#define RAW	"COMMIT\n*raw\n"
#define ACCEPT(ports) "-A INPUT -p tcp -m multiport --dports " ports " -j ACCEPT\n"
#define REDIRECT " -j REDIRECT --to-ports 8080\n"
#define CONTAINER GATEWAY ":DOCKER - [0:0]\n-A FORWARD -o docker0 -j DOCKER\n"
#define SSH	"-A INPUT -p tcp --dport 22 -j ACCEPT\n"
#define TO_BOX	" -d 172.17.0.3/32 ! -i docker0 -o docker0 -p tcp --dport 5432 "
#define PUBLISHED \
	"-A DOCKER ! -i docker0 -p tcp --dport 5432 -j DNAT --to-destination 172.17.0.3:5432\n"
#define LIVE	"-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
#define GATEWAY	HEAD ":FORWARD DROP [0:0]\n" LIVE
#define DNAT	"-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT\n"

/* A line of the output, a remark too; or text that must not be in the policy. */
static const struct row {
	const char *name;
	const char *rules;
	const char *line;
	bool absent;
	unsigned int lost;
	const char *reason;	/* NULL: nothing is said */
} rows[] = {
	{ "translated packets pass", GATEWAY DNAT NAT
	  "-A PREROUTING -i wan0 -p tcp -m multiport --dports 80,8080 -j DNAT --to-destination 10.0.0.5\n",
	  "forward add tcp 80,8080 in wan0 to 10.0.0.5" },
	{ "by its status", GATEWAY "-A FORWARD -m conntrack --ctstatus DNAT -j ACCEPT\n" NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5\n",
	  "forward add tcp 80 in wan0 to 10.0.0.5" },
	{ "packets that are not translated pass", GATEWAY
	  "-A FORWARD -m conntrack ! --ctstate DNAT -j ACCEPT\n" NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5\n",
	  "forward add", true, 2, "FORWARD does not let these through" },
	{ "by an address", GATEWAY DNAT NAT
	  "-A PREROUTING -d 192.0.2.1/32 -p tcp --dport 443 -j DNAT --to-destination 10.0.0.5:443\n"
	  "-A POSTROUTING -s 10.0.0.0/8 -o wan0 -j MASQUERADE\n",
	  "# forward add tcp 443 in wan0 to 10.0.0.5:443", false, 1,
	  "for all addresses of this host there" },
	{ "by an address, several interfaces", GATEWAY DNAT NAT
	  "-A PREROUTING -d 192.0.2.1/32 -p tcp --dport 443 -j DNAT --to-destination 10.0.0.5:443\n"
	  "-A POSTROUTING -s 10.0.0.0/8 -o wan0 -j MASQUERADE\n"
	  "-A POSTROUTING -s 10.0.0.0/8 -o wan1 -j MASQUERADE\n",
	  "# forward add tcp 443 in IFACE to 10.0.0.5:443", false, 1,
	  "for all addresses of this host there" },
	{ "ports to the first free", GATEWAY DNAT NAT
	  "-A PREROUTING -i wan0 -p udp --dport 5000:5010 -j DNAT --to-destination 10.0.0.5:6000-6010\n",
	  "# forward add udp 5000-5010 in wan0 to 10.0.0.5:6000-6010", false, 1,
	  "the first one there that is free" },
	{ "ports to theirs", GATEWAY DNAT NAT
	  "-A PREROUTING -i wan0 -p udp --dport 5000:5010 -j DNAT --to-destination 10.0.0.5:6000-6010/5000\n",
	  "forward add udp 5000-5010 in wan0 to 10.0.0.5:6000-6010" },
	{ "a hairpin", GATEWAY DNAT NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5\n"
	  "-A POSTROUTING -s 10.0.0.0/8 -d 10.0.0.5/32 -p tcp --dport 80 -j SNAT --to-source 10.0.0.1\n",
	  "forward add tcp 80 in wan0 to 10.0.0.5", false, 0,
	  "brings these back by itself" },
	{ "masquerading of all", GATEWAY NAT "-A POSTROUTING -o wan0 -j MASQUERADE\n",
	  "masquerade add 0.0.0.0/0 out wan0" },
	{ "masquerading by no interface", GATEWAY NAT
	  "-A POSTROUTING -s 10.0.0.0/8 ! -d 10.0.0.0/8 -j MASQUERADE\n",
	  "# masquerade add 10.0.0.0/8 out IFACE", false, 1, "nothing but a source" },
	{ "a source that is named", GATEWAY NAT
	  "-A POSTROUTING -s 10.0.0.0/8 -o wan0 -j SNAT --to-source 192.0.2.1\n",
	  "masquerade add 10.0.0.0/8 out wan0 to 192.0.2.1" },
	{ "sources that are named", GATEWAY NAT
	  "-A POSTROUTING -s 10.0.0.0/8 -o wan0 -j SNAT --to-source 192.0.2.1-192.0.2.9\n",
	  "# masquerade add 10.0.0.0/8 out wan0", false, 1, "one new source" },
	{ "a source and its ports", GATEWAY NAT
	  "-A POSTROUTING -s 10.0.0.0/8 -o wan0 -p udp -j SNAT --to-source 192.0.2.1:1024-2047\n",
	  "# masquerade add 10.0.0.0/8 out wan0 to 192.0.2.1", false, 1, "nothing but a source" },
	{ "a way out", GATEWAY "-A FORWARD -i lan0 -o wan0 -j ACCEPT\n",
	  "lan add dev lan0 out wan0" },
	{ "a way out that is refused before", GATEWAY
	  "-A FORWARD -s 10.0.0.9/32 -o wan0 -j DROP\n-A FORWARD -i lan0 -o wan0 -j ACCEPT\n",
	  "# lan add dev lan0 out wan0", false, 1, "it would open more" },
	{ "another way out that is refused before", GATEWAY
	  "-A FORWARD -i lan0 -o dmz0 -j DROP\n-A FORWARD -i lan0 -o wan0 -j ACCEPT\n",
	  "lan add dev lan0 out wan0" },
	{ "lan behind a rule about TCP without a SYN", GATEWAY
	  "-A FORWARD -p tcp -m conntrack --ctstate NEW -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -j DROP\n"
	  "-A FORWARD -i lan0 -j ACCEPT\n", "lan add dev lan0", false, 1,
	  "left out: lan lets TCP begin without a SYN" },
	{ "segment sizes", GATEWAY "COMMIT\n*mangle\n"
	  "-A FORWARD -o ppp0 -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu\n",
	  "enable", false, 0, "'set mss-clamp on', the default, does this" },
	{ "a segment size", GATEWAY "COMMIT\n*mangle\n"
	  "-A FORWARD -o ppp0 -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1400\n",
	  "enable", false, 1, "no number of one's own" },
	{ "a helper", GATEWAY "COMMIT\n*raw\n:PREROUTING ACCEPT [0:0]\n"
	  "-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp\n",
	  "enable", false, 1, "gives no connection a helper" },
	{ "a redirection", GATEWAY NAT
	  "-A PREROUTING -i lan0 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 3128\n",
	  "enable", false, 1, "as they are then" },
	{ "a redirection from an open port to a closed one", HEAD ACCEPT("22,80") NAT
	  "-A PREROUTING -p tcp --dport 80" REDIRECT, "port add tcp 22 from 0.0.0.0/0", false,
	  1, "as they are then" },
	{ "a redirection to an open port", HEAD ACCEPT("22,8080") NAT
	  "-A PREROUTING -p tcp --dport 80" REDIRECT, "# port add tcp 80 from 0.0.0.0/0",
	  false, 1, "with or without it" },
	{ "a redirection, and all that is translated is let in", HEAD
	  "-A INPUT -m conntrack --ctstate DNAT -j ACCEPT\n" NAT
	  "-A PREROUTING -p tcp --dport 80" REDIRECT, "# port add tcp 80 from 0.0.0.0/0",
	  false, 1, "with or without it" },
	{ "a redirection from an open port to another", HEAD ACCEPT("80,8080") NAT
	  "-A PREROUTING -p tcp --dport 80" REDIRECT, "port add tcp 80,8080 from 0.0.0.0/0",
	  false, 0, "with or without it" },
	{ "all is open, but for the port that another is led to",
	  "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n-A INPUT -p tcp --dport 8080 -j DROP\n"
	  NAT "-A PREROUTING -p tcp --dport 80" REDIRECT,
	  "port add tcp 1-79,81-8079,8081-65535 from 0.0.0.0/0", false, 3,
	  "leads those to some ports to where they may be refused" },
	{ "trust, where a port is led to another",
	  HEAD ":FORWARD DROP [0:0]\n-A INPUT -i lan0 -j ACCEPT\n" NAT
	  "-A PREROUTING -p tcp --dport 80" REDIRECT, "trust add dev lan0", false, 1,
	  "as they are then" },
	{ "trust, where a port is led to a host that FORWARD refuses",
	  GATEWAY "-A INPUT -i lan0 -j ACCEPT\n" NAT
	  "-A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5\n",
	  "trust", true, 2, "to where they may be refused" },
	{ "a redirection before a forwarded port", GATEWAY DNAT NAT
	  "-A PREROUTING -p tcp --dport 80" REDIRECT
	  "-A PREROUTING -i wan0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5\n",
	  "forward add", true, 1, "no packet gets here" },
	{ "a refusal before NAT, by the old port", GATEWAY DNAT NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 8443 -j DNAT --to-destination 10.0.0.5:443\n"
	  RAW "-A PREROUTING ! -s 10.0.0.0/8 -i wan0 -p tcp --dport 8443 -j DROP\n",
	  "forward add", true, 1, "FORWARD does not let these through" },
	{ "a refusal before NAT, by the new port", GATEWAY DNAT NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 8443 -j DNAT --to-destination 10.0.0.5:443\n"
	  RAW "-A PREROUTING -p tcp --dport 443 -j DROP\n",
	  "forward add tcp 8443 in wan0 to 10.0.0.5:443" },
	{ "a refusal behind NAT, of packets that are refused before it, too", GATEWAY
	  "-A FORWARD -s 192.0.2.9/32 -p tcp --dport 443 -j DROP\n" DNAT NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 8443 -j DNAT --to-destination 10.0.0.5:443\n"
	  RAW "-A PREROUTING -p tcp --dport 443 -j DROP\n",
	  "forward add", true, 1, "FORWARD does not let these through" },
	{ "a refusal before NAT that is carried over for this host", GATEWAY DNAT
	  "-A INPUT -p tcp --dport 22 -j ACCEPT\n" NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5\n"
	  RAW "-A PREROUTING -i wan0 -p tcp --dport 80 -j DROP\n",
	  "forward add", true, 1, "FORWARD does not let these through" },
	{ "a container that is published", CONTAINER "-A DOCKER" TO_BOX "-j ACCEPT\n" NAT
	  ":DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n" PUBLISHED,
	  "# port add tcp 5432 from 0.0.0.0/0", false, 2, "with or without it" },
	{ "a container that is published, and refused", CONTAINER
	  "-A INPUT -p tcp --dport 5432 -j ACCEPT\n"
	  "-A DOCKER ! -s 10.0.0.0/8 -i eth0 -j DROP\n-A DOCKER" TO_BOX "-j ACCEPT\n" NAT
	  ":DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n" PUBLISHED,
	  "port add tcp 5432 from 0.0.0.0/0 dev docker0", false, 2,
	  "FORWARD does not let these through" },
	{ "a container that nobody reaches by its address", CONTAINER SSH
	  "-A DOCKER" TO_BOX "-j ACCEPT\n" NAT ":DOCKER - [0:0]\n"
	  "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n" PUBLISHED
	  RAW "-A PREROUTING -d 172.17.0.3/32 ! -i docker0 -j DROP\n",
	  "port add tcp 22 from 0.0.0.0/0", false, 2, "with or without it" },
	{ "an address that may be this host's", CONTAINER SSH
	  RAW "-A PREROUTING -d 172.17.0.3/32 ! -i docker0 -j DROP\n",
	  "port add tcp 22 from 0.0.0.0/0 dev docker0", false, 2, "those to 172.17.0.3" },
	{ "an address that NAT leads to, which may be this host's", CONTAINER SSH NAT
	  "-A PREROUTING -i wan0 -p tcp --dport 5432 -j DNAT --to-destination 172.17.0.3\n"
	  RAW "-A PREROUTING -d 172.17.0.3/32 ! -i docker0 -j DROP\n",
	  "port add tcp 22 from 0.0.0.0/0 dev docker0", false, 3, "those to 172.17.0.3" },
	{ "a protocol by an interface, which is no lan", GATEWAY
	  "-A FORWARD -i wan0 -p icmp -m limit --limit 9/s -j ACCEPT\n", "set forward drop",
	  false, 1, "nothing like limit" },
	{ "untracked packets, refused for it",
	  HEAD "-A INPUT -p udp --dport 53 -m conntrack --ctstate NEW -j ACCEPT\n"
	  "COMMIT\n*raw\n-A PREROUTING -p udp -m udp --dport 53 -j NOTRACK\n",
	  "port add", true, 2, "no tracked connection" },
	{ "untracked packets, let in",
	  HEAD "-A INPUT -p udp --dport 53 -j ACCEPT\n"
	  "COMMIT\n*raw\n-A PREROUTING -p udp -m udp --dport 53 -j NOTRACK\n",
	  "port add udp 53 from 0.0.0.0/0", false, 1, "which packets are tracked" },
};

static void test_row(void **state)
{
	const struct row *row = *state;
	unsigned int lost;
	char *policy = import(row->rules, &lost);
	bool good = lost == row->lost &&
		    (row->absent ? !has_command(policy, row->line) :
				   has_line(policy, row->line));

	if (row->reason)
		good &= !!strstr(policy, row->reason);
	else
		good &= !strstr(policy, "# line");
	if (!good)
		fail_msg("%u lost:\n%s", lost, policy);
	free(policy);
}

int main(void)
{
	return run_table("nat", rows, ARRAY_SIZE(rows), sizeof(*rows), test_row);
}
