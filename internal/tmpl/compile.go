package tmpl

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// compiler turns the tree of a template, as html/template has escaped it, into a program. Its methods panic
// with unknown where the tree holds what this package does not understand completely.
type compiler struct {
	html  *template.Template
	funcs template.FuncMap
	slots int
	nodes int
}

type unknown string

func leave(format string, args ...any) { panic(unknown(fmt.Sprintf(format, args...))) }

// mostNodes is how large a program gets, with all the templates that are called in it, each time anew. One
// that calls itself never ends.
const mostNodes = 10_000

// scope is what a dot and names mean at a place of a template.
type scope struct {
	dot   value
	names []variable
}

type variable struct {
	name  string
	value value
}

// declare gives a scope with one more name; the scope that was does not change.
func (s scope) declare(v *parse.VariableNode, x value) scope {
	s.names = append(s.names[:len(s.names):len(s.names)], variable{v.Ident[0], x})
	return s
}

func (s scope) lookup(name string) value {
	for i := len(s.names) - 1; i >= 0; i-- {
		if s.names[i].name == name {
			return s.names[i].value
		}
	}
	leave("there is no variable %s here", name)
	return value{}
}

// slot is a place for a value of a type, and that value.
func (c *compiler) slot(t reflect.Type) (int, value) {
	at := c.slots
	c.slots++
	return at, value{typ: t, get: func(st *state) reflect.Value { return st.values[at] }}
}

// template is the program of a template whose dot is data.
func (c *compiler) template(name string, data value) []step {
	t := c.html.Lookup(name)
	if t == nil || t.Tree == nil { // made for another place in HTML and out of reach, or not there at all
		leave("template %s is not here", name)
	}
	return c.list(t.Tree.Root, scope{data, []variable{{"$", data}}})
}

func (c *compiler) list(l *parse.ListNode, s scope) (steps []step) {
	if l == nil {
		return nil
	}
	for _, n := range l.Nodes {
		if c.nodes++; c.nodes > mostNodes {
			leave("the template calls itself, or is very large")
		}
		switch n := n.(type) {
		case *parse.TextNode:
			steps = add(steps, step{text: string(n.Text)})
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				steps = add(steps, c.print(n.Pipe, s))
				continue
			}
			at, x, v := c.keep(n.Pipe, s)
			steps = add(steps, step{do: func(st *state) { st.values[at] = x.get(st) }})
			s = s.declare(n.Pipe.Decl[0], v)
		case *parse.IfNode:
			if n.Pipe.String() != nesting {
				steps = add(steps, c.branch(&n.BranchNode, s))
			}
		case *parse.WithNode:
			steps = add(steps, c.with(&n.BranchNode, s))
		case *parse.RangeNode:
			steps = add(steps, c.loop(&n.BranchNode, s))
		case *parse.TemplateNode:
			if n.Pipe == nil || len(n.Pipe.Decl) > 0 {
				leave("%s", n)
			}
			at, x, v := c.keep(n.Pipe, s)
			steps = add(steps, step{do: func(st *state) { st.values[at] = x.get(st) }})
			for _, one := range c.template(n.Name, v) {
				steps = add(steps, one)
			}
		default:
			leave("%s", n)
		}
	}
	return steps
}

// add puts a step behind others; text becomes one with text.
func add(steps []step, s step) []step {
	if n := len(steps); n > 0 && s.do == nil && steps[n-1].do == nil {
		steps[n-1].text += s.text
		return steps
	}
	return append(steps, s)
}

// keep gives the value of a pipeline, and a slot for it.
func (c *compiler) keep(p *parse.PipeNode, s scope) (at int, x, v value) {
	if len(p.Decl) > 1 {
		leave("%s", p)
	}
	x = c.pipeline(p, s)
	at, v = c.slot(x.typ)
	return at, x, v
}

// print writes a value as html/template would in this place.
func (c *compiler) print(p *parse.PipeNode, s scope) step {
	in := contexts[escapers(p)]
	if in == nil || p.IsAssign {
		leave("%s", p)
	}
	x := c.command(p.Cmds[0], s)
	if x.constant {
		var b bytes.Buffer
		in.print(&b, x.get(nil))
		return step{text: b.String()}
	}
	return step{do: func(st *state) { in.print(st.out, x.get(st)) }}
}

func (c *compiler) branch(n *parse.BranchNode, s scope) step {
	holds := c.condition(n.Pipe, s)
	then, otherwise := c.list(n.List, s), c.list(n.ElseList, s)
	return step{do: func(st *state) {
		if holds(st) {
			st.execute(then)
		} else {
			st.execute(otherwise)
		}
	}}
}

// with has its variable behind else too.
func (c *compiler) with(n *parse.BranchNode, s scope) step {
	at, x, v := c.keep(n.Pipe, s)
	if len(n.Pipe.Decl) == 1 {
		s = s.declare(n.Pipe.Decl[0], v)
	}
	then, otherwise := c.list(n.List, scope{v, s.names}), c.list(n.ElseList, s)
	return step{do: func(st *state) {
		v := x.get(st)
		st.values[at] = v
		if truth(v) {
			st.execute(then)
		} else {
			st.execute(otherwise)
		}
	}}
}

func (c *compiler) loop(n *parse.BranchNode, s scope) step {
	decl := n.Pipe.Decl
	x := c.pipeline(n.Pipe, s)
	if x.typ.Kind() != reflect.Slice || len(decl) > 0 && n.ElseList != nil {
		leave("%s", n.Pipe)
	}
	index, i := c.slot(reflect.TypeFor[int]())
	element, v := c.slot(x.typ.Elem())
	in := scope{v, s.names}
	if len(decl) == 2 {
		in = in.declare(decl[0], i)
	}
	if len(decl) > 0 {
		in = in.declare(decl[len(decl)-1], v)
	}
	each, none := c.list(n.List, in), c.list(n.ElseList, s)
	return step{do: func(st *state) {
		v := x.get(st)
		if v.Len() == 0 {
			st.execute(none)
		}
		for i := range v.Len() {
			if len(decl) == 2 {
				st.values[index] = reflect.ValueOf(i)
			}
			st.values[element] = v.Index(i)
			st.execute(each)
		}
	}}
}
