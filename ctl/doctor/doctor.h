/* SPDX-License-Identifier: GPL-2.0 */
/* "doctor": facts about this machine in, findings out. */
#ifndef SFWCTL_DOCTOR_DOCTOR_H
#define SFWCTL_DOCTOR_DOCTOR_H

#include <stdbool.h>

#include "doctor/containers.h"
#include "doctor/pair.h"
#include "doctor/rulesets.h"
#include "doctor/shared_ports.h"
#include "host/advertised.h"
#include "lang/action.h"
#include "net/saved.h"
#include "net/settings.h"

#define DOCTOR_NAME_MAX		128
#define DOCTOR_TEXT_MAX		1024
#define DOCTOR_KERNELS_MAX	32
#define DOCTOR_DEVS_MAX		64
#define DOCTOR_FINDINGS_MAX	128

/**
 * struct doctor_kernel - an installed kernel
 * @release: as uname -r says
 * @has_module: sfw.ko is there for it
 * @is_signed: and somebody signed it
 * @version: of that sfw.ko, or ""
 */
struct doctor_kernel {
	char release[DOCTOR_NAME_MAX];
	bool has_module;
	bool is_signed;
	char version[DOCTOR_NAME_MAX];
};

/**
 * struct doctor_facts - facts about this machine
 * @running: release of the kernel that runs
 * @kernels: the installed ones
 * @kernel_count: how many
 * @needs_signature: the kernel that runs loads no unsigned module
 * @certificate: of the key that DKMS signs with, if @key_unknown
 * @key_unknown: and the firmware does not know that key
 * @key_awaited: but that the next boot asks for
 * @tool: version of the utility
 * @module: version of the module that is loaded, "" if none is
 * @enabled: whether packets are judged
 * @begins_closed: the module begins with a policy that lets nothing in
 * @opens: an entry or a trust lets something in
 * @closes: nothing does, nor through this host
 * @idle_group: a volatile group that no line names, or ""
 * @saved: whether the saved policy is the one that runs
 * @unit_enabled: the policy is put in force at boot
 * @has_nft: and a boot without the module closes the machine
 * @rules: those of other firewalls
 * @conntrack_count: connections that are tracked
 * @conntrack_max: how many can be, 0 if not known
 * @be_liberal: segments out of the window pass as part of their connection
 * @unforwarded: families that the policy needs forwarded, and that are not
 * @advertised: of advertised_settings()
 * @forward_off: forwarding is left to others
 * @direct: packets are meant to go direct
 * @direct_off: an obstacle in the policy, or NULL
 * @containers: container engines
 * @shared_ports: ports that others lead elsewhere, too
 * @pair: the pair of gateways that this host may be of
 * @rpfilter: the setting, SFW_RPFILTER_*
 * @devs: interfaces, and "all", whose sysctl rp_filter is on as well
 * @dev_count: how many
 * @dev_strict: number of the first of them where it is strict, or @dev_count
 */
struct doctor_facts {
	char running[DOCTOR_NAME_MAX];
	struct doctor_kernel kernels[DOCTOR_KERNELS_MAX];
	unsigned int kernel_count;
	bool needs_signature;
	char certificate[DOCTOR_NAME_MAX];
	bool key_unknown;
	bool key_awaited;
	char tool[DOCTOR_NAME_MAX];
	char module[DOCTOR_NAME_MAX];
	bool enabled;
	bool begins_closed;
	bool opens;
	bool closes;
	char idle_group[SFW_NAME_MAX + 1];
	enum saved saved;
	bool unit_enabled;
	bool has_nft;
	struct rules rules;
	unsigned long long conntrack_count;
	unsigned long long conntrack_max;
	bool be_liberal;
	unsigned int unforwarded;
	char advertised[ADVERTISED_TEXT_MAX];
	bool forward_off;
	bool direct;
	const char *direct_off;
	struct doctor_containers containers;
	struct doctor_shared_ports shared_ports;
	struct doctor_pair pair;
	unsigned int rpfilter;
	char devs[DOCTOR_DEVS_MAX][DOCTOR_NAME_MAX];
	unsigned int dev_count;
	unsigned int dev_strict;
};

/**
 * struct doctor_finding - something that is not as it should be, or that is to be known
 * @check: a word for it
 * @is_note: it is no fault
 * @text: one sentence
 * @command: command that mends it, or that shows it, where the cure is not ours:
 *	     none makes anything reachable that the policy does not open, or
 *	     undoes the work of another program
 */
struct doctor_finding {
	const char *check;
	bool is_note;
	char text[DOCTOR_TEXT_MAX];
	char command[DOCTOR_TEXT_MAX];
};

/**
 * struct doctor_findings - all of them
 * @at: in the order of the checks
 * @count: how many
 * @faults: those that are no notes
 */
struct doctor_findings {
	struct doctor_finding at[DOCTOR_FINDINGS_MAX];
	unsigned int count;
	unsigned int faults;
};

run_fn run_doctor;

/* Gathering; @root is "" but in tests. */
void doctor_signature(struct doctor_facts *facts, const char *root);
void doctor_kernels(struct doctor_facts *facts, const char *root);
void doctor_system(struct doctor_facts *facts, const char *root);
void doctor_rules(struct rules *rules);

/* Judging. */
void doctor_judge(const struct doctor_facts *facts,
		  struct doctor_findings *findings);
void doctor_show_chain(const struct rules_chain *chain, char *command, size_t size);
void doctor_idle_group(const struct policy *policy, char *name);
const char *doctor_direct_off(const struct policy *policy,
			      const struct values *values);
void doctor_judge_direct(const struct doctor_facts *facts,
			 struct doctor_findings *findings);
void doctor_judge_rules(const struct doctor_facts *facts,
			struct doctor_findings *findings);
__printf(4, 5)
void doctor_find(struct doctor_findings *findings, const char *check,
		 const char *command, const char *text, ...);
__printf(4, 5)
void doctor_note(struct doctor_findings *findings, const char *check,
		 const char *command, const char *text, ...);

#endif
