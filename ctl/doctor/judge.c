// SPDX-License-Identifier: GPL-2.0
/* Facts about this machine in, findings out. Looks at nothing else. */
#include <stdio.h>
#include <string.h>

#include "doctor/doctor.h"
#include "host/ip_forward.h"
#include "lib/printable.h"
#include "lib/shellword.h"
#include <linux/sfw.h>

#define FILL_PERCENT	80	/* of the connection table */

static const char *fate(const struct doctor_facts *facts)
{
	if (!facts->unit_enabled)
		return "is without this firewall";
	return facts->has_nft ? "closes this machine" :
	       "leaves this machine open, since there is no nft to close it";
}

/* The module's own policy of boot_policy=drop, whoever has made groups and bans in it since. */
static bool is_closed(const struct doctor_facts *facts)
{
	return facts->begins_closed && facts->enabled && facts->closes;
}

/* Until another module can take its place, a loaded one is all that judges packets. */
static bool is_outdated(const struct doctor_facts *facts)
{
	return facts->module[0] && strcmp(facts->module, facts->tool);
}

struct remark {
	char text[2 * DOCTOR_NAME_MAX];
};

static struct remark keep_loaded(const struct doctor_facts *facts, const char *release)
{
	struct remark remark = { "" };

	if (is_outdated(facts) && !strcmp(release, facts->running))
		snprintf(remark.text, sizeof(remark.text),
			 "; the loaded module, version %s, must stay until the new one is built, and can be loaded",
			 facts->module);
	return remark;
}

static void judge_kernel(const struct doctor_facts *facts,
			 const struct doctor_kernel *kernel,
			 struct doctor_findings *findings)
{
	struct remark keep = keep_loaded(facts, kernel->release);
	char command[DOCTOR_TEXT_MAX], release[2 * DOCTOR_NAME_MAX];

	shell_word(kernel->release, release, sizeof(release));
	snprintf(command, sizeof(command),
		 "apt install linux-headers-%s && dkms install sfw/%s -k %s",
		 release, facts->tool, release);
	if (!kernel->has_module) {
		doctor_find(findings, "module", command,
			    "kernel %s has no sfw.ko: a boot of it %s%s",
			    kernel->release, fate(facts), keep.text);
		return;
	}
	if (strcmp(kernel->version, facts->tool))
		doctor_find(findings, "version", command,
			    "sfw.ko of kernel %s is version %s, sfwctl %s%s",
			    kernel->release, kernel->version, facts->tool, keep.text);
	if (facts->needs_signature && !kernel->is_signed) {
		snprintf(command, sizeof(command),
			 "apt install openssl && dkms build --force sfw/%s -k %s && dkms install --force sfw/%s -k %s",
			 facts->tool, release, facts->tool, release);
		doctor_find(findings, "signature", command,
			    "sfw.ko of kernel %s is not signed: with Secure Boot it will not load%s",
			    kernel->release, keep.text);
	}
}

/* Others may flush the table that stands in for the module. */
static bool is_stood_in(const struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		if (rules->chains[i].owner == &rules_sfw &&
		    rules->chains[i].is_base && rules->chains[i].refuses)
			return true;
	return false;
}

static void judge_missing(const struct doctor_facts *facts,
			  struct doctor_findings *findings)
{
	if (!facts->unit_enabled)
		doctor_find(findings, "module", "modprobe sfw",
			    "the module is not loaded");
	else
		doctor_find(findings, "module", "systemctl start sfw",
			    "the module is not loaded%s",
			    facts->rules.error || is_stood_in(&facts->rules) ? "" :
			    ", and nothing stands in for it: this machine is open");
}

static void judge_key(const struct doctor_facts *facts,
		      struct doctor_findings *findings)
{
	struct remark keep = keep_loaded(facts, facts->running);
	char command[DOCTOR_TEXT_MAX], path[DOCTOR_NAME_MAX];

	snprintf(command, sizeof(command), "mokutil --import %s",
		 shell_word(facts->certificate, path, sizeof(path)));
	if (facts->key_awaited)
		doctor_find(findings, "signature", "reboot",
			    "the firmware does not know the key that DKMS signs with: the next boot enrols it, if it is answered on the console (Enroll MOK)%s",
			    keep.text);
	else if (facts->key_unknown)
		doctor_find(findings, "signature", command,
			    "the firmware does not know the key that DKMS signs with: with Secure Boot nothing signed by it will load, before the next boot enrols it%s",
			    keep.text);
}

static const struct doctor_kernel *running(const struct doctor_facts *facts)
{
	for (unsigned int i = 0; i < facts->kernel_count; i++)
		if (!strcmp(facts->kernels[i].release, facts->running))
			return &facts->kernels[i];
	return NULL;
}

