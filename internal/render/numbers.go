package render

import (
	"math"
	"strconv"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// numbersView shows what organisations reported, over time, beside what this site documents.
type numbersView struct {
	Frame
	Here    []counted // classes of people on this site now
	Cuts    []cut     // the same people, cut in several ways
	Reports []reports
	CSV     string
}

// cut is people of this site by something that they have in common, each number with its list.
type cut struct {
	ID, Heading string
	Rows        []namedList
}

// cuts are the ways to lists that stand in no menu: statuses, groups, criteria, years.
func (c *composer) cuts() (out []cut) {
	for _, x := range []struct {
		id, heading string
		kind        site.ListKind
	}{
		{"status", "country.by_status", site.OfStatus}, {"groups", "numbers.by_group", site.OfGroup},
		{"criteria", "numbers.by_criterion", site.OfCriterion}, {"years", "numbers.by_year", site.OfYear},
	} {
		of := cut{ID: x.id, Heading: c.lang.T(x.heading)}
		lists := c.site.In(x.kind, "")
		if x.kind == site.OfCriterion { // each explains itself, even where no profile names it
			lists = c.site.Criteria()
		}
		for _, l := range lists {
			name, _ := c.titled(l)
			if l.Kind == site.OfYear {
				name = c.yearWords(l.Key)
			}
			of.Rows = append(of.Rows, namedList{c.number(l), name})
		}
		if len(of.Rows) > 0 {
			out = append(out, of)
		}
	}
	return out
}

// reports are the published numbers of a country, or of the world.
type reports struct {
	ID, Country string
	Rows        []report
	Chart       chart
}

type report struct {
	Date       Time
	Number     int
	Definition Words
	By         Link
	Source     source
	Breakdown  []counted
	HeldThen   int // documented here as held on that day
	Label      string
}

// chart is a drawing of horizontal bars: one pair for each report. Lengths are in its own units.
type chart struct {
	Height int
	Bars   []bar
}

type bar struct {
	Label, Value string
	Y, TextY     int
	Width, Here  string // of the two bars
	X, HereX     string // where they begin, from the left
	Start        string // x of the label: the side from which one reads
	HereY        int
}

const (
	barStep  = 46  // height of a pair of bars with its label
	barWidth = 100 // per cent of the drawing for the largest number
)

func numbers(c *composer, _ Document) (any, error) {
	v := numbersView{Frame: c.frame(c.lang.T("nav.numbers"), false), CSV: relative(c.file, "data/reported.csv")}
	v.Styles, v.Description = append(v.Styles, "numbers.css"), c.lang.T("numbers.lead")
	v.AsOf = c.time(c.site.AsOf.Date())
	if v.Cuts = c.cuts(); c.site.Counts.Total > 0 { // a large 0 would say that nobody is held
		v.Here = c.counters()
	}
	at := map[string]int{}
	for _, r := range c.site.Reported {
		i, ok := at[r.Country]
		if !ok {
			i = len(v.Reports)
			at[r.Country] = i
			name := c.lang.T("numbers.world")
			if r.Country != "" {
				name = c.countryName(r.Country)
			}
			v.Reports = append(v.Reports, reports{ID: "of-" + r.Country, Country: name})
		}
		v.Reports[i].Rows = append(v.Reports[i].Rows, c.report(r))
	}
	for i := range v.Reports {
		v.Reports[i].Chart = draw(c, alike(v.Reports[i].Rows))
	}
	return v, nil
}

func (c *composer) report(r content.Reported) report {
	out := report{Date: c.time(r.Date), Number: r.Number, Definition: c.words(r.Definition), By: c.author(r.By),
		Source: c.sources([]profile.Source{r.Source})[0], HeldThen: c.site.HeldOn(r.Country, min(r.Date.Latest(), c.site.AsOf))}
	for _, s := range profile.Statuses() {
		if n, ok := r.Breakdown[s.String()]; ok {
			out.Breakdown = append(out.Breakdown, counted{Number: Number{N: n}, Label: c.lang.T("status." + s.String())})
		}
	}
	out.Label = c.lang.Number(r.Number)
	if r.AtLeast {
		out.Label = c.lang.T("numbers.at_least", "number", out.Label)
	}
	return out
}

// alike are the reports that count the same thing, as their definition says, and so may share an axis: those of the
// definition that most of them have; nil where each has its own. People, cases and deaths are not one series.
func alike(rows []report) (best []report) {
	by := map[string][]report{}
	for _, r := range rows {
		by[r.Definition.Text] = append(by[r.Definition.Text], r)
	}
	for _, r := range rows {
		if same := by[r.Definition.Text]; len(same) > max(1, len(best)) {
			best = same
		}
	}
	return best
}

// draw scales the bars of a country to its largest number.
func draw(c *composer, rows []report) chart {
	most := 1
	for _, r := range rows {
		most = max(most, r.Number, r.HeldThen)
	}
	out := chart{Height: len(rows) * barStep}
	start, rtl := "0", c.lang.Dir() == "rtl"
	if rtl {
		start = "100%" // an SVG does not turn round by itself
	}
	length := func(n int) (string, string) {
		percent := func(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) + "%" }
		x, w := "0", max(math.Round(float64(n)*barWidth*10/float64(most))/10, 0.2)
		if rtl {
			x = percent(100 - w)
		}
		return x, percent(w)
	}
	for i, r := range rows {
		b := bar{Label: r.Date.Text, Value: r.Label, Start: start, TextY: i*barStep + 14, Y: i*barStep + 20, HereY: i*barStep + 32}
		b.X, b.Width = length(r.Number)
		b.HereX, b.Here = length(r.HeldThen)
		out.Bars = append(out.Bars, b)
	}
	return out
}

// reportedColumns are the columns of data/reported.csv.
var reportedColumns = []field{
	{"date", "string"}, {"country", "string"}, {"number", "integer"}, {"at_least", "boolean"}, {"definition", "string"},
	{"by", "string"}, {"breakdown", "string"}, {"source", "string"}, {"url", "string"}, {"held_here", "integer"},
}

// ReportedCSV is data/reported.csv: every published number, with what this site documents for that day.
func (r *Renderer) ReportedCSV() []byte {
	main := r.site.Site.Main()
	out := heading(reportedColumns)
	for _, x := range r.site.Reported {
		out = append(out, line(x.Date.String(), x.Country, strconv.Itoa(x.Number), strconv.FormatBool(x.AtLeast), x.Definition.In(main), x.By.In(main),
			joined(sortedKeys(x.Breakdown), func(k string) string { return k + "=" + strconv.Itoa(x.Breakdown[k]) }),
			x.Source.Title.In(main), x.Source.URL, strconv.Itoa(r.site.HeldOn(x.Country, min(x.Date.Latest(), r.site.AsOf))))...)
	}
	return out
}
