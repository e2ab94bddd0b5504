// SPDX-License-Identifier: GPL-2.0
/* A writer of JSON as RFC 8259 has it, on one line. */
#include "lib/json.h"
#include "lib/utf8.h"

static void put_string(FILE *out, const char *s)
{
	putc('"', out);
	while (*s) {
		size_t len = utf8_char(s);

		if (!len)
			fputs("\\ufffd", out);
		else if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else if (utf8_control(s) && len == 1)
			fprintf(out, "\\u%04x", (unsigned char)*s);
		else
			fwrite(s, 1, len, out);
		s += len ? len : 1;
	}
	putc('"', out);
}

static void put_key(struct json *j, const char *key)
{
	if (j->more)
		putc(',', j->out);
	j->more = true;
	if (key) {
		put_string(j->out, key);
		putc(':', j->out);
	}
}

/**
 * json_start() - begin a document, which is an object
 * @j: the document
 * @out: where it is written to
 */
void json_start(struct json *j, FILE *out)
{
	j->out = out;
	j->more = false;
	json_open(j, NULL, '{');
}

/**
 * json_finish() - end the document
 * @j: the document
 */
void json_finish(struct json *j)
{
	json_close(j, '}');
	putc('\n', j->out);
}

/**
 * json_open() - begin an object or array
 * @j: the document
 * @key: its key, NULL within an array
 * @bracket: '{' or '['
 */
void json_open(struct json *j, const char *key, char bracket)
{
	put_key(j, key);
	putc(bracket, j->out);
	j->more = false;
}

/**
 * json_close() - end an object or array
 * @j: the document
 * @bracket: '}' or ']'
 */
void json_close(struct json *j, char bracket)
{
	putc(bracket, j->out);
	j->more = true;
}

/**
 * json_string() - write a string
 * @j: the document
 * @key: its key, NULL within an array
 * @value: the string; NULL, and an empty one, is written as null
 */
void json_string(struct json *j, const char *key, const char *value)
{
	put_key(j, key);
	if (value && *value)
		put_string(j->out, value);
	else
		fputs("null", j->out);
}

/**
 * json_number() - write a number
 * @j: the document
 * @key: its key, NULL within an array
 * @value: the number
 */
void json_number(struct json *j, const char *key, unsigned long long value)
{
	put_key(j, key);
	fprintf(j->out, "%llu", value);
}

/**
 * json_optional() - write a number, or null
 * @j: the document
 * @key: its key, NULL within an array
 * @is_known: there is a number
 * @value: the number
 */
void json_optional(struct json *j, const char *key, bool is_known,
		   unsigned long long value)
{
	if (is_known)
		json_number(j, key, value);
	else
		json_string(j, key, NULL);
}

/**
 * json_bool() - write a truth value
 * @j: the document
 * @key: its key, NULL within an array
 * @value: the value
 */
void json_bool(struct json *j, const char *key, bool value)
{
	put_key(j, key);
	fputs(value ? "true" : "false", j->out);
}
