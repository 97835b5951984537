// Package tmpl executes html/template templates quickly.
//
// In: a template set that html/template has parsed. Out: the bytes and errors of html/template, in a tenth of
// the time: fields are found once for each type, not by name for each page, and a value that no escaper would
// change is copied. It escapes nothing itself, and it executes only what it understands completely: a template
// that uses anything else, directly or in a template that it calls, is left to html/template as a whole; so is
// an execution in which anything goes wrong. html/template alone would take half of a build's processor time.
package tmpl

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
)

// Set is a template set with the programs made of it so far. It may be shared between goroutines; the
// templates must not change any more.
type Set struct {
	html     *template.Template
	funcs    template.FuncMap
	plain    bool
	programs sync.Map // signature -> *program, or nil where html/template does it
	left     sync.Map // name -> why it was left to html/template
}

// signature says what a program is made for: a template means other fields with another type.
type signature struct {
	name string
	data reflect.Type
}

// New prepares a set that has not been executed. funcs are the set's own functions, which must depend on
// nothing but their arguments: a call with constants is made once, and one that fails is made again.
func New(html *template.Template, funcs template.FuncMap) (*Set, error) {
	if err := guard(html); err != nil {
		return nil, err
	}
	return &Set{html: html, funcs: funcs}, nil
}

// Plain leaves everything to html/template from now on, so that a test can compare.
func (s *Set) Plain() { s.plain = true }

// Left says why which of the templates executed so far were left to html/template.
func (s *Set) Left() map[string]string {
	left := map[string]string{}
	for name, why := range s.left.Range {
		left[name.(string)] = fmt.Sprint(why)
	}
	return left
}

// Try says what html/template finds wrong with a template before it looks at any data.
func (s *Set) Try(name string) error {
	err := s.html.ExecuteTemplate(io.Discard, name, nil)
	if wrong, ok := errors.AsType[*template.Error](err); ok {
		return wrong
	}
	return nil
}

// Execute writes a template of the set, filled with data, to the end of b.
func (s *Set) Execute(b *bytes.Buffer, name string, data any) error {
	before := b.Len()
	if data != nil && !s.plain && s.quick(b, name, data) {
		return nil
	}
	b.Truncate(before)
	return s.html.ExecuteTemplate(b, name, data)
}

// quick executes a template here. It tells whether all went well; if not, html/template says what is wrong.
func (s *Set) quick(b *bytes.Buffer, name string, data any) (done bool) {
	v := reflect.ValueOf(data)
	key := signature{name, v.Type()}
	p, ok := s.programs.Load(key)
	if !ok {
		made := s.compile(key)
		p, _ = s.programs.LoadOrStore(key, made)
	}
	if p.(*program) == nil {
		return false
	}
	st := states.Get().(*state)
	defer func() {
		if why := recover(); why != nil { // a nil pointer on the way to a field, an escaper's or a function's failure
			s.left.Store(name, why)
		}
		clear(st.values) // keeps no page's data alive
		st.out = nil
		states.Put(st)
	}()
	p.(*program).run(st, b, v)
	return true
}

// compile makes a program; nil if html/template must do it.
func (s *Set) compile(key signature) (p *program) {
	// Escaping happens before the first execution and rewrites the trees; what that says does not matter here.
	_ = s.html.ExecuteTemplate(io.Discard, key.name, nil)
	defer func() {
		if why := recover(); why != nil { // also a function's, called with constants
			s.left.Store(key.name, why)
			p = nil
		}
	}()
	c := &compiler{html: s.html, funcs: s.funcs}
	_, data := c.slot(key.data)
	steps := c.template(key.name, data)
	return &program{steps, c.slots}
}

var states = sync.Pool{New: func() any { return new(state) }}

// state is one execution: the values of dots and variables, each in its slot.
type state struct {
	out    *bytes.Buffer
	values []reflect.Value
}

// step is a piece of a program: text, or something to do, which panics if html/template must do it.
type step struct {
	text string
	do   func(*state)
}

// program is a template made for one type, with those that it calls. Slot 0 holds its data.
type program struct {
	steps []step
	slots int
}

func (p *program) run(st *state, out *bytes.Buffer, data reflect.Value) {
	st.out = out
	for len(st.values) < p.slots {
		st.values = append(st.values, reflect.Value{})
	}
	st.values[0] = data
	st.execute(p.steps)
}

func (st *state) execute(steps []step) {
	for i := range steps {
		if do := steps[i].do; do != nil {
			do(st)
		} else {
			st.out.WriteString(steps[i].text)
		}
	}
}
