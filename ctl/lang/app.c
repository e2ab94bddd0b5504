// SPDX-License-Identifier: GPL-2.0
/*
 * Profiles of applications (ufw(8), APPLICATION INTEGRATION). A section of a file is
 * a profile:
 *
 *	[Samba]
 *	title=LanManager-like file and printer server
 *	ports=137,138/udp|139,445/tcp
 *
 * A port without a protocol is of TCP and of UDP; a range has a colon.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/app.h"
#include "lib/suggest.h"

/* Words that fill a line. */
#define NO_PROTOCOL "several ports have no protocol in '%s', which ufw refuses too: 80,443/tcp"

/* Packages leave such files beside those they replace. */
static bool is_leftover(const char *file)
{
	size_t len = strlen(file);

	return file[0] == '.' || strstr(file, ".dpkg-") || strstr(file, ".rpm") ||
	       (len && file[len - 1] == '~');
}

static char *trimmed(char *text)
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
	return trimmed(line + 1);
}

/* The value of "ports", or NULL. */
static const char *ports_of(char *line)
{
	char *value = strpbrk(line, "=:");

	if (!value)
		return NULL;
	*value++ = '\0';
	return strcasecmp(trimmed(line), "ports") ? NULL : trimmed(value);
}

static int each_in(FILE *in, app_fn *each, void *ctx)
{
	char name[APP_NAME_MAX] = "", *line = NULL;
	size_t size = 0;
	int ret = 0;

	while (!ret && getline(&line, &size, in) > 0) {
		char *text = trimmed(line);
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

static int add_protocol(struct entry *entry, const char *word, __u8 *proto)
{
	if (!strcasecmp(word, "tcp"))
		*proto = IPPROTO_TCP;
	else if (!strcasecmp(word, "udp"))
		*proto = IPPROTO_UDP;
	else
		return -EINVAL;
	entry_add_protocol(entry, *proto);
	return 0;
}

/* "139,445" of one protocol, or of both. */
static int add_list(struct parser *p, char *list, __u8 proto, struct entry *entry)
{
	char *state = NULL;

	for (char *word = strtok_r(list, ",", &state); word;
	     word = strtok_r(NULL, ",", &state)) {
		char *colon = strchr(word, ':');
		struct port_range ports = { .proto = proto };

		if (colon)
			*colon = '-';
		if (parse_port_range(p, trimmed(word), proto ? proto : IPPROTO_TCP, &ports))
			return -EINVAL;
		if (entry->port_count == LIST_MAX)
			return parse_fail(p, "more than %d ports in one profile", LIST_MAX);
		entry->ports[entry->port_count++] = ports;
	}
	return 0;
}

/**
 * parse_app_ports() - read the ports of a profile
 * @p: the parser, for the error
 * @text: "137,138/udp|139,445/tcp"
 * @entry: gets protocols and ports
 *
 * Return: 0 or -EINVAL.
 */
int parse_app_ports(struct parser *p, const char *text, struct entry *entry)
{
	char copy[APP_PORTS_MAX], *state = NULL;

	if (snprintf(copy, sizeof(copy), "%s", text) >= (int)sizeof(copy))
		return parse_fail(p, "this profile has too many ports");
	for (char *list = strtok_r(copy, "|", &state); list;
	     list = strtok_r(NULL, "|", &state)) {
		char *slash = strchr(list, '/');
		__u8 proto = 0;

		if (slash)
			*slash = '\0';
		else if (strpbrk(list, ",:"))
			return parse_fail(p, NO_PROTOCOL, printable(text).text);
		if (slash ? add_protocol(entry, trimmed(slash + 1), &proto) :
		    add_protocol(entry, "tcp", &proto) || add_protocol(entry, "udp", &proto))
			return parse_fail(p, "'%s' is not a list of ports: 80,443/tcp|53",
					  printable(text).text);
		if (add_list(p, list, slash ? proto : 0, entry))
			return -EINVAL;
	}
	if (!entry->port_count)
		return parse_fail(p, "this profile has no ports");
	return 0;
}

/**
 * parse_app() - read the name of a profile
 * @p: the parser, at the word after "app"
 * @entry: gets protocols and ports
 *
 * Return: 0 or -EINVAL.
 */
int parse_app(struct parser *p, struct entry *entry)
{
	struct suggestion near;
	char *ports;
	int ret;

	if (parse_need(p, "NAME of a profile in " APP_PROFILES))
		return -EINVAL;
	suggest_start(&near, p->words[p->at]);
	ports = app_ports(APP_PROFILES, &near);
	if (!ports)
		return parse_fail(p, "%s is not a profile in " APP_PROFILES "%s",
				  printable(p->words[p->at]).text,
				  suggest_hint(&near).text);
	ret = parse_app_ports(p, ports, entry);
	free(ports);
	if (!ret)
		p->at++;
	return ret;
}
