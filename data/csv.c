/* libcsv, fed with decoded bytes; its fields are cleaned and collected into rows. */
#include "data/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/arena.h"

#define CHUNK      ((size_t)64 * 1024)
#define TEXT_SIZE  ((size_t)16 * 1024) /* of most rows; the texts of others go to the arena */
#define BUFFER_MAX (4 * CSV_FIELD_MAX) /* a field that long ends the reading */

struct reader {
    const struct csv_file *file;
    struct diag *diag; /* NULL: nothing is reported */
    csv_row_fn *each;
    void *context;
    struct csv_parser parser;
    struct decoder *decoder; /* NULL: the bytes are sound UTF-8 */
    char *bytes, *decoded;   /* CHUNK bytes each; DECODED only with a decoder */
    struct csv_field fields[CSV_COLUMNS_MAX];
    size_t count;         /* of the fields of this row */
    char text[TEXT_SIZE]; /* the texts of this row, one after the other */
    size_t text_length;
    struct arena *scratch; /* those that find no room there, taken back after the row */
    struct arena_mark mark;
    uint64_t row_offset;  /* where this row begins in the file */
    uint64_t piece_until; /* where the bytes end that libcsv is reading */
    int row;
    bool between_rows; /* libcsv has nothing of this row yet */
    bool has_text;     /* this row is not wholly blank */
    bool after_cr;     /* the last line end was a CR, of which an LF would be a part */
    int fault;         /* not 0: what follows is not wanted */
};

static struct pos here(const struct reader *reader)
{
    int column = (int)reader->count + 1;
    return (struct pos){reader->file->name, reader->row, column};
}

/* Reports at the field that is being read, and ends the reading; ARGUMENT may be NULL. */
static void fail(struct reader *reader, int fault, enum diag_code code, const char *argument)
{
    if (reader->fault == 0 && reader->diag) {
        diag_concern(reader->diag, NULL); /* whose rows are lost cannot be told */
        diag_report(reader->diag, here(reader), code, argument, NULL);
    }
    if (reader->fault == 0)
        reader->fault = fault;
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

/* The room for a text of LENGTH bytes until the end of the row. */
static char *take_room(struct reader *reader, size_t length)
{
    if (length >= TEXT_SIZE - reader->text_length)
        return arena_alloc(reader->scratch, length + 1);
    char *room = reader->text + reader->text_length;
    reader->text_length += length + 1;
    return room;
}

/* Whether BYTE may begin what is not kept as it is. */
static bool is_odd(unsigned char byte, unsigned char next)
{
    return byte < 0x20 || byte == 0x7F || byte == 0xC2 || (byte == 0xEF && next == 0xBF);
}

/* Each byte of a word */
#define ALL(byte) (UINT64_C(0x0101010101010101) * (byte))
/* Not 0 when a byte of WORD is less than LIMIT (<= 0x80), or is BYTE: the known trick with borrows
 * into the highest bits. */
#define ANY_BELOW(word, limit) (((word)-ALL(limit)) & ~(word)&ALL(0x80))
#define ANY_IS(word, byte)     ANY_BELOW((word) ^ ALL(byte), 1)

/* Whether one of the EIGHT may be odd. */
static bool may_be_odd(const unsigned char *eight)
{
    uint64_t word;
    memcpy(&word, eight, sizeof word);
    return (ANY_BELOW(word, 0x20) | ANY_IS(word, 0x7F) | ANY_IS(word, 0xC2) | ANY_IS(word, 0xEF)) !=
           0;
}

/* How many bytes at the beginning are kept as they are: nearly always all. */
static size_t plain_length(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t next = length - i >= 8 ? i + 8 : length;
        if (next == i + 8 && !may_be_odd(bytes + i)) {
            i = next;
            continue;
        }
        for (; i < next; i++)
            if (is_odd(bytes[i], i + 1 < length ? bytes[i + 1] : 0))
                return i;
    }
    return length;
}

