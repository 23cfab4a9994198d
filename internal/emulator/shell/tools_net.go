package shell

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/interp"
)

const maxDials = 100 // remembered

// dial connects to a port.
func (p *process) dial(host string, port int) (string, error) {
	p.mu.Lock()
	at := p.clock
	if to := net.JoinHostPort(host, strconv.Itoa(port)); !slices.Contains(p.dials, to) && len(p.dials) < maxDials {
		p.dials = append(p.dials, to)
	}
	p.mu.Unlock()
	if p.cmd.Dial == nil {
		return "", ErrUnknownHost
	}
	return p.cmd.Dial(host, port, at)
}

// get asks an HTTP server. There is no other than those of emulated containers.
func (p *process) get(address string) (string, error) {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return "", errors.New("bad URL " + address)
	}
	port := map[string]int{"http": 80, "https": 443}[u.Scheme]
	if u.Port() != "" {
		port, _ = strconv.Atoi(u.Port())
	}
	return p.dial(u.Hostname(), port)
}

// nc connects, or listens until the container is stopped.
func nc(_ context.Context, p *process) error {
	set := options()
	listen, own := flag(set, "l", "listen"), set.IntP("local-port", "p", 0, "")
	wait := set.IntP("wait", "w", 0, "")
	ignored(set, "zvnk4u6N")
	set.IntP("quit", "q", 0, "")
	set.StringP("source", "s", "", "")
	args, err := p.parse(set)
	if err != nil {
		return err
	}
	if *listen {
		if *own == 0 && len(args) > 0 {
			*own, _ = strconv.Atoi(args[len(args)-1])
		}
		return p.imitate(p.hc, Outcome{Duration: Forever, Ports: []int{*own}})
	}
	if len(args) < 2 {
		return errOperand
	}
	port, err := strconv.Atoi(args[1])
	if err != nil {
		return errors.New("bad port " + args[1])
	}
	if _, err := p.dial(args[0], port); err != nil {
		if *wait > 0 && !errors.Is(err, ErrRefused) {
			if err := p.sleep(time.Duration(*wait) * time.Second); err != nil {
				return err
			}
		}
		return p.complain(net.JoinHostPort(args[0], args[1]), err)
	}
	return nil
}

func wget(_ context.Context, p *process) error {
	set := options()
	output := set.StringP("output-document", "O", "", "")
	tries, folder := set.IntP("tries", "t", 1, ""), set.StringP("directory-prefix", "P", "", "")
	set.StringArray("header", nil, "")
	set.String("post-data", "", "")
	set.Bool("spider", false, "")
	set.Bool("no-check-certificate", false, "")
	set.String("waitretry", "", "")
	set.Bool("retry-connrefused", false, "")
	set.StringP("timeout", "T", "", "")
	ignored(set, "qcSNv")
	args, err := p.parse(set)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return errOperand
	}
	spider := set.Changed("spider")
	for _, address := range args {
		body, err := p.retry(min(*tries-1, maxTries), time.Second, address)
		if err != nil {
			if errors.Is(err, errBound) || errors.Is(err, errLate) {
				return err
			}
			return p.complain(address, err)
		}
		name := *output
		if name == "" {
			name = path.Join(*folder, documentName(address))
		}
		switch {
		case spider:
		case name == "-":
			err = p.write(body)
		default:
			err = p.save(p.path(name), []byte(body), false)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const maxTries = 1000

// retry asks an HTTP server, and again after a wait if it does not answer.
func (p *process) retry(times int, wait time.Duration, address string) (string, error) {
	for {
		body, err := p.get(address)
		if err == nil || times <= 0 {
			return body, err
		}
		times--
		if err := p.sleep(wait); err != nil {
			return "", err
		}
	}
}

// documentName is the name under which a document is saved.
func documentName(address string) string {
	address, _, _ = strings.Cut(address, "?")
	_, address, _ = strings.Cut(address, "://")
	if host, rest, ok := strings.Cut(address, "/"); ok && host != "" && path.Base(rest) != "." {
		return path.Base(rest)
	}
	return "index.html"
}

// Exit statuses of curl.
const (
	curlUnknownHost = 6
	curlRefused     = 7
)

func curl(_ context.Context, p *process) error {
	set := options()
	output, own := set.StringP("output", "o", "-", ""), flag(set, "O", "remote-name")
	silent, errorsToo, onlyHead := flag(set, "s", "silent"), flag(set, "S", "show-error"), flag(set, "I", "head")
	format, retries := set.StringP("write-out", "w", "", ""), set.Int("retry", 0, "")
	delay := set.Int("retry-delay", 1, "")
	ignored(set, "fLkvigNG46")
	for _, name := range []string{
		"fail", "location", "insecure", "verbose", "include", "globoff", "compressed", "retry-connrefused", "retry-all-errors", "fail-with-body",
	} {
		set.Bool(name, false, "")
	}
	for name, letter := range map[string]string{
		"request": "X", "header": "H", "data": "d", "form": "F", "user": "u", "user-agent": "A", "max-time": "m", "cookie": "b",
		"connect-timeout": "", "data-raw": "", "data-binary": "", "url": "", "cacert": "", "unix-socket": "", "data-urlencode": "",
	} {
		set.StringArrayP(name, letter, nil, "")
	}
	args, err := p.parse(set)
	if err != nil {
		return err
	}
	if named, err := set.GetStringArray("url"); err == nil {
		args = append(args, named...)
	}
	if len(args) == 0 {
		return errOperand
	}
	for _, address := range args {
		body, err := p.retry(min(*retries, maxTries), time.Duration(min(*delay, 3600))*time.Second, address)
		status := curlUnknownHost
		switch {
		case errors.Is(err, errBound), errors.Is(err, errLate):
			return err
		case errors.Is(err, ErrRefused):
			status = curlRefused
		}
		if err != nil {
			if !*silent || *errorsToo {
				_ = p.complain(address, err)
			}
			return interp.ExitStatus(status)
		}
		if *onlyHead {
			body = "HTTP/1.1 200 OK\n"
		}
		name := *output
		if *own {
			name = documentName(address)
		}
		if name == "-" {
			err = p.write(body)
		} else if name != "/dev/null" {
			err = p.save(p.path(name), []byte(body), false)
		}
		if err != nil {
			return err
		}
		if *format != "" {
			text := strings.NewReplacer("%{http_code}", "200", "%{response_code}", "200", `\n`, "\n").Replace(*format)
			if err := p.write(text); err != nil {
				return err
			}
		}
	}
	return nil
}
