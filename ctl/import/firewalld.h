/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The files of firewalld as lines of iptables-save: the chains that it makes of them.
 */
#ifndef SFWCTL_IMPORT_FIREWALLD_H
#define SFWCTL_IMPORT_FIREWALLD_H

#include "import/source.h"
#include "lib/xml.h"

#define FW_NAME		21	/* bytes of a zone's or a policy's name, with the NUL */
#define FW_WORDS	512	/* bytes of a rule */

/**
 * struct fw_doc - a file of firewalld
 * @kind: folder that it is in: "zones", "services"
 * @name: its name, without ".xml"
 * @file: its name in remarks, which the source keeps
 * @in: its text, which the source keeps
 * @root: the element
 */
struct fw_doc {
	const char *kind;
	char *name;
	const char *file;
	struct linefile in;
	struct xnode *root;
};

/**
 * struct firewalld - the files of firewalld, as one family sees them
 * @src: where the lines go
 * @docs: files that are read
 * @count: how many
 * @zone: name of the default zone
 * @iptables: it makes rules of iptables, none of nft
 * @path: mode of the reverse path filter of IPv6
 * @family: AF_INET or AF_INET6
 */
struct firewalld {
	struct source *src;
	struct fw_doc **docs;
	size_t count;
	const char *zone;
	bool iptables;
	const char *path;
	int family;
};

/**
 * struct fw_line - a rule that is being put together
 * @text: its words, each behind a space
 * @srcs: its sources, where they are members of a set; else NULL
 * @src_count: how many
 * @full: there was no room
 */
struct fw_line {
	char text[FW_WORDS];
	struct prefix *srcs;
	unsigned int src_count;
	bool full;
};

/**
 * struct fw_part - a zone or a policy
 * @fw: all files
 * @doc: its file
 * @in: chain of packets to this host, or ""
 * @through: chain of those through it
 * @before: chain of table nat for new destinations
 * @after: that for new sources
 */
struct fw_part {
	struct firewalld *fw;
	struct fw_doc *doc;
	char in[FW_NAME + 8];
	char through[FW_NAME + 8];
	char before[FW_NAME + 8];
	char after[FW_NAME + 8];
};

/**
 * struct fw_verdict - the verdict on packets that an element names
 * @at: the element that is shown for it
 * @when: further words: source and destination
 * @end: ending of the chain's name: "allow"
 * @target: words behind -j
 */
struct fw_verdict {
	const struct xnode *at;
	struct fw_line when;
	const char *end;
	char target[96];
};

/* Each that returns int: 0 or a negative errno, after printing the reason. */
int fw_load(struct firewalld *fw, const char *kind, const char *name,
	    struct fw_doc **doc);
int fw_load_all(struct firewalld *fw, const char *kind);
int fw_fail(const struct fw_doc *doc, const struct xnode *at,
	    const char *format, ...) __printf(3, 4);
int fw_word(const struct fw_doc *doc, const struct xnode *node,
	    const char *name, const char **word);
void fw_free(struct firewalld *fw);

__printf(3, 4)
int fw_add(struct firewalld *fw, const char *table, const char *format, ...);
int fw_rule(const struct fw_part *part, const struct xnode *at,
	    const char *table, const char *chain, const struct fw_line *line);
__printf(2, 3)
void fw_put(struct fw_line *line, const char *format, ...);
int fw_source(const struct fw_part *part, const struct xnode *node,
	      const char *option, struct fw_line *line);
const char *fw_reject(const struct firewalld *fw);

int fw_elements(const struct fw_part *part);
int fw_element(const struct fw_part *part, const struct xnode *node,
	       const struct fw_verdict *verdict);
int fw_chain(const struct fw_part *part, const char *table, const char *chain,
	     const char *hook);
int fw_zones(struct firewalld *fw);
bool fw_names_interfaces(const struct firewalld *fw);
bool fw_zone_names(const struct fw_doc *zone, const char *what);
int fw_policies(struct firewalld *fw);
int fw_direct(struct firewalld *fw);

#endif
