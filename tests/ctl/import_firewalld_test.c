// SPDX-License-Identifier: GPL-2.0
/* The files of firewalld, where it does not run. */
#include "importing.h"
#include "firewalld_root.h"
#include "import/source.h"

#define CONF(text)	OURS "firewalld.conf", "DefaultZone=public\n" text
#define ZONE(body)	"<zone>" body "<forward/></zone>"
#define RULE(body)	"<rule>" body "</rule>"
#define RULE4(body)	"<rule family=\"ipv4\">" body "</rule>"
#define FROM(addr)	"<source address=\"" addr "\"/>"
#define PORT(port)	"<port port=\"" port "\" protocol=\"tcp\"/>"
#define NET_FILE(dev)	"/sys/class/net/" dev "/flags"
#define OUTSIDE		OURS "zones/external.xml", "<zone><interface name=\"wan0\"/>" \
			"<masquerade/><forward-port port=\"80\" protocol=\"tcp\" " \
			"to-port=\"80\" to-addr=\"192.168.1.20\"/></zone>"
#define INSIDE		OURS "zones/internal.xml", "<zone><interface name=\"lan0\"/></zone>"
#define POLICY(attrs, from, to, body) OURS "policies/p.xml", "<policy " attrs ">" \
			"<ingress-zone name=\"" from "\"/><egress-zone name=\"" to "\"/>" \
			body "</policy>"
#define OFFICE		OURS "ipsets/office.xml", "<ipset type=\"hash:net\">" \
			"<entry>198.51.100.0/24</entry><entry>198.51.101.7</entry></ipset>"
#define FROM_OFFICE	RULE4("<source ipset=\"office\"/>" PORT("5432") "<accept/>")
#define DIRECT(body)	OURS "direct.xml", "<direct>" body "</direct>"
#define TO_INPUT(words)	"<rule ipv=\"ipv4\" table=\"filter\" chain=\"INPUT\" " \
			"priority=\"0\">" words "</rule>"
#define PAST(family, words) "<passthrough ipv=\"" family "\">" words "</passthrough>"
#define SSH		"<service name=\"ssh\"/>"

