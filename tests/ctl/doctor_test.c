// SPDX-License-Identifier: GPL-2.0
/* Findings that doctor makes of facts. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "doctor/doctor.h"
#include "host/ip_forward.h"
#include <linux/sfw.h>

/* A machine where nothing is to be found. */
static void sound(struct doctor_facts *facts)
{
	static const struct doctor_facts all = {
		.running = "6.1", .kernel_count = 1,
		.kernels = { { "6.1", true, true, SFW_VERSION } },
		.tool = SFW_VERSION, .module = SFW_VERSION, .enabled = true,
		.opens = true, .saved = SAVED_SAME, .unit_enabled = true,
		.has_nft = true,
		.conntrack_count = 79, .conntrack_max = 100,
	};

	*facts = all;
}

#include "doctor_module.h"
#include "doctor_pair.h"

static void unused_group(struct doctor_facts *facts)
{
	strcpy(facts->idle_group, "fail2ban");
}

static void table_fills(struct doctor_facts *facts)
{
	facts->conntrack_count = 80;
}

static void liberal(struct doctor_facts *facts)
{
	facts->be_liberal = true;
}

static void no_forwarding(struct doctor_facts *facts)
{
	facts->unforwarded = FORWARDS_IPV4 | FORWARDS_IPV6;
}

static void no_forwarding6(struct doctor_facts *facts)
{
	facts->unforwarded = FORWARDS_IPV6;
}

static void not_judged(struct doctor_facts *facts)
{
	no_forwarding(facts);
	facts->enabled = false;
}

static void twice(struct doctor_facts *facts)
{
	facts->rpfilter = SFW_RPFILTER_STRICT;
	strcpy(facts->devs[0], "all");
	strcpy(facts->devs[1], "eth0.5");
	facts->dev_count = 2;
	facts->dev_strict = 1;
}

static void once(struct doctor_facts *facts)
{
	twice(facts);
	facts->rpfilter = SFW_RPFILTER_OFF;
}

static void looser(struct doctor_facts *facts)
{
	twice(facts);
	facts->rpfilter = SFW_RPFILTER_LOOSE;
}

static void both_loose(struct doctor_facts *facts)
{
	looser(facts);
	facts->dev_strict = facts->dev_count;
}

static void evil_dev(struct doctor_facts *facts)
{
	twice(facts);
	strcpy(facts->devs[0], "a;id");
	strcpy(facts->devs[1], "b'\33`id`");
}

static void evil_looser(struct doctor_facts *facts)
{
	evil_dev(facts);
	facts->rpfilter = SFW_RPFILTER_LOOSE;
}

static void only_theirs(struct doctor_facts *facts)
{
	twice(facts);
	facts->enabled = false;
}

/* Rules of others, in memory that nobody frees. */
static struct rules_chain theirs[DOCTOR_FINDINGS_MAX + 1];

static void add_rules(struct doctor_facts *facts, enum rules_place place,
		      int priority, const char *tool, const char *owner)
{
	facts->rules.chains = theirs;
	theirs[facts->rules.count++] = (struct rules_chain){
		.tool = tool, .family = "ip", .table = "filter",
		.name = "INPUT", .is_base = true, .place = place,
		.priority = priority, .refuses = true,
		.owner = rules_program_of(owner),
	};
}

static void rules_after(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_INPUT, 1, "nft", "");
}

static void rules_before(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_INPUT, -150, "iptables-legacy", "");
}

static void rules_beside(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_INPUT, 0, "nft", "ufw-user-input");
}

static void rules_early(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_PREROUTING, 0, "nft", "firewalld");
}

static void rules_harmless(struct doctor_facts *facts)
{
	rules_after(facts);
	theirs[0].refuses = false;
}

static void rules_inside(struct doctor_facts *facts)
{
	rules_after(facts);
	theirs[0].is_base = false;
}

