// Package webtest holds the built site against what reads it: a browser, an accessibility checker, an HTML
// checker, a web host. It has tests only. In: the repository's content, and a site of invented people. Out:
// nothing. It never reaches another host.
//
// The tests need chromium, firefox-esr, axe-core, java and vnu.jar. One that lacks its program is skipped, unless
// VIGIL_REQUIRE_TOOLS=1 says that all must run, as .ci/run does; without it most are left out, as slow. VIGIL_AXE
// names axe.min.js and VIGIL_VNU names vnu.jar.
package webtest
