/* SPDX-License-Identifier: GPL-2.0 */
/* The values of iptables' options. Pure. */
#ifndef SFWCTL_IMPORT_WORDS_H
#define SFWCTL_IMPORT_WORDS_H

#include "import_match.h"

/*
 * Each returns false when the word is not understood, or means what struct
 * match cannot hold.
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
bool word_target(const char *word, struct address *to, __u16 *port);
int word_answer(const char *word);

#endif
