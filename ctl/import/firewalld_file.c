// SPDX-License-Identifier: GPL-2.0
/* The files of firewalld: those of the administrator over those of the package. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import/firewalld.h"
#include "lib/compiler.h"
#include "lib/grow.h"
#include "lib/printable.h"

#define DOCS_MAX	4096
#define SAFE		"._:/+,@%-"	/* beside letters and digits */

static const char *const folders[] = { "/etc/firewalld", "/usr/lib/firewalld" };

/**
 * fw_fail() - print an error of a file
 * @doc: the file
 * @at: the element
 * @format: as of printf
 *
 * Return: -EINVAL.
 */
int fw_fail(const struct fw_doc *doc, const struct xnode *at,
	    const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return linefile_fail(&doc->in, at->line, 0, text);
}

static bool is_word(const char *value)
{
	for (const char *c = value; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr(SAFE, *c))
			return false;
	return *value != '-';
}

/**
 * fw_word() - an attribute that becomes a word of a rule
 * @doc: the file
 * @node: the element
 * @name: name of the attribute
 * @word: the result
 *
 * Return: 0, or -EINVAL after printing that it is missing, or no such word.
 */
int fw_word(const struct fw_doc *doc, const struct xnode *node,
	    const char *name, const char **word)
{
	const char *value = xml_attr(node, name);

	if (!value)
		return fw_fail(doc, node, "<%s> has no %s",
			       printable(node->name).text, name);
	if (!is_word(value))
		return fw_fail(doc, node, "%s of <%s>: \"%s\" is nothing that firewalld takes",
			       name, printable(node->name).text,
			       printable(value).text);
	*word = value;
	return 0;
}

static bool is_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("_-+.", *c))
			return false;
	return *name && *name != '.';
}

static struct fw_doc *find_doc(const struct firewalld *fw, const char *kind,
			       const char *name)
{
	for (size_t i = 0; i < fw->count; i++)
		if (!strcmp(fw->docs[i]->kind, kind) &&
		    !strcmp(fw->docs[i]->name, name))
			return fw->docs[i];
	return NULL;
}

static struct fw_doc *new_doc(struct firewalld *fw, const char *kind,
			      const char *name)
{
	struct fw_doc *doc = calloc(1, sizeof(*doc)), **slot;

	if (doc)
		doc->name = strdup(name);
	slot = doc && doc->name ?
	       grow((void *)&fw->docs, &fw->count, sizeof(*slot)) : NULL;
	if (!slot) {
		if (doc)
			free(doc->name);
		free(doc);
		return NULL;
	}
	doc->kind = kind;
	*slot = doc;
	return doc;
}

static void free_doc(struct fw_doc *doc)
{
	xml_free(doc->root);
	free(doc->name);
	free(doc);
}

static int read_doc(struct firewalld *fw, struct fw_doc *doc, const char *path)
{
	int ret = source_read(fw->src, path, &doc->in);

	if (ret)
		return ret;
	doc->file = source_keep(fw->src, strdup(strrchr(path, '/') + 1));
	if (!doc->file)
		return -ENOMEM;
	doc->root = xml_read(&doc->in);
	return doc->root ? 0 : -EINVAL;
}

static bool is_there(const struct firewalld *fw, const char *path)
{
	char full[512];

	return (size_t)snprintf(full, sizeof(full), "%s%s", fw->src->root,
				path) < sizeof(full) && !access(full, F_OK);
}

/**
 * fw_load() - read a file
 * @fw: all files
 * @kind: folder that it is in
 * @name: its name, without ".xml"
 * @doc: the result, NULL if there is no such file
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_load(struct firewalld *fw, const char *kind, const char *name,
	    struct fw_doc **doc)
{
	char path[256];
	int ret;

	*doc = find_doc(fw, kind, name);
	if (*doc || !is_name(name) || fw->count == DOCS_MAX)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		if ((size_t)snprintf(path, sizeof(path), "%s/%s/%s.xml",
				     folders[i], kind, name) >= sizeof(path) ||
		    !is_there(fw, path))
			continue;
		*doc = new_doc(fw, kind, name);
		ret = *doc ? read_doc(fw, *doc, path) : -ENOMEM;
		if (ret && *doc)
			free_doc(fw->docs[--fw->count]);
		return ret;
	}
	return 0;
}

static int load_entry(struct firewalld *fw, const char *folder,
		      const char *kind, const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);
	struct fw_doc *doc;
	char name[256];

	if (entry->d_type == DT_DIR && entry->d_name[0] != '.') {
		fprintf(stderr,
			"sfwctl: %s/%s/%s: a zone in parts is not understood: put them in one file\n",
			folder, kind, printable(entry->d_name).text);
		return -EINVAL;
	}
	if (len < 5 || strcmp(entry->d_name + len - 4, ".xml"))
		return 0;
	snprintf(name, sizeof(name), "%.*s", (int)len - 4, entry->d_name);
	return fw_load(fw, kind, name, &doc);
}

static int by_name(const void *a, const void *b)
{
	const struct fw_doc *const *x = a, *const *y = b;
	int kinds = strcmp((*x)->kind, (*y)->kind);

	return kinds ? kinds : strcmp((*x)->name, (*y)->name);
}

/**
 * fw_load_all() - read all files of a folder, in the order of their names
 * @fw: all files
 * @kind: the folder
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int fw_load_all(struct firewalld *fw, const char *kind)
{
	struct dirent *entry;
	char path[512];
	int ret = 0;
	DIR *dir;

	for (size_t i = 0; i < ARRAY_SIZE(folders) && !ret; i++) {
		snprintf(path, sizeof(path), "%s%s/%s", fw->src->root,
			 folders[i], kind);
		dir = opendir(path);
		while (dir && !ret && (entry = readdir(dir)))
			ret = load_entry(fw, folders[i], kind, entry);
		if (dir)
			closedir(dir);
	}
	if (fw->count)
		qsort(fw->docs, fw->count, sizeof(*fw->docs), by_name);
	return ret;
}

/**
 * fw_free() - give the memory of the files back, but not their text
 * @fw: the files
 */
void fw_free(struct firewalld *fw)
{
	for (size_t i = 0; i < fw->count; i++)
		free_doc(fw->docs[i]);
	free(fw->docs);
	memset(fw, 0, sizeof(*fw));
}
