//go:build unix

package output

import "syscall"

const edquot = syscall.EDQUOT
