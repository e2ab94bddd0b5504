// SPDX-License-Identifier: GPL-2.0
/*
 * A reader of XML, on libexpat: one document as a tree. Files with a document type
 * are refused, which could name other files, and entities that multiply.
 */
#include <expat.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/xml.h"

#define BYTES_MAX	(4 << 20)
#define DEPTH_MAX	16
#define TEXT_MAX	65536	/* bytes of text in one element */

/* A document that is being read. */
struct reader {
	XML_Parser parser;
	struct xnode *root;
	struct xnode *open;	/* the element that is not yet at its end */
	unsigned int depth;
	const char *wrong;
};

static void stop(struct reader *r, const char *wrong)
{
	r->wrong = wrong;
	XML_StopParser(r->parser, XML_FALSE);
}

static char **copy_attrs(const char **from)
{
	size_t count = 0;
	char **attrs;

	while (from[count])
		count++;
	attrs = calloc(count + 1, sizeof(*attrs));
	for (size_t i = 0; attrs && i < count; i++) {
		attrs[i] = strdup(from[i]);
		if (attrs[i])
			continue;
		while (i--)
			free(attrs[i]);
		free(attrs);
		return NULL;
	}
	return attrs;
}

static void hang(struct reader *r, struct xnode *node)
{
	node->up = r->open;
	if (!r->open)
		r->root = node;
	else if (r->open->last)
		r->open->last->next = node;
	else
		r->open->first = node;
	if (r->open)
		r->open->last = node;
	r->open = node;
}

static void begin(void *ctx, const char *name, const char **attrs)
{
	struct reader *r = ctx;
	struct xnode *node;

	if (++r->depth > DEPTH_MAX) {
		stop(r, "elements within elements: too many");
		return;
	}
	node = calloc(1, sizeof(*node));
	if (!node) {
		stop(r, "no memory is left");
		return;
	}
	node->name = strdup(name);
	node->attrs = copy_attrs(attrs);
	node->line = XML_GetCurrentLineNumber(r->parser);
	node->start = XML_GetCurrentByteIndex(r->parser);
	node->head = node->start + XML_GetCurrentByteCount(r->parser);
	hang(r, node);
	if (!node->name || !node->attrs)
		stop(r, "no memory is left");
}

static void end(void *ctx, const char *name)
{
	struct reader *r = ctx;

	(void)name;
	r->open->end = XML_GetCurrentByteIndex(r->parser) +
		       XML_GetCurrentByteCount(r->parser);
	r->open = r->open->up;
	r->depth--;
}

static void take_text(void *ctx, const char *text, int len)
{
	struct reader *r = ctx;
	struct xnode *node = r->open;
	char *longer;

	if (node->text_len + len > TEXT_MAX) {
		stop(r, "an element has too much text");
		return;
	}
	longer = realloc(node->text, node->text_len + len + 1);
	if (!longer) {
		stop(r, "no memory is left");
		return;
	}
	memcpy(longer + node->text_len, text, len);
	node->text_len += len;
	longer[node->text_len] = '\0';
	node->text = longer;
}

static void refuse_type(void *ctx, const char *name, const char *system,
			const char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(ctx, "a document type has no place in this file");
}

/**
 * xml_read() - read a document
 * @in: the file with it
 *
 * Return: its element, or NULL after printing the reason.
 */
struct xnode *xml_read(const struct linefile *in)
{
	struct reader r = { .parser = XML_ParserCreate(NULL) };
	const char *wrong = NULL;

	if (!r.parser) {
		linefile_fail(in, 1, 0, "no memory is left");
		return NULL;
	}
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, begin, end);
	XML_SetCharacterDataHandler(r.parser, take_text);
	XML_SetStartDoctypeDeclHandler(r.parser, refuse_type);
	if (in->len > BYTES_MAX)
		wrong = "the file is too large: 4 MiB at most";
	else if (XML_Parse(r.parser, in->text, in->len, 1) != XML_STATUS_OK)
		wrong = r.wrong ? r.wrong :
			XML_ErrorString(XML_GetErrorCode(r.parser));
	if (wrong) {
		linefile_fail(in, XML_GetCurrentLineNumber(r.parser), 0, wrong);
		xml_free(r.root);
		r.root = NULL;
	}
	XML_ParserFree(r.parser);
	return r.root;
}
