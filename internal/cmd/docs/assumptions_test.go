package main

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

func TestAssumptions(t *testing.T) {
	got := assumptions([]emulator.Assumption{{Name: "weather", Question: "Does it rain?",
		Answers: []emulator.Answer{{Name: "no", Meaning: "dry | fine"}, {Name: "yes", Meaning: "wet"}}, Why: "It says so.", Provider: "Waits."}})
	want := "| Name | Question, answers, and why the first is assumed | What the provider does |\n|---|---|---|\n" +
		"| `weather` | Does it rain?<br>`no`: dry \\| fine; `yes`: wet<br>It says so. | Waits. |\n"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
