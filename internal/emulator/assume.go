package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Assumption is a point about ECI that no public source settles, with the answers that the emulator can give.
type Assumption struct {
	Name     string
	Question string
	// Answers are all answers; the first is assumed.
	Answers []Answer
	// Why is the reason for the first answer: the source that comes nearest.
	Why string
}

// Answer is one of the answers to an Assumption.
type Answer struct{ Name, Meaning string }

// The names of the assumptions.
const (
	assumeImageVariables     = "image-variables"
	assumeCapabilities       = "capabilities"
	assumeVariableNames      = "variable-names"
	assumeHostIP             = "host-ip"
	assumeIncrementalLists   = "incremental-lists"
	assumeUpdateRestarts     = "update-restarts"
	assumeRestartCount       = "restart-count"
	assumeRestartStatus      = "restart-status"
	assumeExecMissingProgram = "exec-missing-program"
	assumeExecURLs           = "exec-urls"
	assumeUnknownContainer   = "unknown-container"
	assumePreviousLog        = "previous-log"
	assumeLogSince           = "log-since"
	assumeLogLimit           = "log-limit"
	assumeDeleteUnknown      = "delete-unknown"
	assumeEmptyIDs           = "empty-ids"
	assumeResizeShown        = "resize-shown"
	assumeResizeStates       = "resize-states"
	assumeSpotSizes          = "spot-sizes"
	assumeThrottlingCode     = "throttling-code"
	assumeDryRunCode         = "dry-run-code"
	assumeSecondCall         = "second-call"
	assumeUnknownTask        = "unknown-task"
	assumeOpsInterval        = "ops-interval"
)

