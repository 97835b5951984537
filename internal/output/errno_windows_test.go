package output

import "syscall"

const edquot = syscall.ENOSPC // there is no other
