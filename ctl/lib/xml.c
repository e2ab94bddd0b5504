// SPDX-License-Identifier: GPL-2.0
/* Elements of XML. */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/xml.h"

#define SOURCE_MAX	200	/* bytes of an element, as it is shown */

/**
 * xml_attr() - the value of an attribute
 * @node: the element, or NULL
 * @name: name of the attribute
 *
 * Return: the value, or NULL.
 */
const char *xml_attr(const struct xnode *node, const char *name)
{
	for (char **at = node ? node->attrs : NULL; at && *at; at += 2)
		if (!strcmp(at[0], name))
			return at[1];
	return NULL;
}

/**
 * xml_source() - an element as it stands in its file, in one line; of the outmost only
 * its start tag
 * @node: the element
 * @in: the file
 *
 * Return: a copy, cut off where it is long, or NULL.
 */
char *xml_source(const struct xnode *node, const struct linefile *in)
{
	char *text = malloc(SOURCE_MAX + 1), *to = text;
	size_t last = node->up ? node->end : node->head;
	bool space = false;

	if (!text)
		return NULL;
	for (size_t i = node->start; i < last && i < in->len; i++) {
		unsigned char c = in->text[i];

		if (isspace(c)) {
			space = to > text && to[-1] != '>';
			continue;
		}
		if (to + 2 + 3 > text + SOURCE_MAX) {
			memcpy(to, "...", 3);
			to += 3;
			break;
		}
		if (space && c != '<')
			*to++ = ' ';
		space = false;
		*to++ = c;
	}
	*to = '\0';
	return text;
}

/**
 * xml_free() - give an element's memory back
 * @node: the element, or NULL
 */
void xml_free(struct xnode *node)
{
	struct xnode *next;

	while (node) {
		next = node->next;
		xml_free(node->first);
		for (char **at = node->attrs; at && *at; at++)
			free(*at);
		free(node->attrs);
		free(node->text);
		free(node->name);
		free(node);
		node = next;
	}
}
