#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The article's iptables rules and sfw with "set direct on", side by side: see oracle.t.
# In check-full: thousands of packets.
SFW_DIRECT=on exec "$(dirname "$0")/oracle.t"
