package containergroup

import (
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// TestReasonsThatDoNotEnd goes through all reasons why a kubelet lets a container wait.
func TestReasonsThatDoNotEnd(t *testing.T) {
	const atOnce, afterRestarts, never = 0, hopelessRestarts, -1
	for reason, hopelessAfter := range map[string]int64{
		"":                           never,
		"ContainerCreating":          never,
		"PodInitializing":            never,
		"ErrImagePull":               never, // is tried again, and becomes ImagePullBackOff
		"RegistryUnavailable":        never,
		"ImageInspectError":          never,
		"ImagePullBackOff":           atOnce,
		"InvalidImageName":           atOnce,
		"ErrImageNeverPull":          atOnce,
		"SignatureValidationFailed":  atOnce,
		"CreateContainerConfigError": atOnce,
		"CreateContainerError":       atOnce,
		"PreCreateHookError":         atOnce,
		"CrashLoopBackOff":           afterRestarts,
		"RunContainerError":          afterRestarts,
		"PreStartHookError":          afterRestarts,
		"PostStartHookError":         afterRestarts,
	} {
		for _, restarts := range []int64{0, hopelessRestarts - 1, hopelessRestarts} {
			spec := eci.DescribedContainerSpec{Name: "main", RestartCount: restarts,
				CurrentState: &eci.ContainerState{State: "Waiting", Reason: reason}}
			well := eci.DescribedContainerSpec{Name: "well", CurrentState: &eci.ContainerState{State: "Running"}}
			for place, group := range map[string]eci.ContainerGroup{
				"container": {Status: eci.StatusPending,
					Containers: []eci.DescribedContainer{{DescribedContainerSpec: well}, {DescribedContainerSpec: spec}}},
				"init container": {Status: eci.StatusPending, InitContainers: []eci.DescribedInitContainer{{DescribedContainerSpec: spec}}},
			} {
				_, err := progress(group, waitForRunning, true)
				if want := hopelessAfter != never && restarts >= hopelessAfter; (err != nil) != want {
					t.Errorf("%s of an %s after %d restarts: %v", reason, place, restarts, err)
				}
				if err != nil && (!strings.Contains(err.Error(), "container main") || !strings.HasSuffix(err.Error(), "("+reason+")")) {
					t.Errorf("%s: %v does not name the container and the reason", reason, err)
				}
				if _, err := progress(group, waitForRunning, false); err != nil {
					t.Errorf("%s without fail_fast: %v", reason, err)
				}
			}
		}
	}
}
