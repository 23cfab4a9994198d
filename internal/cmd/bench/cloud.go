//go:build unix

package main

import (
	"net"
	"net/http"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

const (
	region    = "cn-hangzhou"
	accessKey = "bench"
	secretKey = "bench-secret"
)

// cloud is an emulator that listens on a loopback port.
type cloud struct {
	*emulator.Server
	url  string
	http *http.Server
}

func newCloud(config emulator.Config) (*cloud, error) {
	config.Keys = []rpc.Key{{ID: accessKey, Secret: secretKey}}
	config.Seed = 1
	server, err := emulator.New(config)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // ends with the server
	if err != nil {
		return nil, err
	}
	c := &cloud{Server: server, url: "http://" + listener.Addr().String(), http: &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}}
	go func() { _ = c.http.Serve(listener) }() // says that it was closed
	return c, nil
}

func (c *cloud) stop() { _ = c.http.Close() }
