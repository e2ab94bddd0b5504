// SPDX-License-Identifier: GPL-2.0
/*
 * A policy as a document of JSON. Read, each object becomes the line that it stands for
 * and goes the way of lines, so both forms are checked, and refused, alike.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/format.h"
#include "lang/line_json.h"
#include "lib/grow.h"
#include "net/policyjson.h"
#include "net/policytext.h"

#define POLICYJSON_VERSION	1
#define DEEP_MOST	8	/* arrays and objects in each other: more than any line has */

/**
 * policyjson_is() - whether a file is such a document; no line begins so
 * @text: its content
 */
bool policyjson_is(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '{';
}

/**
 * policyjson_fail() - print an error of a document
 * @file: the file
 * @at: the byte that it is about
 * @text: the error
 *
 * Return: -EINVAL.
 */
int policyjson_fail(const struct policyfile *file, const char *at, const char *text)
{
	return linefile_fail_at(&file->in, at, text);
}

static int add_command(struct policyfile *file, const struct command *cmd, const char *at)
{
	char **line = grow(&file->lines, &file->line_count, sizeof(*line));
	char text[LINE_MAX_BYTES];
	struct script_error err;

	if (!line)
		return -ENOMEM;
	*line = strdup(format_command(cmd, text, sizeof(text)));
	if (!*line)
		return -ENOMEM;
	if (script_add(&file->script, *line, 1, &err))
		return policyjson_fail(file, at, err.text);
	file->script.lines[file->script.count - 1].at = at;
	return 0;
}

static int read_object(struct policyfile *file, unsigned int section, const struct jnode *node)
{
	struct parse_error parse;
	struct json_error err;
	struct tokens words;
	struct command cmd;

	if (line_json_words(section, node, &words, &err))
		return policyjson_fail(file, err.at, err.text);
	if (parse_command(file->script.table, words.at, words.count, &cmd, &parse))
		return policyjson_fail(file, node->at, parse.text);
	return add_command(file, &cmd, node->at);
}

static int read_section(struct policyfile *file, unsigned int section, const struct jnode *array)
{
	int ret = 0;

	if (array->kind != JARRAY)
		return policyjson_fail(file, array->at, "an array is missing");
	for (const struct jnode *n = array->first; n && !ret; n = n->next)
		ret = read_object(file, section, n);
	return ret;
}

static bool is_known(const char *key)
{
	for (unsigned int i = 0; line_json_section(i); i++)
		if (!strcmp(line_json_section(i), key))
			return true;
	return !strcmp(key, "version") || !strcmp(key, "enabled");
}

static int check_members(struct policyfile *file, const struct jnode *root)
{
	const struct jnode *version = root->kind == JOBJECT ? json_get(root, "version") : NULL;

	if (!version || version->kind != JNUMBER || strcmp(version->string, "1"))
		return policyjson_fail(file, version ? version->at : root->at,
				       "\"version\":1 is missing");
	for (const struct jnode *n = root->first; n; n = n->next) {
		if (!is_known(n->key))
			return policyjson_fail(file, n->at, "no policy has such a member");
		if (json_get(root, n->key) != n)
			return policyjson_fail(file, n->at, "this member is there twice");
	}
	return 0;
}

static int read_enabled(struct policyfile *file, const struct jnode *node)
{
	struct command cmd = {
		.cmd = SFW_CMD_ENABLE_SET, .enabled = node->truth,
	};

	if (node->kind != JBOOL)
		return policyjson_fail(file, node->at, "true or false is missing");
	return add_command(file, &cmd, node->at);
}

/**
 * policyjson_read() - read the commands of a document
 * @file: the file, whose content was read; gets the commands
 *
 * Return: 0, or a negative errno after printing the reason.
 */
int policyjson_read(struct policyfile *file)
{
	struct json_error err;
	struct jnode *root;
	const struct jnode *node;
	int ret;

	if (strlen(file->in.text) != file->in.len)
		return policyjson_fail(file, file->in.text + strlen(file->in.text),
				       "the document has a zero byte");
	root = json_read(file->in.text, DEEP_MOST, &err);
	if (!root)
		return policyjson_fail(file, err.at, err.text ? err.text : strerror(ENOMEM));
	ret = check_members(file, root);
	for (unsigned int i = 0; !ret && line_json_section(i); i++) {
		node = json_get(root, line_json_section(i));
		ret = node ? read_section(file, i, node) : 0;
	}
	node = json_get(root, "enabled");
	if (!ret && node)
		ret = read_enabled(file, node);
	json_free(root);
	return ret;
}

struct writing {
	struct json j;
	unsigned int section;
};

static int write_command(void *ctx, const struct command *cmd)
{
	struct writing *w = ctx;
	char line[LINE_MAX_BYTES];

	if (!policytext_timed(cmd))
		line_json_write(&w->j, w->section, format_command(cmd, line, sizeof(line)));
	return 0;
}

/**
 * policyjson_write() - write a policy
 * @out: where to
 * @policy: the policy
 *
 * Return: 0 or a negative errno.
 */
int policyjson_write(FILE *out, const struct policy *policy)
{
	struct writing w;

	json_start(&w.j, out);
	json_number(&w.j, "version", POLICYJSON_VERSION);
	for (w.section = 0; line_json_section(w.section); w.section++) {
		json_open(&w.j, line_json_section(w.section), '[');
		policytext_each(policy, write_command, &w);
		json_close(&w.j, ']');
	}
	json_bool(&w.j, "enabled", policy->enabled);
	json_finish(&w.j);
	return fflush(out) ? -errno : 0;
}
