/* Pages whose charset label and bytes do not agree (row 70): one short text of our own in several encodings. */
#include <string.h>

#include "faultsrv.h"

typedef struct labelled {
	const char *name, *type, *bytes;
	size_t n;
} labelled;

/* clang-format off */
#define GBK_PAGE \
	"<html><head><title>\326\354\351F\273\371\314\270\320\276\306\254</title></head><body><h1>\326\354\351F\273\371\314\270\320\276\306\254</h1><p>\325\342\322" \
	"\273\274\322\271\244\263\247\265\304\265\332\310\375\314\365\311\372\262\372\317\337\327\362\314\354\277\252\312\274\312\324\262\372\243\254\271\244\263" \
	"\314\312\246\313\265\315\267\322\273\305\372\321\371\306\267\265\304\301\274\302\312\261\310\310\245\304\352\315\254\306\332\270\337\263\366\322\273\275" \
	"\330\243\254\317\302\270\366\324\302\273\341\313\315\265\275\277\315\273\247\304\307\300\357\262\342\312\324\241\243</p><p>\312\324\262\342\300\357\304" \
	"\307\273\247\277\315\265\275\313\315\273\341\324\302\270\366\317\302\243\254\275\330\322\273\263\366\270\337\306\332\315\254\304\352\310\245\261\310\302" \
	"\312\301\274\265\304\306\267\321\371\305\372\322\273\315\267\313\265\312\246\263\314\271\244\243\254\262\372\312\324\312\274\277\252\314\354\327\362\317" \
	"\337\262\372\311\372\314\365\310\375\265\332\265\304\263\247\271\244\274\322\322\273\325\342\241\243</p></body></html>"
#define GBK_LATE_META \
	"<html><head><!--xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxx--><meta charset=gb2312><title>\326\354\351F\273\371\314\270\320\276\306\254</title></head><body><h1>\326\354\351F\273\371\314\270\320\276\306\254" \
	"</h1><p>\325\342\322\273\274\322\271\244\263\247\265\304\265\332\310\375\314\365\311\372\262\372\317\337\327\362\314\354\277\252\312\274\312\324\262\372" \
	"\243\254\271\244\263\314\312\246\313\265\315\267\322\273\305\372\321\371\306\267\265\304\301\274\302\312\261\310\310\245\304\352\315\254\306\332\270\337" \
	"\263\366\322\273\275\330\243\254\317\302\270\366\324\302\273\341\313\315\265\275\277\315\273\247\304\307\300\357\262\342\312\324\241\243</p><p>\312\324" \
	"\262\342\300\357\304\307\273\247\277\315\265\275\313\315\273\341\324\302\270\366\317\302\243\254\275\330\322\273\263\366\270\337\306\332\315\254\304\352" \
	"\310\245\261\310\302\312\301\274\265\304\306\267\321\371\305\372\322\273\315\267\313\265\312\246\263\314\271\244\243\254\262\372\312\324\312\274\277\252" \
	"\314\354\327\362\317\337\262\372\311\372\314\365\310\375\265\332\265\304\263\247\271\244\274\322\322\273\325\342\241\243</p></body></html>"
