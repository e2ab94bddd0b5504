// SPDX-License-Identifier: GPL-2.0
/* A reader of JSON as RFC 8259 has it. */
#include <stdlib.h>
#include <string.h>

#include "lib/compiler.h"
#include "lib/jsontree.h"

/**
 * struct reader - how far a document has been read
 * @at: the next byte
 * @deeper: arrays and objects that may still begin in each other here
 * @err: reason why it is wrong
 */
struct reader {
	const char *at;
	unsigned int deeper;
	struct json_error *err;
};

static struct jnode *read_value(struct reader *r);

static void *wrong(struct reader *r, const char *text)
{
	if (!r->err->text)
		*r->err = (struct json_error){ .at = r->at, .text = text };
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

/*
 * Bytes up to the quote that ends a string, or to where the document ends: no escape is
 * shorter than its character.
 */
static size_t measure(const char *at)
{
	const char *end = at;

	while (*end && *end != '"')
		end += *end == '\\' && end[1] ? 2 : 1;
	return end - at;
}

static char *read_string(struct reader *r)
{
	char *text, *to;

	if (*r->at != '"')
		return wrong(r, "a string is missing");
	text = malloc(measure(r->at + 1) + 1);
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

static bool read_member(struct reader *r, struct jnode ***end, bool keyed)
{
	char *key = NULL;
	struct jnode *node;

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

static bool read_members(struct reader *r, struct jnode *node)
{
	char close = *r->at++ == '{' ? '}' : ']';
	struct jnode **end = &node->first;

	node->kind = close == '}' ? JOBJECT : JARRAY;
	if (!r->deeper)
		return wrong(r, "there are too many arrays and objects in each other");
	r->deeper--;
	if (skip(r) != close) {
		do {
			if (!read_member(r, &end, close == '}'))
				return false;
			node->count++;
		} while (skip(r) == ',' && r->at++);
	}
	if (*r->at != close)
		return wrong(r, close == '}' ? "a , or } is missing" : "a , or ] is missing");
	r->at++;
	r->deeper++;
	return true;
}

static bool read_number(struct reader *r, struct jnode *node)
{
	size_t len = strspn(r->at, "+-.0123456789eE");

	if (!len)
		return wrong(r, "a value is missing");
	node->kind = JNUMBER;
	node->string = strndup(r->at, len);
	node->number = strtoll(r->at, NULL, 10);
	r->at += len;
	return node->string;
}

static bool read_word(struct reader *r, struct jnode *node)
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

		if (strncmp(r->at, words[i].word, len))
			continue;
		node->kind = words[i].kind;
		node->truth = words[i].truth;
		r->at += len;
		return true;
	}
	return read_number(r, node);
}

static struct jnode *read_value(struct reader *r)
{
	struct jnode *node = calloc(1, sizeof(*node));
	bool good;

	skip(r);
	if (!node)
		return NULL;
	node->at = r->at;
	if (*r->at == '{' || *r->at == '[') {
		good = read_members(r, node);
	} else if (*r->at == '"') {
		node->kind = JSTRING;
		node->string = read_string(r);
		good = node->string;
	} else {
		good = read_word(r, node);
	}
	if (good)
		return node;
	json_free(node);
	return NULL;
}

/**
 * json_read() - read a document
 * @text: the document
 * @deep: how many arrays and objects may be in each other
 * @err: why and where it is wrong
 *
 * Return: its value, to be freed by json_free(); NULL if it is wrong, or, with @err->text
 * NULL, without memory.
 */
struct jnode *json_read(const char *text, unsigned int deep, struct json_error *err)
{
	struct reader r = { .at = text, .deeper = deep, .err = err };
	struct jnode *node;

	*err = (struct json_error){ .at = text };
	node = read_value(&r);
	if (node && skip(&r)) {
		wrong(&r, "something follows the document");
		json_free(node);
		node = NULL;
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
