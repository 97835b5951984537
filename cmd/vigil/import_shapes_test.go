package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	ptime "github.com/yaa110/go-persian-calendar"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"vigil/internal/profile"
)

var russianMonths = strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")

const everybody = `country: by
set: {verified: 2024-11-05, sources: [{title: Invented list, date: 2024-11-05}]}
`

// list is a list of one shape.
type list struct {
	name, file, yaml string
	write            func(*testing.T, []*entry) []byte
	also             func(*entry, *profile.Header) // what this list says beside
}

func table(t *testing.T, comma rune, crlf bool, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, crlf
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cyrillic: Windows-1251, semicolons, CRLF, surname first, day-first dates in four forms, page numbers among the
// articles, prisons in three spellings, phone numbers.
var cyrillic = list{"cyrillic", "list.csv", everybody + `dates: {order: dmy}
empty: [н/д, "-"]
skip: [{column: Тип, values: [организация]}]
fields:
  ids: {cyrillic: №}
  name: {column: Имя латиницей, swap: ","}
  names: {ru: ФИО}
  born: Дата рождения
  gender: {column: Пол, values: {ж: female, м: male}}
  status: {column: Статус, values: {в колонии: imprisoned, в СИЗО: pretrial, освобождён: released}}
  detentions:
    - {kind: pretrial, from: Задержан, to: [Приговор, Освобождён]}
    - when: Приговор
      kind: imprisoned
      from: Приговор
      to: Освобождён
      place: {column: Место, values: {ИК-1: Invented Colony 1, ик 1: Invented Colony 1, ИК-2: Invented Colony 2, Тюрьма: Invented Prison}}
  charges: [{article: {column: Статьи, split: [";"], take: ['^(\d+) ч', '^\d+$'], as: BY-$0, values: {}}}]
  sentence: {years: {column: Срок, take: ['^(\d+) (?:год|лет)']}}
`, func(t *testing.T, all []*entry) []byte {
	rows := [][]string{{"№", "Тип", "ФИО", "Имя латиницей", "Дата рождения", "Пол", "Статус", "Задержан", "Приговор", "Место", "Освобождён", "Статьи", "Срок",
		"Телефон"}}
	for i, e := range all {
		arrest := form(e.arrest, "", "02.01.2006")
		switch i % 4 {
		case 1:
			arrest = form(e.arrest, "", "2.01.2006 г.")
		case 2:
			arrest = fmt.Sprintf("%d %s %d года", e.arrest.Day, russianMonths[e.arrest.Month-1], e.arrest.Year)
		case 3:
			arrest = "10:19 " + form(e.arrest, "", "02-01-2006")
		}
		articles := strings.Join(e.articles, "; ")
		if i%5 == 0 && articles != "" {
			articles += "; стр. 17" // a page, not an article
		}
		term := "-"
		if e.years > 0 {
			term = fmt.Sprintf("%d лет", e.years)
		}
		places := map[string]string{prisons[0]: []string{"ИК-1", "ик 1"}[i%2], prisons[1]: " ИК-2", prisons[2]: "тюрьма"}
		name := e.family + ", " + e.given
		if e.family == "" {
			name = ""
		}
		rows = append(rows, []string{e.id, either(e.skip, "Организация", "человек"), strings.ReplaceAll(e.native, " ", "  "), name,
			form(e.born, "н/д", "02.01.2006"), e.sex("Ж", "м"),
			e.status("в колонии", "в СИЗО", "освобожден"), arrest, form(e.verdict, "н/д", "02.01.2006"), places[e.place], form(e.end, "-", "02/01/2006"), articles,
			term, "+375 29 000"})
	}
	out, err := charmap.Windows1251.NewEncoder().Bytes(table(t, ';', true, rows))
	if err != nil {
		t.Fatal(err)
	}
	return out
}, func(e *entry, h *profile.Header) {
	h.Names = map[string]string{"ru": strings.Join(strings.Fields(e.native), " ")}
}}

// persian: UTF-8 with a mark at its beginning, tabs, Solar Hijri dates in Persian digits.
var persian = list{"persian", "list.tsv", everybody + `dates: {calendar: solar-hijri}
empty: [نامشخص]
skip: [{column: نوع, values: [سازمان]}]
fields:
  ids: {persian: شماره}
  name: "{نام} {نام خانوادگی}"
  sort: نام خانوادگی
  born: تولد
  gender: {column: جنسیت, values: {زن: female, مرد: male}}
  status: {column: وضعیت, values: {زندان: imprisoned, بازداشت: pretrial, آزاد: released}}
  detentions:
    - {kind: pretrial, from: بازداشت, to: [حکم, آزادی]}
    - {when: حکم, kind: imprisoned, from: حکم, to: آزادی, place: محل}
  charges: [{article: {column: ماده, split: ["،"], as: BY-$0, take: ['\d+']}}]
  sentence: {years: {column: مدت, take: ['(\d+) سال']}}
`, func(t *testing.T, all []*entry) []byte {
	solar := func(d profile.Date) string {
		if d.IsZero() {
			return "نامشخص"
		}
		p := ptime.New(time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 12, 0, 0, 0, time.UTC))
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + '۰'
			}
			return r
		}, fmt.Sprintf("%d/%02d/%02d", p.Year(), p.Month(), p.Day()))
	}
	rows := [][]string{{"شماره", "نوع", "نام", "نام خانوادگی", "تولد", "جنسیت", "وضعیت", "بازداشت", "حکم", "آزادی", "محل", "ماده", "مدت", "تلفن"}}
	for _, e := range all {
		term := ""
		if e.years > 0 {
			term = fmt.Sprintf("%d سال", e.years)
		}
		rows = append(rows, []string{e.id, either(e.skip, "سازمان", ""), e.given, "\u200e" + e.family, solar(e.born), e.sex("زن", "مرد"),
			e.status("زندان", "بازداشت", "آزاد"),
			solar(e.arrest), solar(e.verdict), solar(e.end), e.place, strings.Join(e.articles, "، "), term, "0912"})
	}
	return append([]byte("\ufeff"), table(t, '\t', false, rows)...)
}, func(e *entry, h *profile.Header) { h.Sort = e.family }}

