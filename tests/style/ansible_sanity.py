#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""ansible-test, with the modules of this system in place of those that pip would fetch."""

from ansible_test._internal import main
from ansible_test._internal.commands import sanity

create = sanity.create_virtual_environment


def create_here(args, python, path, **_):
    return create(args, python, path, system_site_packages=True, pip=False)


sanity.create_virtual_environment = create_here
sanity.run_pip = lambda *_, **__: None
main()
