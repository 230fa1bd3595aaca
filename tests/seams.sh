#!/bin/sh
# `seams.sh BUILD`: who may include what. data → fonts → layout → render: a lower line may use an upper one, never the reverse;
# each outside library has one home.
cd "$(dirname "$0")/.." || exit 2
faults=0

# refuse PATTERN FILE…: no #include of PATTERN in the files.
refuse() {
    pattern=$1
    shift
    if grep -nE "^ *# *include *[<\"]($pattern)" "$@"; then
        faults=$((faults + 1))
    fi
}
# except LIST FILE: the C files of the four folders that are not in LIST (a regular expression).
except() {
    ls data/*.[ch] fonts/*.[ch] layout/*.[ch] render/*.[ch] | grep -vE "^($1)"
}

refuse '(fonts|layout|render)/' data/*.[ch]
refuse '(layout|render)/' fonts/*.[ch]
refuse 'render/' layout/*.[ch]
refuse 'tests/' $(except 'none')
refuse 'hpdf' $(except 'render/pdf_obj(\.c|_save\.c|_parts\.h)')
refuse 'qpdf' $(except 'render/pdf_reader')
refuse '(ft2build|freetype|hb|fontconfig)' $(except 'fonts/')
refuse '(csv|yaml)\.h' $(except 'data/')
refuse 'csv\.h' $(except 'data/csv(_write)?\.c')
refuse 'yaml\.h>' $(except 'data/yaml\.c')

# No floating point before the PDF is written. Comments are passed over.
if gcc -fpreprocessed -dD -E -P data/*.[ch] layout/*.[ch] 2>/dev/null | grep -nwE '^[^"]*(float|double)'; then
    faults=$((faults + 1))
fi
if grep -nE '\b(setjmp|longjmp|strtok|localtime|gmtime)\b *\(' $(except 'none'); then
    faults=$((faults + 1))
fi

# The test sees what it looks for: each library is included somewhere.
for header in hpdf hb ft2build fontconfig 'csv\.h' 'yaml\.h'; do
    grep -qE "^ *# *include *<$header" data/*.c fonts/*.[ch] layout/*.c render/*.[ch] || {
        echo "nothing includes $header: is this test still looking at the right files?"
        faults=$((faults + 1))
    }
done
# No global state: the libraries have no object in a writable section.
for library in data fonts layout render; do
    if objdump -t "$1/lib$library.a" | grep -E ' O \.(data|bss|tdata|tbss)(\.rel(\.local)?)?[[:space:]]'; then
        echo "lib$library.a has writable data"
        faults=$((faults + 1))
    fi
done
exit "$((faults > 0))"
