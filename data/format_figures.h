/* The figures and lists that narrative.yaml declares. Private to data/format_narrative.c. */
#ifndef BANXIN_FORMAT_FIGURES_H
#define BANXIN_FORMAT_FIGURES_H

#include "data/figures.h"
#include "data/pack.h"

/* Reads the mappings `figures` and `lists` of ROOT. The names every pack has come first. */
struct figure_declarations format_read_figures(const struct pack *pack,
                                               const struct yaml_node *root);

/* The index of list NAME; reports it at its place when there is none. */
size_t format_find_list(const struct pack *pack, const struct figure_declarations *declared,
                        struct text name);

#endif
