package importer

import (
	"strings"
	"testing"
)

var inRussian = strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")

func TestDates(t *testing.T) {
	months := monthNames([][]string{inRussian, strings.Fields("студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада " +
		"снежня")})
	for _, c := range []struct{ order, cell, want string }{
		{"", "2014-07-14", "2014-07-14"},
		{"", "2014/7/4", "2014-07-04"},
		{"", "20140704", "2014-07-04"},
		{"", "July 14th, 2014", "2014-07-14"},
		{"", "22 November 2013", "2013-11-22"},
		{"", "1st of Sept. 2013", "2013-09-01"},
		{"", "May 2013", "2013-05"},
		{"", "05.2013", "2013-05"},
		{"", "2013", "2013"},
		{"", "2013 г.", "2013"},
		{"", "2008/03/dd", "2008-03"},
		{"", "2008-00-00", "2008"},
		{"", "2008/mm/dd", "2008"},
		{"dmy", "10:19 23-07-2024", "2024-07-23"},
		{"dmy", "03.04.2020 г.", "2020-04-03"},
		{"mdy", "03/04/2020", "2020-03-04"},
		{"dmy", "2020-03-04T10:20:00Z", "2020-03-04"},
		{"dmy", "7/23/2024, 10:19 PM", "there is no such day"},
		{"mdy", "7/23/2024, 10:19 PM", "2024-07-23"},
		{"", "14 июля 2014 года", "2014-07-14"},
		{"", "14-го ИЮЛЯ 2014", "2014-07-14"},
		{"", "3 снежня 2020", "2020-12-03"},
		{"", "٢٠١٣-٠٥-٠١", "2013-05-01"},
		{"", "2013-02-30", "there is no such day"},
		{"dmy", "31.04.2013", "there is no such day"},
		{"dmy", "1.2.13", "the year has two digits"},
		{"", "life", "it is not a date"},
		{"", "Ju 2013", "it is not a date"},
		{"", "14 July 2014 or 2015", "it is not a date"},
		{"", "1392/05/01", "the year is not of our time"},
		{"", "0000-00-00", "there is no such day"},
		{"", strings.Repeat("9", 100_000), "it is not a date"},
	} {
		d := &dates{order: c.order, months: months}
		got, err := d.read(c.cell)
		if err == nil && got.String() != c.want || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q (%s): %v %v, want %s", c.cell, c.order, got, err, c.want)
		}
	}
}

// The days are those of the calendar of Iran as its observatory publishes them.
func TestSolarDates(t *testing.T) {
	for _, c := range []struct{ cell, want string }{
		{"1399/01/01", "2020-03-20"},
		{"۱۴۰۱/۰۶/۲۵", "2022-09-16"},
		{"1399/12/30", "2021-03-20"},
		{"1400/12/29", "2022-03-20"},
		{"1400/12/30", "there is no such day"},
		{"1400/07/31", "there is no such day"},
		{"1401/05", "2022"},
		{"1401/10", "lies in two Gregorian years"},
		{"1401", "lies in two Gregorian years"},
		{"2022/09/16", "not one of the Solar Hijri calendar"},
	} {
		d := &dates{solar: true, months: monthNames(nil)}
		got, err := d.read(c.cell)
		if err == nil && got.String() != c.want || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v %v, want %s", c.cell, got, err, c.want)
		}
	}
}

// Day and month are never guessed: a column that fits both orders is not decided.
func TestOrder(t *testing.T) {
	for _, c := range []struct{ cells, want, undecided string }{
		{"03/04/2020 05/06/2020", "", "can be read both ways"},
		{"03/04/2020 25/06/2020", "2020-04-03", ""},
		{"03/04/2020 06/25/2020", "2020-03-04", ""},
		{"25/04/2020 06/25/2020", "", "both orders stand in it"},
		{"03/03/2020 2020-01-02", "2020-03-03", ""},
	} {
		d := &dates{months: monthNames(nil)}
		for _, cell := range strings.Fields(c.cells) {
			if _, err := d.read(cell); err != nil {
				t.Fatal(err)
			}
		}
		if got := d.undecided(); (got == "") != (c.undecided == "") || !strings.Contains(got, c.undecided) {
			t.Errorf("%s: undecided %q, want %q", c.cells, got, c.undecided)
		}
		if d.settle(); c.want != "" {
			if got, _ := d.read(strings.Fields(c.cells)[0]); got.String() != c.want {
				t.Errorf("%s: %v, want %s", c.cells, got, c.want)
			}
		}
	}
}
