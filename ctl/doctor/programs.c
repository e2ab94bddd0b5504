// SPDX-License-Identifier: GPL-2.0
/* Programs that make rules, as names of their chains and tables give them away. */
#include <string.h>

#include "doctor/rulesets.h"
#include "lib/compiler.h"

/* Stands in for the module while that is missing: see ctl/systemd/load. */
const struct rules_program rules_sfw = {
	"sfw_closed", "closed while the module was missing", NULL
};

static const struct rules_program programs[] = {
	{ "firewalld", "firewalld", "firewall-cmd --list-all-zones" },
	{ "ufw-", "ufw", "ufw status verbose" },
	{ "ufw6-", "ufw", "ufw status verbose" },
	{ "DOCKER", "Docker", NULL },
	{ "docker-bridges", "Docker", NULL },
	{ "NETAVARK", "Podman", NULL },
	{ "netavark", "Podman", NULL },
	{ "CNI-", "Podman", NULL },
	{ "KUBE-", "Kubernetes", NULL },
	{ "kube-proxy", "Kubernetes", NULL },
	{ "LIBVIRT_", "libvirt", NULL },
	{ "libvirt_network", "libvirt", NULL },
	{ "f2b-", "fail2ban", "fail2ban-client status" },
	{ "sshguard", "sshguard", NULL },
	{ "crowdsec", "CrowdSec", "cscli decisions list" },
	{ "keepalived", "keepalived", NULL },
	{ "nm-shared-", "NetworkManager", NULL },
	{ "wg-quick-", "wg-quick", NULL },
};

/**
 * rules_program_of() - the program that gave a chain or a table its name
 * @name: the name
 *
 * Return: the program, or NULL when the name is nobody's.
 */
const struct rules_program *rules_program_of(const char *name)
{
	if (!strcmp(name, rules_sfw.lead))
		return &rules_sfw;
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++)
		if (!strncmp(name, programs[i].lead, strlen(programs[i].lead)))
			return &programs[i];
	return NULL;
}
