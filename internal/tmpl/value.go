package tmpl

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// value is an expression of a known type.
type value struct {
	typ      reflect.Type
	get      func(*state) reflect.Value
	constant bool
}

func constant(v any) value {
	r := reflect.ValueOf(v)
	return value{r.Type(), func(*state) reflect.Value { return r }, true}
}

func (c *compiler) pipeline(p *parse.PipeNode, s *scope) (value, error) {
	if len(p.Cmds) != 1 || p.IsAssign {
		return value{}, cannot("%s", p)
	}
	return c.command(p.Cmds[0], s)
}

func (c *compiler) command(cmd *parse.CommandNode, s *scope) (value, error) {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return c.function(f.Ident, cmd.Args[1:], s)
	}
	if len(cmd.Args) > 1 {
		return value{}, cannot("%s", cmd)
	}
	return c.operand(cmd.Args[0], s)
}

func (c *compiler) operand(n parse.Node, s *scope) (value, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return fields(s.dot, nil)
	case *parse.FieldNode:
		return fields(s.dot, n.Ident)
	case *parse.VariableNode:
		at, err := s.lookup(n.Ident[0])
		if err != nil {
			return value{}, err
		}
		return fields(at, n.Ident[1:])
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), nil
		}
	case *parse.PipeNode:
		return c.pipeline(n, s)
	case *parse.IdentifierNode:
		return c.function(n.Ident, nil, s)
	}
	return value{}, cannot("%s", n)
}

// fields follows a chain of fields from a slot.
func fields(from slot, names []string) (value, error) {
	x := value{typ: from.typ, get: func(st *state) reflect.Value { return st.at(from.at) }}
	for _, name := range names {
		typ, before := x.typ, x.get
		pointer := typ.Kind() == reflect.Pointer
		if pointer {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct {
			return value{}, cannot("a field %s of a %s", name, x.typ)
		}
		f, ok := typ.FieldByName(name)
		if _, method := reflect.PointerTo(typ).MethodByName(name); !ok || !f.IsExported() || method {
			return value{}, cannot("no field %s in %s", name, typ)
		}
		for i, at := range f.Index[:len(f.Index)-1] { // only structs on the way to a promoted field
			if typ.FieldByIndex(f.Index[:i+1]).Type.Kind() != reflect.Struct {
				return value{}, cannot("field %d of %s", at, typ)
			}
		}
		x = value{typ: f.Type, get: func(st *state) reflect.Value {
			v := before(st)
			if pointer {
				v = v.Elem()
			}
			for _, at := range f.Index {
				v = v.Field(at)
			}
			return v
		}}
	}
	return x, nil
}

// function calls one of the set's functions, at once if all its arguments are constants.
func (c *compiler) function(name string, args []parse.Node, s *scope) (value, error) {
	f := c.set.funcs[name]
	if name == "print" && f == nil {
		f = fmt.Sprint
	}
	if f == nil {
		return value{}, cannot("function %s", name)
	}
	fn := reflect.ValueOf(f)
	t := fn.Type()
	if t.NumOut() != 1 || len(args) < t.NumIn() && !t.IsVariadic() || len(args) > t.NumIn() && !t.IsVariadic() {
		return value{}, cannot("function %s with %d arguments", name, len(args))
	}
	values := make([]value, len(args))
	all := true
	for i, arg := range args {
		x, err := c.operand(arg, s)
		if err != nil {
			return value{}, err
		}
		var want reflect.Type
		if t.IsVariadic() && i >= t.NumIn()-1 {
			want = t.In(t.NumIn() - 1).Elem()
		} else {
			want = t.In(i)
		}
		if !x.typ.AssignableTo(want) {
			return value{}, cannot("a %s for %s", x.typ, name)
		}
		values[i], all = x, all && x.constant
	}
	call := func(st *state) reflect.Value {
		in := make([]reflect.Value, len(values))
		for i, x := range values {
			in[i] = x.get(st)
		}
		return fn.Call(in)[0]
	}
	if all {
		result := call(nil)
		call = func(*state) reflect.Value { return result }
	}
	return value{t.Out(0), call, all}, nil
}

// condition is whether a pipeline is true.
func (c *compiler) condition(p *parse.PipeNode, s *scope) (func(*state) bool, error) {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 {
		return nil, cannot("%s", p)
	}
	args := p.Cmds[0].Args
	f, ok := args[0].(*parse.IdentifierNode)
	if !ok || c.set.funcs[f.Ident] != nil {
		x, err := c.command(p.Cmds[0], s)
		return func(st *state) bool { return truth(x.get(st)) }, err
	}
	switch f.Ident {
	case "and", "or":
		return c.several(f.Ident == "or", args[1:], s)
	case "not":
		holds, err := c.several(true, args[1:], s)
		return func(st *state) bool { return !holds(st) }, err
	case "eq", "ne":
		return c.equal(f.Ident == "eq", args[1:], s)
	}
	return nil, cannot("function %s in a condition", f.Ident)
}

// several is whether any, or all, of the arguments are true.
func (c *compiler) several(anyone bool, args []parse.Node, s *scope) (func(*state) bool, error) {
	holds := make([]func(*state) bool, len(args))
	for i, arg := range args {
		if p, ok := arg.(*parse.PipeNode); ok {
			h, err := c.condition(p, s)
			if err != nil {
				return nil, err
			}
			holds[i] = h
			continue
		}
		x, err := c.operand(arg, s)
		if err != nil {
			return nil, err
		}
		holds[i] = func(st *state) bool { return truth(x.get(st)) }
	}
	return func(st *state) bool {
		for _, h := range holds {
			if h(st) == anyone {
				return anyone
			}
		}
		return !anyone
	}, nil
}

// equal compares two texts.
func (c *compiler) equal(want bool, args []parse.Node, s *scope) (func(*state) bool, error) {
	if len(args) != 2 {
		return nil, cannot("a comparison of %d", len(args))
	}
	a, err := c.operand(args[0], s)
	if err != nil {
		return nil, err
	}
	b, err := c.operand(args[1], s)
	if err != nil || a.typ != stringType || b.typ != stringType {
		return nil, either(err, cannot("a comparison of a %s with a %s", a.typ, b.typ))
	}
	return func(st *state) bool { return (a.get(st).String() == b.get(st).String()) == want }, nil
}

// truth is what text/template takes for true: whatever is not zero or empty.
func truth(v reflect.Value) bool {
	if !v.IsValid() {
		return false
	}
	switch v.Kind() {
	case reflect.Struct:
		return true
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() > 0
	case reflect.Interface:
		return truth(v.Elem())
	}
	return !v.IsZero()
}
