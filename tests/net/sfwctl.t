#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every verb of sfwctl against the module, its words and its exit status.
# On the stock kernel too: sfwctl meets the kernel that users have.
rm -f /etc/sfw/sfw.conf	# of an earlier test
exec "$(dirname "$0")/../ctl/module_test.sh" "$(command -v sfwctl)"
