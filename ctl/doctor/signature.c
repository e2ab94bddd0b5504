// SPDX-License-Identifier: GPL-2.0
/* Secure Boot: must a module be signed, and is the key that DKMS signs with known? */
#define _GNU_SOURCE	/* for memmem() */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/doctor.h"

#define PATH_BYTES	512
#define EFIVARS		"/sys/firmware/efi/efivars/"
#define SECURE_BOOT	EFIVARS "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define MOK_LIST	EFIVARS "MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23"
#define MOK_NEW		EFIVARS "MokNew-605dab50-e046-4300-abb6-3dd810dd8b23"
#define SETTING		"mok_certificate="

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

/* The path that a line of DKMS's configuration, which is shell, sets. */
static void take_line(const char *line, char *to)
{
	line += strspn(line, " \t");
	if (strncmp(line, SETTING, strlen(SETTING)))
		return;
	line += strlen(SETTING);
	line += *line == '"' || *line == '\'';
	snprintf(to, DOCTOR_NAME_MAX, "%.*s", (int)strcspn(line, "\"' \t;#\n"), line);
}

/* As dkms reads it: the last line counts. */
static void find_configured(const char *root, char *to)
{
	static const char *const patterns[] = {
		"/etc/dkms/framework.conf", "/etc/dkms/framework.conf.d/*.conf",
	};
	char pattern[PATH_BYTES], *line = NULL;
	size_t size = 0;
	glob_t files = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++) {
		snprintf(pattern, sizeof(pattern), "%s%s", root, patterns[i]);
		glob(pattern, i ? GLOB_APPEND : 0, NULL, &files);
	}
	for (size_t i = 0; i < files.gl_pathc; i++) {
		FILE *in = fopen(files.gl_pathv[i], "re");

		while (in && getline(&line, &size, in) >= 0)
			take_line(line, to);
		if (in)
			fclose(in);
	}
	free(line);
	globfree(&files);
}

/* The certificate of the key that DKMS signs with; returns its bytes, 0 if there is none. */
static size_t find_certificate(struct doctor_facts *facts, const char *root,
			       char *key, size_t size)
{
	static const char *const defaults[] = {
		"/var/lib/dkms/mok.pub",
		"/var/lib/shim-signed/mok/MOK.der",	/* Ubuntu's dkms */
	};
	char *path = facts->certificate;
	size_t len = 0;

	path[0] = '\0';
	find_configured(root, path);
	if (path[0])
		return read_file(root, path, key, size);
	for (size_t i = 0; i < ARRAY_SIZE(defaults) && !len; i++) {
		strcpy(path, defaults[i]);
		len = read_file(root, path, key, size);
	}
	return len;
}

/* Mokutil writes down the keys of which the next boot asks. */
static void look_for_key(struct doctor_facts *facts, const char *root)
{
	static char key[8192];
	size_t len = find_certificate(facts, root, key, sizeof(key));

	facts->key_unknown = len && !lists_key(root, MOK_LIST, key, len);
	facts->key_awaited = facts->key_unknown &&
			     lists_key(root, MOK_NEW, key, len);
}

/**
 * doctor_signature() - find out if modules must be signed, and if DKMS's key is known
 * @facts: gets it
 * @root: folder of the system
 */
void doctor_signature(struct doctor_facts *facts, const char *root)
{
	facts->needs_signature = needs_signature(root);
	if (facts->needs_signature)
		look_for_key(facts, root);
}
