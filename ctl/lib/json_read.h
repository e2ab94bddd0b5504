/* SPDX-License-Identifier: GPL-2.0 */
/* A reader of JSON (RFC 8259): a document as a tree. */
#ifndef SFWCTL_LIB_JSON_READ_H
#define SFWCTL_LIB_JSON_READ_H

#include <stddef.h>

enum node_type {
	NODE_NULL, NODE_FALSE, NODE_TRUE, NODE_NUMBER, NODE_STRING, NODE_ARRAY, NODE_OBJECT,
};

/**
 * struct node - a value of a document
 * @type: kind of the value
 * @key: its name in an object, or NULL
 * @text: a string, or a number as it is written; NULL for others
 * @at: where it begins in the document
 * @first: the first value in it
 * @next: the next value beside it
 */
struct node {
	enum node_type type;
	char *key;
	char *text;
	const char *at;
	struct node *first;
	struct node *next;
};

/**
 * struct node_error - why a document was not understood
 * @at: where
 * @text: one sentence for people
 */
struct node_error {
	const char *at;
	const char *text;
};

struct node *node_read(const char *text, struct node_error *err);
void node_free(struct node *node);
const struct node *node_find(const struct node *object, const char *key);

#endif
