// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json_read.h"

#define DEPTH_MOST	8	/* arrays and objects in each other */

/**
 * struct reader - how far a document has been read
 * @at: the next byte
 * @depth: arrays and objects around it
 * @err: reason why it is wrong
 */
struct reader {
	const char *at;
	int depth;
	struct node_error *err;
};

static struct node *read_value(struct reader *r);

static void *wrong(struct reader *r, const char *text)
{
	if (!r->err->text)
		*r->err = (struct node_error){ .at = r->at, .text = text };
	return NULL;
}

static char skip(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
	return *r->at;
}

static int hex(const char *at)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdefABCDEF";
		const char *digit = at[i] ? strchr(digits, at[i]) : NULL;

		if (!digit)
			return -1;
		value = value * 16 + (digit - digits) - (digit - digits > 15 ? 6 : 0);
	}
	return value;
}

/* UTF-8 of a character; surrogates are none. */
static char *put_character(char *to, int c)
{
	if (c < 0x80) {
		*to++ = c;
	} else if (c < 0x800) {
		*to++ = 0xc0 | c >> 6;
		*to++ = 0x80 | (c & 0x3f);
	} else if (c < 0x10000) {
		*to++ = 0xe0 | c >> 12;
		*to++ = 0x80 | (c >> 6 & 0x3f);
		*to++ = 0x80 | (c & 0x3f);
	} else {
		*to++ = 0xf0 | c >> 18;
		*to++ = 0x80 | (c >> 12 & 0x3f);
		*to++ = 0x80 | (c >> 6 & 0x3f);
		*to++ = 0x80 | (c & 0x3f);
	}
	return to;
}

/* Behind "\u". Returns the character, or -1. */
static int read_unicode(struct reader *r)
{
	int c = hex(r->at), low;

	if (c <= 0 || (c >= 0xdc00 && c < 0xe000))
		return -1;
	r->at += 4;
	if (c < 0xd800 || c >= 0xe000)
		return c;
	low = r->at[0] == '\\' && r->at[1] == 'u' ? hex(r->at + 2) : -1;
	if (low < 0xdc00 || low >= 0xe000)
		return -1;
	r->at += 6;
	return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
}

static char *read_escape(struct reader *r, char *to)
{
	static const char from[] = "\"\\/bfnrt", is[] = "\"\\/\b\f\n\r\t";
	const char *letter = *r->at ? strchr(from, *r->at) : NULL;
	int c;

	if (letter) {
		r->at++;
		*to++ = is[letter - from];
		return to;
	}
	if (*r->at++ != 'u')
		return wrong(r, "no escape begins so");
	c = read_unicode(r);
	return c < 0 ? wrong(r, "this is no character") : put_character(to, c);
}

static char *read_string(struct reader *r)
{
	char *text, *to;

	if (*r->at != '"')
		return wrong(r, "a string is missing");
	text = malloc(strlen(r->at) + 1);
	to = text;
	r->at++;
	while (to && *r->at != '"') {
		if ((unsigned char)*r->at < ' ') {
			to = wrong(r, *r->at ? "control characters are written \\uXXXX" :
				   "the string does not end");
		} else if (*r->at == '\\') {
			r->at++;
			to = read_escape(r, to);
		} else {
			*to++ = *r->at++;
		}
	}
	if (!to) {
		free(text);
		return NULL;
	}
	r->at++;
	*to = '\0';
	return text;
}

static bool read_member(struct reader *r, struct node ***end, bool keyed)
{
	char *key = NULL;
	struct node *node;

	skip(r);
	if (keyed) {
		key = read_string(r);
		if (!key)
			return false;
		if (skip(r) != ':') {
			free(key);
			return wrong(r, "a : is missing");
		}
		r->at++;
	}
	node = read_value(r);
	if (!node) {
		free(key);
		return false;
	}
	node->key = key;
	**end = node;
	*end = &node->next;
	return true;
}

static bool read_members(struct reader *r, struct node *node)
{
	char close = *r->at++ == '{' ? '}' : ']';
	struct node **end = &node->first;

	node->type = close == '}' ? NODE_OBJECT : NODE_ARRAY;
	if (++r->depth > DEPTH_MOST)
		return wrong(r, "no policy is so deep");
	if (skip(r) != close) {
		do {
			if (!read_member(r, &end, close == '}'))
				return false;
		} while (skip(r) == ',' && r->at++);
	}
	if (*r->at != close)
		return wrong(r, close == '}' ? "a , or } is missing" : "a , or ] is missing");
	r->at++;
	r->depth--;
	return true;
}

static bool read_word(struct reader *r, struct node *node)
{
	static const char *const words[] = {
		[NODE_NULL] = "null", [NODE_FALSE] = "false", [NODE_TRUE] = "true",
	};
	size_t len = strspn(r->at, "+-.0123456789eE");

	for (unsigned int i = NODE_NULL; i <= NODE_TRUE; i++) {
		if (strncmp(r->at, words[i], strlen(words[i])))
			continue;
		node->type = i;
		r->at += strlen(words[i]);
		return true;
	}
	if (!len)
		return wrong(r, "a value is missing");
	node->type = NODE_NUMBER;
	node->text = strndup(r->at, len);
	r->at += len;
	return node->text;
}

static struct node *read_value(struct reader *r)
{
	struct node *node = calloc(1, sizeof(*node));
	bool good;

	skip(r);
	if (!node)
		return NULL;
	node->at = r->at;
	if (*r->at == '{' || *r->at == '[') {
		good = read_members(r, node);
	} else if (*r->at == '"') {
		node->type = NODE_STRING;
		node->text = read_string(r);
		good = node->text;
	} else {
		good = read_word(r, node);
	}
	if (good)
		return node;
	node_free(node);
	return NULL;
}

/**
 * node_read() - read a document
 * @text: the document
 * @err: why and where it is wrong
 *
 * Return: its value; NULL if it is wrong, or, with @err->text NULL, without memory.
 */
struct node *node_read(const char *text, struct node_error *err)
{
	struct reader r = { .at = text, .err = err };
	struct node *node;

	*err = (struct node_error){ .at = text };
	node = read_value(&r);
	if (node && skip(&r)) {
		wrong(&r, "something follows the document");
		node_free(node);
		node = NULL;
	}
	return node;
}

/**
 * node_free() - give the memory of a value back, and of all beside and in it
 * @node: the value, or NULL
 */
void node_free(struct node *node)
{
	while (node) {
		struct node *next = node->next;

		node_free(node->first);
		free(node->key);
		free(node->text);
		free(node);
		node = next;
	}
}

/**
 * node_find() - a member of an object
 * @object: the object
 * @key: its name
 *
 * Return: the first of that name, or NULL.
 */
const struct node *node_find(const struct node *object, const char *key)
{
	for (const struct node *n = object->first; n; n = n->next)
		if (n->key && !strcmp(n->key, key))
			return n;
	return NULL;
}
