/* SPDX-License-Identifier: GPL-2.0 */
/* A reader of XML: one document as a tree. */
#ifndef SFWCTL_LIB_XML_H
#define SFWCTL_LIB_XML_H

#include <stddef.h>

#include "lib/linefile.h"

/**
 * struct xnode - an element
 * @name: its name
 * @attrs: names and values by turns, and a NULL
 * @text: all that stands directly in it, or NULL
 * @text_len: how many bytes
 * @line: number of the line where it begins
 * @start: first byte of it in the file
 * @head: first byte behind its start tag
 * @end: first byte behind it
 * @up: the element that holds it, or NULL
 * @first: first element in it, or NULL
 * @last: the last one
 * @next: next one beside it, or NULL
 */
struct xnode {
	char *name;
	char **attrs;
	char *text;
	size_t text_len;
	unsigned int line;
	size_t start;
	size_t head;
	size_t end;
	struct xnode *up;
	struct xnode *first;
	struct xnode *last;
	struct xnode *next;
};

struct xnode *xml_read(const struct linefile *in);
const char *xml_attr(const struct xnode *node, const char *name);
char *xml_source(const struct xnode *node, const struct linefile *in);
void xml_free(struct xnode *node);

#endif
