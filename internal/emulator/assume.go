package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Assumption is a point about ECI that no public source settles, with the answers that the emulator can give.
type Assumption struct {
	Name     string
	Question string
	// Answers are all answers; the first is assumed.
	Answers []Answer
	// Why is the reason for the first answer: the source that comes nearest.
	Why string
	// Provider is what Terraform's provider for ECI does under each answer.
	Provider string
}

// Answer is one of the answers to an Assumption.
type Answer struct{ Name, Meaning string }

// CheckAssumptions refuses names of assumptions that do not exist, and answers that they do not have.
func CheckAssumptions(answers map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		i := slices.IndexFunc(Assumptions, func(a Assumption) bool { return a.Name == name })
		if i < 0 {
			return fmt.Errorf("there is no assumption %q", name)
		}
		var known []string
		for _, answer := range Assumptions[i].Answers {
			known = append(known, answer.Name)
		}
		if !slices.Contains(known, answers[name]) {
			return fmt.Errorf("assumption %s: %q is not one of %s", name, answers[name], strings.Join(known, ", "))
		}
	}
	return nil
}

// Assume chooses other answers to Assumptions, by their names. Those that are not named stay as they are.
func (s *Server) Assume(answers map[string]string) error {
	if err := CheckAssumptions(answers); err != nil {
		return controlError{http.StatusBadRequest, err.Error()}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(everyGroup) // what was due happens as was assumed before
	next := maps.Clone(s.settings.Assume)
	maps.Copy(next, answers)
	s.settings.Assume = next
	s.rpc.SetThrottlingCode(s.assumes(assumeThrottlingCode))
	s.rpc.SetEmptyList(s.assumes(assumeEmptyPage))
	return nil
}

// assumes returns the answer that is assumed.
func (s *Server) assumes(name string) string { return s.settings.Assume[name] }

func (g *containerGroup) assumes(name string) string { return g.settings.Assume[name] }

// lag passes until the emulator shows what it shows later under an assumption.
const lag = 10 * time.Second

// describeAssumptions returns what is assumed, by name.
func (s *Server) describeAssumptions() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.settings.Assume)
}

// assumed completes answers with those that are assumed.
func assumed(answers map[string]string) map[string]string {
	all := map[string]string{}
	for _, a := range Assumptions {
		all[a.Name] = a.Answers[0].Name
	}
	maps.Copy(all, answers)
	return all
}
