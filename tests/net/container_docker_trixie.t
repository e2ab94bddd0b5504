#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# container_docker with Docker of Debian 13, and its iptables.
# Only when named: as that one.
engine_root=${SFW_TRIXIE:?tests/run sets it}
. "$(dirname "$0")/container_docker.t"
