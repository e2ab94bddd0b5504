/* SPDX-License-Identifier: GPL-2.0 */
/* "doctor": facts about this machine in, findings out. */
#ifndef SFWCTL_DOCTOR_H
#define SFWCTL_DOCTOR_H

#include <stdbool.h>

#include "rules.h"

#define DOCTOR_NAME_MAX		128
#define DOCTOR_TEXT_MAX		512
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

/* What is to be known of the running policy and of the saved one. */
enum doctor_saved { SAVED_NONE, SAVED_SAME, SAVED_DIFFERS, SAVED_BROKEN };

/**
 * struct doctor_facts - what was found out
 * @running: release of the kernel that runs
 * @kernels: the installed ones
 * @kernel_count: how many
 * @needs_signature: the kernel that runs loads no unsigned module
 * @key_unknown: and DKMS has a key that the firmware does not know
 * @tool: version of the utility
 * @module: version of the module that is loaded, "" if none is
 * @enabled: whether packets are judged
 * @saved: what is saved
 * @unit_enabled: the policy is put in force at boot
 * @rules: those of other firewalls
 * @conntrack_count: connections that are tracked
 * @conntrack_max: how many can be, 0 if not known
 * @be_liberal: segments out of the window pass as part of their connection
 * @is_gateway: lan, masquerade or forward are in the policy
 * @ip_forward: IPv4 is forwarded
 * @forward_off: forwarding is left to others
 * @rpfilter: the setting is on
 * @devs: interfaces, and "all", whose sysctl rp_filter is on as well
 * @dev_count: how many
 */
struct doctor_facts {
	char running[DOCTOR_NAME_MAX];
	struct doctor_kernel kernels[DOCTOR_KERNELS_MAX];
	unsigned int kernel_count;
	bool needs_signature;
	bool key_unknown;
	char tool[DOCTOR_NAME_MAX];
	char module[DOCTOR_NAME_MAX];
	bool enabled;
	enum doctor_saved saved;
	bool unit_enabled;
	struct rules rules;
	unsigned long long conntrack_count;
	unsigned long long conntrack_max;
	bool be_liberal;
	bool is_gateway;
	bool ip_forward;
	bool forward_off;
	bool rpfilter;
	char devs[DOCTOR_DEVS_MAX][DOCTOR_NAME_MAX];
	unsigned int dev_count;
};

/**
 * struct doctor_finding - something that is not as it should be
 * @check: a word for it
 * @text: what it is
 * @command: what mends it
 */
struct doctor_finding {
	const char *check;
	char text[DOCTOR_TEXT_MAX];
	char command[DOCTOR_TEXT_MAX];
};

/**
 * struct doctor_findings - all of them
 * @at: in the order of the checks
 * @count: how many
 */
struct doctor_findings {
	struct doctor_finding at[DOCTOR_FINDINGS_MAX];
	unsigned int count;
};

/* Gathering; @root is "" but in tests. */
void doctor_kernels(struct doctor_facts *facts, const char *root);
void doctor_system(struct doctor_facts *facts, const char *root);
void doctor_rules(struct rules *rules);

/* Judging. */
void doctor_judge(const struct doctor_facts *facts,
		  struct doctor_findings *findings);
void doctor_judge_rules(const struct doctor_facts *facts,
			struct doctor_findings *findings);
void doctor_find(struct doctor_findings *findings, const char *check,
		 const char *text, const char *command);

#endif
