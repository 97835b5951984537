// Package static holds the style sheet, the script and the icons that come with the binary. A source
// folder's own static/ goes before them, file by file.
package static

import "embed"

//go:embed *.css *.js *.svg *.png root
var FS embed.FS
