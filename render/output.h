/* An output directory in use: locked, with what the program keeps there beside what it publishes.
 *
 *   DIR/<name>.pdf, DIR/<name>.csv   a department's document and its data
 *   DIR/manifest.csv, DIR/index.html
 *   DIR/changes/<run>.csv, DIR/changes/<run>/<name>-更正说明.pdf
 *   DIR/.banxin/lock, journal.csv    private; the lock stays, empty while nobody is at work
 *   DIR/.banxin/old/<name>.csv       data as it was published last, kept until the run that
 *                                    replaces it has listed the changes */
#ifndef BANXIN_OUTPUT_H
#define BANXIN_OUTPUT_H

#include "render/manifest.h"

struct output;

/* Makes the directory PATH (not those above it), unless it is there. False: errno says why. */
bool output_make_directory(const char *path);

/* Makes DIR where it is missing, locks it, removes temporary files that killed runs left. NULL
 * after a report: not writable, or another run is at work there. Processes forked from now on keep
 * the lock too, until all of them are gone. */
struct output *output_open(const char *dir, struct diag *diag);

/* Keeps runs away from DIR while it is read; changes nothing there, and any number may read. NULL
 * after a report: no directory, or a run is at work there. */
struct output *output_open_reading(const char *dir, struct diag *diag);
void output_close(struct output *output); /* unlocks */

/* Do the files of ENTRY stand in DIR as it says? PDF or data missing or changed by hand, or none
 * published ever: false. Reads both to their ends. */
bool output_is_intact(const char *dir, const struct manifest_entry *entry);

/* Keeps the data of ENTRY, which is about to be replaced, in .banxin/old, unless an interrupted run
 * has done so or the file is not what ENTRY says (then its changes cannot be told: false, with a
 * warning; without one when nothing was published). ENTRY is the manifest's: what the journal knows
 * of an interrupted run was not announced yet. */
bool output_keep_old(struct arena *arena, const char *dir, const struct manifest_entry *entry,
                     struct diag *diag);

/* The data that output_keep_old() kept under ENTRY's name; NULL if there is none. */
const char *output_old_path(struct arena *arena, const char *dir,
                            const struct manifest_entry *entry);

/* Forgets what was kept: the changes are listed and the manifest is written. */
void output_drop_old(const char *dir);

#endif
