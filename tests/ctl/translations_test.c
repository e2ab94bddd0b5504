// SPDX-License-Identifier: GPL-2.0
/* Where the NAT of others leads ports, read out of the rules of their tools. */
#include <netinet/in.h>
#include <stdio.h>

#include "check.h"
#include "host/dnat.h"
#include "host/translations.h"
#include "lang/parser.h"

#define DOCKER								\
	"*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n"		\
	"-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n"	\
	"-A DOCKER -i docker0 -j RETURN\n"				\
	"-A DOCKER -i br-0123456789ab -j RETURN\n"			\
	"-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT " \
	"--to-destination 172.17.0.2:80\n" \
	"-A DOCKER ! -i docker0 -p udp -m udp --dport 5353 -j DNAT " \
	"--to-destination 172.17.0.2:53\n" \
	"-A DOCKER -d 127.0.0.1/32 ! -i docker0 -p tcp -m tcp --dport 8081 -j " \
	"DNAT --to-destination 172.17.0.3:80\n" \
	"COMMIT\n*filter\n:FORWARD DROP [0:0]\n"			\
	"-A FORWARD -p tcp -m tcp --dport 8082 -j ACCEPT\nCOMMIT\n"

#define KUBE								\
	"*nat\n-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m tcp --dport 443 -j KUBE-SVC-A\n" \
	"-A KUBE-NODEPORTS -p tcp -m tcp --dport 30080 -j KUBE-EXT-A\n"	\
	"-A KUBE-EXT-A -j KUBE-MARK-MASQ\n-A KUBE-EXT-A -j KUBE-SVC-A\n" \
	"-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000\n"		\
	"-A KUBE-SVC-A -m statistic --mode random -j KUBE-SEP-A\n"	\
	"-A KUBE-SEP-A -p tcp -m tcp -j DNAT --to-destination 10.244.0.5:80\n" \
	"-A LOOP -p tcp --dport 7 -j LOOP\n-A CNI -p tcp -m multiport --dports 81,90 -j CNI-1\n" \
	"-A CNI-1 -p tcp --dport 81 -j DNAT --to-destination 10.88.0.9:81\n" \
	"-A CNI-1 -p tcp --dport 90 -j DNAT --to-destination 10.88.0.9:8090\n" \
	"-A PREROUTING -p tcp -m tcp --dport 82 -j REDIRECT --to-ports 8443\n" \
	"-A PREROUTING -p tcp -m tcp --dport 6000:6010 -j DNAT --to-destination 10.0.0.9:6000-6010\nCOMMIT\n"

#define NETAVARK							\
	"table inet netavark {\n\tchain NETAVARK-HOSTPORT-DNAT {\n"	\
	"\t\ttcp dport 8080 jump nv_1\n\t\ttcp dport 8443 jump nv_1\n\t}\n\n" \
	"\tchain nv_1 {\n"						\
	"\t\tip saddr 10.88.0.0/16 tcp dport 8080 jump NETAVARK-HOSTPORT-SETMARK\n" \
	"\t\ttcp dport 8080 dnat ip to 10.88.0.2:80\n"			\
	"\t\ttcp dport 8443 dnat ip to 10.88.0.2:443\n\t}\n}\n"

#define KUBE_NFT							\
	"table ip kube-proxy {\n\tmap service-nodeports {\n"		\
	"\t\ttype inet_proto . inet_service : verdict\n"		\
	"\t\telements = { tcp . 30080 : goto external-1,\n"		\
	"\t\t\t     udp . 30053 : goto external-2 }\n\t}\n"		\
	"\tchain external-1 {\n\t\tjump mark-for-masquerade\n\t\tgoto service-1\n\t}\n" \
	"\tchain external-2 {\n\t\tdnat to 10.244.0.6:53\n\t}\n"	\
	"\tchain service-1 {\n\t\tnumgen random mod 1 vmap { 0 : goto endpoint-1 }\n\t}\n" \
	"\tchain endpoint-1 {\n\t\tmeta l4proto tcp dnat to 10.244.0.5:80\n\t}\n" \
	"\tchain pre {\n\t\ttcp dport { 80, 81-83 } redirect to :8080\n"	\
	"\t\ttcp dport 22 accept\n\t}\n}\n"

