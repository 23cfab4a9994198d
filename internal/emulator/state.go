package emulator

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
)

// Save writes everything that the cloud holds to a file, as a whole or not at all. The file holds what users have put into
// their objects, so only its owner may read it.
func (s *Server) Save(path string) error {
	s.mu.Lock()
	s.advance(s.clock())
	data, err := json.Marshal(&s.cloud)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	// After the renaming there is nothing left to remove.
	defer func() { _ = os.Remove(file.Name()) }()
	if _, err := file.Write(data); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// Load replaces everything that the cloud holds by what Save has written. Time goes on in between: what was due happens at
// the next access.
func (s *Server) Load(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var loaded cloud
	if err := json.Unmarshal(data, &loaded); err != nil {
		return err
	}
	if slices.Contains(loaded.Tasks, nil) || slices.Contains(loaded.OpsRecords, nil) {
		return errors.New("a task is null")
	}
	if loaded.Tokens == nil {
		loaded.Tokens = map[string]token{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cloud = loaded
	return nil
}
