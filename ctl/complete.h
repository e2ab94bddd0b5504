/* SPDX-License-Identifier: GPL-2.0 */
/* What may be typed next, for the completion of the shells. */
#ifndef SFWCTL_COMPLETE_H
#define SFWCTL_COMPLETE_H

#include "command.h"
#include "sfwctl.h"
#include "slot.h"

/**
 * struct place - where in a command something is being typed
 * @usage: of the command
 * @slot: what can stand there
 * @words: the words behind object and verb that are complete
 * @count: how many
 * @offered: how many words were offered
 * @typed: what is there already of the word
 * @list: it may be a list with commas
 */
struct place {
	const struct usage *usage;
	struct slot slot;
	const char *const *words;
	int count;
	unsigned int offered;
	const char *typed;
	bool list;
};

int complete(const struct words *words);
void offer(struct place *place, const char *word, const char *text);

/* What only the kernel knows; nothing where it does not tell. */
void offer_names(struct place *place);
void offer_devices(struct place *place);
void offer_ports(struct place *place);
void offer_protocols(struct place *place);
void offer_prefixes(struct place *place);
void offer_addresses(struct place *place);

#endif