// american: UTF-16 with commas and quotes, month first, words for months, a heading above the names.
var american = list{"american", "list.csv", everybody + `header: 3
dates: {order: mdy}
empty: [N/A, None, "FALSE", "9999"]
skip: [{column: Kind, values: [Organization]}]
fields:
  ids: {american: "ID #"}
  name: Full name
  aliases: {column: Also known as, split: ["/", ";"]}
  born: DOB
  gender: {column: Sex, values: {F: female, M: male}}
  status: {column: Status, values: {In prison: imprisoned, Awaiting trial: pretrial, Free: released}}
  detentions:
    - {kind: pretrial, from: Arrested, to: [Sentenced, Freed]}
    - {when: Sentenced, kind: imprisoned, from: Sentenced, to: Freed, place: Facility}
  charges: [{article: {column: Charges, split: [","], as: BY-$0, take: ['^\d+$']}}]
  sentence: {years: {column: Term, take: ['(\d+) years?']}}
`, func(t *testing.T, all []*entry) []byte {
	rows := [][]string{{"People held", "", ""}, {"as of November 5, 2024"}, {"ID #", "Kind", "Full name", "Also known as", "DOB", "Sex", "Status", "Arrested",
		"Sentenced", "Freed", "Facility", "Charges", "Term", "Notes"}}
	for i, e := range all {
		layouts := []string{"1/2/2006", "January 2, 2006", "Jan 2 2006", "2 January 2006", "2006-01-02"}
		charges := strings.Join(e.articles, ", ")
		if i%7 == 0 && charges != "" {
			charges += ", p. 12"
		}
		term := "N/A"
		if e.years > 0 {
			term = fmt.Sprintf("%d years, \"hard\"", e.years)
		}
		rows = append(rows, []string{e.id, either(e.skip, "ORGANIZATION", "Person"), " " + e.given + "  " + e.family + "\u00a0",
			"A. " + e.family + "/Old " + e.family, form(e.born, "9999", layouts[i%5]), e.sex("F", "M"),
			e.status("In Prison", "awaiting trial", "FREE"), form(e.arrest, "", layouts[(i+1)%5]), form(e.verdict, "FALSE", "1/2/2006"),
			form(e.end, "None", "January 2, 2006"), e.place, charges, term, "=1+1"})
	}
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(table(t, ',', true, rows))
	if err != nil {
		t.Fatal(err)
	}
	return out
}, func(e *entry, h *profile.Header) { h.Aliases = []string{"A. " + e.family, "Old " + e.family} }}

