package compile

// WithoutSearch leaves out the files of search, for the rest of the process.
func WithoutSearch() { searched = false }
