/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From words to meaning. Pure: nothing is printed, sent or kept; the result is
 * a struct command or struct probe, or a struct parse_error.
 */
#ifndef SFWCTL_PARSE_H
#define SFWCTL_PARSE_H

#include "command.h"

/**
 * struct parse_error - why words were not understood
 * @word: index of the word; the number of words when one is missing
 * @text: one sentence for people
 */
struct parse_error {
	int word;
	char text[448];
};

int parse_command(const char *const words[], int count, struct command *cmd,
		  struct parse_error *err);
int parse_probe(const char *const words[], int count, struct probe *probe,
		struct parse_error *err);
int parse_setting_key(const char *const words[], int count, int *key,
		      struct parse_error *err);
int parse_list_name(const char *const words[], int count,
		    char name[SFW_NAME_MAX + 1], struct parse_error *err);
int parse_file(const char *const words[], int count, int taken,
	       const char *dflt, const char **path, struct parse_error *err);
int parse_apply(const char *const words[], int count, const char **path,
		__u32 *confirm, struct parse_error *err);
int parse_stats(const char *const words[], int count, bool *prometheus,
		struct parse_error *err);
int parse_why(const char *const words[], int count, struct address *addr,
	      struct parse_error *err);
int parse_events(const char *const words[], int count, struct wanted *wanted,
		 struct parse_error *err);
int parse_no_words(const char *const words[], int count, int taken,
		   struct parse_error *err);

#endif