static void no_way(struct doctor_facts *facts)
{
	facts->direct = true;
	facts->direct_off = "'set early off'";
}

static void rules_in_the_way(struct doctor_facts *facts)
{
	facts->direct = true;
	add_rules(facts, PLACE_OUTPUT, 0, "nft", "");
}

static void rules_not_in_the_way(struct doctor_facts *facts)
{
	facts->direct = true;
	add_rules(facts, PLACE_FORWARD, 0, "nft", "");
	theirs[0].refuses = false;
}

static void docker(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_FORWARD, 0, "nft", "DOCKER-USER");
}

static void keepalived(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_INPUT, -1, "nft", "keepalived");
}

static void f2b(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_INPUT, 0, "iptables-legacy", "f2b-sshd");
}

static void closed_meanwhile(struct doctor_facts *facts)
{
	add_rules(facts, PLACE_INPUT, 0, "nft", "sfw_closed");
}

static void held(struct doctor_facts *facts)
{
	rules_after(facts);
	strcpy(theirs[0].holder, "mine");
}

/* A name that would be a command of the shell's, and of the terminal's. */
static void evil_name(struct doctor_facts *facts)
{
	rules_after(facts);
	strcpy(theirs[0].table, "a';reboot;\033[2J");
}

static void not_read(struct doctor_facts *facts)
{
	facts->rules.error = -EPERM;
}

static void docker_left_alone(struct doctor_facts *facts)
{
	docker(facts);
	facts->forward_off = true;
}

static struct doctor_guests *add_engine(struct doctor_facts *facts,
					const char *dev)
{
	struct doctor_containers *c = &facts->containers;

	c->enabled = true;
	assert_true(doctor_engine(dev, &c->at[c->count]));
	return &c->at[c->count++];
}

static void no_way_out(struct doctor_facts *facts)
{
	add_engine(facts, "br-0123456789ab");
}

static void a_way_out(struct doctor_facts *facts)
{
	add_engine(facts, "docker0")->is_lan = true;
}

static void their_way_out(struct doctor_facts *facts)
{
	no_way_out(facts);
	facts->containers.forward_off = true;
}

static void open_to_all(struct doctor_facts *facts)
{
	their_way_out(facts);
	facts->containers.published_off = true;
}

static void no_names(struct doctor_facts *facts)
{
	struct doctor_guests *guests = add_engine(facts, "virbr0");

	guests->is_lan = true;
	guests->closed[0] = 53;
	guests->closed[1] = 67;
	guests->closed_count = 2;
}