#define LOOPBACK							\
	"*nat\n-A HOST -p tcp -m tcp --dport 8081 -j CTR\n"		\
	"-A HOST -i ppp+ -p tcp -m tcp --dport 8082 -j CTR\n"		\
	"-A HOST -p tcp -m tcp --dport 6000:6010 -j DNAT --to-destination 10.0.0.9:7000-7010\n" \
	"-A HOST -p tcp -m tcp --dport 83 -j DNAT --to-destination 10.0.0.9\n" \
	"-A CTR -d 127.0.0.1 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.17.0.3:80\n" \
	"-A CTR -p tcp -m tcp --dport 8082 -j DNAT --to-destination 172.17.0.3:82\nCOMMIT\n"

#define BOTH								\
	"table inet netavark {\n\tchain DNAT {\n"				\
	"\t\tiifname \"br1\" counter packets 0 bytes 0 return\n"	\
	"\t\ttcp dport 8080 jump nv_1\n" \
	"\t\tiifname != \"br0\" tcp dport 8081 redirect to :80\n\t}\n" \
	"\tchain nv_1 {\n\t\tmeta nfproto ipv4 tcp dport 8080 dnat ip to 172.17.0.2:80\n" \
	"\t\tmeta nfproto ipv6 tcp dport 8080 dnat ip6 to [fd17::2]:80\n\t}\n" \
	"\tmap ips {\n\t\telements = { 10.96.0.10 . tcp . 8000 : goto nv_1 }\n\t}\n}\n"

static const struct row {
	const char *name;
	void (*read)(struct nat_rules *rules, char *text);
	const char *text;
	__u8 proto;
	__u16 port;
	const char *want;
} rows[] = {
	{ "Docker", nat_rules_read_save, DOCKER, IPPROTO_TCP, 8080,
	  "172.17.0.2:80" },
	{ "Docker, UDP", nat_rules_read_save, DOCKER, IPPROTO_UDP, 5353,
	  "172.17.0.2:53" },
	{ "another protocol", nat_rules_read_save, DOCKER, IPPROTO_UDP, 8080,
	  "" },
	{ "for 127.0.0.1 alone", nat_rules_read_save, DOCKER, IPPROTO_TCP, 8081,
	  "" },
	{ "rules of a filter", nat_rules_read_save, DOCKER, IPPROTO_TCP, 8082,
	  "" },
	{ "through chains", nat_rules_read_save, KUBE, IPPROTO_TCP, 30080,
	  "10.244.0.5:80" },
	{ "for an address of nobody here", nat_rules_read_save, KUBE,
	  IPPROTO_TCP, 443, "" },
	{ "in a circle", nat_rules_read_save, KUBE, IPPROTO_TCP, 7, "" },
	{ "the second of several ports", nat_rules_read_save, KUBE, IPPROTO_TCP,
	  90, "10.88.0.9:8090" },
	{ "to a port of this host", nat_rules_read_save, KUBE, IPPROTO_TCP, 82,
	  ":8443" },
	{ "in a range", nat_rules_read_save, KUBE, IPPROTO_TCP, 6005,
	  "10.0.0.9:6000-6010" },
	{ "netavark", nat_rules_read_nft, NETAVARK, IPPROTO_TCP, 8080,
	  "10.88.0.2:80" },
	{ "netavark, another port of it", nat_rules_read_nft, NETAVARK,
	  IPPROTO_TCP, 8443, "10.88.0.2:443" },
	{ "kube-proxy by nft", nat_rules_read_nft, KUBE_NFT, IPPROTO_TCP, 30080,
	  "10.244.0.5:80" },
	{ "kube-proxy by nft, UDP", nat_rules_read_nft, KUBE_NFT, IPPROTO_UDP,
	  30053, "10.244.0.6:53" },
	{ "a set of ports", nat_rules_read_nft, KUBE_NFT, IPPROTO_TCP, 82,
	  ":8080" },
	{ "for 127.0.0.1 alone, behind a chain", nat_rules_read_save, LOOPBACK,
	  IPPROTO_TCP, 8081, "" },
	{ "a map for an address of nobody here", nat_rules_read_nft, BOTH,
	  IPPROTO_TCP, 8000, "" },
	{ "accepted only", nat_rules_read_nft, KUBE_NFT, IPPROTO_TCP, 22, "" },
	{ "no text", nat_rules_read_nft, "", IPPROTO_TCP, 22, "" },
};

