package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// options are the flags of the program.
type options struct {
	listen                       string
	accessKeyID, accessKeySecret string
	securityToken                string
	controlHosts                 names
	assume                       answers
	bootTime, latency            time.Duration
	rateLimits                   rateLimits
	state                        string
	log                          string
	refuseUnknownParameters      bool
	seed                         uint64
	outcomes                     []emulator.Outcome
}

// parse reads the command line. Usage and errors go to stderr.
func parse(args []string, stderr io.Writer) (options, error) {
	o := options{rateLimits: rateLimits{}, assume: answers{}}
	flags := flag.NewFlagSet("eci-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.listen, "listen", "127.0.0.1:18080", "`address` to listen on; port 0 is any free one")
	flags.StringVar(&o.accessKeyID, "access-key-id", "emulator", "`id` of the access key that calls have to be signed with")
	flags.StringVar(&o.accessKeySecret, "access-key-secret", "emulator-secret", "`secret` of the access key")
	flags.StringVar(&o.securityToken, "security-token", "", "`token` that calls have to carry too, as with temporary credentials")
	flags.Var(&o.controlHosts, "control-host",
		"host `name` under which the control, /_emulator/, may be called beside localhost and IP addresses; may be repeated")
	flags.DurationVar(&o.bootTime, "boot-time", 3*time.Second,
		"`time` in which a group is scheduled, its images pulled and its containers started")
	flags.DurationVar(&o.latency, "latency", 0, "`time` before a call is carried out")
	flags.Var(o.rateLimits, "rate-limit",
		"calls per minute as `[action=]number`, without an action for all that are not named; may be repeated")
	flags.StringVar(&o.state, "state", "", "`file` that keeps all objects; read at the start if it exists")
	flags.Func("outcomes", "JSON `file` that tells what programs do that containers run", func(name string) error {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		o.outcomes, err = emulator.ReadOutcomes(data)
		return err
	})
	flags.Var(o.assume, "assume",
		"`name=answer` to a question about ECI that no public source settles; may be repeated; -assume help lists them")
	flags.StringVar(&o.log, "log", "none", "`format` in which calls are logged to stderr: none, text or json")
	flags.BoolVar(&o.refuseUnknownParameters, "refuse-unknown-parameters", false,
		"refuse calls with parameters that the action does not have, instead of ignoring them")
	flags.Uint64Var(&o.seed, "seed", 0, "`number` that makes ids and faults repeatable; 0 for a random one")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.assume.help() {
		listAssumptions(stderr)
		return o, flag.ErrHelp
	}
	err := o.check(flags.Args())
	if err != nil {
		fmt.Fprintln(stderr, "eci-emulator:", err)
	}
	return o, err
}

func (o *options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q", rest[0])
	case o.listen == "":
		return fmt.Errorf("-listen cannot be empty")
	case o.accessKeyID == "" || o.accessKeySecret == "":
		return fmt.Errorf("-access-key-id and -access-key-secret cannot be empty")
	case o.bootTime < 0 || o.latency < 0:
		return fmt.Errorf("-boot-time and -latency cannot be negative")
	case o.log != "none" && o.log != "text" && o.log != "json":
		return fmt.Errorf("-log is %q, not none, text or json", o.log)
	}
	if err := rpc.CheckRateLimits(o.rateLimits, emulator.Actions()); err != nil {
		return fmt.Errorf("-rate-limit: %w", err)
	}
	if err := emulator.CheckAssumptions(o.assume); err != nil {
		return fmt.Errorf("-assume: %w", err)
	}
	return o.checkState()
}

// checkState makes a file where -state will be saved, so that a folder that cannot be written is noticed at once.
func (o *options) checkState() error {
	if o.state == "" {
		return nil
	}
	file, err := os.CreateTemp(filepath.Dir(o.state), filepath.Base(o.state)+".*")
	if err != nil {
		return fmt.Errorf("-state cannot be saved: %w", err)
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// config sets the emulator up as the flags say.
func (o *options) config(log slog.Handler) emulator.Config {
	bootTime := o.bootTime
	if bootTime == 0 {
		bootTime = -1 // zero would stand for the emulator's default
	}
	return emulator.Config{
		Keys:                    []rpc.Key{{ID: o.accessKeyID, Secret: o.accessKeySecret, SecurityToken: o.securityToken}},
		BootTime:                bootTime,
		Latency:                 o.latency,
		RateLimits:              o.rateLimits,
		RefuseUnknownParameters: o.refuseUnknownParameters,
		ControlHosts:            o.controlHosts,
		Assume:                  o.assume,
		Log:                     slog.New(log),
		Seed:                    o.seed,
		Outcomes:                o.outcomes,
	}
}

// logHandler writes the log in the format of -log.
func (o *options) logHandler(stderr io.Writer) slog.Handler {
	switch o.log {
	case "text":
		return slog.NewTextHandler(stderr, nil)
	case "json":
		return slog.NewJSONHandler(stderr, nil)
	}
	return slog.DiscardHandler
}

// rateLimits is the value of -rate-limit: calls per minute by action, "*" for every other.
type rateLimits map[string]int

func (r rateLimits) String() string { return "" }

// Set adds one limit.
func (r rateLimits) Set(text string) error {
	action, number, named := strings.Cut(text, "=")
	if !named {
		action, number = "*", text
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || action == "" {
		return fmt.Errorf("want a number of calls per minute, or an action's name, = and a number")
	}
	r[action] = n
	return nil
}

// names is the value of a flag that may be repeated.
type names []string

func (n *names) String() string { return strings.Join(*n, ",") }

// Set adds one name.
func (n *names) Set(text string) error {
	*n = append(*n, strings.ToLower(text))
	return nil
}

// answers is the value of -assume: answers by the name of the assumption.
type answers map[string]string

func (a answers) String() string { return "" }

// Set adds one answer.
func (a answers) Set(text string) error {
	name, answer, ok := strings.Cut(text, "=")
	if !ok && text != "help" {
		return fmt.Errorf("want the name of an assumption, = and an answer, or help")
	}
	a[name] = answer
	return nil
}

func (a answers) help() bool {
	_, ok := a["help"]
	return ok
}

// listAssumptions writes the assumptions with their answers.
func listAssumptions(w io.Writer) {
	for _, a := range emulator.Assumptions {
		fmt.Fprintf(w, "%s: %s\n", a.Name, a.Question)
		for i, answer := range a.Answers {
			mark := " "
			if i == 0 {
				mark = "*"
			}
			fmt.Fprintf(w, "  %s %-18s %s\n", mark, answer.Name, answer.Meaning)
		}
		fmt.Fprintf(w, "  Why *: %s\n", a.Why)
	}
}