static const struct row {
	const char *name;
	void (*change)(struct doctor_facts *facts);
	const char *check;	/* NULL: nothing is found */
	const char *text;	/* that is part of it */
	const char *command;
	const char *never;	/* that is in none */
} rows[] = {
	{ "a sound machine", NULL },
	{ "a kernel without the module", no_module_for_kernel, "module",
	  "kernel 6.12 has no sfw.ko: a boot of it closes this machine",
	  "dkms install sfw/" SFW_VERSION " -k 6.12" },
	{ "and without nft", nothing_for_kernel, "module",
	  "a boot of it leaves this machine open", "dkms install" },
	{ "unsigned with Secure Boot", unsigned_needed, "signature",
	  "kernel 6.1 is not signed", "dkms build --force sfw/" },
	{ "unsigned without", unsigned_not_needed },
	{ "a key that nobody knows", unknown_key, "signature",
	  "does not know the key", "mokutil --import /etc/own/key.der" },
	{ "a key that the next boot asks for", awaited_key, "signature",
	  "the next boot enrols it", "reboot" },
	{ "another version on disk", old_file, "version", "version 0.0.9",
	  "dkms install" },
	{ "another version loaded", old_module, "version",
	  "loaded module is version 0.0.9",
	  "sfwctl save && sfwctl list save && /usr/lib/sfw/load --close " SFW_VERSION
	  " && { rmmod sfw; systemctl restart sfw; }" },
	{ "another version loaded, and closed", old_module_closed, "version", "0.0.9",
	  "sfwctl list save && /usr/lib/sfw/load --close", "sfwctl save" },
	{ "another version loaded, and no file", old_module_no_file, "module",
	  "no sfw.ko: a boot of it closes this machine; the loaded module, version 0.0.9, must stay",
	  "dkms install sfw/" SFW_VERSION " -k 6.1", "rmmod" },
	{ "another version loaded, and no folder", old_module_no_folder, "module",
	  "kernel 6.0 has no sfw.ko", "dkms install sfw/" SFW_VERSION " -k 6.0", "rmmod" },
	{ "another version loaded, and on disk", old_module_old_file, "version",
	  "is version 0.0.9, sfwctl " SFW_VERSION "; the loaded module, version 0.0.9, must stay",
	  "dkms install sfw/" SFW_VERSION " -k 6.1", "rmmod" },
	{ "another version loaded, and unsigned", old_module_unsigned, "signature",
	  "will not load; the loaded module", "dkms build --force", "rmmod" },
	{ "another version loaded, and a key that nobody knows", old_module_unknown_key,
	  "signature", "enrols it; the loaded module", "mokutil --import", "rmmod" },
	{ "no module loaded, and nothing in its place", not_loaded, "module",
	  "not loaded, and nothing stands in for it: this machine is open",
	  "systemctl start sfw" },
	{ "no module loaded, where none shall be", never_used, "module",
	  "not loaded", "modprobe sfw" },
	{ "disabled", disabled, "policy", "not judged", "sfwctl enable" },
	{ "nothing saved", not_saved, "policy", "no policy is saved",
	  "sfwctl save" },
	{ "another policy saved", saved_differs, "policy", "another one",
	  "sfwctl save" },
	{ "the host's policy, of another namespace, saved", saved_for_host },
	{ "another policy saved, nothing judged", disabled_differs, "policy",
	  "not judged", "sfwctl enable" },
	{ "another policy saved than an empty one", emptied, "policy",
	  "another one", "sfwctl diff" },
	{ "nothing saved, and an empty policy", not_saved_empty, "policy",
	  "lost at the next boot", "sfwctl save" },
	{ "the saved policy never put in force", unused, "policy",
	  "not in force", "sfwctl restore" },
	{ "a broken policy at boot", boot_failed, "policy",
	  "is closed: mend it", "sfwctl -n restore" },
	{ "no policy at boot", boot_without, "policy",
	  "is closed: write one", "sfwctl -n restore", "sfwctl save" },
	{ "a policy that the module does not have yet", boot_closed, "policy",
	  "all but replies is refused", "sfwctl restore" },
	{ "a broken policy saved", saved_broken, "policy", "next boot will close",
	  "sfwctl -n restore" },
	{ "a broken policy saved while one is in force", saved_broken_after, "policy",
	  "next boot will close", "sfwctl -n restore" },
	{ "the unit is off", unit_off, "unit", "at boot",
	  "systemctl enable sfw" },
	{ "the table fills", table_fills, "conntrack", "80 of 100",
	  "nf_conntrack_max=200" },
	{ "be_liberal", liberal, "sysctl", "no window", "be_liberal=0" },
	{ "forwarding is off", no_forwarding, "sysctl", "off for IPv4 IPv6",
	  "sysctl -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1" },
	{ "forwarding of IPv6 is off", no_forwarding6, "sysctl", "off for IPv6",
	  "sysctl -w net.ipv6.conf.all.forwarding=1" },
	{ "forwarding is off, and nothing is judged", not_judged, "policy",
	  "not judged", "sfwctl enable" },
	{ "rp_filter twice", twice, "rpfilter", "of all and others",
	  "sysctl -w net/ipv4/conf/all/rp_filter=0 net/ipv4/conf/eth0.5/rp_filter=0" },
	{ "rp_filter twice, both loose", both_loose, "rpfilter", "twice",
	  "sysctl -w net/ipv4/conf/all/rp_filter=0" },
	{ "rp_filter that is stricter", looser, "rpfilter",
	  "looser than the sysctl rp_filter of eth0.5",
	  "sysctl net/ipv4/conf/eth0.5/rp_filter" },
	{ "rp_filter of odd names", evil_dev, "rpfilter", "of a;id and others",
	  "sysctl -w 'net/ipv4/conf/a;id/rp_filter'=0 'net/ipv4/conf/b'\\''?`id`/rp_filter'=0" },
	{ "rp_filter that is stricter, of an odd name", evil_looser, "rpfilter", "of b'?`id`,",
	  "sysctl 'net/ipv4/conf/b'\\''?`id`/rp_filter'" },
	{ "rp_filter once", once },
	{ "rp_filter of the kernel alone", only_theirs, "policy", "not judged",
	  "sfwctl enable" },
	{ "rules after sfw", rules_after, "rules", "after sfw",
	  "nft list chain ip filter INPUT" },
	{ "rules before sfw", rules_before, "rules", "before sfw",
	  "iptables-legacy -t filter -S" },
	{ "a group that nothing names", unused_group, "group", "volatile group fail2ban",
	  "sfwctl group list fail2ban" },
	{ "rules beside sfw", rules_beside, "rules", "(ufw, nft, chain",
	  "ufw status verbose" },
	{ "rules before routing", rules_early, "rules", "all packets",
	  "firewall-cmd --list-all-zones" },
	{ "keepalived's", keepalived, "rules", "(keepalived, nft",
	  "nft list table ip filter" },
	{ "fail2ban's", f2b, "rules", "(fail2ban, iptables-legacy",
	  "fail2ban-client status" },
	{ "closed while the module was missing", closed_meanwhile, "rules",
	  "closed while", "systemctl restart sfw" },
	{ "a table that a program holds", held, "rules", "(mine, nft",
	  "nft list table ip filter" },
	{ "a name with a quote", evil_name, "rules", "ip a';reboot;?[2J INPUT",
	  "nft list chain ip 'a'\\'';reboot;?[2J' INPUT" },
	{ "rules that cannot be read", not_read, "rules", "Operation not permitted",
	  "nft list ruleset" },
	{ "rules that refuse nothing", rules_harmless },
	{ "rules that nothing leads to", rules_inside },
	{ "a policy in which nothing goes direct", no_way, "direct",
	  "beside 'set early off'", "sfwctl set direct off" },
	{ "rules on the way out, where packets would go direct", rules_in_the_way,
	  "direct", "(nft, chain ip filter INPUT)", "nft list chain ip filter INPUT" },
	{ "rules for forwarding alone", rules_not_in_the_way },
	{ "Docker", docker, "rules", "Docker, nft", "nft list table ip filter" },
	{ "Docker, left alone", docker_left_alone },
	{ "containers that may not get out", no_way_out, "containers",
	  "guests of Docker (br-*)", "sfwctl lan add dev 'br-*'" },
	{ "containers that may", a_way_out },
	{ "containers by the rules of their engine", their_way_out },
	{ "nobody judges what is published", open_to_all, "containers",
	  "open to all", "sfwctl set published ports" },
	{ "one of a pair", of_a_pair },
	{ "VRRP is refused", deaf, "pair", "both will have the addresses",
	  "sfwctl proto list" },
	{ "nobody hands connections over", unsynced, "pair",
	  "conntrackd does not run", "systemctl start conntrackd" },
	{ "the port for it is closed", sync_closed, "pair", "udp 3780, the port",
	  "sfwctl port list" },
	{ "its second link is down", link_down, "pair", "conntrackd, sync0, is down",
	  "conntrackd -s link" },
	{ "it has heard nothing", unheard, "pair", "heard nothing from the other",
	  "conntrackd -s link" },
	{ "connections behind an address that stays", hidden_by_its_own, "pair",
	  "own address end", "sfwctl masquerade list" },
	{ "those of the local network to itself", hairpin_by_its_own, "pair",
	  "ports of its own hosts (IPv6) end", "sfwctl masquerade list" },
	{ "no local network that would have any", no_hairpin },
	{ "a pair, and nothing is judged", pair_disabled, "policy", "not judged",
	  "sfwctl enable" },
	{ "guests without names", no_names, "containers", "udp 53,67 is closed",
	  "sfwctl port add udp 53,67 dev 'virbr*'" },
};

