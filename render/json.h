/* JSON for machines (RFC 8259), a line an object. Private to render/. */
#ifndef BANXIN_JSON_H
#define BANXIN_JSON_H

#include <stdio.h>

/* TEXT in quotes. */
void json_string(FILE *out, const char *text);

/* "KEY":"TEXT" after a comma; the first member of an object is written by its opener. */
void json_member(FILE *out, const char *key, const char *text);

#endif