/* Copies TEXT to OUT but for what is to be changed in it; faults go to FIELD. */
static char *clean_odd(const char *text, size_t length, char *out, struct csv_field *field)
{
    for (size_t i = 0; i < length; i++) {
        size_t rest = length - i;
        int control = control_at((const unsigned char *)text + i, rest);
        if (text[i] == '\r' && rest >= 2 && text[i + 1] == '\n')
            continue;
        if (control >= 0 && text[i] != '\n' && text[i] != '\t' && field->fault == CSV_FIELD_GOOD) {
            field->fault = CSV_FIELD_CONTROL;
            field->control = (unsigned)control;
        } else if (rest >= 3 && memcmp(text + i, "\xEF\xBF\xBD", 3) == 0) {
            field->fault = CSV_FIELD_UNDECODABLE;
        }
        *out++ = text[i] == '\t' ? ' ' : text[i];
    }
    return out;
}

static struct csv_field clean(struct reader *reader, const char *text, size_t length)
{
    trim(&text, &length);
    struct csv_field field = {"", CSV_FIELD_GOOD, 0};
    if (length > CSV_FIELD_MAX) {
        field.fault = CSV_FIELD_LONG;
        return field;
    }
    if (length == 0)
        return field;
    char *out = take_room(reader, length);
    size_t plain = plain_length((const unsigned char *)text, length);
    memcpy(out, text, plain);
    field.text = out;
    *clean_odd(text + plain, length - plain, out + plain, &field) = '\0';
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
    if (reader->fault != 0)
        return;
    if (reader->count == CSV_COLUMNS_MAX) {
        fail(reader, ESTALE, DIAG_CSV_COLUMNS, "1000");
        return;
    }
    struct csv_field field = clean(reader, length > 0 ? bytes : "", length);
    reader->has_text = reader->has_text || field.text[0] || field.fault != CSV_FIELD_GOOD;
    reader->fields[reader->count++] = field;
}

/* Makes ready for the row that begins where the piece ends. */
static void begin_row(struct reader *reader)
{
    reader->row_offset = reader->piece_until;
    reader->count = 0;
    reader->text_length = 0;
    reader->has_text = false;
    arena_reset(reader->scratch, reader->mark);
}

/* END is the character that ended the row, or -1 at the end of the bytes. Every CR and LF outside
 * quotes comes here, so that blank lines are counted; of CRLF the LF is none. */
static void take_row(int end, void *context)
{
    struct reader *reader = context;
    bool half = end == '\n' && reader->after_cr;
    reader->after_cr = end == '\r';
    reader->between_rows = true;
    if (reader->fault != 0)
        return;
    if (half) {
        reader->row_offset = reader->piece_until;
        return;
    }
    if (reader->row > CSV_ROWS_MAX) {
        fail(reader, ESTALE, DIAG_CSV_ROWS, "250000000");
        return;
    }
    if (reader->has_text) {
        struct csv_row row = {reader->row, reader->row_offset, reader->count, reader->fields};
        reader->each(reader->context, &row);
    }
    begin_row(reader);
    reader->row++;
}

/* ---- bytes --------------------------------------------------------------------------------- */

static void fail_parse(struct reader *reader)
{
    int error = csv_error(&reader->parser);
    if (error != CSV_EPARSE)
        fail(reader, ENOMEM, DIAG_FILE_UNREADABLE, csv_strerror(error));
    else
        fail(reader, ESTALE, reader->parser.quoted ? DIAG_CSV_QUOTE_AFTER : DIAG_CSV_QUOTE_INSIDE,
             NULL);
}

/* A line without quotes, from where a row begins: what libcsv would make of it, in a third of the
 * time. Nearly all bytes of a book are in such lines. */
static void split_line(struct reader *reader, const char *line, size_t length)
{
    const char *end = line + length - 1; /* the CR or LF */
    for (const char *comma; length > 1 && line <= end; line = comma + 1) {
        comma = memchr(line, ',', (size_t)(end - line));
        if (!comma)
            comma = end;
        take_field((void *)(uintptr_t)line, (size_t)(comma - line), reader);
    }
    take_row(*end, reader);
}