static const struct row {
	const char *name;
	const char *zone;	/* public.xml, NULL for the package's */
	const char *line;
	bool absent;
	const char *reason;
	const char *files[8];	/* paths and texts */
} rows[] = {
	{ "as it is installed", NULL, "port add tcp 22" },
	{ "ICMP is let in", NULL, "proto add icmp from 0.0.0.0/0" },
	{ "a service of its own", NULL, "port add tcp 2222", false, NULL,
	  { OURS "services/ssh.xml", "<service>" PORT("2222") "</service>" } },
	{ "a service in a service, and round about", ZONE("<service name=\"samba\"/>"),
	  "port add udp 137-138" },
	{ "its own ports", ZONE("<service name=\"samba\"/>"), "port add tcp 445", false,
	  "sfw gives no connection a helper" },
	{ "ports", ZONE(PORT("8000-8010")), "port add tcp 8000-8010" },
	{ "a protocol", ZONE("<protocol value=\"gre\"/>"), "proto add gre" },
	{ "a source port", ZONE("<source-port port=\"67\" protocol=\"udp\"/>"),
	  "port add", true, "sfw has no source ports" },
	{ "a rule with a source", ZONE(RULE4(FROM("192.0.2.0/24") PORT("3306") "<accept/>")),
	  "port add tcp 3306 from 192.0.2.0/24" },
	{ "of IPv6", ZONE(RULE(FROM("2001:db8::/32") PORT("3306") "<accept/>")),
	  "port add tcp 3306 from 2001:db8::/32" },
	{ "of all but some", ZONE(RULE4("<source address=\"128.0.0.0/1\" invert=\"True\"/>"
	  PORT("3306") "<accept/>")), "port add tcp 3306 from 0.0.0.0/1" },
	{ "with a service", ZONE(RULE4(FROM("192.0.2.0/24") "<service name=\"samba\"/><accept/>")),
	  "port add udp 137-138 from 192.0.2.0/24" },
	{ "a refusal before", ZONE(SSH RULE4(FROM("128.0.0.0/1") "<reject type=\"tcp-reset\"/>")),
	  "port add tcp 22 from 0.0.0.0/1" },
	{ "a single host is refused", ZONE(SSH RULE4(FROM("203.0.113.7") "<drop/>")),
	  "block add 203.0.113.7" },
	{ "a refusal of one port", ZONE(SSH PORT("25") RULE(PORT("25") "<drop/>")),
	  "port add tcp 25", true },
	{ "of higher priority", ZONE("<rule priority=\"2\">" PORT("26") "<drop/></rule>\n"
	  "<rule priority=\"1\">" PORT("26") "<accept/></rule>"), "port add tcp 26" },
	{ "before all that is open", ZONE(SSH "<rule priority=\"-1\">" PORT("22") "<drop/></rule>"),
	  "port add tcp 22", true },
	{ "of lower priority", ZONE("<rule priority=\"2\">" PORT("26") "<accept/></rule>\n"
	  "<rule priority=\"-1\">" PORT("26") "<drop/></rule>"), "port add tcp 26", true },
	{ "a limit", ZONE(RULE(PORT("25") "<accept><limit value=\"3/m\"/></accept>")),
	  "port add tcp 25", true, "3/minute" },
	{ "a rule that only logs", ZONE(SSH RULE(PORT("25") "<log prefix=\"x\"/>")),
	  "port add tcp 22" },
	{ "a set of addresses", ZONE(FROM_OFFICE),
	  "port add tcp 5432 from 198.51.100.0/24,198.51.101.7", false, NULL, { OFFICE } },
	{ "one that is nowhere", ZONE(FROM_OFFICE), "port add", true, "ipset office" },
	{ "one that others fill", ZONE(FROM_OFFICE), "port add", true, "ipset office",
	  { OURS "ipsets/office.xml", "<ipset type=\"hash:net\">\n"
	    "<option name=\"timeout\" value=\"60\"/><entry>198.51.100.1</entry></ipset>" } },
	{ "one that is refused and nowhere", ZONE(SSH RULE4("<source ipset=\"bad\"/><drop/>")),
	  "port add tcp 22 from 0.0.0.0/0", true, "ipset bad" },
	{ "a MAC address", ZONE(SSH RULE("<source mac=\"00:11:22:33:44:55\"/><drop/>")),
	  "port add tcp 22", true },
	{ "a destination",
	  ZONE(RULE4("<destination address=\"192.0.2.1\"/>" PORT("25") "<accept/>")),
	  "port add tcp 25", true, "sfw has no destinations" },
	{ "pings", ZONE(SSH), "set ping on" },
	{ "no pings", ZONE("<icmp-block name=\"echo-request\"/>"), "set ping off" },
	{ "no ICMP but some", ZONE("<icmp-block name=\"neighbour-solicitation\"/>\n"
	  "<icmp-block-inversion/>"), "set ping off" },
	{ "DHCPv6", ZONE("<service name=\"dhcpv6-client\"/>"), "set dhcp off", false,
	  "# set dhcp on" },
	{ "the answer: none", "<zone target=\"DROP\">" SSH "</zone>", "set reject4 drop" },
	{ "something that is not understood", ZONE(SSH "<unheard-of/>"), "port add", true,
	  "xml:unheard-of" },
	{ "something that another program would know", ZONE(SSH "<limit/>"), "port add", true,
	  "xml:limit" },
	{ "that in a rule", ZONE(SSH RULE(PORT("25") "<time/><drop/>")), "port add", true },
	{ "an interface", NULL, "port add tcp 443 dev wan0", false, NULL,
	  { OURS "zones/dmz.xml", "<zone><interface name=\"wan0\"/>" PORT("443") "</zone>" } },
	{ "the default zone beside it", NULL, "port add tcp 22 dev eth0", false,
	  "only the ones that are here now",
	  { OURS "zones/dmz.xml", "<zone><interface name=\"wan+\"/></zone>",
	    NET_FILE("eth0"), "", NET_FILE("wan1"), "" } },
	{ "none that has another zone", NULL, "dev wan1", true, NULL,
	  { OURS "zones/dmz.xml", "<zone><interface name=\"wan+\"/></zone>",
	    NET_FILE("eth0"), "", NET_FILE("wan1"), "" } },
	{ "a source of a zone", NULL, "port add tcp 443 from 10.1.0.0/16", false, NULL,
	  { OURS "zones/dmz.xml", "<zone>" FROM("10.1.0.0/16") PORT("443") "</zone>" } },
	{ "is not in the default zone", NULL, "port add tcp 22 from 0.0.0.0/1", false, NULL,
	  { OURS "zones/dmz.xml", "<zone>" FROM("128.0.0.0/1") "</zone>" } },
	{ "a forwarded port", NULL, "forward add tcp 80 in wan0 to 192.168.1.20:80", false,
	  NULL, { OUTSIDE } },
	{ "masquerading", NULL, "masquerade add 0.0.0.0/0 out wan0", false, NULL, { OUTSIDE } },
	{ "a port that leads here", ZONE("<forward-port port=\"2222\" protocol=\"tcp\"\n"
	  "to-port=\"22\"/>"), "2222", true,
	  "sfw opens the port that packets are sent to" },
	{ "from zone to zone", NULL, "lan add dev lan0 out wan0", false, NULL,
	  { INSIDE, OUTSIDE, POLICY("target=\"ACCEPT\"", "internal", "external", "") } },
	{ "within a zone", NULL, "lan add dev lan0 out lan0", false, NULL,
	  { OURS "zones/internal.xml", "<zone><interface name=\"lan0\"/><forward/></zone>" } },
	{ "RFC 3964", NULL, "lan add", true, "RFC3964_IPv4 comes first",
	  { INSIDE, OUTSIDE, POLICY("target=\"ACCEPT\"", "internal", "external", ""),
	    CONF("") } },
	{ "a policy that refuses", NULL, "port add tcp 22", true, NULL,
	  { POLICY("target=\"CONTINUE\"", "ANY", "HOST", RULE(PORT("22") "<drop/>")) } },
	{ "one behind the zones", NULL, "port add tcp 22", false, NULL,
	  { POLICY("target=\"CONTINUE\" priority=\"5\"", "ANY", "HOST",
		   RULE(PORT("22") "<drop/>")) } },
	{ "one that opens", NULL, "port add tcp 7", false, NULL,
	  { POLICY("target=\"CONTINUE\"", "ANY", "HOST", PORT("7")) } },
	{ "one of a zone that nobody is in", NULL, "port add tcp 7", true, NULL,
	  { POLICY("target=\"CONTINUE\"", "trusted", "HOST", PORT("7")) } },
	{ "perhaps one of the default zone", NULL, "port add tcp 22", true,
	  "default-zone",
	  { POLICY("target=\"REJECT\"", "public", "HOST", "") } },
	{ "a direct rule that refuses", NULL, "block add 198.18.0.0/15", false, NULL,
	  { DIRECT(TO_INPUT("-s 198.18.0.0/15 -j DROP")) } },
	{ "in a chain of its own", NULL, "block add 198.18.0.0/15", false, NULL,
	  { DIRECT("<chain ipv=\"ipv4\" table=\"filter\" chain=\"bad\"/>" TO_INPUT("-j bad")
	    "<rule ipv=\"ipv4\" table=\"filter\" chain=\"bad\" priority=\"0\">\n"
	    "-s 198.18.0.0/15 -j DROP</rule>") } },
	{ "a direct rule opens nothing beside nft", NULL, "port add tcp 24", true, NULL,
	  { DIRECT(TO_INPUT("-p tcp --dport 24 -j ACCEPT")) } },
	{ "but with iptables", NULL, "port add tcp 24 from 0.0.0.0/0", false, NULL,
	  { DIRECT(TO_INPUT("-p tcp --dport 24 -j ACCEPT")),
	    CONF("FirewallBackend=iptables\n") } },
	{ "a rule past firewalld", ZONE(SSH PORT("25")), "port add tcp 25", true, NULL,
	  { DIRECT(PAST("ipv4", "-A INPUT -p tcp --dport 25 -j DROP")
		   PAST("ipv6", "-t filter -A INPUT -p tcp --dport 25 -j DROP")) } },
	{ "one that may be anything", NULL, "port add tcp 22 from 0.0.0.0/0", true,
	  "passthrough",
	  { DIRECT(PAST("ipv4", "-I INPUT -j DROP")) } },
	{ "another default zone", NULL, "port add tcp 443", false, NULL,
	  { OURS "firewalld.conf", "DefaultZone=dmz\n",
	    OURS "zones/dmz.xml", "<zone>" PORT("443") "</zone>" } },
};

