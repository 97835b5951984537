package tmpl

import (
	"io"
	"reflect"
	"strconv"
	"text/template/parse"
)

// compiler turns trees into programs.
type compiler struct {
	set  *Set
	made map[signature]*program
}

// program makes a template for a type, or leaves it to html/template.
func (c *compiler) program(name string, data reflect.Type) *program {
	key := signature{name, data}
	if p := c.made[key]; p != nil {
		return p
	}
	p := &program{}
	c.made[key] = p
	t := c.set.html.Lookup(name)
	var err error
	switch {
	case t == nil || t.Tree == nil:
		err = cannot("there is no template %s", name)
	case data.Kind() == reflect.Interface:
		err = cannot("data of any type")
	default:
		s := &scope{slots: &p.slots}
		s.dot = s.slot(data)
		s.names = []variable{{"$", s.dot}}
		p.steps, err = c.list(t.Tree.Root, s)
	}
	if err != nil {
		c.set.left[name] = err
		*p = program{plain: func(out io.Writer, data any) error { return c.set.html.ExecuteTemplate(out, name, data) }}
	}
	return p
}

// slot is where a value of a known type will be.
type slot struct {
	at  int
	typ reflect.Type
}

type variable struct {
	name string
	slot slot
}

// scope is what names mean at a place of a template.
type scope struct {
	dot   slot
	names []variable
	slots *int // of the whole template
}

func (s *scope) slot(t reflect.Type) slot {
	*s.slots++
	return slot{*s.slots - 1, t}
}

// inner is a scope that may add names of its own, with another dot.
func (s *scope) inner(dot slot) *scope {
	return &scope{dot: dot, names: s.names[:len(s.names):len(s.names)], slots: s.slots}
}

func (s *scope) declare(v *parse.VariableNode, at slot) {
	s.names = append(s.names, variable{v.Ident[0], at})
}

func (s *scope) lookup(name string) (slot, error) {
	for i := len(s.names) - 1; i >= 0; i-- {
		if s.names[i].name == name {
			return s.names[i].slot, nil
		}
	}
	return slot{}, cannot("undefined variable %s", name)
}

func (c *compiler) list(l *parse.ListNode, s *scope) (steps []step, err error) {
	if l == nil {
		return nil, nil
	}
	for _, n := range l.Nodes {
		var do step
		switch n := n.(type) {
		case *parse.TextNode:
			do = literal(n.Text)
		case *parse.ActionNode:
			do, err = c.action(n.Pipe, s)
		case *parse.IfNode:
			do, err = c.branch(&n.BranchNode, s)
		case *parse.WithNode:
			do, err = c.with(&n.BranchNode, s)
		case *parse.RangeNode:
			do, err = c.loop(&n.BranchNode, s)
		case *parse.TemplateNode:
			do, err = c.call(n, s)
		default:
			err = cannot("%s", n)
		}
		if err != nil {
			return nil, err
		}
		if do != nil {
			steps = append(steps, do)
		}
	}
	return steps, nil
}

func literal(text []byte) step {
	return func(st *state) error {
		st.out.Write(text)
		return nil
	}
}

// action prints a value, or declares a variable.
func (c *compiler) action(p *parse.PipeNode, s *scope) (step, error) {
	x, err := c.command(p.Cmds[0], s)
	if err != nil || p.IsAssign {
		return nil, either(err, cannot("an assignment"))
	}
	if len(p.Decl) == 1 && len(p.Cmds) == 1 {
		to := s.slot(x.typ)
		s.declare(p.Decl[0], to)
		return func(st *state) error { st.put(to.at, x.get(st)); return nil }, nil
	}
	in := contexts[escapers(p)]
	if in == nil || len(p.Decl) > 0 {
		return nil, cannot("the place of %s", p)
	}
	switch x.typ {
	case stringType:
		return func(st *state) error { return in.print(st.out, x.get(st).String()) }, nil
	case intType:
		return func(st *state) error { return in.print(st.out, strconv.FormatInt(x.get(st).Int(), 10)) }, nil
	}
	return func(st *state) error { return in.printAny(st.out, x.get(st).Interface()) }, nil
}

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
)

func (c *compiler) branch(n *parse.BranchNode, s *scope) (step, error) {
	holds, err := c.condition(n.Pipe, s)
	if err != nil {
		return nil, err
	}
	yes, no, err := c.parts(n, s.inner(s.dot), s)
	if err != nil {
		return nil, err
	}
	return func(st *state) error {
		if holds(st) {
			return execute(st, yes)
		}
		return execute(st, no)
	}, nil
}

// parts are what stands in a branch, in its own scope, and behind its else.
func (c *compiler) parts(n *parse.BranchNode, in, outside *scope) (then, otherwise []step, err error) {
	if then, err = c.list(n.List, in); err != nil {
		return nil, nil, err
	}
	otherwise, err = c.list(n.ElseList, outside.inner(outside.dot))
	return then, otherwise, err
}

func (c *compiler) with(n *parse.BranchNode, s *scope) (step, error) {
	x, err := c.pipeline(n.Pipe, s)
	if err != nil {
		return nil, err
	}
	dot := s.slot(x.typ)
	in := s.inner(dot)
	if len(n.Pipe.Decl) == 1 {
		in.declare(n.Pipe.Decl[0], dot)
	}
	yes, no, err := c.parts(n, in, s)
	if err != nil {
		return nil, err
	}
	return func(st *state) error {
		v := x.get(st)
		if !truth(v) {
			return execute(st, no)
		}
		st.put(dot.at, v)
		return execute(st, yes)
	}, nil
}

func (c *compiler) loop(n *parse.BranchNode, s *scope) (step, error) {
	x, err := c.pipeline(n.Pipe, s)
	if err != nil || x.typ.Kind() != reflect.Slice {
		return nil, either(err, cannot("a range over %s", x.typ))
	}
	index, dot := s.slot(intType), s.slot(x.typ.Elem())
	in := s.inner(dot)
	switch d := n.Pipe.Decl; len(d) {
	case 2:
		in.declare(d[0], index)
		in.declare(d[1], dot)
	case 1:
		in.declare(d[0], dot)
	}
	each, none, err := c.parts(n, in, s)
	if err != nil {
		return nil, err
	}
	counted := len(n.Pipe.Decl) == 2
	return func(st *state) error {
		v := x.get(st)
		if v.Len() == 0 {
			return execute(st, none)
		}
		for i := range v.Len() {
			if counted {
				st.put(index.at, reflect.ValueOf(i))
			}
			st.put(dot.at, v.Index(i))
			if err := execute(st, each); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func (c *compiler) call(n *parse.TemplateNode, s *scope) (step, error) {
	if n.Pipe == nil {
		return nil, cannot("a template without data")
	}
	x, err := c.pipeline(n.Pipe, s)
	if err != nil {
		return nil, err
	}
	if c.set.html.Lookup(n.Name) == nil { // made for another place in HTML, and out of reach
		return nil, cannot("template %s", n.Name)
	}
	p, slots := c.program(n.Name, x.typ), s.slots
	return func(st *state) error { return p.run(st, x.get(st), *slots) }, nil
}

func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