static bool is_plain_line(const char *bytes, size_t length)
{
    char last = bytes[length - 1];
    return (last == '\n' || last == '\r') && !memchr(bytes, '"', length);
}

static void parse(struct reader *reader, const char *bytes, size_t length)
{
    if (bytes[0] != '\n')
        reader->after_cr = false; /* a piece ends with its CR */
    if (reader->between_rows && is_plain_line(bytes, length)) {
        split_line(reader, bytes, length);
        return;
    }
    reader->between_rows = false;
    if (csv_parse(&reader->parser, bytes, length, take_field, take_row, reader) != length)
        fail_parse(reader);
    else if (csv_get_buffer_size(&reader->parser) > BUFFER_MAX)
        fail(reader, ESTALE, DIAG_CSV_FIELD_LONG, "1 MiB");
}

/* A piece of the file that has a line end at its end or nowhere. LAST: it ends the extent. */
static void take_piece(struct reader *reader, const char *piece, size_t length, bool last)
{
    reader->piece_until += length;
    if (!reader->decoder) {
        parse(reader, piece, length);
        return;
    }
    const char *next = piece, *end = piece + length;
    for (size_t decoded;
         reader->fault == 0 && (decoded = decoder_convert(reader->decoder, &next, end, last,
                                                          reader->decoded, CHUNK)) > 0;)
        parse(reader, reader->decoded, decoded);
}

/* The length of the piece that BYTES begin with: until after the first CR or LF. No charset has
 * these bytes inside a character. */
static size_t piece_length(const char *bytes, size_t length)
{
    const char *lf = memchr(bytes, '\n', length);
    size_t line = lf ? (size_t)(lf - bytes) + 1 : length;
    const char *cr = memchr(bytes, '\r', line);
    return cr ? (size_t)(cr - bytes) + 1 : line;
}

/* LAST: the extent ends with these bytes. */
static void take_bytes(struct reader *reader, const char *bytes, size_t length, bool last)
{
    while (length > 0 && reader->fault == 0) {
        size_t piece = piece_length(bytes, length);
        take_piece(reader, bytes, piece, last && piece == length);
        bytes += piece;
        length -= piece;
    }
}

static void read_extent(struct reader *reader, const struct csv_extent *extent)
{
    reader->row = extent->row;
    reader->piece_until = extent->from;
    reader->after_cr = false;
    reader->between_rows = true;
    begin_row(reader);
    for (uint64_t at = extent->from; at < extent->until && reader->fault == 0;) {
        uint64_t rest = extent->until - at;
        size_t size = rest < CHUNK ? (size_t)rest : CHUNK;
        ssize_t length = pread(reader->file->descriptor, reader->bytes, size, (off_t)at);
        if (length < 0 && errno != EINTR)
            fail(reader, errno, DIAG_FILE_UNREADABLE, strerror(errno));
        else if (length == 0)
            fail(reader, ESTALE, DIAG_FILE_CHANGED, NULL); /* it was cut short */
        if (length <= 0)
            continue;
        at += (uint64_t)length;
        take_bytes(reader, reader->bytes, (size_t)length, at == extent->until);
    }
    if (reader->fault == 0 && csv_fini(&reader->parser, take_field, take_row, reader) != 0)
        fail(reader, ESTALE, DIAG_CSV_QUOTE_OPEN, NULL);
}

static void read_extents(struct reader *reader, const struct csv_extent *extents, size_t count)
{
    const struct encoding *encoding = &reader->file->encoding;
    uint64_t longest = 0;
    for (size_t i = 0; i < count; i++)
        if (extents[i].until - extents[i].from > longest)
            longest = extents[i].until - extents[i].from;
    reader->bytes = arena_alloc(reader->scratch, longest < CHUNK ? (size_t)longest : CHUNK);
    if (!encoding->well_formed) {
        reader->decoded = arena_alloc(reader->scratch, CHUNK);
        reader->decoder = decoder_open(reader->scratch, encoding->charset);
    }
    reader->mark = arena_mark(reader->scratch);
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_blk_size(&reader->parser, CHUNK);
    for (size_t i = 0; i < count && reader->fault == 0; i++)
        read_extent(reader, &extents[i]);
    csv_free(&reader->parser);
    if (reader->decoder)
        decoder_close(reader->decoder);
}

