/* SPDX-License-Identifier: GPL-2.0 */
/* The values of iptables' options. Pure. */
#ifndef SFWCTL_IMPORT_WORDS_H
#define SFWCTL_IMPORT_WORDS_H

#include "import/match.h"

/*
 * Each returns false when the word is not understood, or means something that
 * struct match cannot hold.
 */
bool word_proto(const char *word, int *proto);
bool word_prefix(const char *word, struct prefix *prefix);
bool word_dev(const char *word, char dev[SFW_DEV_MAX + 1]);
bool word_ports(const char *word, int proto, struct match *m);
bool word_port(const char *word, int proto, struct port_range *range);
bool word_states(const char *word, unsigned int *states);
bool word_flags(const char *word, __u8 *flags);
bool word_icmp(const char *word, int proto, int *type);
bool word_mask(const char *word, unsigned int *bits);
bool word_range(const char *word, struct address *first, struct address *last);
bool word_types(const char *word, const char *names, const unsigned int *bits,
		unsigned int *types);
bool word_numbers(const char *word, __u32 *first, __u32 *last);
bool word_target(const char *word, struct address *to, struct port_range *ports,
		 __u16 *base);
bool word_target_ports(const char *word, struct port_range *ports, __u16 *base);

/* An answer that sfw never gives. */
#define REFUSAL_OTHER	SFW_ACT_MAX

int word_reject(const char *word);

#endif
