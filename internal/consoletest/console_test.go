package consoletest

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestLive watches a container fail and a clock move in pages that stay where they are, and the end of the emulator.
func TestLive(t *testing.T) {
	s := open(t)
	web := s.furnish()
	s.visit("/")
	s.sees("h1", "Container groups")
	s.sees("tr", "nightly-report")

	s.visit("/console/groups/" + web)
	s.sees("#part-nginx", "Running")
	s.is("a call can be unfolded", "window.stays = document.querySelector('.calls details').open = true")
	if err := s.server.FailContainer(web, "nginx", 1); err != nil {
		t.Fatal(err)
	}
	s.sees("#part-nginx", "Terminated, exit code 1")
	s.is("the page was not loaded again", "window.stays === true")
	s.is("what was unfolded stays so", "document.querySelector('.calls details').open")
	s.server.AdvanceClock(1 << 40) // about 18 minutes
	s.sees("#part-probe .log", "check 300: 200 OK")
	s.is("the log is at its end", "document.querySelector('#part-probe .log').scrollTop === 0")
}

// TestKeyboard uses the console without a mouse.
func TestKeyboard(t *testing.T) {
	s := open(t)
	web := s.furnish()
	s.visit("/console/control")
	for _, key := range []string{kb.Tab, kb.Enter, kb.Tab} {
		do(s, chromedp.KeyEvent(key))
	}
	s.is("the first button behind the link to the content has the focus", "document.activeElement.value === '10s'")
	s.submit(chromedp.KeyEvent(kb.Enter))
	s.sees(".bar", "1 h 39 min ahead")

	s.visit("/console/groups/" + web)
	do(s, chromedp.Focus(chromedp.CSS("#part-nginx button")))
	s.submit(chromedp.KeyEvent(kb.Enter))
	s.sees("#part-nginx", "Terminated, exit code 1")
}

// TestScreens shows every page on a desk and on a phone, in light and in dark.
func TestScreens(t *testing.T) {
	s := open(t)
	web := s.furnish()
	pages := map[string]string{
		"groups": "/console/", "group": "/console/groups/" + web, "caches": "/console/caches", "nodes": "/console/nodes",
		"calls": "/console/calls", "control": "/console/control",
	}
	fits := "document.documentElement.scrollWidth <= window.innerWidth"
	for name, path := range pages {
		s.window(1280, 900, "light")
		s.visit(path)
		s.is(name+" fits a desk", fits)
		s.is(name+" is light", "getComputedStyle(document.body).backgroundColor === 'rgb(246, 247, 249)'")
		s.picture(name)
		s.window(1280, 900, "dark")
		s.is(name+" is dark", "getComputedStyle(document.body).backgroundColor === 'rgb(17, 22, 29)'")
		s.picture(name + "-dark")
		s.window(390, 844, "light", chromedp.EmulateMobile)
		s.visit(path)
		s.is(name+" fits a phone", fits)
		s.picture(name + "-phone")
	}
}
