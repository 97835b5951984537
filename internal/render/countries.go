package render

import (
	"slices"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// countryRow is a country with its numbers.
type countryRow struct {
	Country Link
	Held    string // "4 held"; "" where nobody is
	All     Number
	Cells   []cell // held, of whom political prisoners, persecuted, former, disappeared, died, unknown, all
}

// countryHeads are the heads of the columns of the table of countries, or of the row of a country.
func (c *composer) countryHeads(country string) []string {
	out := []string{c.heldText(c.heldIn(country), "column.held", "column.last_known")}
	if country == "" && !c.heldIn("").NobodyConfirmed() && slices.ContainsFunc(c.site.Countries,
		func(x site.Country) bool { return c.heldIn(x.Code).NobodyConfirmed() }) {
		out[0] = c.lang.T("column.held_or_last_known")
	}
	for _, key := range []string{"political_prisoners", "persecuted", "former", "disappeared", "died", "unknown", "total"} {
		out = append(out, c.lang.T("column."+key))
	}
	return out
}

// classCells are the numbers of a country ("" for all): of each class, of political prisoners, and all.
func (c *composer) classCells(country string, all *site.List) []cell {
	var out []Number
	for _, k := range profile.Classes {
		out = append(out, c.number(c.site.List(site.OfClass, country, k.String())))
	}
	out = slices.Insert(out, 1, c.number(c.site.List(site.PoliticalPrisoners, country, "")))
	return headed(c.countryHeads(country), append(out, c.number(all)))
}

func (c *composer) countryRows() []countryRow {
	var out []countryRow
	for i := range c.site.Countries {
		x := &c.site.Countries[i]
		row := countryRow{Country: c.countryLink(x.Code), All: c.number(x.People), Cells: c.classCells(x.Code, x.People)}
		if n := row.Cells[0].N; n > 0 {
			row.Held = c.lang.N("home.held_of", n)
			if c.heldIn(x.Code).NobodyConfirmed() {
				row.Held = c.lang.N("home.last_known_of", n)
			}
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b countryRow) int { return c.lang.Compare(a.Country.Text, b.Country.Text) })
	return out
}

// cell is a number in a table, with the head of its column: on a narrow screen each number stands in a row of its own.
type cell struct {
	Number
	Head string
}

// headed puts the heads of the columns to the numbers of a row.
func headed(heads []string, row []Number) (out []cell) {
	for i, n := range row {
		out = append(out, cell{n, heads[i]})
	}
	return out
}

type countriesView struct {
	Frame
	Heads     []string
	Countries []countryRow
	Total     []cell
}

func countries(c *composer, _ Document) (any, error) {
	v := countriesView{Frame: c.frame(c.lang.T("nav.countries"), false), Countries: c.countryRows()}
	v.Styles, v.Description = append(v.Styles, "numbers.css"), c.lang.T("countries.description")
	v.Heads, v.Total = c.countryHeads(""), c.classCells("", c.site.List(site.Everybody, "", ""))
	return v, nil
}

// namedList is a number of people with what the content calls it.
type namedList struct {
	Number
	Name Words
}