/* The policy, "" when the files cannot be read. */
static char *policy_of(const char *root, unsigned int *lost)
{
	struct ruleset set = { 0 };
	struct source src = { .set = &set, .root = root };
	char *policy;
	size_t size;
	FILE *out = open_memstream(&policy, &size);
	int ret = source_firewalld_files(&src);

	*lost = 0;
	if (!ret) {
		assert_null(ruleset_finish(&set));
		assert_int_equal(import_translate(&set, out, lost), 0);
	}
	fclose(out);
	ruleset_free(&set);
	source_free(&src);
	return policy;
}

static char *policy_with(const char *zone, const char *const *files, size_t count,
			 unsigned int *lost)
{
	char root[] = "/tmp/import-firewalld-XXXXXX";
	char *policy;

	assert_true(fw_begin(root));
	if (zone)
		assert_true(fw_write(root, OURS "zones/public.xml", zone));
	for (size_t i = 0; i + 1 < count && files[i]; i += 2)
		assert_true(fw_write(root, files[i], files[i + 1]));
	policy = policy_of(root, lost);
	fw_end(root);
	return policy;
}

static void test_files(void **state)
{
	const struct row *row = *state;
	unsigned int lost;
	char *policy = policy_with(row->zone, row->files, ARRAY_SIZE(row->files), &lost);
	bool good = row->absent ? !has_command(policy, row->line) :
				  has_line(policy, row->line);

	good &= !!strstr(policy, "enable\n");
	if (row->reason)
		good &= !!strstr(policy, row->reason);
	if (!good)
		fail_msg("%u lost:\n%s", lost, policy);
	free(policy);
}