static struct reader *reader_new(const struct csv_file *file, struct diag *diag, csv_row_fn *each,
                                 void *context)
{
    struct arena *scratch = arena_new();
    struct reader *reader = arena_alloc(scratch, sizeof *reader);
    reader->file = file;
    reader->diag = diag;
    reader->each = each;
    reader->context = context;
    reader->scratch = scratch;
    reader->row = 1;
    return reader;
}

int csv_read_extents(const struct csv_file *file, const struct csv_extent *extents, size_t count,
                     csv_row_fn *each, void *context)
{
    struct reader *reader = reader_new(file, NULL, each, context);
    read_extents(reader, extents, count);
    int fault = reader->fault;
    arena_free(reader->scratch); /* READER itself lives there */
    return fault;
}

/* ---- file ---------------------------------------------------------------------------------- */

struct csv_file csv_open(const char *path, const char *shown_name)
{
    struct csv_file file = {.name = shown_name};
    struct stat status;
    file.descriptor = decode_open_descriptor(path, CSV_SIZE_MAX);
    if (file.descriptor < 0 || fstat(file.descriptor, &status) != 0) {
        file.fault = errno;
        csv_close(&file);
        file.descriptor = -1;
        return file;
    }
    file.size = (uint64_t)status.st_size;
    file.changed = status.st_mtim;
    return file;
}

void csv_close(const struct csv_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
}

bool csv_is_changed(const struct csv_file *file)
{
    struct stat status;
    return fstat(file->descriptor, &status) != 0 || (uint64_t)status.st_size != file->size ||
           status.st_mtim.tv_sec != file->changed.tv_sec ||
           status.st_mtim.tv_nsec != file->changed.tv_nsec;
}

static void fail_open(struct reader *reader, int fault)
{
    if (fault == ENOENT)
        fail(reader, fault, DIAG_FILE_MISSING, NULL);
    else if (fault == EFBIG)
        fail(reader, fault, DIAG_FILE_TOO_LARGE, "256 GiB");
    else
        fail(reader, fault, DIAG_FILE_UNREADABLE, strerror(fault));
}

static void read_whole(struct reader *reader, struct csv_file *file)
{
    if (file->descriptor < 0) {
        fail_open(reader, file->fault);
    } else if (!encoding_detect(file->descriptor, &file->encoding)) {
        fail(reader, errno, DIAG_FILE_UNREADABLE, strerror(errno));
    } else if (file->encoding.charset == CHARSET_UTF16) {
        fail(reader, EILSEQ, DIAG_CSV_UTF16, NULL);
    } else {
        read_extents(reader, &(struct csv_extent){file->encoding.bom, file->size, 1}, 1);
        if (csv_is_changed(file)) {
            reader->fault = reader->row = 0; /* whatever else was reported; nowhere in it */
            fail(reader, ESTALE, DIAG_FILE_CHANGED, NULL);
        }
    }
}

bool csv_read_all(struct csv_file *file, struct diag *diag, csv_row_fn *each, void *context)
{
    struct reader *reader = reader_new(file, diag, each, context);
    read_whole(reader, file);
    bool good = reader->fault == 0;
    arena_free(reader->scratch); /* READER itself lives there */
    return good;
}

bool csv_read(const char *path, const char *shown_name, struct diag *diag, csv_row_fn *each,
              void *context)
{
    struct csv_file file = csv_open(path, shown_name);
    bool good = csv_read_all(&file, diag, each, context);
    csv_close(&file);
    return good;
}
