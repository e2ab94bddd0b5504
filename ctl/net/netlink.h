/* SPDX-License-Identifier: GPL-2.0 */
/* Talking to the module: questions and replies. */
#ifndef SFWCTL_NET_NETLINK_H
#define SFWCTL_NET_NETLINK_H

#include <libmnl/libmnl.h>
#include <linux/types.h>
#include <signal.h>
#include <stdbool.h>

#include "kernel/kernel.h"
#include "lib/compiler.h"
#include "net/reply.h"

#define NL_BUFFER	32768	/* bytes of one send or receive */
#define NL_TEXT		1024

/**
 * struct nl - a connection to the module
 * @sock: the socket
 * @kernel: the library that is asked in its place, or NULL
 * @portid: its address
 * @seq: number of the last message sent
 * @family: type of the messages: the number of our family; 0: no module
 * @events: number of our multicast group, 0 if the module has none
 * @lost: there were more events than had room
 * @failed: number of the message that the last error is about
 * @text: message of the kernel, or ""
 * @buf: bytes being received
 */
struct nl {
	struct mnl_socket *sock;
	struct kernel *kernel;
	unsigned int portid;
	__u32 seq;
	__u16 family;
	__u32 events;
	bool lost;
	__u32 failed;
	char text[NL_TEXT];
	char buf[NL_BUFFER] __aligned(8);
};

/* All return 0 or a negative errno; nl->text may say more. */
void nl_stand_in(struct kernel *kernel);
bool nl_stands_in(void);
int nl_open(struct nl *nl);
int nl_open_bus(struct nl *nl, int bus, __u16 type);
void nl_close(struct nl *nl);
int nl_request(struct nl *nl, struct nlmsghdr *nlh, struct reply *reply);
int nl_ack(struct nl *nl, struct nlmsghdr *nlh);
int nl_get(struct nl *nl, __u8 cmd, __u16 flags, struct reply *reply);

int nl_listen(struct nl *nl);
int nl_wait(struct nl *nl, int out, const sigset_t *unblocked);
int nl_recv(struct nl *nl,
	    void (*hear)(void *ctx, const struct nlmsghdr *nlh), void *ctx);

struct nlmsghdr *nl_message(struct nl *nl, void *buf, __u16 flags);
int nl_send(struct nl *nl, const void *buf, size_t len, __u32 first,
	    struct reply *reply);

#endif
