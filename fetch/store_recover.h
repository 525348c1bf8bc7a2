/* store_recover.h - what a run that was killed left behind. */
#ifndef XP_FETCH_STORE_RECOVER_H
#define XP_FETCH_STORE_RECOVER_H

#include "cdxj.h"
#include "store.h"

/* Mends, adopts and closes every file that the state has as open, and commits. 0, or -1 after a message. */
int store_recover(frontier *f, adopt_fn adopted, void *to, diag *d);
/* Writes the index and gives the file its final name. 0, or -1 after a message. */
int store_finish_file(cdxj *index, str open_path, str path, diag *d);

#endif
