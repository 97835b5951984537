package importer

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// openJSON opens an array of objects, or objects one after the other. Objects within objects become columns
// named "outer.inner", lists of texts one cell with "; " between.
func openJSON(file string, l Layout) (*table, error) {
	decoder, err := encodingOf(file, l.Encoding)
	if err != nil {
		return nil, err
	}
	t := &table{}
	index := map[string]int{}
	err = objects(file, decoder, func(_ int, o []member) error {
		for _, m := range o {
			if _, known := index[m.name]; !known {
				if len(index) == maxColumns {
					return errColumns
				}
				index[m.name] = len(t.columns)
				t.columns = append(t.columns, m.name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(t.columns) == 0 {
		return nil, errors.New("there is no object with fields")
	}
	cells := make([]string, len(t.columns))
	t.each = func(each func(int, []string) error) error {
		return objects(file, decoder, func(number int, o []member) error {
			clear(cells)
			for _, m := range o {
				cells[index[m.name]] = tidy(m.value)
			}
			if !slices.ContainsFunc(cells, func(c string) bool { return c != "" }) {
				return nil
			}
			return each(number, cells)
		})
	}
	return t, nil
}

// objects gives the objects of a file, with their numbers.
func objects(file string, in encoding.Encoding, each func(number int, o []member) error) error {
	f, err := openFile(file)
	if err != nil {
		return err
	}
	defer f.Close()
	rows := &byRow{transform.NewReader(f, in.NewDecoder()), maxRow}
	d := json.NewDecoder(bufio.NewReaderSize(rows, 1<<16))
	d.UseNumber()
	open := 0 // arrays around all
	for number := 1; ; {
		t, err := d.Token()
		switch {
		case err == io.EOF && open == 0:
			return nil
		case err != nil:
			return fmt.Errorf("after object %d: %w", number-1, cut(err))
		case t == json.Delim('['):
			open++
			continue
		case t == json.Delim(']'):
			open--
			continue
		case t != json.Delim('{'):
			return fmt.Errorf("after object %d: a list of objects was expected, not %v", number-1, t)
		}
		o, err := members(d, "", nil)
		if err != nil {
			return fmt.Errorf("after object %d: %w", number-1, cut(err))
		}
		if err := each(number, o); err != nil {
			return err
		}
		rows.next()
		number++
	}
}

// cut says of an end where none should be that the file was cut off.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

type member struct{ name, value string }

// maxDeep is how many objects may stand within each other.
const maxDeep = 20

// members reads an object whose brace was read.
func members(d *json.Decoder, prefix string, out []member) ([]member, error) {
	if strings.Count(prefix, ".") > maxDeep {
		return nil, fmt.Errorf("objects stand more than %d deep", maxDeep)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := prefix + strings.TrimSpace(fmt.Sprint(key))
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t {
		case json.Delim('{'):
			out, err = members(d, name+".", out)
		case json.Delim('['):
			var items []string
			if items, err = listed(d, 0); err == nil {
				out = append(out, member{name, strings.Join(items, "; ")})
			}
		default:
			out = append(out, member{name, spelled(t)})
		}
		if err != nil {
			return nil, err
		}
	}
	_, err := d.Token() // the closing brace
	return out, err
}

// listed reads a list whose bracket was read; an object in it is written as its values with a blank between.
func listed(d *json.Decoder, deep int) (items []string, err error) {
	if deep > maxDeep {
		return nil, fmt.Errorf("lists stand more than %d deep", maxDeep)
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		var inner []string
		switch t {
		case json.Delim('['):
			if inner, err = listed(d, deep+1); err == nil {
				items = append(items, inner...)
			}
		case json.Delim('{'):
			var o []member
			if o, err = members(d, "", nil); err == nil {
				for _, m := range o {
					inner = append(inner, m.value)
				}
				items = append(items, strings.Join(inner, " "))
			}
		default:
			if s := spelled(t); s != "" {
				items = append(items, s)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	_, err = d.Token()
	return items, err
}

func spelled(t json.Token) string {
	if t == nil {
		return ""
	}
	return fmt.Sprint(t)
}
