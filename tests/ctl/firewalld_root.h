/* SPDX-License-Identifier: GPL-2.0 */
/* A folder with the files of firewalld, in place of /. */
#ifndef TEST_FIREWALLD_ROOT_H
#define TEST_FIREWALLD_ROOT_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/compiler.h"

#define PACKAGE		"/usr/lib/firewalld/"
#define OURS		"/etc/firewalld/"

/* Files of the package, as far as the tests need them. */
static const char *const fw_files[][2] = {
	{ OURS "firewalld.conf", "# a comment\nDefaultZone=public\nRFC3964_IPv4=no\n" },
	{ PACKAGE "zones/public.xml", "<zone><service name=\"ssh\"/><forward/></zone>" },
	{ PACKAGE "zones/trusted.xml", "<zone target=\"ACCEPT\"/>" },
	{ PACKAGE "services/ssh.xml", "<service><short>SSH</short>\n"
	  "<port protocol=\"tcp\" port=\"22\"/></service>" },
	{ PACKAGE "services/samba.xml", "<service><include service=\"samba-client\"/>\n"
	  "<port protocol=\"tcp\" port=\"445\"/></service>" },
	{ PACKAGE "services/samba-client.xml", "<service><include service=\"samba\"/>\n"
	  "<port protocol=\"udp\" port=\"137-138\"/><helper name=\"netbios-ns\"/></service>" },
	{ PACKAGE "services/dhcpv6-client.xml", "<service><port protocol=\"udp\" port=\"546\"/>\n"
	  "<destination ipv6=\"fe80::/64\"/></service>" },
	{ PACKAGE "helpers/netbios-ns.xml", "<helper module=\"nf_conntrack_netbios_ns\">\n"
	  "<port protocol=\"udp\" port=\"137\"/></helper>" },
	{ PACKAGE "icmptypes/echo-request.xml", "<icmptype/>" },
	{ PACKAGE "icmptypes/neighbour-solicitation.xml",
	  "<icmptype><destination ipv4=\"no\"/><destination ipv6=\"yes\"/></icmptype>" },
	{ PACKAGE "policies/allow-host-ipv6.xml",
	  "<policy target=\"CONTINUE\" priority=\"-15000\">\n"
	  "<ingress-zone name=\"ANY\"/><egress-zone name=\"HOST\"/>\n"
	  "<rule family=\"ipv6\"><icmp-type name=\"neighbour-solicitation\"/>\n"
	  "<accept/></rule></policy>" },
};

/* Writes a file below a root, and the folders that it needs. */
static inline bool fw_write(const char *root, const char *path, const char *text)
{
	char full[256];
	FILE *out;

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (char *slash = full + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(full, 0700);
		*slash = '/';
	}
	out = fopen(full, "w");
	if (!out)
		return false;
	fputs(text, out);
	return !fclose(out);
}

static inline bool fw_begin(char *root)
{
	bool good = mkdtemp(root);

	for (size_t i = 0; i < ARRAY_SIZE(fw_files) && good; i++)
		good = fw_write(root, fw_files[i][0], fw_files[i][1]);
	return good;
}

static inline int fw_remove(const char *path, const struct stat *stat, int kind,
			    struct FTW *where)
{
	(void)stat;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline void fw_end(const char *root)
{
	nftw(root, fw_remove, 8, FTW_DEPTH | FTW_PHYS);
}

#endif
