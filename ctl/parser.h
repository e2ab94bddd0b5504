/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the parser share. */
#ifndef SFWCTL_PARSER_H
#define SFWCTL_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "compiler.h"
#include "parse.h"
#include "shown.h"

/**
 * struct parser - how far the words have been read
 * @words: the words of the line
 * @count: how many
 * @at: the one to be read next
 * @error: what is wrong with it
 */
struct parser {
	const char *const *words;
	int count;
	int at;
	struct parse_error *error;
};

/*
 * These return 0, or -EINVAL after filling in the error; those that read a
 * word step over it.
 */
__printf(2, 3)
int parse_fail(struct parser *p, const char *format, ...);
int parse_need(struct parser *p, const char *what);
int parse_end(struct parser *p);
int parse_unknown(struct parser *p, const char *choices);
int parse_option(struct parser *p, const char *choices, unsigned int *seen,
		 int *option);

bool parse_number(const char *word, __u32 least, __u32 most, __u32 *number);
int parse_seconds(struct parser *p, const char *word, __u32 *seconds);
int parse_duration(struct parser *p, __u32 *seconds);
int parse_name(struct parser *p, char name[SFW_NAME_MAX + 1]);
int parse_dev(struct parser *p, char dev[SFW_DEV_MAX + 1]);
int parse_comment(struct parser *p, char comment[SFW_COMMENT_MAX + 1]);
int parse_protocol(struct parser *p, __u8 *proto);
int parse_port_protocol(struct parser *p, __u8 *proto);
int parse_port_range(struct parser *p, const char *word, __u8 proto,
		     struct port_range *ports);
int parse_port(struct parser *p, const char *word, __u8 proto, __u16 *port);
int parse_ports(struct parser *p, struct entry *entry);
int parse_prefixes(struct parser *p, struct entry *entry);
bool parse_address(const char *word, struct address *addr);
int parse_addr(struct parser *p, struct address *addr);
bool parse_endpoint(const char *word, struct address *addr, const char **port);

/* Pieces of a list: "80,443". */
int parse_piece(struct parser *p, const char **at, char *buf, size_t size);

#endif