// chinese: a JSON array, names in two scripts, days that nobody knows.
var chinese = list{"chinese", "list.json", everybody + `empty: [不详, "9999"]
skip: [{column: 类别, values: [组织]}]
fields:
  ids: {chinese: 编号}
  name: 拼音
  names: {zh: 姓名}
  born: {column: 出生}
  gender: {column: 性别, values: {女: female, 男: male}}
  status: {column: 状态, values: {服刑: imprisoned, 羁押: pretrial, 获释: released}}
  detentions:
    - {kind: pretrial, from: 被捕, to: [判决, 释放]}
    - {when: 判决, kind: imprisoned, from: 判决, to: 释放, place: 关押地}
  charges: [{article: {column: 罪名, split: [";"], as: BY-$0, take: ['\d+']}}]
  sentence: {years: 刑期}
`, func(t *testing.T, all []*entry) []byte {
	var objects []map[string]any
	for i, e := range all {
		o := map[string]any{"编号": e.id, "类别": either(e.skip, "组织", "人"), "拼音": strings.TrimSpace(e.given + " " + e.family), "姓名": hanName(i),
			"出生": form(e.born, "9999", "2006/01/02"), "性别": e.sex("女", "男"),
			"状态": e.status("服刑", "羁押", "获释"), "被捕": form(e.arrest, "不详", "2006-01-02"), "判决": nil, "释放": form(e.end, "", "20060102"), "关押地": e.place, "罪名": e.articles,
			"亲属": "…"}
		if !e.verdict.IsZero() {
			o["判决"], o["刑期"] = form(e.verdict, "", "2006-1-2"), e.years
		}
		objects = append(objects, o)
	}
	out, err := json.MarshalIndent(objects, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return out
}, nil}

func hanName(i int) string { return "虚" + string(rune(0x4e00+i)) + string(rune(0x5000+i%20)) }

// spanish: an object a line, parts within parts, dates with the time before them.
var spanish = list{"spanish", "list.ndjson", everybody + `dates: {order: dmy}
empty: [No disponible]
skip: [{column: tipo, values: [organización]}]
fields:
  ids: {spanish: id}
  name: "{persona.nombre} {persona.apellido}"
  born: persona.nacimiento
  gender: {column: persona.sexo, values: {F: female, M: male}}
  status: {column: estado, values: {preso: imprisoned, provisional: pretrial, excarcelado: released}}
  detentions:
    - {kind: pretrial, from: detenido, to: [condena.fecha, libre]}
    - {when: condena.fecha, kind: imprisoned, from: condena.fecha, to: libre, place: centro}
  charges: [{article: {column: delitos, split: [";"], as: BY-$0, take: ['\d+']}}]
  sentence: {years: condena.años}
  sources: [{url: {column: enlaces, split: [";"]}}]
`, func(t *testing.T, all []*entry) []byte {
	var b bytes.Buffer
	for _, e := range all {
		o := map[string]any{"id": e.id, "tipo": either(e.skip, "organización", ""), "persona": map[string]any{"nombre": e.given, "apellido": e.family,
			"nacimiento": form(e.born, "", "02/01/2006"), "sexo": e.sex("F", "M")},
			"estado": e.status("preso", "provisional", "excarcelado"), "detenido": form(e.arrest, "No disponible", "02-01-2006") + " 23:07:59",
			"libre":  form(e.end, "", "02-01-2006"),
			"centro": e.place, "delitos": e.articles, "enlaces": []string{"https://example.org/" + e.id, "https://example.com/a?b=" + e.id}}
		if !e.verdict.IsZero() {
			o["condena"] = map[string]any{"fecha": form(e.verdict, "", "02.01.2006"), "años": e.years}
		}
		if err := json.NewEncoder(&b).Encode(o); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}, func(e *entry, h *profile.Header) {
	h.Sources = append(h.Sources, profile.Source{URL: "https://example.org/" + e.id}, profile.Source{URL: "https://example.com/a?b=" + e.id})
}}

// workbook: XLSX with days as cells of dates in several formats and as text, the country in a column.
var workbook = list{"workbook", "list.xlsx", strings.Replace(everybody, "country: by", "country: {column: Country, values: {Belarus: by}}", 1) +
	`dates: {order: dmy}
sheet: Persons
skip: [{column: Type, values: [group]}]
fields:
  ids: {workbook: Nr}
  name: "{Given name} {Family name}"
  born: Born
  gender: {column: Sex, values: {w: female, m: male}}
  status: {column: Status, values: {Haft: imprisoned, U-Haft: pretrial, frei: released}}
  detentions:
    - {kind: pretrial, from: Arrest, to: [Verdict, Release]}
    - {when: Verdict, kind: imprisoned, from: Verdict, to: Release, place: Prison}
  charges: [{article: {column: Articles, split: ["\n"], as: BY-$0, take: ['\d+']}}]
  sentence: {years: Years}
`, writeWorkbook, nil}

func writeWorkbook(t *testing.T, all []*entry) []byte {
	f := excelize.NewFile()
	if _, err := f.NewSheet("Persons"); err != nil {
		t.Fatal(err)
	}
	var styles []int
	for _, code := range []string{"d.m.yyyy", "m/d/yy", "yyyy-mm-dd hh:mm", "dddd, d mmmm yyyy"} {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		styles = append(styles, id)
	}
	short, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	styles = append(styles, short)
	w, err := f.NewStreamWriter("Persons")
	if err != nil {
		t.Fatal(err)
	}
	row := func(n int, cells ...any) {
		if err := w.SetRow(fmt.Sprintf("A%d", n), cells); err != nil {
			t.Fatal(err)
		}
	}
	row(1, "Nr", "Type", "Country", "Given name", "Family name", "Born", "Sex", "Status", "Arrest", "Verdict", "Release", "Prison", "Articles", "Years", "Phone")
	for i, e := range all {
		date := func(d profile.Date, n int) any {
			if d.IsZero() {
				return nil
			}
			if n%6 == 5 {
				return form(d, "", "02.01.2006")
			}
			return excelize.Cell{StyleID: styles[n%6], Value: time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)}
		}
		var years any
		if e.years > 0 {
			years = e.years
		}
		row(i+2, atoi(e.id), either(e.skip, "Group", ""), "Belarus", e.given, e.family, date(e.born, i), e.sex("w", "m"), e.status("Haft", "U-Haft", "frei"),
			date(e.arrest, i+1), date(e.verdict, i+2), date(e.end, i+3), e.place, strings.Join(e.articles, "\n"), years, "030")
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func atoi(s string) (n int) {
	fmt.Sscan(s, &n)
	return n
}
