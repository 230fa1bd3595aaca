/* libcsv, fed with decoded bytes; its fields are cleaned and collected into rows. */
#include "data/csv.h"

#include <csv.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "data/arena.h"
#include "data/decode.h"

#define CHUNK      ((size_t)64 * 1024)
#define BUFFER_MAX (4 * CSV_FIELD_MAX) /* a field that long ends the reading */

struct reader {
    const char *file; /* shown name */
    struct diag *diag;
    csv_row_fn *each;
    void *context;
    struct csv_parser parser;
    struct arena *scratch; /* the texts of one row, taken back after it */
    struct arena_mark mark;
    struct csv_field fields[CSV_COLUMNS_MAX];
    size_t count; /* of the fields of this row */
    int row;
    bool has_text; /* this row is not wholly blank */
    bool after_cr; /* the last line end was a CR, of which an LF would be a part */
    bool failed;   /* something was reported: what follows in the chunk is not wanted */
};

static struct pos here(const struct reader *reader)
{
    int column = (int)reader->count + 1;
    return (struct pos){reader->file, reader->row, column};
}

/* Reports at the field that is being read, and ends the reading; ARGUMENT may be NULL. */
static void fail(struct reader *reader, enum diag_code code, const char *argument)
{
    if (!reader->failed) {
        diag_concern(reader->diag, NULL); /* whose rows are lost cannot be told */
        diag_report(reader->diag, here(reader), code, argument, NULL);
    }
    reader->failed = true;
}

/* ---- fields -------------------------------------------------------------------------------- */