static bool would_load(const struct doctor_facts *facts, const struct doctor_kernel *kernel)
{
	return !strcmp(kernel->version, facts->tool) && !facts->key_unknown &&
	       (kernel->is_signed || !facts->needs_signature);
}

/*
 * Closed, but for live connections, while there is no module. The unit stops only when the
 * lists are gone with the old one. Where that one is in use and stays, the unit's start opens
 * the machine again. The policy of boot_policy=drop may stand in for a saved one that has an error.
 */
static void replace(const struct doctor_facts *facts, char *command, size_t size)
{
	if (facts->enabled)
		snprintf(command, size,
			 "%ssfwctl list save && /usr/lib/sfw/load --close %s && { rmmod sfw; systemctl restart sfw; }",
			 is_closed(facts) ? "" : "sfwctl save && ", facts->tool);
	else
		snprintf(command, size,
			 "modinfo -F version sfw | grep -xF %s && rmmod sfw && modprobe sfw",
			 facts->tool);
}

static void judge_loaded(const struct doctor_facts *facts,
			 struct doctor_findings *findings)
{
	const struct doctor_kernel *kernel = running(facts);
	char command[DOCTOR_TEXT_MAX];

	if (!is_outdated(facts))
		return;
	if (!kernel) {
		struct doctor_kernel none = { 0 };

		strcpy(none.release, facts->running);
		judge_kernel(facts, &none, findings);
	} else if (would_load(facts, kernel)) {
		replace(facts, command, sizeof(command));
		doctor_find(findings, "version", command,
			    "the loaded module is version %s, sfwctl %s",
			    facts->module, facts->tool);
	}
}

static void judge_module(const struct doctor_facts *facts,
			 struct doctor_findings *findings)
{
	for (unsigned int i = 0; i < facts->kernel_count; i++)
		judge_kernel(facts, &facts->kernels[i], findings);
	judge_key(facts, findings);
	if (!facts->module[0])
		judge_missing(facts, findings);
	judge_loaded(facts, findings);
}

static void judge_unsaved(const struct doctor_facts *facts,
			  struct doctor_findings *findings)
{
	if (is_closed(facts))
		doctor_find(findings, "policy", "sfwctl -n restore",
			    "no policy is saved, and so this machine is closed: write one, then 'systemctl start sfw'");
	else
		doctor_find(findings, "policy", "sfwctl save",
			    "no policy is saved: this one is lost at the next boot");
}

/* The saved policy beside the live one; neither command lets more in. */
static void judge_saved(const struct doctor_facts *facts,
			struct doctor_findings *findings)
{
	if (facts->saved == SAVED_NONE && facts->enabled)
		judge_unsaved(facts, findings);
	if (facts->saved == SAVED_DIFFERS && facts->enabled)
		doctor_find(findings, "policy",
			    facts->opens ? "sfwctl save" : "sfwctl diff",
			    "the saved policy is another one than the policy that runs: 'sfwctl diff' shows it");
	if (facts->saved == SAVED_BROKEN && is_closed(facts))
		doctor_find(findings, "policy", "sfwctl -n restore",
			    "the saved policy has an error, and so this machine is closed: mend it, then 'systemctl start sfw'");
	else if (facts->saved == SAVED_BROKEN)
		doctor_find(findings, "policy", "sfwctl -n restore",
			    "the saved policy has an error: %s",
			    facts->unit_enabled ? "the next boot will close this machine" :
			    "it cannot be put in force");
}

/* An empty policy that nobody meant: the saved one is to be put in force. */
static bool is_left_out(const struct doctor_facts *facts)
{
	return facts->saved == SAVED_DIFFERS && facts->module[0] && facts->closes &&
	       (is_closed(facts) || !facts->enabled);
}

static void judge_policy(const struct doctor_facts *facts,
			 struct doctor_findings *findings)
{
	if (is_left_out(facts)) {
		doctor_find(findings, "policy", "sfwctl restore",
			    "the saved policy is not in force: %s",
			    facts->enabled ? "all but replies is refused" :
			    "packets are not judged, and all of them pass");
	} else {
		if (facts->module[0] && !facts->enabled)
			doctor_find(findings, "policy", "sfwctl enable",
				    "packets are not judged: all of them pass");
		judge_saved(facts, findings);
	}
	if (facts->saved != SAVED_NONE && facts->saved != SAVED_FOR_HOST && !facts->unit_enabled)
		doctor_find(findings, "unit", "systemctl enable sfw",
			    "a policy is saved, but nothing puts it in force at boot");
}

/*
 * Bans, mostly, of which nobody sees that they do nothing. A group may be of addresses that
 * shall be let in as well: only its owner knows.
 */