static void test_judge(void **state)
{
	static struct doctor_findings findings;
	static struct doctor_facts facts;
	const struct row *row = *state;

	sound(&facts);
	if (row->change)
		row->change(&facts);
	doctor_judge(&facts, &findings);
	assert_int_equal(findings.count, row->check ? 1 : 0);
	assert_int_equal(findings.faults, row->check && strcmp(row->check, "direct") ? 1 : 0);
	if (!row->check)
		return;
	assert_string_equal(findings.at[0].check, row->check);
	if (!strstr(findings.at[0].text, row->text))
		assert_string_equal(findings.at[0].text, row->text);
	if (!strstr(findings.at[0].command, row->command))
		assert_string_equal(findings.at[0].command, row->command);
	assert_false(row->never && strstr(findings.at[0].command, row->never));
}

/* Findings that come with others. */
static void test_together(void **state)
{
	static struct doctor_findings findings;
	static struct doctor_facts facts;

	(void)state;
	sound(&facts);
	not_loaded(&facts);
	closed_meanwhile(&facts);
	doctor_judge(&facts, &findings);
	assert_string_equal(findings.at[0].text, "the module is not loaded");

	sound(&facts);
	not_loaded(&facts);
	not_read(&facts);
	doctor_judge(&facts, &findings);
	assert_string_equal(findings.at[0].text, "the module is not loaded");

	sound(&facts);
	saved_broken(&facts);
	unit_off(&facts);
	doctor_judge(&facts, &findings);
	assert_string_equal(findings.at[0].text,
			    "the saved policy has an error: it cannot be put in force");

	sound(&facts);
	old_module(&facts);
	facts.enabled = false;
	doctor_judge(&facts, &findings);
	assert_string_equal(findings.at[0].command, "modinfo -F version sfw | grep -xF "
			    SFW_VERSION " && rmmod sfw && modprobe sfw");
}

