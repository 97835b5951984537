package importer

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	var columns []string
	index := map[string]int{}
	err = objects(file, decoder, func(_ int, o []member) error {
		for _, m := range o {
			if _, known := index[m.name]; !known {
				if len(index) == maxColumns {
					return errColumns
				}
				index[m.name] = len(columns)
				columns = append(columns, m.name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(columns) == 0 {
		return nil, errors.New("there is no object with fields")
	}
	cells := make([]string, len(columns))
	return tabular(func(each func(int, []string) error) error {
		if err := each(0, columns); err != nil {
			return err
		}
		return objects(file, decoder, func(number int, o []member) error {
			clear(cells)
			for _, m := range o {
				cells[index[m.name]] = m.value
			}
			return each(number, cells)
		})
	}, 0)
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
		o, err := flat(d, t, "", 0)
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

const (
	maxDeep = 20     // objects and lists within each other
	maxName = 10_000 // bytes of a name with those of the objects around it: each of its members has it before its own
)

// flat reads the value that begins with a token. Of an object it gives the members, under their names behind that of the
// object; of a list one member, with "; " between the items, each of which is a text or the texts of an object.
func flat(d *json.Decoder, t json.Token, name string, deep int) (out []member, err error) {
	if deep > maxDeep {
		return nil, fmt.Errorf("objects or lists stand more than %d deep", maxDeep)
	}
	if t == nil {
		return []member{{name, ""}}, nil
	}
	open, compound := t.(json.Delim)
	if !compound {
		return []member{{name, fmt.Sprint(t)}}, nil
	}
	var items []string
	for d.More() {
		at := ""
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			at = strings.TrimPrefix(name+"."+strings.TrimSpace(fmt.Sprint(key)), ".")
			if len(at) > maxName {
				return nil, fmt.Errorf("a name has more than %d bytes", maxName)
			}
		}
		if t, err = d.Token(); err != nil {
			return nil, err
		}
		inner, err := flat(d, t, at, deep+1)
		if err != nil {
			return nil, err
		}
		if open == '{' {
			if out = append(out, inner...); len(out) > maxColumns {
				return nil, errColumns
			}
			continue
		}
		var texts []string
		for _, m := range inner {
			texts = append(texts, m.value)
		}
		if item := strings.Join(texts, " "); item != "" {
			items = append(items, item)
		}
	}
	if open == '[' {
		out = []member{{name, strings.Join(items, "; ")}}
	}
	_, err = d.Token() // what closes it
	return out, err
}
