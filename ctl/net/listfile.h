/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The file of "list save": a line each, times in seconds before the moment at which it
 * was saved, so it may go to a machine of another byte order.
 *
 *	sfw-lists 1
 *	saved UNIX_TIME
 *	list NAME
 *	kind KIND
 *	entry PREFIX HITS FIRST LAST TTL PROTO PORT LEFT STAMPS
 *	block PREFIX LEFT COMMENT
 *	member GROUP PREFIX LEFT COMMENT
 *	end LINES HASH
 *
 * KIND: "guard" or "knock", which keeps the list; files of before have none, and readers
 * of before pass it over. LEFT: how long it is still blocked or let in, "stays", or "-" for
 * neither. STAMPS: the hits that a guard counts, each MILLISECONDS/TTL, or "-". HASH: of all
 * bytes in front of the last line. A file without its end, or changed by hand, is not taken.
 */
#ifndef SFWCTL_NET_LISTFILE_H
#define SFWCTL_NET_LISTFILE_H

#include <stdbool.h>

#include "lib/linefile.h"
#include "lib/savefile.h"
#include "net/netlink.h"

#define SFW_LISTS_DIR	"/var/lib/sfw"
#define SFW_LISTS	SFW_LISTS_DIR "/lists"

/**
 * struct saved_entry - an entry of a recent list, a block with a duration, or a member of a
 *			group that is no policy
 * @list: the name of its list, or "": a block or member
 * @object: SFW_OBJ_GUARD or SFW_OBJ_KNOCK, which kept that list; 0: nothing tells
 * @group: the name of its group, or "": no member
 * @prefix: its address
 * @hits: how often it was seen
 * @first: seconds since it was first seen
 * @last: seconds since it was last seen
 * @ttl: of the last packet
 * @proto: of the last packet, 0 if it is not known
 * @port: that it was for
 * @fixed: put there by hand; of a member: stays
 * @left: seconds for which it is still blocked or let in, 0 for neither
 * @stamp_count: how many of @stamps there are
 * @stamps: as SFW_A_STAMPS has them
 * @comment: of a block
 */
struct saved_entry {
	char list[SFW_NAME_MAX + 1];
	__u8 object;
	char group[SFW_NAME_MAX + 1];
	struct prefix prefix;
	__u64 hits;
	__u64 first;
	__u64 last;
	__u8 ttl;
	__u8 proto;
	__u16 port;
	bool fixed;
	__u64 left;
	unsigned int stamp_count;
	__u64 stamps[SFW_STAMPS_MAX];
	char comment[SFW_COMMENT_MAX + 1];
};

/**
 * struct listfile - such a file, read
 * @in: the file
 * @body: bytes in front of its last line
 * @elapsed: seconds since it was saved
 */
struct listfile {
	struct linefile in;
	size_t body;
	__u64 elapsed;
};

savefile_fn listfile_write;
int listfile_read(struct listfile *file, const char *path);
int listfile_each(const struct listfile *file,
		  int (*each)(void *ctx, const struct saved_entry *e), void *ctx);
void listfile_free(struct listfile *file);

#endif
