/* SPDX-License-Identifier: GPL-2.0 */
/* A writer of JSON: one document, keys in the order of the calls. */
#ifndef SFWCTL_LIB_JSON_H
#define SFWCTL_LIB_JSON_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct json - a document that is being written
 * @out: where to
 * @more: a value stands before the next one in its object or array
 */
struct json {
	FILE *out;
	bool more;
};

void json_start(struct json *j, FILE *out);
void json_finish(struct json *j);
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);
void json_string(struct json *j, const char *key, const char *value);
void json_number(struct json *j, const char *key, unsigned long long value);
void json_optional(struct json *j, const char *key, bool is_known,
		   unsigned long long value);
void json_bool(struct json *j, const char *key, bool value);

#endif
