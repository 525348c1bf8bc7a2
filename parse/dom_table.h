/*
 * dom_table.h - tables that hold data, told from tables that lay out a page.
 */
#ifndef XP_DOM_TABLE_H
#define XP_DOM_TABLE_H

#include "dom.h"

/* One byte a node: 1 for each tr of a table whose rows are rows of data (each becomes one line, cells parted by tabs). */
uint8_t *dom_data_rows(const dom *d, arena *a);

#endif