static const struct bad_row {
	const char *name;
	const char *files[2];
} bad_rows[] = {
	{ "no XML", { OURS "zones/public.xml", "<zone><service name=\"ssh\"/>" } },
	{ "entities that multiply", { OURS "zones/public.xml",
	  "<!DOCTYPE z [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><zone>&b;</zone>" } },
	{ "a file of others", { OURS "zones/public.xml",
	  "<!DOCTYPE z SYSTEM \"file:///etc/passwd\"><zone/>" } },
	{ "too deep", { OURS "zones/public.xml",
	  "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a></a></a></a></a></a></a></a>\n"
	  "</a></a></a></a></a></a></a></a></a></a>" } },
	{ "a service that is nowhere", { OURS "zones/public.xml",
	  ZONE("<service name=\"nothing\"/>") } },
	{ "a service that is a path", { OURS "zones/public.xml",
	  ZONE("<service name=\"../zones/trusted\"/>") } },
	{ "words in a word", { OURS "zones/public.xml", ZONE(PORT("22 -j ACCEPT")) } },
	{ "an option as a word", { OURS "zones/public.xml",
	  ZONE("<protocol value=\"-j\"/>") } },
	{ "no port", { OURS "zones/public.xml", ZONE("<port protocol=\"tcp\"/>") } },
	{ "no address", { OURS "zones/public.xml",
	  ZONE(RULE(FROM("192.0.2") PORT("25") "<accept/>")) } },
	{ "no such zone", { OURS "firewalld.conf", "DefaultZone=nowhere\n" } },
	{ "a zone in parts", { OURS "zones/dmz/one.xml", "<zone/>" } },
	{ "a name that is too long", { OURS "zones/abcdefghijklmnopqrstuv.xml",
	  "<zone>" FROM("192.0.2.1") "</zone>" } },
};

static void test_bad(void **state)
{
	const struct bad_row *row = *state;
	unsigned int lost;
	char *policy = policy_with(NULL, row->files, 2, &lost);

	assert_string_equal(policy, "");
	free(policy);
}

static void test_nowhere(void **state)
{
	unsigned int lost;
	char *policy = policy_of("/nowhere", &lost);

	(void)state;
	assert_string_equal(policy, "");
	free(policy);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_nowhere) };
	int failed = run_table("firewalld", rows, ARRAY_SIZE(rows), sizeof(*rows),
			       test_files);

	failed += run_table("bad files of firewalld", bad_rows, ARRAY_SIZE(bad_rows),
			    sizeof(*bad_rows), test_bad);
	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
