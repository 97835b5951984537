package importer

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"

	utf "golang.org/x/text/encoding/unicode"
)

// separators are those that are looked for, the likelier first.
var separators = []rune{',', ';', '\t', '|'}

// openText opens a list of cells with signs between them.
func openText(file string, l Layout) (*table, error) {
	decoder, err := encodingOf(file, l.Encoding)
	if err != nil {
		return nil, err
	}
	var comma rune
	switch n := utf8.RuneCountInString(l.Separator); {
	case l.Format == "tsv", l.Separator == `\t`:
		comma = '\t'
	case n == 1:
		comma, _ = utf8.DecodeRuneInString(l.Separator)
	case n > 1:
		return nil, fmt.Errorf("separator: takes one sign, not %q", l.Separator)
	default:
		if comma, err = separatorOf(file, decoder, l.Header); err != nil {
			return nil, err
		}
	}
	read := func(each func(int, []string) error) error {
		f, err := openFile(file)
		if err != nil {
			return err
		}
		defer f.Close()
		rows := &byRow{transform.NewReader(f, decoder.NewDecoder()), maxRow}
		r := csv.NewReader(bufio.NewReaderSize(rows, 1<<16))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, true
		for number := 1; ; number++ {
			cells, err := r.Read()
			if err == io.EOF {
				return nil
			}
			if err == nil {
				rows.next()
				err = each(number, cells)
			}
			if err != nil {
				return err
			}
		}
	}
	return tabular(read, l.Header)
}

// separatorOf is the sign that stands most often in the row of names, outside quotes.
func separatorOf(file string, decoder encoding.Encoding, header int) (rune, error) {
	start, err := startOf(file, decoder, 1<<16)
	if err != nil {
		return 0, err
	}
	best, most := ',', 0
	for _, sep := range separators {
		r := csv.NewReader(bytes.NewReader(start))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = sep, true, -1
		var cells []string
		for range header {
			if cells, err = r.Read(); err != nil {
				break
			}
		}
		if len(cells) > most {
			best, most = sep, len(cells)
		}
	}
	return best, nil
}

// startOf is the beginning of a file.
func startOf(file string, in encoding.Encoding, bytes int64) ([]byte, error) {
	f, err := openFile(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(transform.NewReader(f, in.NewDecoder()), bytes))
}

// encodingOf is the encoding of a text: the named one, else the one that its first bytes tell.
func encodingOf(file, name string) (encoding.Encoding, error) {
	if name != "" {
		e, err := htmlindex.Get(strings.TrimSpace(name))
		if err != nil {
			return nil, fmt.Errorf("encoding %q is not known: names are utf-8, utf-16le, windows-1251, koi8-r …", name)
		}
		if canonical, _ := htmlindex.Name(e); canonical == "utf-8" {
			return utf.UTF8BOM, nil
		}
		return e, nil
	}
	start, err := startOf(file, encoding.Nop, 1<<20)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(start, []byte("\x00\x00\xfe\xff")):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), nil
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return utf.UTF16(utf.LittleEndian, utf.UseBOM), nil
	case zeros(start, 1) > len(start)/4:
		return utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), nil
	case zeros(start, 0) > len(start)/4:
		return utf.UTF16(utf.BigEndian, utf.IgnoreBOM), nil
	case wholeUTF8(start):
		return utf.UTF8BOM, nil
	}
	if cyrillic(start) {
		return charmap.Windows1251, nil
	}
	return nil, errors.New("the encoding is not recognised: name it in the map, like encoding: windows-1252")
}

// zeros counts the zero bytes at even (0) or odd (1) places: Latin letters in UTF-16 have one each.
func zeros(b []byte, from int) (n int) {
	for i := from; i < len(b); i += 2 {
		if b[i] == 0 {
			n++
		}
	}
	return n
}

// wholeUTF8 tells whether b is UTF-8, but for a character that was cut off at the end.
func wholeUTF8(b []byte) bool {
	for range utf8.UTFMax {
		if utf8.Valid(b) {
			return true
		}
		b = b[:len(b)-1]
	}
	return false
}

// cyrillic tells whether the bytes make words in Windows-1251: small letters inside words, capitals at their
// beginnings, no letters of other scripts beside them. KOI8-R turns this round.
func cyrillic(b []byte) bool {
	text, _ := charmap.Windows1251.NewDecoder().Bytes(b)
	good, bad := 0, 0
	before := ' '
	for _, r := range string(text) {
		mixed := unicode.Is(unicode.Cyrillic, r) && unicode.Is(unicode.Latin, before) || unicode.Is(unicode.Latin, r) && unicode.Is(unicode.Cyrillic, before)
		switch {
		case mixed:
			bad++
		case unicode.Is(unicode.Cyrillic, r) && unicode.IsUpper(r) && unicode.IsLower(before):
			bad++
		case unicode.Is(unicode.Cyrillic, r) && unicode.IsLower(r):
			good++
		case r >= 0x80 && unicode.IsLetter(r) && !unicode.Is(unicode.Cyrillic, r):
			bad++
		}
		before = r
	}
	return good > 10*bad
}
