#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds ctl/sfwctl, with the packages for that.
set -eu
. "$(dirname "$0")/lib.sh"

need_packages gcc libc6-dev make pkg-config libmnl-dev libncurses-dev libexpat1-dev
flock -o "$sfw_top/ctl" make -s -C "$sfw_top/ctl" >&2
