// SPDX-License-Identifier: GPL-2.0
/*
 * Files of the host, seen from another network namespace: "ip netns exec" and nsenter leave
 * most of them where they were, and a reboot reads them for the host alone.
 */
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/hostfile.h"

#define HOST	"/proc/1/"

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Not where the first process cannot be looked at, as in some containers. */
static bool is_elsewhere(void)
{
	struct stat own, host;

	return !stat("/proc/self/ns/net", &own) && !stat(HOST "ns/net", &host) &&
	       !is_same(&own, &host);
}

/**
 * hostfile_is() - whether a file is the host's, whose network namespace is another
 * @path: the file, from the root; if it is not there yet, its folder decides
 *
 * The host's namespaces are those of the first process.
 */
bool hostfile_is(const char *path)
{
	char folder[PATH_MAX - sizeof(HOST "root")], there[PATH_MAX];
	struct stat own, host;

	if (!is_elsewhere())
		return false;
	snprintf(folder, sizeof(folder), "%s", path);
	while (stat(folder, &own) && strcmp(folder, "/"))
		dirname(folder);
	snprintf(there, sizeof(there), HOST "root%s", folder);
	return !stat(there, &host) && is_same(&own, &host);
}

/**
 * hostfile_warn() - warn in front of a write to such a file
 * @path: the file
 * @instead: the way that keeps both apart
 */
void hostfile_warn(const char *path, const char *instead)
{
	if (hostfile_is(path))
		fprintf(stderr,
			"sfwctl: warning: this replaces %s of the host, whose network namespace is another: %s\n",
			path, instead);
}
