// SPDX-License-Identifier: GPL-2.0
/*
 * Profiles of applications (ufw(8), APPLICATION INTEGRATION). A section of a file is
 * a profile:
 *
 *	[Samba]
 *	title=LanManager-like file and printer server
 *	ports=137,138/udp|139,445/tcp
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/app.h"
#include "lib/suggest.h"

/* Packages leave such files beside those they replace. */
static bool is_leftover(const char *file)
{
	size_t len = strlen(file);

	return file[0] == '.' || strstr(file, ".dpkg-") || strstr(file, ".rpm") ||
	       (len && file[len - 1] == '~');
}

/**
 * app_trimmed() - leave out the blanks around a text
 * @text: the text, which is changed
 *
 * Return: where it begins now.
 */
char *app_trimmed(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
	return text;
}

/* The name of a section, or NULL if the line begins none. */
static const char *section(char *line)
{
	char *end = strchr(line, ']');

	if (line[0] != '[' || !end)
		return NULL;
	*end = '\0';
	return app_trimmed(line + 1);
}

/* The value of "ports", or NULL. */
static const char *ports_of(char *line)
{
	char *value = strpbrk(line, "=:");

	if (!value)
		return NULL;
	*value++ = '\0';
	return strcasecmp(app_trimmed(line), "ports") ? NULL : app_trimmed(value);
}

static int each_in(FILE *in, app_fn *each, void *ctx)
{
	char name[APP_NAME_MAX] = "", *line = NULL;
	size_t size = 0;
	int ret = 0;

	while (!ret && getline(&line, &size, in) > 0) {
		char *text = app_trimmed(line);
		const char *word = section(text);

		if (word) {
			snprintf(name, sizeof(name), "%s", word);
			continue;
		}
		word = name[0] ? ports_of(text) : NULL;
		if (word)
			ret = each(ctx, name, word);
	}
	free(line);
	return ret;
}

/**
 * app_each() - walk through the profiles of a folder
 * @folder: its files, in the order of their names; one that cannot be read has none
 * @each: gets the name of a profile and its ports, as the file has them; ends the walk
 *	  by returning anything but 0
 * @ctx: for @each
 *
 * Return: 0 or the value of @each.
 */
int app_each(const char *folder, app_fn *each, void *ctx)
{
	struct dirent **files;
	int count = scandir(folder, &files, NULL, alphasort), ret = 0;

	for (int i = 0; i < count; i++) {
		char path[512];
		FILE *in = NULL;

		snprintf(path, sizeof(path), "%s/%s", folder, files[i]->d_name);
		if (!ret && !is_leftover(files[i]->d_name))
			in = fopen(path, "re");
		free(files[i]);
		if (!in)
			continue;
		ret = each_in(in, each, ctx);
		fclose(in);
	}
	if (count >= 0)
		free(files);
	return ret;
}

/* A profile that is wanted. */
struct wanted_app {
	struct suggestion near;
	char *ports;
};

static int take_app(void *ctx, const char *name, const char *ports)
{
	struct wanted_app *wanted = ctx;

	suggest_try(&wanted->near, name);
	if (strcmp(name, wanted->near.typed))
		return 0;
	free(wanted->ports);
	wanted->ports = strdup(ports);
	return wanted->ports ? 0 : -ENOMEM;
}

/**
 * app_ports() - find the ports of a profile
 * @folder: where profiles are
 * @near: started with its name; gets the one that is nearest
 *
 * Return: the ports, to be freed; of several profiles of a name those of the last, as ufw
 * takes them; NULL if there is none.
 */
char *app_ports(const char *folder, struct suggestion *near)
{
	struct wanted_app wanted = { .near = *near };

	app_each(folder, take_app, &wanted);
	*near = wanted.near;
	return wanted.ports;
}
