// SPDX-License-Identifier: GPL-2.0
/* Rules that do not come as one file of iptables-save. */
#define _GNU_SOURCE	/* for asprintf() */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/devs.h"
#include "import/source.h"
#include "lib/grow.h"

/**
 * source_keep() - keep text as long as the rules that point to it
 * @src: the source
 * @text: the text, which is freed with it, and now if there is no memory; may be
 *	  NULL
 *
 * Return: @text, or NULL.
 */
char *source_keep(struct source *src, char *text)
{
	char **slot = text ? grow(&src->texts, &src->count, sizeof(*slot)) : NULL;

	if (!slot) {
		free(text);
		return NULL;
	}
	*slot = text;
	return text;
}

/**
 * source_add() - add a line that stands in no file
 * @src: the source
 * @format: as of printf
 *
 * Return: 0 or -ENOMEM.
 */
int source_add(struct source *src, const char *format, ...)
{
	char *line;
	va_list args;
	int len;

	va_start(args, format);
	len = vasprintf(&line, format, args);
	va_end(args);
	line = source_keep(src, len < 0 ? NULL : line);
	return line ? ruleset_line(src->set, line, 0) : -ENOMEM;
}

/**
 * source_rule() - add a rule that stands otherwise in its file
 * @src: the source
 * @text: the words there
 * @line: the number of their line
 * @words: the rule, as a line of iptables-save
 *
 * Return: 0 or -ENOMEM.
 */
int source_rule(struct source *src, const char *text, unsigned int line,
		const char *words)
{
	char *copy = source_keep(src, strdup(words));
	char *shown = source_keep(src, strdup(text));
	size_t before = src->set->count;
	int ret;

	if (!copy || !shown)
		return -ENOMEM;
	ret = ruleset_line(src->set, copy, line);
	for (size_t i = before; i < src->set->count; i++)
		src->set->rules[i]->text = shown;
	return ret;
}

/**
 * source_remark() - say something about all of it
 * @src: the source
 * @lost: something is not carried over
 * @text: a sentence
 *
 * Return: 0 or -ENOMEM.
 */
int source_remark(struct source *src, bool lost, const char *text)
{
	struct rule *rule = ruleset_remark(src->set);

	if (!rule)
		return -ENOMEM;
	rule->file = NULL;
	if (lost)
		rule_lose(rule, "%s", text);
	else
		rule_remark(rule, "%s", text);
	return 0;
}

/**
 * source_read() - read a whole file
 * @src: the source, which keeps the text
 * @path: the file, below the root of the source
 * @in: the result
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_read(struct source *src, const char *path, struct linefile *in)
{
	char *full;
	int ret;

	if (asprintf(&full, "%s%s", src->root, path) < 0)
		return -ENOMEM;
	full = source_keep(src, full);
	if (!full)
		return -ENOMEM;
	ret = linefile_read(in, full);
	if (!ret)
		in->text = source_keep(src, in->text);
	else
		linefile_free(in);
	return ret || in->text ? ret : -ENOMEM;
}

/* Names that need no quotes, and are no patterns. */
static bool is_plain(const char *name)
{
	if (strlen(name) > SFW_DEV_MAX || *name == '.' || *name == '-')
		return false;
	for (const char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._:@-", *c))
			return false;
	return true;
}

/**
 * source_devs() - find the interfaces of this machine
 * @src: the source, whose rules are those of this machine
 *
 * Return: 0 or -ENOMEM.
 */
int source_devs(struct source *src)
{
	struct dirent **found;
	char *path;
	int count;

	if (asprintf(&path, "%s/sys/class/net", src->root) < 0)
		return -ENOMEM;
	count = scandir(path, &found, NULL, alphasort);
	free(path);
	for (int i = 0; i < count; i++) {
		if (is_plain(found[i]->d_name))
			devs_add(&src->set->here, found[i]->d_name);
		free(found[i]);
	}
	if (count >= 0)
		free(found);
	return 0;
}

/**
 * source_free() - give the text back
 * @src: the source, whose rules are gone
 */
void source_free(struct source *src)
{
	for (size_t i = 0; i < src->count; i++)
		free(src->texts[i]);
	free(src->texts);
	src->texts = NULL;
	src->count = 0;
}

/* "value", 'value', value; a comment may follow. */
static char *trim_value(char *value)
{
	char quote = *value == '"' || *value == '\'' ? *value : '\0';
	char *end;

	if (quote)
		end = strchr(++value, quote);
	else
		end = value + strcspn(value, " \t#");
	if (end)
		*end = '\0';
	return value;
}

static int add_key(void *ctx, const char *line, unsigned int number)
{
	struct keys *keys = ctx;
	char *at = (char *)line + strspn(line, " \t");
	char *equal = strchr(at, '=');

	(void)number;
	if (*at == '#' || !equal || keys->count == KEYS_MAX)
		return 0;
	*equal = '\0';
	keys->name[keys->count] = at;
	keys->value[keys->count++] = trim_value(equal + 1);
	return 0;
}

/**
 * keys_read() - read a file of NAME=VALUE
 * @keys: the result, whose text stays with the source
 * @src: the source
 * @path: the file
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int keys_read(struct keys *keys, struct source *src, const char *path)
{
	struct linefile in;
	int ret;

	memset(keys, 0, sizeof(*keys));
	ret = source_read(src, path, &in);
	return ret ? ret : linefile_each(&in, add_key, keys);
}

/**
 * keys_get() - the value of a name
 * @keys: the file
 * @name: the name
 *
 * Return: its last value, or NULL.
 */
const char *keys_get(const struct keys *keys, const char *name)
{
	for (unsigned int i = keys->count; i--;)
		if (!strcmp(keys->name[i], name))
			return keys->value[i];
	return NULL;
}
