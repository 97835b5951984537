package main

import (
	"os"
	"path/filepath"
)

// cache is the folder where made photos are kept from run to run; "" where the user has none.
func (c *call) cache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "vigil", "photos")
}
