package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// maxForm bounds the body of a form.
const maxForm = 64 << 10

// handleButtons serves the forms of the pages. Each does what the control does, and leads back to a page that shows the effect.
func (c *Console) handleButtons(mux *http.ServeMux) {
	handle := func(path string, back func(*http.Request) string, do func(*http.Request) error) {
		mux.HandleFunc("POST "+prefix+path, func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			if err := do(r); err != nil {
				c.problem(w, r, http.StatusBadRequest, err)
				return
			}
			http.Redirect(w, r, back(r), http.StatusSeeOther)
		})
	}
	toControl := func(*http.Request) string { return prefix + "control" }
	toGroup := func(r *http.Request) string { return prefix + "groups/" + r.PathValue("id") }

	handle("clock", toControl, c.advanceClock)
	handle("faults", toControl, c.addFault)
	handle("faults/clear", toControl, func(*http.Request) error { c.server.ClearFaults(); return nil })
	handle("stock", toControl, c.changeStock)
	handle("groups/{id}/reclaim", toGroup, c.reclaim)
	handle("groups/{id}/containers/{name}/fail", toGroup, func(r *http.Request) error {
		return c.server.FailContainer(r.PathValue("id"), r.PathValue("name"), 1)
	})
}

func (c *Console) advanceClock(r *http.Request) error {
	d, err := duration(r, "advance")
	if err != nil {
		return err
	}
	c.server.AdvanceClock(d)
	return nil
}

func (c *Console) reclaim(r *http.Request) error {
	d, err := duration(r, "after")
	if err != nil {
		return err
	}
	return c.server.ReclaimContainerGroup(r.PathValue("id"), d)
}

// addFault adds one to the faults in force.
func (c *Console) addFault(r *http.Request) error {
	count, err := strconv.Atoi(r.FormValue("count"))
	if err != nil {
		return fmt.Errorf("count is %q, not a number of calls", r.FormValue("count"))
	}
	fault := rpc.Fault{Action: r.FormValue("action"), Kind: rpc.FaultKind(r.FormValue("kind")), Count: count}
	if fault.Kind == rpc.FaultDelay {
		fault.DelayMilliseconds = 5000
	}
	return c.server.SetFaults(append(c.server.Faults(), fault))
}

// changeStock sets the category of a zone or an instance type; an empty one is that of everything else.
func (c *Console) changeStock(r *http.Request) error {
	key, category := r.FormValue("key"), r.FormValue("category")
	if key == "" {
		return fmt.Errorf("key is empty, not a zone or an instance type")
	}
	change := map[string]any{key: nil}
	if category != "" {
		change[key] = category
	}
	patch, err := json.Marshal(change)
	if err != nil {
		return err
	}
	return c.server.PatchStock(patch)
}

// duration reads a duration, which must not be negative.
func duration(r *http.Request, name string) (time.Duration, error) {
	d, err := time.ParseDuration(r.FormValue(name))
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%s is %q, not a duration such as 90s, 5m or 1h30m", name, r.FormValue(name))
	}
	return d, nil
}
