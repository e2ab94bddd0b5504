// SPDX-License-Identifier: GPL-2.0
/* Other firewalls: which packets they refuse besides sfw, and in which order. */
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler.h"
#include "doctor.h"
#include "process.h"

static const char *const places[] = {
	[NF_INET_PRE_ROUTING] = "all packets that come in",
	[NF_INET_LOCAL_IN] = "packets for this host",
	[NF_INET_FORWARD] = "packets through this host",
};

#define JAIL		"/usr/share/doc/sfw/examples/fail2ban.jail"
#define SSHGUARD	"/etc/sshguard/sshguard.conf"
#define BACKEND		"BACKEND=/usr/lib/sfw/sshg-fw-sfw"
#define RESTART		" && systemctl restart "

/* What is done with rules of which one knows who made them. */
static const struct {
	const char *name;
	const char *command;
} owners[] = {
	[OWNER_NONE] = { "", NULL },
	[OWNER_UFW] = { "ufw, ", "ufw disable" },
	[OWNER_FIREWALLD] = { "firewalld, ",
			      "systemctl disable --now firewalld" },
	[OWNER_DOCKER] = { "Docker, ", "sfwctl set forward off" },
	[OWNER_LIBVIRT] = { "libvirt, ", "sfwctl set forward off" },
	[OWNER_FAIL2BAN] = { "fail2ban, ",
			     "cp " JAIL " /etc/fail2ban/jail.d/sfw.conf" RESTART
			     "fail2ban" },
	[OWNER_SSHGUARD] = { "sshguard, ",
			     "sed -i 's|^BACKEND=.*|" BACKEND "|' " SSHGUARD RESTART
			     "sshguard" },
	[OWNER_SFW] = { "closed while the module was missing, ",
			"systemctl restart sfw" },
};

static void mend(const struct rules_chain *chain, char *command, size_t size)
{
	if (owners[chain->owner].command)
		snprintf(command, size, "%s", owners[chain->owner].command);
	else if (!strcmp(chain->tool, "nft"))
		snprintf(command, size,
			 "nft 'chain %s %s %s { policy accept; }; flush chain %s %s %s'",
			 chain->family, chain->table, chain->name,
			 chain->family, chain->table, chain->name);
	else
		snprintf(command, size, "%s -t %s -P %s ACCEPT && %s -t %s -F %s",
			 chain->tool, chain->table, chain->name,
			 chain->tool, chain->table, chain->name);
}

/* sfw stands where the table filter does. */
static const char *effect(const struct doctor_facts *facts,
			  const struct rules_chain *chain)
{
	if (chain->place == NF_INET_PRE_ROUTING)
		return "before sfw opens a port: what they refuse it never sees";
	if (!facts->enabled)
		return "alone, since sfw judges none of these";
	if (chain->priority < NF_IP_PRI_FILTER)
		return "before sfw: what they refuse it never sees, nor counts";
	if (chain->priority > NF_IP_PRI_FILTER)
		return "after sfw: what it accepts they may refuse";
	return "beside sfw, and who came last is asked first: what either refuses is refused";
}

static void judge_chain(const struct doctor_facts *facts,
			const struct rules_chain *chain,
			struct doctor_findings *findings)
{
	char text[DOCTOR_TEXT_MAX], command[DOCTOR_TEXT_MAX];

	snprintf(text, sizeof(text),
		 "others refuse %s, too (%s%s, chain %s %s %s, priority %d), %s",
		 places[chain->place], owners[chain->owner].name, chain->tool,
		 chain->family, chain->table, chain->name, chain->priority,
		 effect(facts, chain));
	mend(chain, command, sizeof(command));
	doctor_find(findings, "rules", text, command);
}

/**
 * doctor_judge_rules() - find whose rules refuse packets, too
 * @facts: what was found out
 * @findings: gets them
 */
void doctor_judge_rules(const struct doctor_facts *facts,
			struct doctor_findings *findings)
{
	for (size_t i = 0; i < facts->rules.count; i++) {
		const struct rules_chain *chain = &facts->rules.chains[i];

		if (chain->is_base && chain->refuses &&
		    !(chain->place == NF_INET_FORWARD && facts->forward_off))
			judge_chain(facts, chain, findings);
	}
}

static void read_saved(struct rules *rules, const char *tool,
		       const char *program, const char *family)
{
	const char *const argv[] = { program, NULL };
	char *text = process_output(argv);

	if (text)
		rules_read_save(rules, text, tool, family);
	free(text);
}

/**
 * doctor_rules() - find out what others let in
 * @rules: the result
 *
 * Asking iptables for rules would load its modules, where there are none.
 */
void doctor_rules(struct rules *rules)
{
	static const char *const nft[] = {
		"nft", "-t", "-y", "list", "ruleset", NULL
	};
	char *text = process_output(nft);

	if (text)
		rules_read_nft(rules, text);
	free(text);
	if (!access("/proc/net/ip_tables_names", R_OK))
		read_saved(rules, "iptables-legacy", "iptables-legacy-save",
			   "ip");
	if (!access("/proc/net/ip6_tables_names", R_OK))
		read_saved(rules, "ip6tables-legacy", "ip6tables-legacy-save",
			   "ip6");
	rules_settle(rules);
}
