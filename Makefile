# xinpian - top level. `make help` lists the targets.
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC ?= gcc
CFLAGS ?= -O2 -g
SHARED ?= ../shared
VERSION := 0.1.0

PKGS_LIB := libutf8proc zlib libdeflate libbrotlidec libzstd
PKGS_fetch := libcurl libxml-2.0 sqlite3 libpcre2-8
PKGS_parse := libxml-2.0 opencc uchardet sqlite3 libpcre2-8
PKGS_tag := libpcre2-8
PKGS_ALL := $(sort $(PKGS_LIB) $(PKGS_fetch) $(PKGS_parse) $(PKGS_tag))
pkg_cflags = $(shell pkg-config --cflags $(1) 2>/dev/null)
pkg_libs = $(shell pkg-config --libs $(1) 2>/dev/null)

STAGES := fetch parse tag
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
XCPPFLAGS := -D_GNU_SOURCE -Ilib -DXINPIAN_VERSION='"$(VERSION)"' -DXINPIAN_DATADIR='"$(PREFIX)/share/xinpian"' \
	$(call pkg_cflags,$(PKGS_ALL))
XCFLAGS := -std=c11 -pthread $(WARN) $(CFLAGS)

LIB_SRC := $(wildcard lib/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
BINS := $(STAGES:%=$(BUILD)/bin/xinpian-%)

all: $(BINS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(XCPPFLAGS) $(XCFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libxinpian.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

define STAGE_RULES
$(1)_SRC := $$(wildcard $(1)/*.c)
$(1)_OBJ := $$($(1)_SRC:%.c=$(BUILD)/%.o)
$(BUILD)/bin/xinpian-$(1): $$($(1)_OBJ) $(BUILD)/libxinpian.a
	@mkdir -p $$(@D)
	$$(CC) $$(XCFLAGS) $$(LDFLAGS) -o $$@ $$^ $(call pkg_libs,$(PKGS_$(1)) $(PKGS_LIB)) -lm
endef
$(foreach s,$(STAGES),$(eval $(call STAGE_RULES,$(s))))

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

clean:
	rm -rf $(BUILD)

.PHONY: all clean
