#!/bin/sh
# deps.sh - the Debian 12 packages that xinpian needs, and their installation.
#
# usage: deploy/deps.sh [--missing] [GROUP...]     groups: build test check demo run (default: build test)
#
# Says which packages it will install, installs them with apt-get (with sudo where not root), and skips what is there.
# --missing names what is not there and installs nothing; its status is 1 then.
set -eu

packages() {
	case $1 in
	build) echo gcc libc6-dev make pkg-config libutf8proc-dev zlib1g-dev libdeflate-dev libbrotli-dev libzstd-dev \
		libcurl4-openssl-dev libidn2-dev libxml2-dev libsqlite3-dev libpcre2-dev libopencc-dev opencc libuchardet-dev ;;
	test) echo libcmocka-dev python3 python3-jsonschema jq ca-certificates openssl nghttp2-server ;;
	check) echo clang libclang-rt-14-dev clang-format clang-tidy cppcheck mandoc shellcheck ;;
	demo) echo jq ca-certificates ;;
	run) echo libutf8proc2 zlib1g libdeflate0 libbrotli1 libzstd1 libcurl4 libidn2-0 libxml2 libsqlite3-0 libpcre2-8-0 \
		libuchardet0 ca-certificates jq ;;
	*) echo "deps.sh: $1: expected build, test, check, demo or run" >&2; return 2 ;;
	esac
}

missing_only=
if [ "${1:-}" = --missing ]; then
	missing_only=1
	shift
fi
[ $# -gt 0 ] || set -- build test

wanted=
for group; do
	wanted="$wanted $(packages "$group")"
done

missing=
for package in $wanted; do
	case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
	'install ok installed') ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

if [ -n "$missing_only" ]; then
	echo "packages that are not installed:$missing" >&2
	echo "'make deps' installs what building and testing need" >&2
	exit 1
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
	as_root=sudo
	command -v sudo >/dev/null || { echo "deps.sh: not root, and no sudo; install as root:$missing" >&2; exit 2; }
fi
command -v apt-get >/dev/null || { echo "deps.sh: no apt-get here; install what corresponds to:$missing" >&2; exit 2; }
echo "installing with apt-get:$missing" >&2
$as_root apt-get update -qq
# shellcheck disable=SC2086 # package names are words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
