package edit

import "testing"

var order = []string{"name", "born", "status", "sources"}

const file = "---\n# where it stands\nsources:\n- {title: x}   # one\n\n# her\nname: Ann\n\nstatus: died # in May\n---\nname: text\n"

// A field is put over the one that is there, or behind what stands before it; nothing else changes.
func TestPut(t *testing.T) {
	for _, x := range []struct{ name, lines, want string }{
		{"status", "status: released\n", "---\n# where it stands\nsources:\n- {title: x}   # one\n\n# her\nname: Ann\n\nstatus: released\n---\nname: text\n"},
		{"born", "born: 1984\n",
			"---\n# where it stands\nsources:\n- {title: x}   # one\n\n# her\nname: Ann\nborn: 1984\n\nstatus: died # in May\n---\nname: text\n"},
		{"sources", "sources: [{title: y}]\n", "---\n# where it stands\nsources: [{title: y}]\n\n# her\nname: Ann\n\nstatus: died # in May\n---\nname: text\n"},
	} {
		got, err := Put([]byte(file), x.name, x.lines, order)
		if err != nil || string(got) != x.want {
			t.Errorf("%s: %v\n%s", x.name, err, got)
		}
	}
	if _, err := Put([]byte("no header\n"), "name", "name: x\n", order); err != ErrNoHeader {
		t.Errorf("without a header: %v", err)
	}
}

// Comments and empty lines go with the field below them.
func TestSort(t *testing.T) {
	const want = "---\n# her\nname: Ann\n\nstatus: died # in May\n# where it stands\nsources:\n- {title: x}   # one\n---\nname: text\n"
	once, err := Sort([]byte(file), order)
	if err != nil || string(once) != want {
		t.Fatalf("%v\n%s", err, once)
	}
	if twice, err := Sort(once, order); err != nil || string(twice) != want {
		t.Errorf("again: %v\n%s", err, twice)
	}
}

// An item is added in the form that the list has.
func TestAppend(t *testing.T) {
	for list, want := range map[string]string{
		"sources:\n- {title: x}\n":                    "sources:\n- {title: x}\n- {title: y}\n",
		"sources:\n  - {title: x} # one\n":            "sources:\n  - {title: x} # one\n  - {title: y}\n",
		"sources: [{title: x}]\n":                     "sources: [{title: x}, {title: y}]\n",
		"sources: []\n":                               "sources: [{title: y}]\n",
		"sources:\n  - title: x\n    url: http://y\n": "sources:\n  - title: x\n    url: http://y\n  - {title: y}\n",
	} {
		got, err := Append([]byte("---\n"+list+"---\n"), "sources", "{title: y}")
		if err != nil || string(got) != "---\n"+want+"---\n" {
			t.Errorf("%q: %v\n%s", list, err, got)
		}
	}
	if _, err := Append([]byte("---\nname: x\n---\n"), "sources", "y"); err == nil {
		t.Error("an item was added to a field that is not there")
	}
}

// A word is replaced only where it stands, whole, between its quotes if it has any.
func TestReplace(t *testing.T) {
	const text = "---\r\nÜber: {a: old, b: \"old\", c: older}\nold\n"
	for _, x := range []struct {
		line, col int
		want      string
	}{
		{2, 11, "---\r\nÜber: {a: new, b: \"old\", c: older}\nold\n"},
		{2, 19, "---\r\nÜber: {a: old, b: \"new\", c: older}\nold\n"},
		{3, 1, "---\r\nÜber: {a: old, b: \"old\", c: older}\nnew\n"},
		{2, 29, ""}, {2, 1, ""}, {2, 99, ""}, {9, 1, ""}, {3, 4, ""},
	} {
		got, ok := Replace([]byte(text), x.line, x.col, "old", "new")
		if string(got) != x.want || ok != (x.want != "") {
			t.Errorf("%d:%d: %v %q, want %q", x.line, x.col, ok, got, x.want)
		}
	}
}
