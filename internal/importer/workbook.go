package importer

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// isoDate is how days are read out of a workbook, whatever the cell shows.
const isoDate = "yyyy-mm-dd"

// openWorkbook opens a sheet of an XLSX file. Rows are read one at a time; the texts that cells share are kept
// in memory.
func openWorkbook(file string, l Layout) (*table, error) {
	read := func(each func(int, []string) error) error {
		book, err := excelize.OpenFile(file, excelize.Options{ShortDatePattern: isoDate, UnzipSizeLimit: 4 << 30, UnzipXMLSizeLimit: 16 << 20})
		if err != nil {
			return fmt.Errorf("%s cannot be read as a workbook: %w", file, err)
		}
		defer book.Close()
		sheet := l.Sheet
		if sheet == "" {
			sheet = book.GetSheetName(0)
		}
		showDays(book)
		rows, err := book.Rows(sheet)
		if err != nil {
			return fmt.Errorf("%w; the sheets are: %s", err, strings.Join(book.GetSheetList(), ", "))
		}
		defer rows.Close()
		for number := 1; rows.Next(); number++ {
			cells, err := rows.Columns()
			if err != nil {
				return err
			}
			if len(cells) == 0 {
				continue
			}
			if err := each(number, cells); err != nil {
				return err
			}
		}
		return rows.Error()
	}
	return tabular(read, l.Header)
}

// quotedPart is what of a number format is text, a colour or a condition.
var quotedPart = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]|_.|\*.`)

// shortDate is the built-in format that Options.ShortDatePattern gives its form.
const shortDate = 14

// showDays makes every cell that is formatted as a date show its day as year-month-day. Otherwise the order of
// day and month would depend on how somebody once formatted the column.
func showDays(book *excelize.File) {
	if book.Styles == nil || book.Styles.CellXfs == nil {
		return
	}
	dates := map[int]bool{}
	for id := shortDate; id <= 17; id++ {
		dates[id] = true
	}
	for _, id := range []int{22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58} { // with the time, and of East Asian systems
		dates[id] = true
	}
	if book.Styles.NumFmts != nil {
		for _, f := range book.Styles.NumFmts.NumFmt {
			code := strings.ToLower(quotedPart.ReplaceAllString(f.FormatCode, ""))
			dates[f.NumFmtID] = strings.ContainsAny(code, "yd") && !strings.Contains(code, "general")
		}
	}
	iso := shortDate
	for i := range book.Styles.CellXfs.Xf {
		if id := book.Styles.CellXfs.Xf[i].NumFmtID; id != nil && dates[*id] {
			book.Styles.CellXfs.Xf[i].NumFmtID = &iso
		}
	}
}
