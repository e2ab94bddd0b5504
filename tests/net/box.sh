# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What containers are made of, without a registry. Sourced by docker.sh and
# container_engine.sh.
#
#   box_image            prints the name of a tar file, a root for containers: busybox,
#                        and a page, "the container", in /www

box_image() {
	mkdir -p "$tmp/root/bin" "$tmp/root/etc" "$tmp/root/www"
	cp /bin/busybox "$tmp/root/bin/"
	echo "the container" >"$tmp/root/www/index.html"
	tar -C "$tmp/root" -c . >"$tmp/box.tar"
	echo "$tmp/box.tar"
}
