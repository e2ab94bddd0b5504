/* SPDX-License-Identifier: GPL-2.0 */
/* Functions that the files of the parser share. */
#ifndef SFWCTL_LANG_PARSER_H
#define SFWCTL_LANG_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/parse.h"
#include "lib/compiler.h"
#include "lib/printable.h"

#define PROBE_SPORT		40000	/* source port, if none is given */
#define PROBE_FLAG_LETTERS	"FSRPAUEC"	/* bits of TCP's flags, the lowest first */

/**
 * struct parser - how far the words have been read
 * @words: the words of the line
 * @count: how many
 * @at: the one to be read next
 * @error: reason why it is wrong
 * @in_file: whether they are a line of a file, where nothing is typed
 */
struct parser {
	const char *const *words;
	int count;
	int at;
	struct parse_error *error;
	bool in_file;
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
size_t parse_text(const struct parser *p, int first, int last, char *text, size_t size);
const char *parse_offer(const struct parser *p);
int parse_meant(struct parser *p, char *text);
__printf(4, 5)
int parse_instead(struct parser *p, int from, int taken, const char *format, ...);
int parse_option(struct parser *p, const char *choices, unsigned int *seen,
		 int *option);

bool parse_number(const char *word, __u32 least, __u32 most, __u32 *number);
int parse_seconds(struct parser *p, const char *word, __u32 *seconds);
int parse_duration(struct parser *p, __u32 *seconds);
bool word_asks_help(const char *word);
int parse_name_word(struct parser *p, const char *word, char name[SFW_NAME_MAX + 1]);
int parse_name(struct parser *p, char name[SFW_NAME_MAX + 1]);
int parse_ifname(struct parser *p, char dev[SFW_DEV_MAX + 1]);
int parse_dev(struct parser *p, char dev[SFW_DEV_MAX + 1]);
int parse_dev_option(struct parser *p, char dev[SFW_DEV_MAX + 1]);
int parse_devs(struct parser *p, bool needed, struct devs *devs);
int parse_comment(struct parser *p, char comment[SFW_COMMENT_MAX + 1]);
int parse_protocol(struct parser *p, __u8 *proto);
int parse_port_protocol(struct parser *p, __u8 *proto);
int parse_port_range(struct parser *p, const char *word, __u8 proto,
		     struct port_range *ports);
int parse_port(struct parser *p, const char *word, __u8 proto, __u16 *port);
int parse_ports(struct parser *p, struct entry *entry);
int parse_app_ports(struct parser *p, const char *text, struct entry *entry);
int parse_app(struct parser *p, struct entry *entry);
int parse_prefixes(struct parser *p, struct entry *entry);
int parse_sources(struct parser *p, struct entry *entry);
bool parse_address(const char *word, struct address *addr);
int parse_addr(struct parser *p, struct address *addr);
bool parse_endpoint(const char *word, struct address *addr, const char **port);

/* The arguments of commands that are no statements, to the last word. */
int parse_diff(struct parser *p, const char *dflt, const char **path, const char **second,
	       bool *means);
int parse_edit(struct parser *p, __u32 *confirm);
int parse_probe(struct parser *p, struct probe *probe);
int parse_test(struct parser *p, struct probe *probe, bool *fix);
int parse_setting_key(struct parser *p, int *key);
int parse_list_name(struct parser *p, char name[SFW_NAME_MAX + 1]);
int parse_file(struct parser *p, const char *dflt, const char **path);
void parse_json(struct parser *p, bool *json);
int parse_import(struct parser *p, int *family, const char **path);
int parse_rehearse(struct parser *p, const char **path, __u32 *seconds);
int parse_apply(struct parser *p, const char **path, __u32 *confirm);
int parse_stats(struct parser *p, bool *prometheus);
int parse_why(struct parser *p, struct address *addr);
int parse_events(struct parser *p, struct wanted *wanted);
int parse_refused(struct parser *p, struct wanted *wanted);

/* Pieces of a list: "80,443". */
int parse_piece(struct parser *p, const char **at, char *buf, size_t size);

#endif