/* More than anybody has ends where the room ends. */
static void test_many(void **state)
{
	static struct doctor_findings findings;
	static struct doctor_facts facts;

	(void)state;
	sound(&facts);
	while (facts.rules.count <= DOCTOR_FINDINGS_MAX)
		rules_after(&facts);
	facts.rpfilter = SFW_RPFILTER_STRICT;
	for (unsigned int i = 0; i < DOCTOR_DEVS_MAX; i++)
		memset(facts.devs[i], 'x', DOCTOR_NAME_MAX - 1);
	facts.dev_count = DOCTOR_DEVS_MAX;
	facts.be_liberal = true;
	doctor_judge(&facts, &findings);
	assert_int_equal(findings.count, DOCTOR_FINDINGS_MAX);
}

static char root[32];

static void put(const char *folder, const char *name, const void *data,
		size_t len)
{
	char command[512], path[512];
	FILE *out;

	snprintf(command, sizeof(command), "mkdir -p %s%s", root, folder);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof(path), "%s%s/%s", root, folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_int_equal(fwrite(data, 1, len, out), len);
	fclose(out);
}

/* Secure Boot, which no test machine has: a root of our own. */
static void test_secure_boot(void **state)
{
	static const char efivars[] = "/sys/firmware/efi/efivars";
	static const char lockdown[] = "none [integrity] confidentiality\n";
	static const char none[] = "[none] integrity confidentiality\n";
	static const char own[] =
		"#mok_certificate=/no\n mok_certificate=\"/etc/own/key.der\" # ours\n";
	static struct doctor_facts facts;
	char command[64];

	(void)state;
	strcpy(root, "/tmp/doctor.XXXXXX");
	assert_non_null(mkdtemp(root));
	put("/lib/modules/6.1.0-9-amd64", "modules.builtin", "", 0);
	put("/lib/modules/6.1.0-9-amd64", "modules.dep", "", 0);
	put("/lib/modules/headers-only", "build", "", 0);
	put("/sys/kernel/security", "lockdown", none, sizeof(none) - 1);
	doctor_system(&facts, root);
	assert_false(facts.begins_closed);
	put("/sys/module/sfw/parameters", "boot_policy", "accept\n", 7);
	doctor_system(&facts, root);
	assert_false(facts.begins_closed);
	put("/sys/module/sfw/parameters", "boot_policy", "drop\n", 5);
	doctor_system(&facts, root);
	assert_true(facts.begins_closed);
	assert_false(facts.has_nft);
	put("/usr/sbin", "nft", "", 0);
	snprintf(command, sizeof(command), "chmod +x %s/usr/sbin/nft", root);
	assert_int_equal(system(command), 0);
	doctor_system(&facts, root);
	assert_true(facts.has_nft);
	doctor_kernels(&facts, root);
	assert_int_equal(facts.kernel_count, 1);
	assert_string_equal(facts.kernels[0].release, "6.1.0-9-amd64");
	assert_false(facts.kernels[0].has_module);
	assert_false(facts.needs_signature);

	memset(&facts, 0, sizeof(facts));
	put("/sys/kernel/security", "lockdown", lockdown, sizeof(lockdown) - 1);
	doctor_kernels(&facts, root);
	assert_true(facts.needs_signature);
	assert_false(facts.key_unknown);

	memset(&facts, 0, sizeof(facts));
	put("/sys/kernel/security", "lockdown", none, sizeof(none) - 1);
	put(efivars, "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", "\6\0\0\0\1", 5);
	put("/var/lib/dkms", "mok.pub", "certificate", 11);
	put(efivars, "MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23",
	    "\6\0\0\0of others", 13);
	doctor_kernels(&facts, root);
	assert_false(facts.needs_signature);
	snprintf(command, sizeof(command), "rm %s/sys/kernel/security/lockdown", root);
	assert_int_equal(system(command), 0);
	doctor_kernels(&facts, root);
	assert_true(facts.needs_signature);
	assert_true(facts.key_unknown);
	assert_string_equal(facts.certificate, "/var/lib/dkms/mok.pub");
	assert_false(facts.key_awaited);
	put(efivars, "MokNew-605dab50-e046-4300-abb6-3dd810dd8b23",
	    "\7\0\0\0certificate", 15);
	doctor_kernels(&facts, root);
	assert_true(facts.key_awaited);

	memset(&facts, 0, sizeof(facts));
	put(efivars, "MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23",
	    "\6\0\0\0of others, certificate", 26);
	doctor_kernels(&facts, root);
	assert_true(facts.needs_signature);
	assert_false(facts.key_unknown);
	assert_false(facts.key_awaited);

	put("/etc/dkms", "framework.conf", "mok_certificate=/nowhere\n", 25);
	put("/etc/dkms/framework.conf.d", "own.conf", own, sizeof(own) - 1);
	put("/etc/own", "key.der", "another", 7);
	doctor_kernels(&facts, root);
	assert_string_equal(facts.certificate, "/etc/own/key.der");
	assert_true(facts.key_unknown);
	snprintf(command, sizeof(command), "rm -r %s", root);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_secure_boot),
	};

	return run_table("judgements", rows, ARRAY_SIZE(rows),
			 sizeof(rows[0]), test_judge) +
	       cmocka_run_group_tests(others, NULL, NULL);
}
