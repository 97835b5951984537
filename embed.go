// Package vigil holds what a new site takes over from this repository as it is: see internal/start.
package vigil

import "embed"

//go:embed netlify.toml .gitignore .github/workflows/check.yml .github/workflows/daily.yml .github/pull_request_template.md
//go:embed content/pages/methodology*.md content/pages/what-is-a-political-prisoner*.md
var FS embed.FS
