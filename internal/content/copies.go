package content

import (
	"errors"
	"fmt"
	"io/fs"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// CopiesFile is where what was found at the site's addresses is noted, below the source folder. A build asks nobody:
// it shows what stands there, and of which day that is.
const CopiesFile = "content/mirrors.yaml"

// Copies is content/mirrors.yaml, as vigil mirror status --save writes it.
type Copies struct {
	Looked profile.Date // on which day; zero: nobody has looked
	Found  []Copy
}

// Copy is what was found at an address of the site. The three answers are yes, no or not checked; they are empty where
// there never was an answer.
type Copy struct {
	URL                   string       // ends in "/"
	Seen                  profile.Date // the last day on which it answered; zero: it never did
	AsOf                  profile.Date // the day that its copy was of then; zero: it did not say
	Whole, Genuine, Fresh string
}

var copiesFields = schema.Table[Copies]{
	{Name: "looked", Help: "the day on which somebody looked", Required: true, In: func(c *Copies) any { return &c.Looked }},
	{Name: "copies", Help: "what was found", In: func(c *Copies) any { return schema.Rows(&c.Found, copyFields) }},
}

var answers = []string{"yes", "no", "not checked"}

var copyFields = schema.Table[Copy]{
	{Name: "url", Help: "the address", Required: true, Check: baseURL, In: func(c *Copy) any { return &c.URL }},
	{Name: "seen", Help: "the last day on which it answered", In: func(c *Copy) any { return &c.Seen }},
	{Name: "as_of", Help: "the day that its copy was of then", In: func(c *Copy) any { return &c.AsOf }},
	{Name: "whole", Help: "whether every file was there, as published", Values: answers, In: func(c *Copy) any { return &c.Whole }},
	{Name: "genuine", Help: "whether the key of the site signed it", Values: answers, In: func(c *Copy) any { return &c.Genuine }},
	{Name: "fresh", Help: "whether it was still valid", Values: answers, In: func(c *Copy) any { return &c.Fresh }},
}

// At is what was found at an address; without Seen if nothing ever was.
func (c Copies) At(url string) Copy {
	for _, x := range c.Found {
		if x.URL == url {
			return x
		}
	}
	return Copy{URL: url}
}

// YAML is the file.
func (c Copies) YAML() []byte {
	b := []byte("# What vigil mirror status --save found. mirrors.html shows it. Do not edit it: look again.\n")
	for _, field := range copiesFields.Write(&c) {
		b = append(b, field.Lines...)
	}
	return b
}

func (s *Source) readCopies() ([]diag.Problem, error) {
	doc, err := s.readYAML("mirrors.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c := &s.site.Copies
	doc.Decode(schema.Struct(c, copiesFields))
	whole := func(d profile.Date, path ...any) {
		if !d.IsZero() && !d.Exact() {
			doc.Report(schema.Value, fmt.Sprintf("%s is not a whole day", d), "let vigil mirror status --save write the file", path...)
		}
	}
	whole(c.Looked, "looked")
	s.when.HasCome(c.Looked, doc, "looked")
	stands := map[string]bool{}
	for i := range c.Found {
		x := &c.Found[i]
		x.URL, _ = BaseURL(x.URL)
		if x.URL != "" && stands[x.URL] {
			doc.Report(schema.Duplicate, x.URL+" stands twice", "keep one", "copies", i)
		}
		stands[x.URL] = true
		whole(x.Seen, "copies", i, "seen")
		whole(x.AsOf, "copies", i, "as_of")
		s.when.HasCome(x.Seen, doc, "copies", i, "seen")
	}
	if c.Looked.IsZero() || c.Looked.Earliest() > s.when.AsOf { // or the site shows an earlier day
		*c = Copies{}
	}
	return doc.Problems, nil
}
