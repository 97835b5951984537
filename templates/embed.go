// Package templates holds the pages' html/template files and the interface strings that come with the
// binary. A source folder's own templates/ goes before them, file by file.
package templates

import "embed"

//go:embed *.html i18n/*.yaml hosts/*
var FS embed.FS
