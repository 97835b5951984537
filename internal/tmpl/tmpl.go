// Package tmpl executes html/template templates quickly.
//
// In: a template set that html/template has parsed and escaped. Out: the bytes that html/template would
// write, in a tenth of the time: fields are found once for each type, not by name for each page, and a
// value that no escaper would change is copied. It never escapes anything itself: any other value, and
// any template that uses more than this package knows, goes through html/template. That alone would take 40 %
// of a build's processor time.
package tmpl

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"reflect"
	"sync"
)

// Set is a template set with the programs made of it so far. It may be shared between goroutines; the
// templates must not change any more.
type Set struct {
	html     *template.Template
	funcs    template.FuncMap
	plain    bool
	programs sync.Map // signature -> *program

	mu   sync.Mutex
	left map[string]error
}

// signature says what a program is made for: a template means other fields with another type.
type signature struct {
	name string
	data reflect.Type
}

// New prepares a set. funcs are the set's own functions, which must depend on nothing but their arguments:
// a call with constants is made once.
func New(html *template.Template, funcs template.FuncMap) *Set {
	return &Set{html: html, funcs: funcs, left: map[string]error{}}
}

// Plain leaves everything to html/template from now on, so that a test can compare.
func (s *Set) Plain() { s.plain = true }

// Left says why which of the templates executed so far are left to html/template.
func (s *Set) Left() map[string]error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.left)
}

// Execute writes a template of the set, filled with data, to the end of b.
func (s *Set) Execute(b *bytes.Buffer, name string, data any) (err error) {
	v := reflect.ValueOf(data)
	if s.plain || !v.IsValid() {
		return s.html.ExecuteTemplate(b, name, data)
	}
	key := signature{name, v.Type()}
	p, ok := s.programs.Load(key)
	if !ok {
		if p, err = s.add(key); err != nil {
			return err
		}
	}
	defer func() { // a nil pointer on the way to a field, or a function's panic
		if why := recover(); why != nil {
			err = fmt.Errorf("template %s: %v", name, why)
		}
	}()
	st := states.Get().(*state)
	defer states.Put(st)
	st.out, st.base = b, 0
	defer func() { clear(st.values) }() // keeps no page's data alive; run makes the slice longer
	return p.(*program).run(st, v, 0)
}

var states = sync.Pool{New: func() any { return new(state) }}

func (s *Set) add(key signature) (*program, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// Escaping happens before the first execution and rewrites the trees; what that says of missing data
	// does not matter here.
	err := s.html.ExecuteTemplate(io.Discard, key.name, nil)
	if _, wrong := errors.AsType[*template.Error](err); wrong || s.html.Lookup(key.name) == nil {
		return nil, err
	}
	c := compiler{set: s, made: map[signature]*program{}}
	p := c.program(key.name, key.data)
	s.programs.Store(key, p)
	return p, nil
}

// state is one execution. Values of all templates that are being executed lie behind one another, those
// of the innermost from base on.
type state struct {
	out    *bytes.Buffer
	values []reflect.Value
	base   int
}

func (st *state) at(slot int) reflect.Value     { return st.values[st.base+slot] }
func (st *state) put(slot int, v reflect.Value) { st.values[st.base+slot] = v }

// step is a piece of a program.
type step func(*state) error

// program is a template made for one type. Slot 0 holds its data.
type program struct {
	steps []step
	slots int
	plain func(out io.Writer, data any) error // instead of steps: html/template does it
}

// run executes the program for data; above is the number of values that the caller has.
func (p *program) run(st *state, data reflect.Value, above int) error {
	if p.plain != nil {
		return p.plain(st.out, data.Interface())
	}
	before := st.base
	st.base += above
	for len(st.values) < st.base+p.slots {
		st.values = append(st.values, reflect.Value{})
	}
	st.put(0, data)
	err := execute(st, p.steps)
	st.base = before
	return err
}

func execute(st *state, steps []step) error {
	for _, do := range steps {
		if err := do(st); err != nil {
			return err
		}
	}
	return nil
}

// unsupported is why a template is left to html/template.
type unsupported string

func (u unsupported) Error() string { return string(u) }

func cannot(format string, args ...any) error { return unsupported(fmt.Sprintf(format, args...)) }
