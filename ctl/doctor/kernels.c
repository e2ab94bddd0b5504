// SPDX-License-Identifier: GPL-2.0
/* The installed kernels: has each its module, and would it load? */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "lib/subprocess.h"

#define PATH_BYTES	512

/* A field of modinfo about the module of a kernel; NULL if there is none. */
static char *ask_modinfo(const char *root, const char *release)
{
	const char *const argv[] = {
		"modinfo", "-b", root[0] ? root : "/", "-k", release, "sfw",
		NULL
	};

	return process_output(argv);
}

/* The value of a field, to the end of its line, or "". */
static void find_field(const char *text, const char *field, char *to,
		       size_t size)
{
	size_t len = strlen(field);

	to[0] = '\0';
	for (; text; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (strncmp(text, field, len) || text[len] != ':')
			continue;
		text += len + 1;
		text += strspn(text, " ");
		snprintf(to, size, "%.*s", (int)strcspn(text, "\n"), text);
		return;
	}
}

static int compare(const void *a, const void *b)
{
	const struct doctor_kernel *ka = a, *kb = b;

	return strcmp(ka->release, kb->release);
}

/* Headers alone make a folder, too: a kernel lists its built-in modules. */
static void look_at(struct doctor_facts *facts, const char *root,
		    const char *release)
{
	struct doctor_kernel *kernel = &facts->kernels[facts->kernel_count];
	char path[PATH_BYTES], signer[DOCTOR_NAME_MAX];
	char *text;

	snprintf(path, sizeof(path), "%s/lib/modules/%s/modules.builtin", root,
		 release);
	if (release[0] == '.' || strlen(release) >= sizeof(kernel->release) ||
	    facts->kernel_count == DOCTOR_KERNELS_MAX || access(path, R_OK))
		return;
	strcpy(kernel->release, release);
	text = ask_modinfo(root, release);
	kernel->has_module = text;
	find_field(text, "version", kernel->version, sizeof(kernel->version));
	find_field(text, "signer", signer, sizeof(signer));
	kernel->is_signed = signer[0];
	free(text);
	facts->kernel_count++;
}

/**
 * doctor_kernels() - find out which kernels are installed
 * @facts: gets them
 * @root: folder of the system
 */
void doctor_kernels(struct doctor_facts *facts, const char *root)
{
	const struct dirent *entry;
	char path[PATH_BYTES];
	struct utsname name;
	DIR *dir;

	if (!uname(&name))
		snprintf(facts->running, sizeof(facts->running), "%s",
			 name.release);
	snprintf(path, sizeof(path), "%s/lib/modules", root);
	/* Of too many it is the one that must be known. */
	look_at(facts, root, facts->running);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, facts->running))
			look_at(facts, root, entry->d_name);
	if (dir)
		closedir(dir);
	qsort(facts->kernels, facts->kernel_count, sizeof(facts->kernels[0]),
	      compare);
	doctor_signature(facts, root);
}