static void judge_group(const struct doctor_facts *facts,
			struct doctor_findings *findings)
{
	char command[DOCTOR_TEXT_MAX];

	if (!facts->idle_group[0])
		return;
	snprintf(command, sizeof(command), "sfwctl group list %s", facts->idle_group);
	doctor_find(findings, "group", command,
		    "no line of the policy names the volatile group %s: nothing is done with its members; block add @%s blocks them",
		    facts->idle_group, facts->idle_group);
}

static void judge_conntrack(const struct doctor_facts *facts,
			    struct doctor_findings *findings)
{
	char command[DOCTOR_TEXT_MAX];

	if (facts->conntrack_max && facts->conntrack_count * 100 >=
				    facts->conntrack_max * FILL_PERCENT) {
		snprintf(command, sizeof(command),
			 "sysctl -w net.netfilter.nf_conntrack_max=%llu",
			 facts->conntrack_max * 2);
		doctor_find(findings, "conntrack", command,
			    "%llu of %llu connections are tracked: when the table is full, new ones are dropped",
			    facts->conntrack_count, facts->conntrack_max);
	}
	if (facts->be_liberal)
		doctor_find(findings, "sysctl",
			    "sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=0",
			    "TCP segments that fit no window pass as part of their connection, and never count as invalid");
}

static void judge_forwarding(const struct doctor_facts *facts,
			     struct doctor_findings *findings)
{
	char command[DOCTOR_TEXT_MAX], names[FORWARDS_TEXT_MAX];

	if (!facts->enabled || !facts->unforwarded)
		return;
	doctor_find(findings, "sysctl",
		    ip_forward_command(facts->unforwarded, true,
				       facts->advertised, command,
				       sizeof(command)),
		    "the policy is that of a gateway, but forwarding is off for %s",
		    ip_forward_names(facts->unforwarded, names, sizeof(names)));
}

/* A path, since names of VLANs have dots. */
static const char *rp_filter_of(const char *dev, char *word, size_t size)
{
	char path[DOCTOR_NAME_MAX + 32];

	snprintf(path, sizeof(path), "net/ipv4/conf/%s/rp_filter", dev);
	return shell_word(path, word, size);
}

static void rpfilter_off(const struct doctor_facts *facts, char *command,
			 size_t size)
{
	size_t len = snprintf(command, size, "sysctl -w");

	for (unsigned int i = 0; i < facts->dev_count; i++) {
		char word[2 * DOCTOR_NAME_MAX];
		int more = snprintf(command + len, size - len, " %s=0",
				    rp_filter_of(facts->devs[i], word, sizeof(word)));

		if ((size_t)more >= size - len) {
			command[len] = '\0';
			break;
		}
		len += more;
	}
}

/* The sysctl may be turned off only where ours refuses as much. */
static void judge_rpfilter(const struct doctor_facts *facts,
			   struct doctor_findings *findings)
{
	const char *dev = facts->devs[facts->dev_strict % DOCTOR_DEVS_MAX];
	char command[DOCTOR_TEXT_MAX], word[2 * DOCTOR_NAME_MAX];

	if (!facts->enabled || facts->rpfilter == SFW_RPFILTER_OFF ||
	    !facts->dev_count)
		return;
	if (facts->rpfilter != SFW_RPFILTER_STRICT &&
	    facts->dev_strict < facts->dev_count) {
		snprintf(command, sizeof(command),
			 "sysctl %s", rp_filter_of(dev, word, sizeof(word)));
		doctor_find(findings, "rpfilter", command,
			    "'set rpfilter loose' is looser than the sysctl rp_filter of %s, which counts nothing",
			    printable(dev).text);
		return;
	}
	rpfilter_off(facts, command, sizeof(command));
	doctor_find(findings, "rpfilter", command,
		    "sources are checked twice: 'set rpfilter' is on, and so is the sysctl rp_filter of %s%s, which counts nothing",
		    printable(facts->devs[0]).text, facts->dev_count > 1 ? " and others" : "");
}

/**
 * doctor_judge() - find faults
 * @facts: facts about this machine
 * @findings: the result
 */
void doctor_judge(const struct doctor_facts *facts,
		  struct doctor_findings *findings)
{
	findings->count = 0;
	findings->faults = 0;
	judge_module(facts, findings);
	judge_policy(facts, findings);
	judge_group(facts, findings);
	doctor_judge_rules(facts, findings);
	judge_conntrack(facts, findings);
	judge_forwarding(facts, findings);
	judge_rpfilter(facts, findings);
	doctor_judge_direct(facts, findings);
	doctor_judge_containers(&facts->containers, findings);
	doctor_judge_shared_ports(&facts->shared_ports, findings);
	doctor_judge_pair(&facts->pair, findings);
}
