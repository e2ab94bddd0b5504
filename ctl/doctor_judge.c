// SPDX-License-Identifier: GPL-2.0
/* Facts about this machine in, findings out. Looks at nothing else. */
#include <stdio.h>
#include <string.h>

#include "doctor.h"

#define FILL_PERCENT	80	/* of the connection table */

/**
 * doctor_find() - add a finding
 * @findings: gets it, if there is room
 * @check: a word for it
 * @text: what it is
 * @command: what mends it
 */
void doctor_find(struct doctor_findings *findings, const char *check,
		 const char *text, const char *command)
{
	struct doctor_finding *f = &findings->at[findings->count];

	if (findings->count == DOCTOR_FINDINGS_MAX)
		return;
	f->check = check;
	snprintf(f->text, sizeof(f->text), "%s", text);
	snprintf(f->command, sizeof(f->command), "%s", command);
	findings->count++;
}

static void judge_kernel(const struct doctor_facts *facts,
			 const struct doctor_kernel *kernel,
			 struct doctor_findings *findings)
{
	char text[DOCTOR_TEXT_MAX], command[DOCTOR_TEXT_MAX];

	snprintf(command, sizeof(command),
		 "apt install linux-headers-%s && dkms install sfw/%s -k %s",
		 kernel->release, facts->tool, kernel->release);
	if (!kernel->has_module) {
		snprintf(text, sizeof(text),
			 "kernel %s has no sfw.ko: booted, it is without this firewall",
			 kernel->release);
		doctor_find(findings, "module", text, command);
		return;
	}
	if (strcmp(kernel->version, facts->tool)) {
		snprintf(text, sizeof(text),
			 "sfw.ko of kernel %s is version %s, sfwctl %s",
			 kernel->release, kernel->version, facts->tool);
		doctor_find(findings, "version", text, command);
	}
	if (facts->needs_signature && !kernel->is_signed) {
		snprintf(text, sizeof(text),
			 "sfw.ko of kernel %s is not signed: with Secure Boot it will not load",
			 kernel->release);
		snprintf(command, sizeof(command),
			 "apt install openssl && dkms build --force sfw/%s -k %s && dkms install --force sfw/%s -k %s",
			 facts->tool, kernel->release, facts->tool,
			 kernel->release);
		doctor_find(findings, "signature", text, command);
	}
}

static void judge_module(const struct doctor_facts *facts,
			 struct doctor_findings *findings)
{
	char text[DOCTOR_TEXT_MAX];

	for (unsigned int i = 0; i < facts->kernel_count; i++)
		judge_kernel(facts, &facts->kernels[i], findings);
	if (facts->needs_signature && facts->key_unknown)
		doctor_find(findings, "signature",
			    "the firmware does not know the key that DKMS signs with: with Secure Boot nothing signed by it will load",
			    "mokutil --import /var/lib/dkms/mok.pub && reboot");
	if (!facts->module[0]) {
		doctor_find(findings, "module", "the module is not loaded",
			    "modprobe sfw");
	} else if (strcmp(facts->module, facts->tool)) {
		snprintf(text, sizeof(text),
			 "the loaded module is version %s, sfwctl %s",
			 facts->module, facts->tool);
		doctor_find(findings, "version", text,
			    "sfwctl save && rmmod sfw && systemctl restart sfw");
	}
}

static void judge_policy(const struct doctor_facts *facts,
			 struct doctor_findings *findings)
{
	if (facts->module[0] && !facts->enabled)
		doctor_find(findings, "policy",
			    "packets are not judged: all of them pass",
			    "sfwctl enable");
	if (facts->saved == SAVED_NONE && facts->enabled)
		doctor_find(findings, "policy",
			    "no policy is saved: the next boot knows nothing of this one",
			    "sfwctl save");
	if (facts->saved == SAVED_DIFFERS)
		doctor_find(findings, "policy",
			    "the saved policy is another one than what runs: 'sfwctl diff' shows it",
			    "sfwctl save");
	if (facts->saved == SAVED_BROKEN)
		doctor_find(findings, "policy",
			    "the saved policy has an error: the next boot will close this machine",
			    "sfwctl -n restore");
	if (facts->saved != SAVED_NONE && !facts->unit_enabled)
		doctor_find(findings, "unit",
			    "a policy is saved, but nothing puts it in force at boot",
			    "systemctl enable sfw");
}

static void judge_conntrack(const struct doctor_facts *facts,
			    struct doctor_findings *findings)
{
	char text[DOCTOR_TEXT_MAX], command[DOCTOR_TEXT_MAX];

	if (facts->conntrack_max && facts->conntrack_count * 100 >=
				    facts->conntrack_max * FILL_PERCENT) {
		snprintf(text, sizeof(text),
			 "%llu of %llu connections are tracked: when the table is full, new ones are dropped",
			 facts->conntrack_count, facts->conntrack_max);
		snprintf(command, sizeof(command),
			 "sysctl -w net.netfilter.nf_conntrack_max=%llu",
			 facts->conntrack_max * 2);
		doctor_find(findings, "conntrack", text, command);
	}
	if (facts->be_liberal)
		doctor_find(findings, "sysctl",
			    "TCP segments that fit no window pass as part of their connection, and never count as invalid",
			    "sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=0");
	if (facts->enabled && facts->is_gateway && !facts->ip_forward)
		doctor_find(findings, "sysctl",
			    "the policy is that of a gateway, but somebody turned the forwarding of IPv4 off",
			    "sysctl -w net.ipv4.ip_forward=1");
}

static void judge_rpfilter(const struct doctor_facts *facts,
			   struct doctor_findings *findings)
{
	char text[DOCTOR_TEXT_MAX], command[DOCTOR_TEXT_MAX] = "sysctl -w";
	size_t len = strlen(command);

	if (!facts->rpfilter || !facts->dev_count)
		return;
	for (unsigned int i = 0; i < facts->dev_count; i++) {
		int more = snprintf(command + len, sizeof(command) - len,
				    " net.ipv4.conf.%s.rp_filter=0",
				    facts->devs[i]);

		if ((size_t)more >= sizeof(command) - len) {
			command[len] = '\0';
			break;
		}
		len += more;
	}
	snprintf(text, sizeof(text),
		 "sources are checked twice: 'set rpfilter' is on, and so is the sysctl rp_filter of %s%s, which counts nothing",
		 facts->devs[0], facts->dev_count > 1 ? " and others" : "");
	doctor_find(findings, "rpfilter", text, command);
}

/**
 * doctor_judge() - find what is not as it should be
 * @facts: what was found out
 * @findings: the result
 */
void doctor_judge(const struct doctor_facts *facts,
		  struct doctor_findings *findings)
{
	findings->count = 0;
	judge_module(facts, findings);
	judge_policy(facts, findings);
	doctor_judge_rules(facts, findings);
	judge_conntrack(facts, findings);
	judge_rpfilter(facts, findings);
}