static void test_leads(void **state)
{
	const struct row *row = *state;
	struct nat_rules rules = { 0 };
	char *text = strdup(row->text);
	const char *to = "";

	assert_non_null(text);
	row->read(&rules, text);
	for (size_t i = 0; i < rules.count; i++) {
		const struct nat_rule *rule = &rules.at[i];

		if (rule->proto == row->proto && rule->first <= row->port &&
		    row->port <= rule->last && !to[0])
			to = nat_rule_leads(&rules, rule, NULL);
	}
	assert_string_equal(to, row->want);
	nat_rules_free(&rules);
	free(text);
}

/* One packet: from there, by that interface, to that address and port. */
static const struct led_row {
	const char *name;
	void (*read)(struct nat_rules *rules, char *text);
	const char *text;
	const char *src;
	const char *dev;
	const char *dst;
	__u16 port;
	const char *want;
	const char *want_dst;
	__u16 want_port;
} led_rows[] = {
	{ "to a container", nat_rules_read_save, DOCKER, "10.0.0.2", "eth0", "",
	  8080, "172.17.0.2:80", "172.17.0.2", 80 },
	{ "not from its own bridge", nat_rules_read_save, DOCKER, "10.0.0.2",
	  "docker0", "", 8080, "", "", 8080 },
	{ "nor from another bridge of its engine", nat_rules_read_save, DOCKER,
	  "10.0.0.2", "br-0123456789ab", "", 8080, "", "", 8080 },
	{ "to an address of nobody here", nat_rules_read_save, DOCKER,
	  "10.0.0.2", "eth0", "203.0.113.9", 8080, "", "203.0.113.9", 8080 },
	{ "to 127.0.0.1", nat_rules_read_save, LOOPBACK, "10.0.0.2", "eth0",
	  "127.0.0.1", 8081, "172.17.0.3:80", "172.17.0.3", 80 },
	{ "to another address", nat_rules_read_save, LOOPBACK, "10.0.0.2",
	  "eth0", "127.0.0.2", 8081, "", "127.0.0.2", 8081 },
	{ "by a pattern", nat_rules_read_save, LOOPBACK, "10.0.0.2", "ppp7", "",
	  8082, "172.17.0.3:82", "172.17.0.3", 82 },
	{ "by none of a pattern", nat_rules_read_save, LOOPBACK, "10.0.0.2",
	  "eth0", "", 8082, "", "", 8082 },
	{ "to a range", nat_rules_read_save, LOOPBACK, "10.0.0.2", "eth0", "",
	  6005, "10.0.0.9:7000-7010", "10.0.0.9", 7000 },
	{ "to the same port", nat_rules_read_save, LOOPBACK, "10.0.0.2", "eth0",
	  "", 83, "10.0.0.9", "10.0.0.9", 83 },
	{ "IPv4 of both", nat_rules_read_nft, BOTH, "10.0.0.2", "eth0", "",
	  8080, "172.17.0.2:80", "172.17.0.2", 80 },
	{ "IPv6 of both", nat_rules_read_nft, BOTH, "fd00::2", "eth0", "",
	  8080, "[fd17::2]:80", "fd17::2", 80 },
	{ "to another port here", nat_rules_read_nft, BOTH, "fd00::2", "eth0",
	  "", 8081, ":80", "", 80 },
	{ "not by one that leaves the chain", nat_rules_read_nft, BOTH,
	  "10.0.0.2", "br1", "", 8080, "", "", 8080 },
	{ "not by that interface", nat_rules_read_nft, BOTH, "fd00::2", "br0",
	  "", 8081, "", "", 8081 },
};

