package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/mirror"
	"vigil/internal/profile"
)

// copyStatus is what was found at an address of the site.
type copyStatus struct {
	URL       string `json:"url"`
	Kind      string `json:"kind,omitempty"`
	Reachable bool   `json:"reachable"`
	Whole     string `json:"whole,omitempty"` // yes, no
	Genuine   string `json:"genuine,omitempty"`
	Fresh     string `json:"fresh,omitempty"`
	Serial    int64  `json:"serial,omitempty"` // 0 where nobody checked who signed
	AsOf      string `json:"as_of,omitempty"`
	AgeDays   int    `json:"age_days"`
	Behind    bool   `json:"behind"` // another address has a later copy
	Why       string `json:"why,omitempty"`
	ok        bool
}

// runStatus looks at the main address and every mirror that site.yaml names.
func runStatus(c *call) int {
	key := c.String("key", "", "public `key`, or a file with it (default: public_key in site.yaml)")
	var when profile.When
	format := c.format("text or json", "text", "json")
	c.asOfToday(&when)
	save := c.Bool("save", false, "note what was found in "+content.CopiesFile+", for mirrors.html and mirror.json")
	if status, ok := c.parse(); !ok {
		return status
	}
	src, problems, err := content.Open(*c.source, when)
	if err != nil {
		return c.fail(err)
	}
	defer src.Close()
	if problems = diag.Sort(problems); diag.Errors(problems) > 0 {
		if err := diag.Digest(c.stderr, "text", problems, false); err != nil {
			return c.fail(err)
		}
		return exitContent
	}
	site := src.Site()
	if *key == "" {
		*key = site.PublicKey
	}
	if *key != "" {
		if _, err := mirror.PublicKey(*key); err != nil {
			return c.fail(err)
		}
	}
	copies, err := c.look(site, mirror.Options{Key: *key, Today: c.now(), Fresh: site.FreshDays})
	if err != nil {
		return c.fail(err)
	}
	if *save {
		if err := placed(filepath.Join(*c.source, content.CopiesFile), noted(copies, site.Copies, c.now()).YAML()); err != nil {
			return c.fail(err)
		}
	}
	if *format == "json" {
		if status := c.print(map[string]any{"looked": c.now().UTC().Format(time.RFC3339), "copies": copies}); status != exitOK {
			return status
		}
	} else if err := printStatus(c, copies); err != nil {
		return c.fail(err)
	}
	for _, x := range copies {
		if !x.ok {
			return exitFailed
		}
	}
	return exitOK
}

// longestLook is how long a host may take over the sample, all tries together.
const longestLook = 5 * time.Minute

// look asks all addresses at once: one that does not answer takes its time.
func (c *call) look(site *content.Site, o mirror.Options) ([]copyStatus, error) {
	web, err := c.web()
	if err != nil {
		return nil, err
	}
	copies := []copyStatus{}
	if site.BaseURL != "" {
		copies = append(copies, copyStatus{URL: site.BaseURL, Kind: "main"})
	}
	for _, m := range site.Mirrors {
		copies = append(copies, copyStatus{URL: m.URL, Kind: m.Kind})
	}
	ctx, cancel := context.WithTimeoutCause(context.Background(), longestLook, errors.New("it took too long"))
	defer cancel()
	var all sync.WaitGroup
	for i := range copies {
		all.Go(func() {
			v, err := web.Look(ctx, copies[i].URL, o)
			copies[i].found(v, err, o.Today)
			if x := &copies[i]; x.Reachable && site.BaseURL != "" && v.Genuine == mirror.Yes && v.Claim.Site != site.BaseURL {
				x.ok, x.Genuine, x.Why = false, mirror.No.String(), "it is signed with this key, but as another site: "+v.Claim.Site
			}
		})
	}
	all.Wait()
	newest := int64(0)
	for _, x := range copies {
		newest = max(newest, x.Serial)
	}
	for i := range copies {
		copies[i].Behind = copies[i].Serial > 0 && copies[i].Serial < newest
	}
	return copies, nil
}

func (s *copyStatus) found(v mirror.Verdict, err error, now time.Time) {
	if err != nil {
		s.Why = strings.TrimPrefix(err.Error(), s.URL+": ") // it stands beside
		return
	}
	s.Reachable, s.ok = true, v.OK()
	s.Whole, s.Genuine, s.Fresh = v.Whole.String(), v.Genuine.String(), v.Fresh.String()
	s.Serial, s.AsOf = v.Claim.Serial, v.AsOf
	if day, err := time.Parse(time.DateOnly, s.AsOf); err == nil {
		s.AgeDays = int(now.UTC().Truncate(24*time.Hour).Sub(day).Hours() / 24)
	}
	if !s.ok || s.Serial == 0 {
		why := slices.Concat(v.Wrong[:min(len(v.Wrong), 3)], []string{v.Why, v.Age})
		s.Why = strings.Join(slices.DeleteFunc(why, func(w string) bool { return w == "" }), "; ")
	}
}

// noted is what a site shows of what was found. Of an address that does not answer it shows what was found last.
func noted(copies []copyStatus, before content.Copies, now time.Time) content.Copies {
	date := func(day string) profile.Date {
		d, _ := profile.ParseDate(day) // none where a copy does not say of which day it is
		return d
	}
	out := content.Copies{Looked: date(now.UTC().Format(time.DateOnly))}
	for _, x := range copies {
		found := before.At(x.URL)
		if x.Reachable {
			found = content.Copy{URL: x.URL, Seen: out.Looked, AsOf: date(x.AsOf), Whole: x.Whole, Genuine: x.Genuine, Fresh: x.Fresh}
		}
		out.Found = append(out.Found, found)
	}
	return out
}

func printStatus(c *call, copies []copyStatus) error {
	if len(copies) == 0 {
		_, err := fmt.Fprintln(c.stdout, "site.yaml names neither base_url nor mirrors")
		return err
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "address\treachable\twhole\tgenuine\tfresh\tas of\tage\tserial\t")
	for _, x := range copies {
		reachable, age, serial := "yes", "", ""
		if !x.Reachable {
			reachable = "no"
		}
		if x.AsOf != "" {
			age = plural(x.AgeDays, "day", "days")
		}
		if x.Serial != 0 {
			serial = fmt.Sprint(x.Serial)
		}
		if x.Behind {
			serial += " behind"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", diag.Printable(x.URL), reachable, x.Whole, x.Genuine, x.Fresh, diag.Printable(x.AsOf), age, serial)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, x := range copies {
		if x.Why != "" {
			fmt.Fprintf(c.stdout, "%s: %s\n", diag.Printable(x.URL), diag.Printable(x.Why))
		}
	}
	return nil
}
