package tmpl

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"text/template/parse"
)

// value is an expression of a known type. get is given nil for a constant.
type value struct {
	typ      reflect.Type
	get      func(*state) reflect.Value
	constant bool
}

func constant(v reflect.Value) value {
	return value{v.Type(), func(*state) reflect.Value { return v }, true}
}

func (c *compiler) pipeline(p *parse.PipeNode, s scope) value {
	if len(p.Cmds) != 1 || p.IsAssign {
		leave("%s", p)
	}
	return c.command(p.Cmds[0], s)
}

func (c *compiler) command(cmd *parse.CommandNode, s scope) value {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return c.function(f.Ident, cmd.Args[1:], s)
	}
	if len(cmd.Args) > 1 {
		leave("%s", cmd)
	}
	return c.operand(cmd.Args[0], s)
}

func (c *compiler) operand(n parse.Node, s scope) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return fields(s.dot, n.Ident)
	case *parse.VariableNode:
		return fields(s.lookup(n.Ident[0]), n.Ident[1:])
	case *parse.StringNode:
		return constant(reflect.ValueOf(n.Text))
	case *parse.NumberNode:
		if i, err := strconv.Atoi(n.Text); err == nil && strconv.Itoa(i) == n.Text { // no 1e6, 0x10 or 'a'
			return constant(reflect.ValueOf(i))
		}
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return c.pipeline(n, s)
		}
	case *parse.IdentifierNode:
		return c.function(n.Ident, nil, s)
	}
	leave("%s", n)
	return value{}
}

// fields follows a chain of fields. A method goes before a field of its name.
func fields(x value, names []string) value {
	if len(names) == 0 {
		return x
	}
	typ, index := x.typ, []int{}
	for _, name := range names {
		of := typ
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct {
			leave("%s of a %s", name, typ)
		}
		f, ok := of.FieldByName(name)
		if _, method := reflect.PointerTo(of).MethodByName(name); !ok || !f.IsExported() || method {
			leave("no field %s in %s", name, of)
		}
		typ, index = f.Type, append(index, f.Index...)
	}
	return value{typ: typ, get: func(st *state) reflect.Value { return reflect.Indirect(x.get(st)).FieldByIndex(index) }}
}

// function calls one of the set's functions, or one of text/template that is known here; at once if all
// arguments are constants.
func (c *compiler) function(name string, args []parse.Node, s scope) value {
	f, known := map[string]any{"print": fmt.Sprint, "printf": fmt.Sprintf}[name]
	if own := c.funcs[name]; own != nil {
		f, known = own, true
	}
	if !known {
		leave("function %s", name)
	}
	fn := reflect.ValueOf(f)
	t := fn.Type()
	fixed := t.NumIn()
	if t.IsVariadic() {
		fixed--
	}
	if t.NumOut() != 1 || t.Out(0) == reflect.TypeFor[reflect.Value]() || len(args) < fixed || len(args) > fixed && !t.IsVariadic() {
		leave("function %s with %d arguments", name, len(args))
	}
	values, all := make([]value, len(args)), true
	for i, arg := range args {
		x := c.operand(arg, s)
		want := t.In(min(i, t.NumIn()-1))
		if i >= fixed {
			want = want.Elem()
		}
		if !x.typ.AssignableTo(want) {
			leave("a %s for %s", x.typ, name)
		}
		values[i], all = x, all && x.constant
	}
	call := direct(f, values)
	if call == nil {
		call = func(st *state) reflect.Value {
			in := make([]reflect.Value, len(values))
			for i, x := range values {
				in[i] = x.get(st)
			}
			return fn.Call(in)[0]
		}
	}
	if all {
		return constant(call(nil))
	}
	return value{typ: t.Out(0), get: call}
}

// direct calls a function of a usual form as Go does, in a sixth of the time that reflection takes; nil for others.
func direct(f any, args []value) func(*state) reflect.Value {
	rest := func(st *state, from int) []any {
		out := make([]any, 0, len(args)-from)
		for _, x := range args[from:] {
			out = append(out, x.get(st).Interface())
		}
		return out
	}
	switch f := f.(type) {
	case func(string) string:
		return func(st *state) reflect.Value { return reflect.ValueOf(f(args[0].get(st).String())) }
	case func([]string) string:
		return func(st *state) reflect.Value {
			list, _ := args[0].get(st).Interface().([]string)
			return reflect.ValueOf(f(list))
		}
	case func(int) int:
		return func(st *state) reflect.Value { return reflect.ValueOf(f(int(args[0].get(st).Int()))) }
	case func(int) string:
		return func(st *state) reflect.Value { return reflect.ValueOf(f(int(args[0].get(st).Int()))) }
	case func(...any) string:
		return func(st *state) reflect.Value { return reflect.ValueOf(f(rest(st, 0)...)) }
	case func(string, ...any) string:
		return func(st *state) reflect.Value { return reflect.ValueOf(f(args[0].get(st).String(), rest(st, 1)...)) }
	}
	return nil
}

// condition is whether a pipeline is true.
func (c *compiler) condition(p *parse.PipeNode, s scope) func(*state) bool {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 {
		leave("%s", p)
	}
	args := p.Cmds[0].Args
	f, ok := args[0].(*parse.IdentifierNode)
	if !ok || c.funcs[f.Ident] != nil {
		x := c.command(p.Cmds[0], s)
		return func(st *state) bool { return truth(x.get(st)) }
	}
	args = args[1:]
	switch {
	case f.Ident == "and" && len(args) > 0:
		return c.any(false, args, s)
	case f.Ident == "or" && len(args) > 0:
		return c.any(true, args, s)
	case f.Ident == "not" && len(args) == 1:
		holds := c.any(true, args, s)
		return func(st *state) bool { return !holds(st) }
	case (f.Ident == "eq" || f.Ident == "ne") && len(args) == 2:
		return c.equal(f.Ident == "eq", c.operand(args[0], s), c.operand(args[1], s))
	}
	leave("%s", p)
	return nil
}

// any is whether one of the arguments is true, or whether none is false. It looks no further than it must.
func (c *compiler) any(wanted bool, args []parse.Node, s scope) func(*state) bool {
	var holds []func(*state) bool
	for _, arg := range args {
		if p, ok := arg.(*parse.PipeNode); ok {
			holds = append(holds, c.condition(p, s))
			continue
		}
		x := c.operand(arg, s)
		holds = append(holds, func(st *state) bool { return truth(x.get(st)) })
	}
	return func(st *state) bool {
		for _, h := range holds {
			if h(st) == wanted {
				return wanted
			}
		}
		return !wanted
	}
}

// equal compares two texts, or two whole numbers.
func (c *compiler) equal(want bool, a, b value) func(*state) bool {
	switch {
	case a.typ == stringType && b.typ == stringType:
		return func(st *state) bool { return (a.get(st).String() == b.get(st).String()) == want }
	case a.typ == intType && b.typ == intType:
		return func(st *state) bool { return (a.get(st).Int() == b.get(st).Int()) == want }
	}
	leave("a comparison of a %s with a %s", a.typ, b.typ)
	return nil
}

// truth is what text/template takes for true: whatever is not zero or empty.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Interface:
		return !v.IsNil() && truth(v.Elem())
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int:
		return v.Int() != 0
	case reflect.String, reflect.Slice:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	is, ok := template.IsTrue(v.Interface())
	if !ok {
		leave("the truth of a %s", v.Type())
	}
	return is
}
