module vigil

go 1.26.0

require (
	github.com/BurntSushi/toml v0.3.1 // tests: reads netlify.toml
	github.com/adrg/frontmatter v0.2.0 // splits front matter from the text
	github.com/arran4/golang-ical v0.3.4 // tests: reads the calendars
	github.com/chromedp/cdproto v0.159.0 // tests: the browser's protocol
	github.com/chromedp/chromedp v0.22.1 // tests: drives a real browser
	github.com/fsnotify/fsnotify v1.10.1 // serve: tells which files were saved
	github.com/fxamacker/cbor/v2 v2.9.6 // what waits in files of our own: people for the second pass (nine times as fast as YAML), photos made, imports
	github.com/go-fonts/dejavu v0.3.2 // share pictures: letters of most scripts with an alphabet, free to pass on
	github.com/go-playground/locales v0.14.1 // tests: CLDR months and dates to compare ours with
	github.com/go-text/typesetting v0.3.5 // share pictures: joins Arabic letters, orders what is read from right to left
	github.com/mozillazg/go-pinyin v0.21.0 // names in Han characters: how each is read
	github.com/rogpeppe/go-internal v1.16.0 // tests: testscript and txtar; the diff that check --fix shows
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // tests: holds mirror.json against its schema
	github.com/tdewolff/minify/v2 v2.24.25 // smaller pages on slow lines
	github.com/yuin/goldmark v1.8.7 // Markdown
	go.yaml.in/yaml/v4 v4.0.0 // YAML with the line and column of everything
	golang.org/x/image v0.47.0 // photos: decodes WebP, makes pictures smaller with the same bytes on every processor
	golang.org/x/net v0.62.0 // mirror: which proxy an address goes through; hosts in other letters; tests: parses the built HTML as a browser does
	golang.org/x/sync v0.24.0 // workers that stop at the first error
	golang.org/x/sys v0.49.0 // exchanges two folders in one step; locks
	golang.org/x/text v0.43.0 // CLDR: plurals, numbers, country names, collation, scripts
	rsc.io/qr v0.2.0 // addresses on paper: 13 µs for a code
)

require (
	github.com/xuri/excelize/v2 v2.11.0 // import: reads workbooks row by row
	github.com/yaa110/go-persian-calendar v1.2.1 // import: dates of the Solar Hijri calendar
)

require (
	aead.dev/minisign v0.3.0 // mirror: signatures that minisign checks
	golang.org/x/term v0.47.0 // mirror: asks for a password without showing it
)

require (
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/richardlehane/mscfb v1.0.7 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/tdewolff/parse/v2 v2.8.20 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/x448/float16 v0.8.4 // indirect
	github.com/xuri/efp v0.0.1 // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	gopkg.in/yaml.v2 v2.3.0 // indirect
)
