/* The tables of a format pack: schema of tables.yaml. Private to data/format.c. */
#ifndef BANXIN_FORMAT_TABLES_H
#define BANXIN_FORMAT_TABLES_H

#include "data/format.h"
#include "data/pack.h"

/* Where the styles and pages are that an entry of a pack names. */
extern const struct pack_target format_style_target, format_page_target;

/* Reads ROOT into FORMAT->tables. Roles, styles and pages of FORMAT are read already. */
void format_read_tables(const struct pack *pack, const struct yaml_node *root,
                        struct format *format);

#endif
