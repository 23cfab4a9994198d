// Command eci-emulator serves the ECI API from memory, for demos and tests that need no account.
//
// It prints one line with its URL when it is ready, under which a browser finds its console, and ends cleanly on SIGTERM or
// SIGINT. Unless the flags say otherwise it listens on the loopback interface only, at port 18080, and takes calls signed with
// the access key ID "emulator" and the secret "emulator-secret".
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/console"
)

const (
	// saveInterval limits what a crash can lose of what -state keeps.
	saveInterval = time.Second
	// shutdownTimeout bounds the calls that are being served when the signal to end comes.
	shutdownTimeout = 5 * time.Second
)

func main() {
	opts, err := parse(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, opts, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "eci-emulator:", err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, opts options, stdout, stderr io.Writer) error {
	log := opts.logHandler(stderr)
	server, err := emulator.New(opts.config(log))
	if err != nil {
		return err
	}
	if opts.state != "" {
		if err := server.Load(opts.state); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("load -state: %w", err)
		}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", opts.listen)
	if err != nil {
		return err
	}
	var changed atomic.Bool
	pages := console.New(server)
	httpServer := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer changed.Store(true) // a call that only reads may carry out what was due
			pages.ServeHTTP(w, r)
		}),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(log, slog.LevelError),
	}
	httpServer.RegisterOnShutdown(pages.Close)
	failed := make(chan error, 1)
	go func() { failed <- httpServer.Serve(listener) }()
	fmt.Fprintf(stdout, "eci-emulator listening on http://%s\n", listener.Addr())

	save := time.NewTicker(saveInterval)
	defer save.Stop()
	for {
		select {
		case <-save.C:
			if opts.state != "" && changed.Swap(false) {
				if err := server.Save(opts.state); err != nil {
					fmt.Fprintln(stderr, "eci-emulator: save -state:", err)
				}
			}
		case err := <-failed:
			return err
		case <-ctx.Done():
			return end(httpServer, server, opts.state)
		}
	}
}

// end lets the calls finish that are being served, and saves the state.
func end(httpServer *http.Server, server *emulator.Server, state string) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := httpServer.Shutdown(ctx); err != nil {
		_ = httpServer.Close() // what did not finish in time is cut off, as was decided by the timeout
	}
	if state == "" {
		return nil
	}
	if err := server.Save(state); err != nil {
		return fmt.Errorf("save -state: %w", err)
	}
	return nil
}
