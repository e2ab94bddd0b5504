// SPDX-License-Identifier: GPL-2.0
/* A reader of JSON as RFC 8259 has it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/compiler.h"
#include "lib/jsontree.h"

#define DEPTH_MAX	64

/* Text that is being read, and how deep in it. */
struct cursor {
	const char *at;
	unsigned int depth;
};

static struct jnode *read_value(struct cursor *c);

static void skip_space(struct cursor *c)
{
	c->at += strspn(c->at, " \t\r\n");
}

static bool take(struct cursor *c, char wanted)
{
	skip_space(c);
	if (*c->at != wanted)
		return false;
	c->at++;
	return true;
}

static int hex4(const char *at)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		if (!isxdigit((unsigned char)at[i]))
			return -1;
		value = value * 16 + (isdigit((unsigned char)at[i]) ?
				      at[i] - '0' : (at[i] | 32) - 'a' + 10);
	}
	return value;
}

/* A character of the basic plane; halves of others become a question mark. */
static char *put_utf8(char *to, int c)
{
	if (c >= 0xd800 && c < 0xe000)
		c = '?';
	if (c < 0x80) {
		*to++ = c ? c : '?';
	} else if (c < 0x800) {
		*to++ = 0xc0 | c >> 6;
		*to++ = 0x80 | (c & 63);
	} else {
		*to++ = 0xe0 | c >> 12;
		*to++ = 0x80 | (c >> 6 & 63);
		*to++ = 0x80 | (c & 63);
	}
	return to;
}

static char *read_escape(struct cursor *c, char *to)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *name;
	int code;

	if (*c->at == 'u') {
		code = hex4(c->at + 1);
		if (code < 0)
			return NULL;
		c->at += 5;
		return put_utf8(to, code);
	}
	name = *c->at ? strchr(names, *c->at) : NULL;
	if (!name)
		return NULL;
	c->at++;
	*to++ = values[name - names];
	return to;
}

/* No escape is shorter than its meaning. */
static char *read_string(struct cursor *c)
{
	char *text, *to;

	if (!take(c, '"'))
		return NULL;
	text = malloc(strlen(c->at) + 1);
	to = text;
	while (text && *c->at != '"') {
		if ((unsigned char)*c->at < ' ')
			to = NULL;
		else if (*c->at != '\\')
			*to++ = *c->at++;
		else if (c->at++, true)
			to = read_escape(c, to);
		if (!to) {
			free(text);
			return NULL;
		}
	}
	if (!text)
		return NULL;
	c->at++;
	*to = '\0';
	return realloc(text, to - text + 1);
}

static bool read_members(struct cursor *c, struct jnode *node, char end)
{
	struct jnode **last = &node->first;

	if (take(c, end))
		return true;
	do {
		char *key = NULL;

		if (node->kind == JOBJECT) {
			key = read_string(c);
			if (!key || !take(c, ':')) {
				free(key);
				return false;
			}
		}
		*last = read_value(c);
		if (!*last) {
			free(key);
			return false;
		}
		(*last)->key = key;
		last = &(*last)->next;
		node->count++;
	} while (take(c, ','));
	return take(c, end);
}

static bool read_number(struct cursor *c, struct jnode *node)
{
	size_t len = strspn(c->at, "+-.0123456789eE");

	if (!len)
		return false;
	node->kind = JNUMBER;
	node->string = strndup(c->at, len);
	node->number = strtoll(c->at, NULL, 10);
	c->at += len;
	return node->string;
}

static bool read_word(struct cursor *c, struct jnode *node)
{
	static const struct {
		const char *word;
		enum jkind kind;
		bool truth;
	} words[] = {
		{ "true", JBOOL, true }, { "false", JBOOL, false },
		{ "null", JNULL, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		size_t len = strlen(words[i].word);

		if (!strncmp(c->at, words[i].word, len)) {
			node->kind = words[i].kind;
			node->truth = words[i].truth;
			c->at += len;
			return true;
		}
	}
	return false;
}

static bool read_kind(struct cursor *c, struct jnode *node)
{
	skip_space(c);
	if (*c->at == '"') {
		node->kind = JSTRING;
		node->string = read_string(c);
		return node->string;
	}
	if (take(c, '{')) {
		node->kind = JOBJECT;
		return read_members(c, node, '}');
	}
	if (take(c, '[')) {
		node->kind = JARRAY;
		return read_members(c, node, ']');
	}
	return read_word(c, node) || read_number(c, node);
}

static struct jnode *read_value(struct cursor *c)
{
	struct jnode *node;
	bool good;

	if (c->depth == DEPTH_MAX)
		return NULL;
	node = calloc(1, sizeof(*node));
	if (!node)
		return NULL;
	c->depth++;
	good = read_kind(c, node);
	c->depth--;
	if (good)
		return node;
	json_free(node);
	return NULL;
}

/**
 * json_read() - read a document
 * @text: the document
 *
 * Return: its value, to be freed by json_free(); NULL if it is no JSON.
 */
struct jnode *json_read(const char *text)
{
	struct cursor c = { .at = text };
	struct jnode *node = read_value(&c);

	skip_space(&c);
	if (node && *c.at) {
		json_free(node);
		return NULL;
	}
	return node;
}

/**
 * json_get() - a member of an object
 * @object: the object; any other value, and NULL, has no members
 * @key: name of the member
 *
 * Return: the member, or NULL.
 */
const struct jnode *json_get(const struct jnode *object, const char *key)
{
	if (!object || object->kind != JOBJECT)
		return NULL;
	for (const struct jnode *n = object->first; n; n = n->next)
		if (!strcmp(n->key, key))
			return n;
	return NULL;
}

/**
 * json_text() - a member that is a string
 * @object: the object, or NULL
 * @key: name of the member
 *
 * Return: the string, or NULL.
 */
const char *json_text(const struct jnode *object, const char *key)
{
	const struct jnode *member = json_get(object, key);

	return member && member->kind == JSTRING ? member->string : NULL;
}

/**
 * json_free() - give a value's memory back
 * @node: the value, or NULL
 */
void json_free(struct jnode *node)
{
	while (node) {
		struct jnode *next = node->next;

		json_free(node->first);
		free(node->key);
		free(node->string);
		free(node);
		node = next;
	}
}