#define UTF16 \
	"\377\376<\000h\000t\000m\000l\000>\000<\000h\000e\000a\000d\000>\000<\000t\000i\000t\000l\000e\000>\0001gU\225\372W\010\214\257\202Gr<\000/\000t\000i\000" \
	"t\000l\000e\000>\000<\000/\000h\000e\000a\000d\000>\000<\000b\000o\000d\000y\000>\000<\000h\0001\000>\0001gU\225\372W\010\214\257\202Gr<\000/\000h\0001" \
	"\000>\000<\000p\000>\000\331\217\000N\266[\345]\202S\204v,{\011Nag\037u\247N\277~(f)Y\000_\313Y\325\213\247N\014\377\345]\013z\010^\364\2134Y\000Nyb7h\301" \
	"T\204vo\202\207s\324k\273St^\014T\037g\330\232\372Q\000N*b\014\377\013N*N\010g\032O\001\2200R\242[7b\243\220\314\221Km\325\213\0020<\000/\000p\000>\000" \
	"<\000p\000>\000\325\213Km\314\221\243\2207b\242[0R\001\220\032O\010g*N\013N\014\377*b\000N\372Q\330\232\037g\014Tt^\273S\324k\207so\202\204v\301T7hyb\000" \
	"N4Y\364\213\010^\013z\345]\014\377\247N\325\213\313Y\000_)Y(f\277~\247N\037uag\011N,{\204v\202S\345]\266[\000N\331\217\0020<\000/\000p\000>\000<\000/\000" \
	"b\000o\000d\000y\000>\000<\000/\000h\000t\000m\000l\000>\000"
#define UTF8_SAID_GBK \
	"<html><head><title>\346\234\261\351\225\225\345\237\272\350\260\210\350\212\257\347\211\207</title></head><body><h1>\346\234\261\351\225\225\345\237\272" \
	"\350\260\210\350\212\257\347\211\207</h1><p>\350\277\231\344\270\200\345\256\266\345\267\245\345\216\202\347\232\204\347\254\254\344\270\211\346\235\241" \
	"\347\224\237\344\272\247\347\272\277\346\230\250\345\244\251\345\274\200\345\247\213\350\257\225\344\272\247\357\274\214\345\267\245\347\250\213\345\270" \
	"\210\350\257\264\345\244\264\344\270\200\346\211\271\346\240\267\345\223\201\347\232\204\350\211\257\347\216\207\346\257\224\345\216\273\345\271\264\345" \
	"\220\214\346\234\237\351\253\230\345\207\272\344\270\200\346\210\252\357\274\214\344\270\213\344\270\252\346\234\210\344\274\232\351\200\201\345\210\260" \
	"\345\256\242\346\210\267\351\202\243\351\207\214\346\265\213\350\257\225\343\200\202</p><p>\350\257\225\346\265\213\351\207\214\351\202\243\346\210\267" \
	"\345\256\242\345\210\260\351\200\201\344\274\232\346\234\210\344\270\252\344\270\213\357\274\214\346\210\252\344\270\200\345\207\272\351\253\230\346\234" \
	"\237\345\220\214\345\271\264\345\216\273\346\257\224\347\216\207\350\211\257\347\232\204\345\223\201\346\240\267\346\211\271\344\270\200\345\244\264\350" \
	"\257\264\345\270\210\347\250\213\345\267\245\357\274\214\344\272\247\350\257\225\345\247\213\345\274\200\345\244\251\346\230\250\347\272\277\344\272\247" \
	"\347\224\237\346\235\241\344\270\211\347\254\254\347\232\204\345\216\202\345\267\245\345\256\266\344\270\200\350\277\231\343\200\202</p></body></html>"
static const labelled pages[] = {
	{"gbk-said-utf8", "text/html; charset=utf-8", GBK_PAGE, sizeof GBK_PAGE - 1},
	{"gbk-said-gb2312", "text/html; charset=gb2312", GBK_PAGE, sizeof GBK_PAGE - 1},
	{"gbk-late-meta", "text/html", GBK_LATE_META, sizeof GBK_LATE_META - 1},
	{"utf16", "text/html", UTF16, sizeof UTF16 - 1},
	{"utf8-said-gbk", "text/html; charset=gbk", UTF8_SAID_GBK, sizeof UTF8_SAID_GBK - 1},
};
/* clang-format on */

bool
charset(conn *c, const char *name)
{
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (strcmp(pages[i].name, name) == 0) {
			c->keep = putf(c, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", pages[i].type,
				       pages[i].n) &&
				  put(c, pages[i].bytes, pages[i].n);
			return true;
		}
	return false;
}
