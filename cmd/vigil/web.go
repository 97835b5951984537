package main

import (
	"cmp"
	"fmt"
	"io"
	"log"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"vigil/internal/mirror"
)

// web asks copies through the proxy that the environment names: HTTPS_PROXY and HTTP_PROXY, else ALL_PROXY, as in
// socks5h://127.0.0.1:9050 for Tor, but for the hosts in NO_PROXY. One that is not understood is an error: going
// there without it would tell who asks.
func (c *call) web() (*mirror.Web, error) {
	env := func(name string) string { return cmp.Or(c.getenv(name), c.getenv(strings.ToLower(name))) }
	for _, name := range []string{"ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"} {
		text := env(name)
		if text == "" {
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
			return nil, fmt.Errorf("%s is no address of a proxy, like socks5h://127.0.0.1:9050 or http://127.0.0.1:8118", name)
		}
	}
	all := env("ALL_PROXY")
	proxy := httpproxy.Config{HTTPProxy: cmp.Or(env("HTTP_PROXY"), all), HTTPSProxy: cmp.Or(env("HTTPS_PROXY"), all), NoProxy: env("NO_PROXY")}
	log.SetOutput(io.Discard) // package net/http writes there what servers send unasked
	return mirror.NewWeb(proxy.ProxyFunc()), nil
}

// isAddress tells an address from a folder.
func isAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}
