# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# sfw that judges behind connection tracking: set early off.

. "$here/peers/sfw.sh"
early=off
