/*
 * state.h - pages whose body a script builds: the article stands in a script's data, and the element for it is empty.
 */
#ifndef XP_STATE_H
#define XP_STATE_H

#include "meta_rules.h"

/* For a page without a sentence to show: its source again with the article of its data put into the body, and what the data says of title,
 * author and publisher as meta elements. STR_NULL when the page shows text, or its data holds no article. */
str state_page(doc *d, const meta_rules *r);

#endif