/* The length of the blank that TEXT begins with, 0 for none. */
static size_t blank_at(const char *text, size_t length)
{
    if (length >= 1 && (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r'))
        return 1;
    if (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0) /* NBSP */
        return 2;
    if (length >= 3 && memcmp(text, "\xE3\x80\x80", 3) == 0) /* U+3000 */
        return 3;
    return 0;
}

static void trim(const char **text, size_t *length)
{
    for (size_t size; (size = blank_at(*text, *length)) > 0; *length -= size)
        *text += size;
    for (size_t size = 1; size <= 3 && size <= *length;) {
        if (blank_at(*text + *length - size, size) == size) {
            *length -= size;
            size = 1;
        } else {
            size++;
        }
    }
}

/* The control character that TEXT begins with, as C0, DEL or C1; else -1. */
static int control_at(const unsigned char *text, size_t length)
{
    if (text[0] < 0x20 || text[0] == 0x7F)
        return text[0];
    if (length >= 2 && text[0] == 0xC2 && text[1] < 0xA0)
        return text[1];
    return -1;
}

static struct csv_field clean(struct arena *arena, const char *text, size_t length)
{
    trim(&text, &length);
    struct csv_field field = {"", CSV_FIELD_GOOD, 0};
    if (length > CSV_FIELD_MAX) {
        field.fault = CSV_FIELD_LONG;
        return field;
    }
    char *out = arena_alloc(arena, length + 1);
    field.text = out;
    for (size_t i = 0; i < length; i++) {
        size_t rest = length - i;
        int control = control_at((const unsigned char *)text + i, rest);
        if (text[i] == '\r' && rest >= 2 && text[i + 1] == '\n')
            continue;
        if (control >= 0 && text[i] != '\n' && text[i] != '\t' && field.fault == CSV_FIELD_GOOD) {
            field.fault = CSV_FIELD_CONTROL;
            field.control = (unsigned)control;
        } else if (rest >= 3 && memcmp(text + i, "\xEF\xBF\xBD", 3) == 0) {
            field.fault = CSV_FIELD_UNDECODABLE;
        }
        *out++ = text[i] == '\t' ? ' ' : text[i];
    }
    return field;
}

bool csv_check_field(struct diag *diag, struct pos pos, const char *heading,
                     const struct csv_field *field)
{
    char shown[16];
    switch (field->fault) {
    case CSV_FIELD_GOOD:
        return true;
    case CSV_FIELD_UNDECODABLE:
        diag_report(diag, pos, DIAG_FIELD_UNDECODABLE, heading, field->text, NULL);
        return false;
    case CSV_FIELD_CONTROL:
        snprintf(shown, sizeof shown, "U+%04X", field->control);
        diag_report(diag, pos, DIAG_FIELD_CONTROL, heading, shown, NULL);
        return false;
    case CSV_FIELD_LONG:
        diag_report(diag, pos, DIAG_CSV_FIELD_LONG, "1 MiB", NULL);
        return false;
    }
    return false;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void take_field(void *bytes, size_t length, void *context)
{
    struct reader *reader = context;
    if (reader->failed)
        return;
    if (reader->count == CSV_COLUMNS_MAX) {
        fail(reader, DIAG_CSV_COLUMNS, "1000");
        return;
    }
    struct csv_field field = clean(reader->scratch, length > 0 ? bytes : "", length);
    reader->has_text = reader->has_text || field.text[0] || field.fault != CSV_FIELD_GOOD;
    reader->fields[reader->count++] = field;
    reader->after_cr = false;
}

/* END is the character that ended the row, or -1 at the end of the file. Every CR and LF outside
 * quotes comes here, so that blank lines are counted; of CRLF the LF is none. */
static void take_row(int end, void *context)
{
    struct reader *reader = context;
    bool half = end == '\n' && reader->after_cr;
    reader->after_cr = end == '\r';
    if (reader->failed || half)
        return;
    if (reader->has_text) {
        struct csv_row row = {reader->row, reader->count, reader->fields};
        reader->each(reader->context, &row);
    }
    reader->count = 0;
    reader->has_text = false;
    if (reader->row < INT_MAX)
        reader->row++;
    arena_reset(reader->scratch, reader->mark);
}

/* ---- file ---------------------------------------------------------------------------------- */

static void report_parse_error(struct reader *reader)
{
    if (csv_error(&reader->parser) != CSV_EPARSE)
        fail(reader, DIAG_FILE_UNREADABLE, csv_strerror(csv_error(&reader->parser)));
    else
        fail(reader, reader->parser.quoted ? DIAG_CSV_QUOTE_AFTER : DIAG_CSV_QUOTE_INSIDE, NULL);
}

static void read_rows(struct reader *reader, struct decoder *decoder)
{
    char chunk[CHUNK];
    size_t length;
    while (!reader->failed && (length = decoder_read(decoder, chunk, sizeof chunk)) > 0) {
        if (csv_parse(&reader->parser, chunk, length, take_field, take_row, reader) != length)
            report_parse_error(reader);
        else if (csv_get_buffer_size(&reader->parser) > BUFFER_MAX)
            fail(reader, DIAG_CSV_FIELD_LONG, "1 MiB");
    }
    if (!reader->failed && csv_fini(&reader->parser, take_field, take_row, reader) != 0)
        fail(reader, DIAG_CSV_QUOTE_OPEN, NULL);
}

static void read_file(struct reader *reader, FILE *file)
{
    enum charset charset = charset_detect(file);
    if (ferror(file) || fseek(file, 0, SEEK_SET) != 0) {
        fail(reader, DIAG_FILE_UNREADABLE, strerror(errno));
        return;
    }
    if (charset == CHARSET_UTF16) {
        fail(reader, DIAG_CSV_UTF16, NULL);
        return;
    }
    struct decoder *decoder = decoder_open(reader->scratch, file, charset);
    reader->mark = arena_mark(reader->scratch);
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_blk_size(&reader->parser, CHUNK);
    read_rows(reader, decoder);
    csv_free(&reader->parser);
    decoder_close(decoder);
    if (ferror(file))
        fail(reader, DIAG_FILE_UNREADABLE, strerror(errno));
}

bool csv_read(const char *path, const char *shown_name, struct diag *diag, csv_row_fn *each,
              void *context)
{
    struct arena *scratch = arena_new();
    struct reader *reader = arena_alloc(scratch, sizeof *reader);
    reader->file = shown_name;
    reader->diag = diag;
    reader->each = each;
    reader->context = context;
    reader->scratch = scratch;
    reader->row = 1;
    FILE *file = decode_open_file(path, CSV_SIZE_MAX);
    if (file) {
        read_file(reader, file);
        fclose(file);
    } else if (errno == ENOENT) {
        fail(reader, DIAG_FILE_MISSING, NULL);
    } else if (errno == EFBIG) {
        fail(reader, DIAG_FILE_TOO_LARGE, "2 GiB");
    } else {
        fail(reader, DIAG_FILE_UNREADABLE, strerror(errno));
    }
    bool good = !reader->failed;
    arena_free(scratch);
    return good;
}