// Assumptions lists everything that the emulator assumes about ECI and could assume otherwise.
var Assumptions = []Assumption{
	{
		assumeImageVariables, "Do answers hold the variables of a container's image beside the configured ones?",
		[]Answer{{"no", "only what was configured"}, {"yes", "PATH and whatever else the image sets, too"}},
		"Alibaba's own provider copies the list unfiltered and expects an empty plan; one captured answer of 2021 says otherwise.",
	},
	{
		assumeCapabilities, "Which capabilities can a container add?",
		[]Answer{{"documented", "the 17 of the help pages"}, {"sdk", "NET_ADMIN and NET_RAW"}},
		"The help pages of 2024 and 2025 list 17; the texts of API and SDKs, which are older, name two.",
	},
	{
		assumeVariableNames, "Which names can environment variables have?",
		[]Answer{{"any", "everything but = and white space"}, {"identifiers", "letters, digits and underscores"}},
		"ECI's own variables for log collection hold hyphens (aliyun_logs_app-stdout).",
	},
	{
		assumeHostIP, "Can a variable be taken from the field status.hostIP?",
		[]Answer{{"taken", "it is the address of the group"}, {"refused", "with InvalidParameter"}},
		"The API documents status.podIP only, but configurations of Alibaba's own provider use status.hostIP.",
	},
	{
		assumeIncrementalLists, "What does IncrementalUpdate make of lists with named members: containers, volumes, logins?",
		[]Answer{{"by-name", "members are merged into what was, by name"}, {"whole", "the list replaces what was"}},
		"The rule of ESS for the same two words; the text of ECI calls containers full update only.",
	},
	{
		assumeUpdateRestarts, "Which containers does an update of one container restart?",
		[]Answer{{"changed", "those that differ"}, {"all", "every container of the group"}},
		"Inferred from the API's list of updates that restart the whole group.",
	},
	{
		assumeRestartCount, "What is RestartCount after RestartContainerGroup?",
		[]Answer{{"rises", "one more than before"}, {"zero", "it starts again"}},
		"A help page says that changing an image in place raises it.",
	},
	{
		assumeRestartStatus, "Through which statuses does a group go after RestartContainerGroup?",
		[]Answer{{"Restarting", "Restarting, then Running"}, {"Pending", "Restarting, then Pending, then Running"}},
		"The API documents Restarting only.",
	},
	{
		assumeExecMissingProgram, "What does ExecContainerCommand with Sync answer for a program that the image does not have?",
		[]Answer{{"text", "the complaint of the container runtime, as output"}, {"error", "InvalidParameter"}},
		"No code is declared for it.",
	},
	{
		assumeExecURLs, "Does ExecContainerCommand with Sync answer URLs too?",
		[]Answer{{"no", "SyncResponse only"}, {"yes", "WebSocketUri and HttpUrl as well"}},
		"Nothing public; the sample shows all three fields, but samples show every field.",
	},
	{
		assumeUnknownContainer, "How is the name of a container refused that the group does not have?",
		[]Answer{{"not-found", "InvalidParameter.NotFound, HTTP status 404"}, {"invalid", "InvalidParameter, HTTP status 400"}},
		"The code that is declared for unknown groups.",
	},
	{
		assumePreviousLog, "What does DescribeContainerLog with LastTime answer for a container that has not restarted?",
		[]Answer{{"empty", "an empty log"}, {"error", "InvalidParameter"}},
		"The action declares no errors.",
	},
	{
		assumeLogSince, "What does DescribeContainerLog make of SinceSeconds together with StartTime?",
		[]Answer{{"seconds", "SinceSeconds counts"}, {"error", "InvalidParameter, as Kubernetes refuses both"}},
		"The action declares no errors.",
	},
	{
		assumeLogLimit, "Which end of a log that is longer than LimitBytes is left out?",
		[]Answer{{"oldest", "the beginning"}, {"newest", "the end, as in Kubernetes"}},
		"The newest lines are what Tail keeps.",
	},
	{
		assumeDeleteUnknown, "What do the delete actions answer for an id that does not exist?",
		[]Answer{{"success", "as for a second deletion"}, {"not-found", "InvalidParameter.NotFound, HTTP status 404"}},
		"None of them declares an error for it; Alibaba's own provider handles InvalidParameter.NotFound all the same.",
	},
	{
		assumeEmptyIDs, "What does an empty list of ids ([]) select?",
		[]Answer{{"all", "everything, as if it were absent"}, {"nothing", "nothing"}},
		"An empty parameter is mostly treated as an absent one.",
	},
	{
		assumeResizeShown, "Do the options of a volume show its new size after ResizeContainerGroupVolume?",
		[]Answer{{"yes", "volumeSize changes"}, {"no", "volumeSize stays as it was created"}},
		"Nothing public.",
	},
	{
		assumeResizeStates, "In which states of the group can a volume be resized?",
		[]Answer{{"running", "Running"}, {"pending", "Pending and Running, as for updates"}},
		"The code IncorrectStatusDetail is declared, the states are not.",
	},
	{
		assumeSpotSizes, "What becomes of a spot group whose size is not sold as spot?",
		[]Answer{{"rounded", "it is rounded up to the next that is"}, {"refused", "InvalidSpotCpuMemorySpec"}},
		"The help page of 2024 says that sizes are rounded up, also through the API; the code is declared all the same.",
	},
	{
		assumeThrottlingCode, "With which code are too many calls refused?",
		[]Answer{
			{"Throttling.User", "the limit of the caller"}, {"Throttling.Api", "the limit of the action"},
			{"Throttling", "the product's own code"}, {"Degrade.Api", "the service degrades"},
		},
		"All four are public codes with HTTP status 400.",
	},
	{
		assumeDryRunCode, "With which code does a dry run succeed?",
		[]Answer{{"DryRunOperation", "HTTP status 400"}, {"DryRun.Success", "HTTP status 400"}},
		"English texts name the first, the Chinese description the second.",
	},
	{
		assumeSecondCall, "What does a second call with the same ClientToken and other parameters answer?",
		[]Answer{{"mismatch", "IdempotentParameterMismatch"}, {"first", "the answer of the first call"}},
		"ECS, to whose page ECI's links, documents the first.",
	},
	{
		assumeUnknownTask, "What does DescribeCommitContainerTask answer for an unknown TaskId?",
		[]Answer{{"empty", "an empty list"}, {"not-found", "InvalidParameter.NotFound, HTTP status 404"}},
		"The action declares no errors.",
	},
	{
		assumeOpsInterval, "For how long after a task of CreateInstanceOpsTask is another of its type refused?",
		[]Answer{{"30s", "for half a minute"}, {"0s", "never"}, {"2m", "for two minutes"}},
		"The codes are declared, the interval is not.",
	},
}

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
	return nil
}

// assumes returns the answer that is assumed.
func (s *Server) assumes(name string) string { return s.settings.Assume[name] }

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
