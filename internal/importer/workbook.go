package importer

import (
	"archive/zip"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// isoDate is how days are read out of a workbook, whatever the cell shows.
const isoDate = "yyyy-mm-dd"

// Limits on the parts of a workbook, unpacked: a file of a megabyte can ask for gigabytes. Sheets and their shared
// texts that are larger than streamed go through a file; all the rest is kept in memory, and styles are parsed into
// ten times as much.
const (
	maxUnpacked = 1 << 30  // bytes of all parts
	maxKept     = 64 << 20 // bytes of the parts that are kept in memory
	maxStyles   = 4 << 20  // bytes of each that is neither a sheet nor text nor a picture
	streamed    = 16 << 20
	// maxCells is the most cells of all rows, with the empty ones before those that are filled: a row of thirty bytes
	// can ask for 16,384.
	maxCells = 50_000_000
)

// roomFor says why a workbook is too large to open.
func roomFor(file string) error {
	z, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer z.Close()
	kept := uint64(0)
	for _, part := range z.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, "\\", "/"))
		rows := name == "xl/sharedstrings.xml" || strings.HasPrefix(name, "xl/worksheets/sheet")
		if size := part.UncompressedSize64; !rows || size <= streamed {
			kept += size
			if !rows && strings.HasSuffix(name, ".xml") && size > maxStyles {
				return fmt.Errorf("its part %q has %d bytes, more than %d", part.Name, size, maxStyles)
			}
		}
	}
	if kept > maxKept {
		return fmt.Errorf("beside large sheets it has %d bytes, more than %d: save the sheet alone, as CSV", kept, maxKept)
	}
	return nil
}

// openWorkbook opens a sheet of an XLSX file. Rows are read one at a time; the texts that cells share are kept
// in memory.
func openWorkbook(file string, l Layout) (*table, error) {
	if err := roomFor(file); err != nil {
		return nil, fmt.Errorf("%s cannot be read as a workbook: %w", file, err)
	}
	read := func(each func(int, []string) error) error {
		room, err := os.MkdirTemp("", "vigil-import-") // of our own, since a book that cannot be opened leaves files behind
		if err != nil {
			return err
		}
		defer os.RemoveAll(room)
		book, err := excelize.OpenFile(file, excelize.Options{ShortDatePattern: isoDate, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: streamed, TmpDir: room})
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
		bytes := maxUnpacked
		for number, left := 1, maxCells; rows.Next(); number++ {
			cells, err := rows.Columns()
			if err != nil {
				return err
			}
			if left -= len(cells); left < 0 {
				return fmt.Errorf("the sheet has more than %d cells: save it as CSV", maxCells)
			}
			row := 0
			for _, c := range cells {
				row += len(c)
			}
			if bytes -= row; row > maxRow || bytes < 0 { // each cell can hold the same long text
				return fmt.Errorf("a row of the sheet has more than %d bytes, or the sheet more than %d: save it as CSV", maxRow, maxUnpacked)
			}
			if number > excelize.TotalRows { // the rows before the one that is named so are all gone through
				return fmt.Errorf("the sheet has a row with a number above %d: save it as CSV", excelize.TotalRows)
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
	for _, id := range []int{shortDate, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58} { // with the time, and of East Asian systems
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
