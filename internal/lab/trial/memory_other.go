//go:build !linux

package trial

func memory() string { return "" }
