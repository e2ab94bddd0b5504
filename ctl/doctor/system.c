// SPDX-License-Identifier: GPL-2.0
/* Sysctls, the unit and the module: settings of the system around the firewall. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "lib/compiler.h"

#define NETFILTER	"/proc/sys/net/netfilter/"
#define PATH_BYTES	512
#define RP_FILTER_STRICT	1

/* A number out of a file, or 0. */
static unsigned long long number_in(const char *root, const char *path)
{
	unsigned long long value = 0;
	char full[PATH_BYTES];
	FILE *in;

	snprintf(full, sizeof(full), "%s%s", root, path);
	in = fopen(full, "re");
	if (!in)
		return 0;
	if (fscanf(in, "%llu", &value) != 1)
		value = 0;
	fclose(in);
	return value;
}

/* "all" counts for every interface, "default" for those to come. */
static void find_rp_filter(struct doctor_facts *facts, const char *root)
{
	char path[PATH_BYTES];
	const struct dirent *entry;
	unsigned long long value;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/proc/sys/net/ipv4/conf", root);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' ||
		    facts->dev_count == DOCTOR_DEVS_MAX ||
		    strlen(entry->d_name) >= DOCTOR_NAME_MAX)
			continue;
		snprintf(path, sizeof(path),
			 "/proc/sys/net/ipv4/conf/%s/rp_filter", entry->d_name);
		value = number_in(root, path);
		/* The next one, as long as none is strict. */
		if (value && value != RP_FILTER_STRICT &&
		    facts->dev_strict == facts->dev_count)
			facts->dev_strict++;
		if (value)
			strcpy(facts->devs[facts->dev_count++], entry->d_name);
	}
	if (dir)
		closedir(dir);
}

static bool is_enabled(const char *root)
{
	static const char *const folders[] = {
		"/etc/systemd/system", "/usr/lib/systemd/system",
		"/lib/systemd/system",
	};
	char path[PATH_BYTES], target[PATH_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		snprintf(path, sizeof(path),
			 "%s%s/sysinit.target.wants/sfw.service", root,
			 folders[i]);
		if (readlink(path, target, sizeof(target)) > 0)
			return true;
	}
	return false;
}

/* As ctl/systemd/load looks for it. */
static bool has_nft(const char *root)
{
	static const char *const folders[] = {
		"/usr/sbin", "/usr/bin", "/sbin", "/bin",
	};
	char path[PATH_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		snprintf(path, sizeof(path), "%s%s/nft", root, folders[i]);
		if (!access(path, X_OK))
			return true;
	}
	return false;
}

/* By a parameter that the unit gives it. */
static bool begins_closed(const char *root)
{
	char path[PATH_BYTES], word[8] = "";
	FILE *in;

	snprintf(path, sizeof(path), "%s/sys/module/sfw/parameters/boot_policy", root);
	in = fopen(path, "re");
	if (!in)
		return false;
	if (fscanf(in, "%7s", word) != 1)
		word[0] = '\0';
	fclose(in);
	return !strcmp(word, "drop");
}

/**
 * doctor_system() - read sysctls, the state of the unit and how the module begins
 * @facts: gets it
 * @root: folder of the system
 */
void doctor_system(struct doctor_facts *facts, const char *root)
{
	facts->conntrack_count =
		number_in(root, NETFILTER "nf_conntrack_count");
	facts->conntrack_max = number_in(root, NETFILTER "nf_conntrack_max");
	facts->be_liberal =
		number_in(root, NETFILTER "nf_conntrack_tcp_be_liberal");
	facts->begins_closed = begins_closed(root);
	facts->unit_enabled = is_enabled(root);
	facts->has_nft = has_nft(root);
	find_rp_filter(facts, root);
}
