# xinpian - top level. `make help` lists the targets; everything built goes to build/.
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
SHARED ?= ../shared
PYTHON ?= /usr/bin/python3
VERSION := 0.1.0

PKGS_lib := libutf8proc zlib libdeflate libbrotlidec libzstd
PKGS_fetch := libcurl libidn2 libxml-2.0 sqlite3 libpcre2-8
PKGS_parse := uchardet sqlite3 libpcre2-8
PKGS_tag := libpcre2-8
PKGS_test_parse := opencc
PKGS_ALL := $(sort $(PKGS_lib) $(PKGS_fetch) $(PKGS_parse) $(PKGS_tag) $(PKGS_test_parse))
pkg_cflags = $(shell pkg-config --cflags $(1) 2>/dev/null)
pkg_libs = $(shell pkg-config --libs $(1) 2>/dev/null)

WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
XCPPFLAGS := -D_GNU_SOURCE -Ilib -I$(BUILD) -DXINPIAN_VERSION='"$(VERSION)"' -DXINPIAN_DATADIR='"$(PREFIX)/share/xinpian"' \
	$(call pkg_cflags,$(PKGS_ALL))
XCFLAGS := -std=c11 -pthread $(WARN) $(CFLAGS)

# A stage is a folder with a main.c; its other objects are what its tests and fuzzers link.
STAGES := $(patsubst %/main.c,%,$(wildcard fetch/main.c parse/main.c tag/main.c))
LIB := $(BUILD)/libxinpian.a
LIB_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/*.c))
BINS := $(STAGES:%=$(BUILD)/bin/xinpian-%)
DAILY := $(BUILD)/bin/xinpian-daily
UNIT := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
SERVER := $(BUILD)/tests/server/server
FAULTSRV := $(BUILD)/tests/faults/faultsrv
LDLIBS_lib := $(call pkg_libs,$(PKGS_lib)) -lm

all: ## build the three stages
all: packages-present $(BINS) $(DAILY) $(BUILD)/opencc.tsv

packages-present:
	@pkg-config --exists $(PKGS_ALL) 2>/dev/null || { deploy/deps.sh --missing build; exit 1; }

# Objects are made again when the compiler or its flags change.
FLAGS := $(BUILD)/flags
$(FLAGS): FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(XCPPFLAGS) $(XCFLAGS) $(LDFLAGS)' | cmp -s - $@ || echo '$(CC) $(XCPPFLAGS) $(XCFLAGS) $(LDFLAGS)' > $@

$(BUILD)/%.o: %.c $(FLAGS)
	@mkdir -p $(@D)
	$(CC) $(XCPPFLAGS) $(XCFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

# What a stage and all that is made of its objects share: $(1) is the stage.
define STAGE_RULES
$(1)_OBJ := $$(patsubst %.c,$(BUILD)/%.o,$$(wildcard $(1)/*.c))
$(1)_PART := $$(filter-out $(BUILD)/$(1)/main.o,$$($(1)_OBJ))
LDLIBS_$(1) := $(call pkg_libs,$(PKGS_$(1))) $(LDLIBS_lib)
LDLIBS_test_$(1) := $(call pkg_libs,$(PKGS_test_$(1)))
$(BUILD)/tests/unit/test_$(1)_%.o $(BUILD)/tests/fuzz/fuzz_$(1).o: XCPPFLAGS += -I$(1)

$(BUILD)/bin/xinpian-$(1): $$($(1)_OBJ) $(LIB)
	@mkdir -p $$(@D)
	$$(CC) $$(XCFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(LDLIBS_$(1))

$(BUILD)/tests/unit/test_$(1)_%: $(BUILD)/tests/unit/test_$(1)_%.o $$($(1)_PART) $(LIB)
	$$(CC) $$(XCFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcmocka $$(LDLIBS_test_$(1)) $$(LDLIBS_$(1))

$(BUILD)/tests/fuzz/fuzz_$(1): $(BUILD)/tests/fuzz/fuzz_$(1).o $$($(1)_PART) $(LIB)
	$$(CC) $$(XCFLAGS) $$(LDFLAGS) -fsanitize=fuzzer -o $$@ $$^ $$(LDLIBS_$(1))
endef
$(foreach s,fetch parse tag,$(eval $(call STAGE_RULES,$(s))))

$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(LIB)
	$(CC) $(XCFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS_lib)

# Named character references as lines of a C string.
$(BUILD)/char-refs.inc: dicts/char-refs.tsv
	@mkdir -p $(@D)
	awk -F'\t' '!/^(#|name\t)/ { printf "\"%s\\t%s\\n\"\n", $$1, $$2 }' $< > $@
$(BUILD)/parse/html_decode.o: $(BUILD)/char-refs.inc

# The converter's dictionaries, made from OpenCC's own; installed beside dicts/*.tsv.
$(BUILD)/opencc.tsv: parse/opencc-tables.sh
	@mkdir -p $(@D)
	parse/opencc-tables.sh > $@.tmp && mv $@.tmp $@

$(DAILY): deploy/xinpian-daily
	@mkdir -p $(@D)
	@install -m 755 $< $@

$(FAULTSRV): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/faults/*.c))
	@mkdir -p $(@D)
	$(CC) $(XCFLAGS) $(LDFLAGS) -o $@ $^ -lz

CRASHAT := $(BUILD)/tests/kill/crashat.so
$(CRASHAT): tests/kill/crashat.c
	@mkdir -p $(@D)
	$(CC) -O1 -D_GNU_SOURCE -std=c11 $(WARN) -fPIC -shared -o $@ $<

$(SERVER): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/server/*.c)) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(XCFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS_lib)

ALL_OBJ := $(LIB_OBJ) $(fetch_OBJ) $(parse_OBJ) $(tag_OBJ) $(UNIT:%=%.o) \
	$(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/server/*.c tests/faults/*.c tests/fuzz/*.c))
.SECONDARY: $(ALL_OBJ)
-include $(ALL_OBJ:.o=.d)

# A target that starts with the packages builds in a make of its own: with all processors, unless the user said how many jobs.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

# ---- tests

test: ## install what is missing, build, run all tests
test: deps
	@$(MAKE) $(PARALLEL) check

check: all $(UNIT) $(if $(wildcard tests/server/*.c),$(SERVER)) $(FAULTSRV) $(CRASHAT) ## build and run all tests, installing nothing
	@BUILD='$(BUILD)' CC='$(CC)' PYTHON='$(PYTHON)' tests/run $(SUITES)

SAN := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
san: ## all tests under AddressSanitizer and UndefinedBehaviorSanitizer, gcc and clang
	deploy/deps.sh build test check
	@$(MAKE) $(PARALLEL) BUILD=build/san-gcc CC=gcc CFLAGS='$(SAN)' check
	@$(MAKE) $(PARALLEL) BUILD=build/san-clang CC=clang CFLAGS='$(SAN)' check

eval: all ## scores on the annotated texts in SHARED (../shared), where they are
	@for score in tests/eval/*.sh; do echo "== $$score"; BIN='$(BUILD)/bin' SHARED='$(SHARED)' PYTHON='$(PYTHON)' $$score || exit 1; done

bench: all ## speed of parse and tag, beside other tools where they can be installed
	@BUILD='$(BUILD)' SHARED='$(SHARED)' PYTHON='$(PYTHON)' tests/bench/run.sh

FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz: ## libFuzzer on the three stages, FUZZ_SECONDS (60) each
	@deploy/deps.sh build check
	@$(MAKE) $(PARALLEL) BUILD=build/fuzz CC=clang CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined,fuzzer-no-link' fuzzers
	@for stage in $(FUZZERS); do BUILD=build/fuzz PYTHON='$(PYTHON)' tests/fuzz/fuzz.sh $$stage $(FUZZ_SECONDS) || exit 1; done
fuzzers: $(BUILD)/opencc.tsv $(FUZZERS:%=$(BUILD)/tests/fuzz/fuzz_%)

demo: ## crawl a small site of our own on 127.0.0.1 and show what comes out
	@deploy/deps.sh build demo
	@echo "building: a minute at the most"
	@$(MAKE) -s $(PARALLEL) all $(SERVER)
	@BUILD='$(BUILD)' tests/demo/run.sh

kill: all $(SERVER) $(CRASHAT) ## kill the crawler at every step of its work with files and KILL_RUNS (1000) times at random; nothing may be lost
	@BUILD='$(BUILD)' PYTHON='$(PYTHON)' CRASH_STEP=$(or $(CRASH_STEP),1) KILL_RUNS=$(or $(KILL_RUNS),1000) tests/run -v kill

soak: all $(FAULTSRV) ## a long crawl over many virtual hosts
	@BUILD='$(BUILD)' PYTHON='$(PYTHON)' tests/soak/soak.sh

# ---- checks of the sources

SCRIPTS := $(shell grep -l "^.!/bin/sh" deploy/* .ci/run tests/run tests/*/run tests/*/*.sh tests/*/*/*.sh parse/*.sh)
MANUALS := $(wildcard */*.[158])
format: ## clang-format the C lines changed since the last commit (tables are laid out by hand)
	git clang-format --force --extensions c,h

