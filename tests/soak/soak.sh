#!/bin/sh
# soak.sh - a long crawl: SOAK_URLS (100000) URLs over SOAK_HOSTS (500) hosts on loopback addresses. Memory stays flat, hosts are served
# alike, and the time is what the pauses ask for. A line a case, as the suites of tests/run print them.
exec "${PYTHON:-/usr/bin/python3}" tests/soak/soak.py "${SOAK_URLS:-100000}" "${SOAK_HOSTS:-500}"
