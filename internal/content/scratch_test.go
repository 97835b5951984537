package content

import (
	"context"
	"errors"
	"html/template"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// fill gives every exported field below v a value that is not its zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			switch f := v.Type().Field(i); {
			case f.IsExported():
				fill(v.Field(i))
			case f.Name == "_":
			case v.Type() != reflect.TypeFor[Body](): // what else is not exported would be lost on the way
				panic(v.Type().String() + "." + f.Name + " is not exported")
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key)
		fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString("Jane “Example” \x00\u202e\xf0\x9f\x92\x8c " + v.Type().Name())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(-7)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(7)
	case reflect.Float64:
		v.SetFloat(0.1)
	default:
		panic("the test does not know " + v.Type().String())
	}
}

func scratchFile(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(trial.Folder(t), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func keepIn(t *testing.T, s *Source) *os.File {
	f := scratchFile(t)
	s.KeepIn(f)
	return f
}

// A field that is added to a header goes this way too.
func TestEveryFieldComesThroughTheScratchFile(t *testing.T) {
	var s Source
	keepIn(t, &s)
	full := &Person{}
	fill(reflect.ValueOf(full).Elem())
	full.Bodies[1].HTML = template.HTML(strings.Repeat("A long text. ", 3*usualEntry))
	empty := &Person{Country: "aq", Slug: "john-example", Header: profile.NewHeader()}
	people := []*Person{empty, full, empty}
	places := make([]int64, len(people))
	for i, p := range people {
		var err error
		if places[i], err = save(&s, p, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.scratch.flush(); err != nil {
		t.Fatal(err)
	}
	for i, want := range people {
		got, err := restore[*Person](&s, places[i], usualQuote)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("person %d:\n got %+v\nwant %+v", i, got, want)
		}
	}
	var quote, got Quote
	fill(reflect.ValueOf(&quote).Elem())
	at, err := save(&s, &quote, nil)
	if err = errors.Join(err, s.scratch.flush()); err == nil {
		got, err = restore[Quote](&s, at, usualQuote)
	}
	if err != nil || !reflect.DeepEqual(got, quote) {
		t.Errorf("%v:\n got %+v\nwant %+v", err, got, quote)
	}
}

// What may not be published is not even in the scratch file.
func TestNothingSecretIsKept(t *testing.T) {
	s, _, err := Open(lay(t, fixture), today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept := keepIn(t, s)
	if _, _, err := s.Load(context.Background(), 2, nil); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(kept.Name())
	if err != nil || !strings.Contains(string(data), "A text.") {
		t.Fatalf("%d bytes: %v", len(data), err)
	}
	if strings.Contains(string(data), "SECRET") {
		t.Error("what is held back is in the scratch file")
	}
}

// fullDisk takes nothing.
type fullDisk struct{ Scratch }

func (fullDisk) WriteAt([]byte, int64) (int, error) { return 0, syscall.ENOSPC }

func TestScratchFileOnAFullDisk(t *testing.T) {
	s, _, err := Open(lay(t, fixture), today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.KeepIn(fullDisk{})
	if _, _, err := s.Load(context.Background(), 2, nil); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error %v", err)
	}
}
