package main

func runServe(c *call) int { return c.misuse("not yet") }
