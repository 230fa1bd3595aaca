/* The XMP packet: what the document is, for those who do not open it (ISO 16684-1), and what it claims
 * to conform to (ISO 19005-1, 6.7; ISO 14289-1, 5). */
#include <string.h>

#include "render/html.h"
#include "render/pdf_writer.h"

/* TEXT between OPEN and CLOSE, if it is to be told. */
static void put_text(const struct pdf_writer *writer, const char *open, const char *text,
                     const char *close, struct buf *out)
{
    text = pdf_meta_text(writer->arena, text);
    if (text == NULL)
        return;
    buf_str(out, open);
    html_text(out, text); /* XML has the same escapes */
    buf_str(out, close);
}

static void put_dates(const struct pdf_info *info, struct buf *out)
{
    static const char *const KEYS[] = {"CreateDate", "ModifyDate", "MetadataDate"};
    if (!pdf_meta_has_date(info))
        return;
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        buf_printf(out, "<xmp:%s>%sT00:00:00+08:00</xmp:%s>\n", KEYS[i], info->date, KEYS[i]);
}

/* What Info tells, and the language. */
static void put_document(const struct pdf_writer *writer, struct buf *out)
{
    const struct pdf_info *info = writer->info;
    buf_str(out, "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                 " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                 " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n");
    put_text(writer, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", info->title,
             "</rdf:li></rdf:Alt></dc:title>\n", out);
    put_text(writer, "<dc:creator><rdf:Seq><rdf:li>", info->author,
             "</rdf:li></rdf:Seq></dc:creator>\n", out);
    put_text(writer, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", info->subject,
             "</rdf:li></rdf:Alt></dc:description>\n", out);
    put_text(writer, "<dc:language><rdf:Bag><rdf:li>", info->language,
             "</rdf:li></rdf:Bag></dc:language>\n", out);
    put_dates(info, out);
    buf_str(out, "<xmp:CreatorTool>" PDF_PRODUCER "</xmp:CreatorTool>\n"
                 "<pdf:Producer>" PDF_PRODUCER "</pdf:Producer>\n"
                 "</rdf:Description>\n");
}

static void put_claims(enum pdf_kind kind, struct buf *out)
{
    static const char *const CLAIMS[] = {
        [PDF_ARCHIVE] =
            "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
            " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
            "<pdfaid:part>3</pdfaid:part>\n"
            "<pdfaid:conformance>A</pdfaid:conformance>\n"
            "<pdfuaid:part>1</pdfuaid:part>\n"
            "</rdf:Description>\n",
        [PDF_BARE] = "",
        [PDF_TWIN] =
            "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
            "<pdfaid:part>1</pdfaid:part>\n"
            "<pdfaid:conformance>B</pdfaid:conformance>\n"
            "</rdf:Description>\n",
    };
    buf_str(out, CLAIMS[kind]);
}

static struct hash hash_files(const struct pdf_info *info)
{
    struct hash hash = {0};
    for (size_t i = 0; i < pdf_files_count(info); i++) {
        const struct pdf_file *file = &info->files[i];
        hash = hash_join(hash, hash_bytes(file->name, strlen(file->name)));
        hash = hash_join(hash, hash_bytes(file->bytes, file->length));
    }
    return hash;
}

static void put_hashes(const struct pdf_writer *writer, struct buf *out)
{
    char printed[HASH_TEXT_SIZE], files[HASH_TEXT_SIZE];
    hash_print(writer->printed, printed);
    hash_print(hash_files(writer->info), files);
    buf_printf(out,
               "<rdf:Description rdf:about=\"\" xmlns:banxin=\"urn:banxin:pdf:1.0:\">\n"
               "<banxin:printed>%s</banxin:printed>\n"
               "<banxin:files>%s</banxin:files>\n"
               "</rdf:Description>\n",
               printed, files);
}

/* A property of a namespace that PDF/A does not know has to be described (ISO 19005-1, 6.7.8). */
struct schema {
    const char *name, *namespace, *prefix;
    bool archive_only;
    struct {
        const char *name, *type, *meaning;
    } properties[2];
};

static const struct schema SCHEMAS[] = {
    {"PDF/UA identification",
     "http://www.aiim.org/pdfua/ns/id/",
     "pdfuaid",
     true,
     {{"part", "Integer", "part of ISO 14289"}}},
    {"banxin",
     "urn:banxin:pdf:1.0:",
     "banxin",
     false,
     {{"printed", "Text", "XXH3 of what the pages show"},
      {"files", "Text", "XXH3 of the attachments"}}},
};

static void put_schema(const struct schema *schema, struct buf *out)
{
    buf_printf(out,
               "<rdf:li rdf:parseType=\"Resource\">\n"
               "<pdfaSchema:schema>%s</pdfaSchema:schema>\n"
               "<pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI>\n"
               "<pdfaSchema:prefix>%s</pdfaSchema:prefix>\n"
               "<pdfaSchema:property><rdf:Seq>\n",
               schema->name, schema->namespace, schema->prefix);
    for (size_t i = 0; i < 2 && schema->properties[i].name; i++)
        buf_printf(out,
                   "<rdf:li rdf:parseType=\"Resource\">\n"
                   "<pdfaProperty:name>%s</pdfaProperty:name>\n"
                   "<pdfaProperty:valueType>%s</pdfaProperty:valueType>\n"
                   "<pdfaProperty:category>internal</pdfaProperty:category>\n"
                   "<pdfaProperty:description>%s</pdfaProperty:description>\n"
                   "</rdf:li>\n",
                   schema->properties[i].name, schema->properties[i].type,
                   schema->properties[i].meaning);
    buf_str(out, "</rdf:Seq></pdfaSchema:property>\n</rdf:li>\n");
}

static void put_schemas(enum pdf_kind kind, struct buf *out)
{
    buf_str(out, "<rdf:Description rdf:about=\"\""
                 " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
                 " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
                 " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
                 "<pdfaExtension:schemas><rdf:Bag>\n");
    for (size_t i = 0; i < sizeof SCHEMAS / sizeof *SCHEMAS; i++)
        if (kind == PDF_ARCHIVE || !SCHEMAS[i].archive_only)
            put_schema(&SCHEMAS[i], out);
    buf_str(out, "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

/* The packet is not meant to be changed in place, so there is no room for that. */
unsigned pdf_xmp_write(const struct pdf_writer *writer)
{
    struct buf packet = buf_new(writer->arena);
    buf_str(&packet, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
    put_document(writer, &packet);
    put_claims(writer->info->kind, &packet);
    put_hashes(writer, &packet);
    put_schemas(writer->info->kind, &packet);
    buf_str(&packet, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    return pdf_obj_plain_stream(writer->objects, "/Type /Metadata /Subtype /XML", packet.bytes,
                                packet.length);
}
