// SPDX-License-Identifier: GPL-2.0
/* Other firewalls: which packets they refuse besides sfw, and in which order. */
#include <linux/netfilter.h>
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "doctor.h"

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

/* Where sfw stands beside a hook: before it -1, after it 1, nowhere 0. */
static int order(const struct doctor_facts *facts, unsigned int at)
{
	const struct doctor_hook *hook = &facts->hooks[at];

	for (unsigned int i = 0; i < facts->hook_count; i++) {
		const struct doctor_hook *other = &facts->hooks[i];

		if (other->is_ours && other->family == hook->family &&
		    other->place == hook->place)
			return i < at ? -1 : 1;
	}
	return 0;
}

static const char *effect(const struct doctor_facts *facts, unsigned int at)
{
	if (facts->hooks[at].place == NF_INET_PRE_ROUTING)
		return "before sfw opens a port: what they refuse it never sees";
	switch (order(facts, at)) {
	case -1:
		return "after sfw: what it accepts they may refuse";
	case 1:
		return "before sfw: what they refuse it never sees, nor counts";
	default:
		return "alone, since sfw judges none of these";
	}
}

static bool same_chain(const struct rules_chain *a, const struct rules_chain *b)
{
	return a->tool && b->tool && !strcmp(a->tool, b->tool) &&
	       !strcmp(a->family, b->family) && !strcmp(a->table, b->table) &&
	       !strcmp(a->name, b->name);
}

/* A chain of the family inet is asked about both. */
static bool is_told(const struct doctor_facts *facts, unsigned int at)
{
	const struct doctor_hook *hook = &facts->hooks[at];

	for (unsigned int i = 0; i < at; i++) {
		const struct doctor_hook *other = &facts->hooks[i];

		if (other->place == hook->place &&
		    same_chain(&other->chain, &hook->chain))
			return true;
	}
	return false;
}

/**
 * doctor_judge_rules() - find whose rules refuse packets, too
 * @facts: what was found out
 * @findings: gets them
 */
void doctor_judge_rules(const struct doctor_facts *facts,
			struct doctor_findings *findings)
{
	char text[DOCTOR_TEXT_MAX], command[DOCTOR_TEXT_MAX];

	if (facts->hooks_unknown)
		doctor_find(findings, "rules",
			    "the kernel does not tell who else judges packets",
			    "modprobe nfnetlink_hook");
	for (unsigned int i = 0; i < facts->hook_count; i++) {
		const struct doctor_hook *hook = &facts->hooks[i];
		const struct rules_chain *chain = &hook->chain;

		if (!chain->refuses || is_told(facts, i) ||
		    (hook->place == NF_INET_FORWARD && facts->forward_off))
			continue;
		snprintf(text, sizeof(text),
			 "rules refuse %s, too (%s%s, chain %s %s %s, priority %d), %s",
			 places[hook->place], owners[chain->owner].name,
			 chain->tool, chain->family, chain->table, chain->name,
			 hook->priority, effect(facts, i));
		mend(chain, command, sizeof(command));
		doctor_find(findings, "rules", text, command);
	}
}
