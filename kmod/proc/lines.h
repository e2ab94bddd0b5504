/* SPDX-License-Identifier: GPL-2.0 */
/* Lines that change a recent list: all of them, or none. */
#ifndef SFW_PROC_LINES_H
#define SFW_PROC_LINES_H

#include "../db/list/list.h"

/**
 * struct sfw_line - one change
 * @addr: the address
 * @family: of @addr
 * @put: put it in; else take it out
 * @order: of sfw_lines_carry_out(): its place among them
 * @key: likewise: the address as the list knows it
 * @spare: likewise: memory of its entry
 */
struct sfw_line {
	struct sfw_addr addr;
	u8 family;
	bool put;
	u16 order;
	struct sfw_list_key key;
	struct sfw_recent *spare;
};

int sfw_lines_carry_out(struct sfw_list *list, bool flush,
			struct sfw_line *line, u32 n, u64 now);

#endif /* SFW_PROC_LINES_H */
