/* SPDX-License-Identifier: GPL-2.0 */
/* A reader of JSON: one document as a tree. */
#ifndef SFWCTL_LIB_JSONTREE_H
#define SFWCTL_LIB_JSONTREE_H

#include <stdbool.h>
#include <stddef.h>

enum jkind { JNULL, JBOOL, JNUMBER, JSTRING, JARRAY, JOBJECT };

/**
 * struct jnode - a value
 * @kind: of which kind
 * @key: name within the object that holds it, or NULL
 * @string: of a string, and a number as it is written
 * @number: of a number, cut off to an integer
 * @truth: of true and false
 * @at: where it begins in the document
 * @first: first element or member, or NULL
 * @next: next one beside it, or NULL
 * @count: number of elements or members
 */
struct jnode {
	enum jkind kind;
	char *key;
	char *string;
	long long number;
	bool truth;
	const char *at;
	struct jnode *first;
	struct jnode *next;
	size_t count;
};

/**
 * struct json_error - why a document was not understood
 * @at: where
 * @text: one sentence for people
 */
struct json_error {
	const char *at;
	const char *text;
};

struct jnode *json_read(const char *text, unsigned int deep, struct json_error *err);
const struct jnode *json_get(const struct jnode *object, const char *key);
const char *json_text(const struct jnode *object, const char *key);
void json_free(struct jnode *node);

#endif
