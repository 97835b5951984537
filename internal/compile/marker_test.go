package compile_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// A marker is an invented word that stands in one field of the content and nowhere else. All markers of a
// kind begin alike, so one look for the beginning, in every form that bytes can take, finds any of them.

// markerKind is the beginning of markers in Latin letters (also good for file names and keys) and in letters
// that are escaped in addresses, JSON and HTML.
type markerKind struct{ latin, cyrillic string }

var (
	openly   = markerKind{"zqopenly", "ъыпуб"} // in fields that are published
	secretly = markerKind{"zqsecret", "ъытай"} // in what must not be
	later    = markerKind{"zqlaterx", "ъыпоз"} // in facts that came about after earlierDay
)

// finder looks for markers of some kinds, in any of their encodings.
type finder struct {
	plain   [][]byte // in lower case
	encoded map[string][]byte
}

func newFinder(kinds ...markerKind) *finder {
	f := &finder{encoded: map[string][]byte{}}
	var words []string
	for _, k := range kinds {
		words = append(words, k.latin, k.cyrillic)
	}
	for _, word := range words {
		f.plain = append(f.plain, []byte(word))
		runes := []rune(word)
		slices.Reverse(runes)
		f.plain = append(f.plain, []byte(string(runes)))
		title := strings.ToUpper(string([]rune(word)[:1])) + string([]rune(word)[1:])
		for _, cased := range []string{word, title, strings.ToUpper(word)} {
			for form, b := range map[string][]byte{"UTF-8": []byte(cased), "UTF-16 LE": utf16Of(cased, 0), "UTF-16 BE": utf16Of(cased, 1)} {
				if form != "UTF-8" {
					f.encoded[form+" "+cased] = b
				}
				f.encoded["hex "+form+" "+cased] = []byte(hex.EncodeToString(b))
				f.encoded["HEX "+form+" "+cased] = []byte(strings.ToUpper(hex.EncodeToString(b)))
				for shift := range 3 {
					core := core64(b, shift)
					f.encoded[fmt.Sprintf("base64+%d %s %s", shift, form, cased)] = []byte(core)
					f.encoded[fmt.Sprintf("base64url+%d %s %s", shift, form, cased)] = []byte(strings.NewReplacer("+", "-", "/", "_").Replace(core))
				}
			}
		}
	}
	return f
}

func utf16Of(s string, high int) (out []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{byte(u), byte(u >> 8)}
		out = append(out, pair[high], pair[1-high])
	}
	return out
}

// core64 is the part of a text's base64 that does not depend on what stands around it, when it begins shift
// bytes after a group of three.
func core64(b []byte, shift int) string {
	whole := base64.StdEncoding.EncodeToString(append(make([]byte, shift), b...))
	return whole[[]int{0, 2, 3}[shift] : (len(b)+shift)*8/6]
}

// in gives the form in which a marker stands in a file, with what is around it, or "".
func (f *finder) in(data []byte) string { return f.look(data, 3) }

func (f *finder) look(data []byte, deep int) string {
	views := [][]byte{data}
	if undone := unescape(data); !bytes.Equal(undone, data) {
		views = append(views, undone)
	}
	for _, view := range views {
		view = bytes.ToLower(view)
		for _, word := range f.plain {
			if at := bytes.Index(view, word); at >= 0 {
				return fmt.Sprintf("plain: %q", around(view, at))
			}
		}
	}
	for form, word := range f.encoded {
		for _, view := range views {
			if at := bytes.Index(view, word); at >= 0 {
				return fmt.Sprintf("%s: %q", form, around(view, at))
			}
		}
	}
	if deep > 0 {
		for form, inner := range unpack(data) {
			if found := f.look(inner, deep-1); found != "" {
				return form + " › " + found
			}
		}
	}
	return ""
}

func around(b []byte, at int) []byte { return b[max(0, at-50):min(len(b), at+50)] }

var (
	percentCode = regexp.MustCompile(`(%[0-9A-Fa-f]{2})+`)
	jsonCode    = regexp.MustCompile(`(\\u[0-9A-Fa-f]{4})+|(\\x[0-9A-Fa-f]{2})+`)
)

// unescape undoes character references, percent and JSON escapes, also of one another.
func unescape(data []byte) []byte {
	for range 3 {
		before := data
		if bytes.IndexByte(data, '&') >= 0 {
			data = []byte(html.UnescapeString(string(data)))
		}
		if bytes.IndexByte(data, '%') >= 0 {
			data = percentCode.ReplaceAllFunc(data, func(b []byte) []byte {
				s, _ := url.PathUnescape(string(b))
				return []byte(s)
			})
		}
		if bytes.IndexByte(data, '\\') >= 0 {
			data = jsonCode.ReplaceAllFunc(data, func(b []byte) []byte {
				var units []uint16
				for _, code := range strings.FieldsFunc(string(b), func(r rune) bool { return strings.ContainsRune(`\ux`, r) }) {
					n, _ := strconv.ParseUint(code, 16, 16)
					units = append(units, uint16(n))
				}
				return []byte(string(utf16.Decode(units)))
			})
		}
		if bytes.Equal(before, data) {
			break
		}
	}
	return data
}