lint: $(BUILD)/char-refs.inc ## clang-tidy, cppcheck, mandoc, shellcheck
	@deploy/deps.sh check
	@for room in lib fetch parse tag tests/server; do echo "clang-tidy $$room"; \
		printf '%s\n' $$room/*.c | xargs -n 4 -P $(shell nproc) clang-tidy --quiet --extra-arg=-std=c11 \
			$(addprefix --extra-arg=,$(XCPPFLAGS)) 2>/dev/null \
		|| exit 1; done
	cppcheck --quiet --suppressions-list=.cppcheck-suppress --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem -D_GNU_SOURCE -Dmem_exhausted=abort -Ilib -Iparse -Itag -Ifetch -I$(BUILD) $(wildcard lib fetch parse tag tests/server)
	mandoc -Tlint -Wwarning $(MANUALS)
	if command -v shellcheck >/dev/null; then shellcheck -s sh $(SCRIPTS); fi

lint-dicts: all ## faults in dicts/*.tsv as file:line
	@BUILD='$(BUILD)' PYTHON='$(PYTHON)' tests/run -v dicts

# ---- installation

SHARE = $(DESTDIR)$(PREFIX)/share
install: all ## install below PREFIX (/usr/local), staged in DESTDIR
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/xinpian/dicts $(SHARE)/man/man1 $(SHARE)/man/man5 $(SHARE)/doc/xinpian
	install -m 755 $(BINS) deploy/xinpian-daily $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(wildcard dicts/*.tsv) dicts/README.md $(BUILD)/opencc.tsv $(SHARE)/xinpian/dicts
	install -m 644 lib/record.schema.json $(SHARE)/xinpian
	install -m 644 $(filter %.1,$(MANUALS)) $(SHARE)/man/man1
	install -m 644 $(filter %.5,$(MANUALS)) $(SHARE)/man/man5
	install -m 644 README.md LICENSE deploy/cron.d deploy/xinpian.service deploy/xinpian.timer $(SHARE)/doc/xinpian

clean: ## remove build/
	rm -rf build $(BUILD)

# ---- packages

deps: ## install the Debian packages that building and testing need
	@deploy/deps.sh build test

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-12s %s\n", $$1, $$2 }'

FORCE:
.PHONY: all packages-present test check san eval bench fuzz fuzzers demo kill soak format lint lint-dicts install clean deps help FORCE
