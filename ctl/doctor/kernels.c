// SPDX-License-Identifier: GPL-2.0
/* The installed kernels: has each its module, and would it load? */
#define _GNU_SOURCE	/* for memmem() */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "lib/subprocess.h"

#define PATH_BYTES	512
#define EFIVARS		"/sys/firmware/efi/efivars/"
#define SECURE_BOOT	EFIVARS "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define MOK_LIST	EFIVARS "MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23"
#define MOK_NEW		EFIVARS "MokNew-605dab50-e046-4300-abb6-3dd810dd8b23"

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

/* Reads a small file of the system; returns how many bytes. */
static size_t read_file(const char *root, const char *path, char *to,
			size_t size)
{
	char full[PATH_BYTES];
	size_t len = 0;
	FILE *in;

	snprintf(full, sizeof(full), "%s%s", root, path);
	in = fopen(full, "re");
	if (in) {
		len = fread(to, 1, size - 1, in);
		fclose(in);
	}
	to[len] = '\0';
	return len;
}

/* With validation off in shim, Secure Boot is on, and the kernel takes any module. */
static bool needs_signature(const char *root)
{
	char text[256];
	size_t len;

	read_file(root, "/sys/module/module/parameters/sig_enforce", text,
		  sizeof(text));
	if (text[0] == 'Y')
		return true;
	if (read_file(root, "/sys/kernel/security/lockdown", text, sizeof(text)))
		return !strstr(text, "[none]");
	len = read_file(root, SECURE_BOOT, text, sizeof(text));
	return len >= 5 && text[4] == 1;
}

/* Lists of keys hold the certificates as they are. */
static bool lists_key(const char *root, const char *path, const char *key,
		      size_t len)
{
	static char list[65536];

	return memmem(list, read_file(root, path, list, sizeof(list)), key, len);
}

/* Mokutil writes down what the next boot is to ask for. */
static void look_for_key(struct doctor_facts *facts, const char *root)
{
	static char key[8192];
	size_t len = read_file(root, "/var/lib/dkms/mok.pub", key, sizeof(key));

	facts->key_unknown = len && !lists_key(root, MOK_LIST, key, len);
	facts->key_awaited = facts->key_unknown &&
			     lists_key(root, MOK_NEW, key, len);
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
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		look_at(facts, root, entry->d_name);
	if (dir)
		closedir(dir);
	qsort(facts->kernels, facts->kernel_count, sizeof(facts->kernels[0]),
	      compare);
	facts->needs_signature = needs_signature(root);
	if (facts->needs_signature)
		look_for_key(facts, root);
}