static void test_led(void **state)
{
	const struct led_row *row = *state;
	struct probe probe = { .proto = IPPROTO_TCP, .dport = row->port };
	char *text = strdup(row->text), to[TRANSLATION_TO_MAX] = "";
	struct nat_rules rules = { 0 };
	struct address want = { 0 };

	assert_non_null(text);
	assert_true(parse_address(row->src, &probe.src));
	if (row->dst[0])
		assert_true(parse_address(row->dst, &probe.dst));
	if (row->want_dst[0])
		assert_true(parse_address(row->want_dst, &want));
	strcpy(probe.dev, row->dev);
	row->read(&rules, text);
	assert_int_equal(dnat_by(&rules, &probe, to), row->want[0] != 0);
	assert_string_equal(to, row->want);
	assert_int_equal(probe.dport, row->want_port);
	assert_int_equal(probe.dst.family, want.family);
	assert_memory_equal(probe.dst.bytes, want.bytes, sizeof(want.bytes));
	nat_rules_free(&rules);
	free(text);
}

#define SERVICES	2000
#define RULE_MAX	128	/* bytes of a rule of a service */

/* kube-proxy's rules: five chains of few, and two that have a rule of each service. */
static char *services(void)
{
	size_t size = SERVICES * 7 * RULE_MAX, at = 0;
	char *text = malloc(size);

	assert_non_null(text);
	at += snprintf(text, size,
		       "*nat\n-A PREROUTING -j KUBE-SERVICES\n-A OUTPUT -j KUBE-SERVICES\n"
		       "-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS\n");
	for (unsigned int i = 0; i < SERVICES; i++)
		at += snprintf(text + at, size - at,
			       "-A KUBE-SERVICES -d 10.96.%u.%u/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-%u\n"
			       "-A KUBE-NODEPORTS -p tcp -m tcp --dport %u -j KUBE-EXT-%u\n"
			       "-A KUBE-EXT-%u -j KUBE-MARK-MASQ\n-A KUBE-EXT-%u -j KUBE-SVC-%u\n"
			       "-A KUBE-SVC-%u -j KUBE-SEP-%u\n"
			       "-A KUBE-SEP-%u -p tcp -m tcp -j DNAT --to-destination 10.244.%u.%u:80\n",
			       i / 250, i % 250, i, 20000 + i, i, i, i, i, i, i, i, i / 250,
			       i % 250);
	assert_true(at < size);
	return text;
}

/* Each rule is asked where it leads: a few looks each, however many there are. */
static void test_looks(void **state)
{
	struct probe probe = { .proto = IPPROTO_TCP, .dport = 21999 };
	struct nat_rules rules = { 0 };
	char *text = services(), to[TRANSLATION_TO_MAX] = "";
	size_t led = 0;

	(void)state;
	nat_rules_read_save(&rules, text);
	assert_int_equal(rules.count, SERVICES * 6 + 3);
	for (size_t i = 0; i < rules.count; i++)
		led += nat_rule_leads(&rules, &rules.at[i], NULL)[0] != '\0';
	assert_int_equal(led, SERVICES);
	assert_true(rules.looks < rules.count * 50);
	rules.looks = 0;
	assert_true(parse_address("10.0.0.2", &probe.src));
	assert_true(dnat_by(&rules, &probe, to));
	assert_string_equal(to, "10.244.7.249:80");
	assert_true(rules.looks < rules.count);
	nat_rules_free(&rules);
	free(text);
}

int main(void)
{
	const struct CMUnitTest looks[] = {
		cmocka_unit_test(test_looks),
	};

	return run_table("translations", rows, ARRAY_SIZE(rows),
			 sizeof(rows[0]), test_leads) +
	       run_table("led", led_rows, ARRAY_SIZE(led_rows),
			 sizeof(led_rows[0]), test_led) +
	       cmocka_run_group_tests_name("looks", looks, NULL, NULL);
}
