package shell

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"syscall"
	"time"

	"mvdan.cc/sh/v3/interp"
)

// read returns a file's content: what the command wrote, else what it was given.
func (m *machine) read(name string) ([]byte, bool) {
	if name == "/dev/null" {
		return nil, true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, files := range []map[string][]byte{m.sourced, m.written} {
		if content, ok := files[name]; ok {
			return content, true
		}
	}
	content, ok := m.files[name]
	return content, ok
}

// open serves redirections. Given files are read-only; other files live in memory, for this run only.
func (m *machine) open(ctx context.Context, name string, flag int, _ os.FileMode) (io.ReadWriteCloser, error) {
	hc := interp.HandlerCtx(ctx)
	name = absolute(hc.Dir, name)
	if flag&(os.O_WRONLY|os.O_RDWR) == 0 {
		content, ok := m.read(name)
		if !ok {
			return nil, &os.PathError{Op: "open", Path: name, Err: syscall.ENOENT}
		}
		if err := m.spend(len(content)); err != nil {
			return nil, err
		}
		return &file{reader: bytes.NewReader(content)}, nil
	}
	switch name {
	case "/dev/null":
		return &file{}, nil
	case "/dev/stdout":
		return &file{write: hc.Stdout.Write}, nil
	case "/dev/stderr":
		return &file{write: hc.Stderr.Write}, nil
	}
	if _, given := m.files[name]; given {
		return nil, &os.PathError{Op: "open", Path: name, Err: syscall.EROFS}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if flag&os.O_APPEND == 0 {
		m.written[name] = nil
	}
	return &file{write: func(p []byte) (int, error) {
		if err := m.spend(len(p)); err != nil {
			return 0, err
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.written[name] = append(m.written[name], p...)
		return len(p), nil
	}}, nil
}

// file is an opened file; the zero value is /dev/null.
type file struct {
	reader *bytes.Reader
	write  func([]byte) (int, error)
}

func (f *file) Read(p []byte) (int, error) {
	if f.reader == nil {
		return 0, io.EOF
	}
	return f.reader.Read(p)
}

func (f *file) Write(p []byte) (int, error) {
	if f.write == nil {
		return len(p), nil
	}
	return f.write(p)
}

func (f *file) Close() error { return nil }

// stat answers `test -f` and cd. Folders are the ones that lead to files.
func (m *machine) stat(_ context.Context, name string, _ bool) (fs.FileInfo, error) {
	if content, ok := m.read(name); ok {
		return info{name: name, size: int64(len(content))}, nil
	}
	if m.isDir(name) {
		return info{name: name, mode: fs.ModeDir | 0o755}, nil
	}
	return nil, &os.PathError{Op: "stat", Path: name, Err: syscall.ENOENT}
}

func (m *machine) isDir(name string) bool {
	if name == "/" {
		return true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, files := range []map[string][]byte{m.files, m.written} {
		for file := range files {
			if strings.HasPrefix(file, name+"/") {
				return true
			}
		}
	}
	return false
}

func (m *machine) access(ctx context.Context, name string, _ interp.AccessMode) error {
	_, err := m.stat(ctx, name, true)
	return err
}

// readDir finds nothing, so that a pattern stays as it is written.
func (m *machine) readDir(context.Context, string) ([]fs.DirEntry, error) { return nil, nil }

// info describes an emulated file.
type info struct {
	name string
	size int64
	mode fs.FileMode
}

func (i info) Name() string       { return path.Base(i.name) }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return &syscall.Stat_t{} } // root's; the interpreter expects this type