// unpack gives what is inside gzip and zip anywhere in a file, and inside zlib in a picture.
func unpack(data []byte) map[string][]byte {
	out := map[string][]byte{}
	keep := func(form string, at int, r io.Reader, err error) {
		if err == nil {
			b, _ := io.ReadAll(io.LimitReader(r, 32<<20)) // of one that is cut short, what there is
			out[fmt.Sprintf("%s at %d", form, at)] = b
		}
	}
	each := func(magic string, do func(at int, b []byte)) {
		for at := 0; ; at++ {
			i := bytes.Index(data[at:], []byte(magic))
			if i < 0 {
				return
			}
			at += i
			do(at, data[at:])
		}
	}
	each("\x1f\x8b\x08", func(at int, b []byte) {
		r, err := gzip.NewReader(bytes.NewReader(b))
		keep("gzip", at, r, err)
	})
	if at := bytes.Index(data, []byte("PK\x03\x04")); at >= 0 {
		if z, err := zip.NewReader(bytes.NewReader(data[at:]), int64(len(data)-at)); err == nil {
			for _, file := range z.File {
				out["zip name "+file.Name] = []byte(file.Name + "\n" + file.Comment + "\n" + z.Comment)
				r, err := file.Open()
				keep("zip "+file.Name, at, r, err)
			}
		}
	}
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		for _, level := range []string{"\x78\x01", "\x78\x5e", "\x78\x9c", "\x78\xda"} {
			each(level, func(at int, b []byte) {
				r, err := zlib.NewReader(bytes.NewReader(b))
				keep("zlib", at, r, err)
			})
		}
	}
	return out
}

// find looks through a whole site, names of files too, and says where a marker stands.
func (f *finder) find(site map[string]string) (where []string) {
	for name, text := range site {
		if found := f.in([]byte(name)); found != "" {
			where = append(where, "name of "+name+": "+found)
		}
		if found := f.in([]byte(text)); found != "" {
			where = append(where, name+": "+found)
		}
	}
	slices.Sort(where)
	return where
}

// The search finds a marker in every form in which a site could give it away.
func TestAMarkerIsFoundInEveryForm(t *testing.T) {
	zipped := func(name, text string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	gzipped := func(text string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(text))
		z.Close()
		return b.String()
	}
	entities := func(s, form string) (out string) {
		for _, r := range s {
			out += fmt.Sprintf(form, r)
		}
		return out
	}
	f := newFinder(secretly)
	for _, word := range []string{secretly.latin + "7", secretly.cyrillic + "7", strings.ToUpper(secretly.latin) + "7"} {
		leaks := map[string]string{
			"plain": "<p>" + word, "upper case": strings.ToUpper(word), "decimal references": entities(word, "&#%d;"),
			"hexadecimal references": entities(word, "&#x%x;"),
			"JSON":                   entities(word, `\u%04x`), "percent": url.PathEscape(word), "every byte in percent": everyByte(word),
			"twice in percent": strings.ReplaceAll(everyByte(word), "%", "%25"), "percent as references": strings.ReplaceAll(everyByte(word), "%", "&#37;"),
			"UTF-16 LE": "\xff\xfe" + string(utf16Of("name: "+word, 0)), "UTF-16 BE": "x" + string(utf16Of(word, 1)), "hex": hex.EncodeToString([]byte(word)),
			"HEX":       strings.ToUpper(hex.EncodeToString([]byte(word))),
			"backwards": backwards(word), "gzip": "head" + gzipped("text "+word), "zip": zipped("a.txt", "text "+word), "name in a zip": zipped(word+".txt", "text"),
			"gzip in a zip": zipped("a.gz", gzipped(word)), "base64 in gzip": gzipped(base64.StdEncoding.EncodeToString([]byte(word))),
			"base64 of UTF-16":    base64.StdEncoding.EncodeToString(utf16Of("ab"+word, 0)),
			"JPEG with a comment": string(photo("jpg", word)), "PNG with compressed text": string(photo("png", word)),
		}
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			for shift := range 3 {
				leaks[fmt.Sprint("base64 ", shift, encoding)] = encoding.EncodeToString([]byte("????"[:shift] + word + "???"))
			}
		}
		for form, text := range leaks {
			if f.in([]byte(text)) == "" {
				t.Errorf("%s of %s was not found", form, word)
			}
			if found := newFinder(openly).in([]byte(text)); found != "" {
				t.Errorf("%s of %s was taken for another marker: %s", form, word, found)
			}
		}
	}
	if got := f.find(map[string]string{"a/" + secretly.latin + "1.html": ""}); len(got) != 1 {
		t.Errorf("a marker in the name of a file: %q", got)
	}
}

func everyByte(s string) (out string) {
	for _, b := range []byte(s) {
		out += fmt.Sprintf("%%%02x", b)
	}
	return out
}

func backwards(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}
