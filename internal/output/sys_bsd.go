//go:build unix && !linux && !darwin

package output

import "errors"

// syncEach is on: there is no syncfs(2) here.
const syncEach = true

func flush(string) error { return nil }

// exchange does not exist here: two renames do it.
func exchange(a, b string) error { return errors.ErrUnsupported }

func mountPoint(path string) (bool, error) { return otherDevice(path) }
