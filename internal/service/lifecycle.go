package service

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// Managed holds the attributes that every resource has. Its models embed it.
type Managed struct {
	ID       types.String            `tfsdk:"id"`
	Region   types.String            `tfsdk:"region"`
	Tags     map[string]types.String `tfsdk:"tags"`
	TagsAll  types.Map               `tfsdk:"tags_all"`
	Timeouts timeouts.Value          `tfsdk:"timeouts"`
}

func (m *Managed) managed() *Managed { return m }

type modelOf[M any] interface {
	*M
	managed() *Managed
}

// Plain is one kind of plain object: one that a call each creates, reads, updates and deletes. M is its model, which embeds
// [Managed], and O what the API returns of it.
type Plain[M, O any] struct {
	// ResourceType is the eci.ResourceType constant for its tags, ListAction the action that Get calls.
	ResourceType, ListAction string
	// Timeouts says how long operations may take unless the attribute timeouts does.
	Timeouts attribute.Timeouts
	// Statuses says what the status of an object means.
	Statuses Statuses

	// See returns what all objects have.
	See func(O) Seen
	// Name returns the configured name, for errors.
	Name func(M) string
	// Request returns what creation sends, secrets included. It identifies the creation.
	Request func(M) any
	// Create creates the object and returns its ID.
	Create func(ctx context.Context, client *eci.Client, m M) (id string, err error)
	// Marked lists the objects that look like m and have a tag.
	Marked func(ctx context.Context, client *eci.Client, m M, mark eci.Tag) iter.Seq2[O, error]
	// Get returns the object, and whether the API lists it. The error is wait.ErrGone if it is gone although it is listed.
	Get func(ctx context.Context, client *eci.Client, id string) (object O, listed bool, err error)
	// Flatten returns the state that follows from what the API returned. Of prior, the state or plan so far, it keeps what ECI
	// does not return. The attributes of Managed are taken care of.
	Flatten func(object O, prior M) M
	// WithSecrets adds the write-only values of the configuration to m where m has the version that config has.
	WithSecrets func(m, config M) M
	// Update returns the call that leads from one state to another, nil if there is nothing to send. Both have their secrets.
	Update func(from, to M) Call
	// Delete deletes the object.
	Delete Call

	// Rebuilds, if set, reports whether an update with a change makes the object anew, at a cost. An import does not, for what ECI does
	// not return.
	Rebuilds func(c attribute.Change) bool
	// CannotUpdate, if set, reports whether the update action cannot make a change although the table says so.
	CannotUpdate func(c attribute.Change, plan M) bool
	// Derive, if set, plans computed attributes that follow from the configuration.
	Derive func(ctx context.Context, plan M, resp *resource.ModifyPlanResponse)
	// Planned, if set, names a cache for [Planned], empty if the name is not known yet, and its size in GiB.
	Planned func(plan M) (name string, size types.Int64)
	// Move, if set, takes over states of the provider alicloud.
	Move Move
	// Price, if set, asks for the price of an object, which is estimated when it is created and when the answer may change. It is false
	// while that is not known yet.
	Price func(m M) (question pricing.Question, known bool)
}

// Call is an API call for the object with an ID.
type Call func(ctx context.Context, client *eci.Client, id string) error

// Seen holds what the API returns of every object.
type Seen struct {
	ID, Region, Status, Progress string
	Tags                         []eci.DescribedTag
	Events                       []eci.Event
}

// Statuses says what the statuses of a kind of object mean.
type Statuses struct {
	// Wanted is the status that creation and update lead to.
	Wanted string
	// Busy are the statuses in which ECI takes no update yet.
	Busy []string
	// Failed has the statuses that no waiting gets out of, with what happened, as a clause.
	Failed map[string]string
	// Stuck is the status in which ECI takes no update any more.
	Stuck string
	// Again is the status after which the update is sent again.
	Again string
}

// NewPlain returns the resource of a kind of plain object.
func NewPlain[M, O any, P modelOf[M]](r Resource, plain Plain[M, O]) resource.Resource {
	return &lifecycle[M, O, P]{Resource: r, of: plain}
}

type lifecycle[M, O any, P modelOf[M]] struct {
	Resource
	of Plain[M, O]
}

var (
	_ resource.ResourceWithConfigure   = (*lifecycle[struct{ Managed }, any, *struct{ Managed }])(nil)
	_ resource.ResourceWithIdentity    = (*lifecycle[struct{ Managed }, any, *struct{ Managed }])(nil)
	_ resource.ResourceWithImportState = (*lifecycle[struct{ Managed }, any, *struct{ Managed }])(nil)
	_ resource.ResourceWithModifyPlan  = (*lifecycle[struct{ Managed }, any, *struct{ Managed }])(nil)
	_ resource.ResourceWithMoveState   = (*lifecycle[struct{ Managed }, any, *struct{ Managed }])(nil)
)

func (l *lifecycle[M, O, P]) MoveState(context.Context) []resource.StateMover {
	return l.of.Move.Movers()
}

// Create goes on in the order of time. What happens if the process is killed stands at each step.
func (l *lifecycle[M, O, P]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config M
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	client := l.In(P(&plan).managed().Region, &resp.Diagnostics)
	timeout, diags := l.of.Timeouts.ForCreate(ctx, P(&plan).managed().Timeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	// Killed here: a note says so, and the object, if there is one, has a mark by which the next apply finds it.
	id, err := l.create(ctx, client, l.of.WithSecrets(plan, config))
	if err != nil {
		resp.Diagnostics.Append(l.CannotCreate(l.of.Name(plan), err))
		return
	}
	created := l.Created(ctx, id, req, resp)
	P(&plan).managed().ID, P(&plan).managed().Region = created.ID, created.Region

	// Interrupted here: the object is in state, and plans go on with the wait. Killed: the next apply finds it by its mark.
	resp.Diagnostics.Append(SetWaiting(ctx, resp.Private, true)...)
	l.settle(ctx, client, plan, &resp.State, resp.Private, &resp.Diagnostics)
	l.settlePrice(ctx, req.Plan, &resp.State, &resp.Diagnostics)

	// Killed here: the mark stays until the next refresh takes it off.
	l.Config.Journal.Told(client, l.of.ResourceType, id)
}

func (l *lifecycle[M, O, P]) create(ctx context.Context, client *eci.Client, m M) (string, error) {
	kind := creation.Kind{Client: client, Name: l.Kind, ResourceType: l.of.ResourceType}
	kind.Marked = func(mark eci.Tag) iter.Seq2[creation.Object, error] {
		return func(yield func(creation.Object, error) bool) {
			for object, err := range l.of.Marked(ctx, client, m, mark) {
				seen := l.of.See(object)
				_, failed := l.of.Statuses.Failed[seen.Status]
				if !yield(creation.Object{ID: seen.ID, Tags: seen.Tags, Ended: failed}, err) {
					return
				}
			}
		}
	}
	create := func(tags []eci.Tag) (string, error) {
		marked := m
		P(&marked).managed().TagsAll = tagMap(tags)
		return l.of.Create(ctx, client, marked)
	}
	return l.Config.Journal.Create(ctx, kind, l.of.Request(m), ExpandTags(P(&m).managed().TagsAll), create)
}

// logged is an object that is waited for: what changes of it is written to the log at INFO, since Terraform itself shows only how long it
// has been.
func (l *lifecycle[M, O, P]) logged(ctx context.Context, client *eci.Client, id string) wait.Object[O] {
	begin, last := time.Now(), ""
	return l.object(client, id).Watched(func(object O) {
		now := l.of.See(object)
		fields := map[string]any{"id": id, "status": now.Status, "progress": now.Progress, "event": diagnose.NewestEvent(now.Events)}
		if text := fmt.Sprint(fields); text != last {
			last = text
			fields["elapsed"] = time.Since(begin).Round(time.Second).String()
			tflog.Info(ctx, "Waiting for the "+l.Kind, fields)
		}
	})
}

// settle waits until the object has the wanted status, and writes what it has come to into state. It reports whether that has been
// seen.
func (l *lifecycle[M, O, P]) settle(
	ctx context.Context, client *eci.Client, plan M, state *tfsdk.State, private PrivateWriter, diags *diag.Diagnostics,
) (settled bool) {
	id, seen := P(&plan).managed().ID.ValueString(), Seen{}
	object, err := l.logged(ctx, client, id).WaitFor(ctx, func(object O) (bool, error) {
		seen = l.of.See(object)
		if why, failed := l.of.Statuses.Failed[seen.Status]; failed {
			return false, wait.FailedError(why)
		}
		return seen.Status == l.of.Statuses.Wanted, nil
	})
	if object != nil {
		diags.Append(state.Set(ctx, l.flatten(*object, plan))...)
	}
	if err != nil {
		diags.Append(diagnose.Waiting(l.Kind, id, l.of.Statuses.Wanted, seen.Status, err, seen.Events))
		return false
	}
	diags.Append(SetWaiting(ctx, private, false)...)
	return true
}

// planPrice estimates what is to be created, or whose price an update changes.
func (l *lifecycle[M, O, P]) planPrice(ctx context.Context, plan M, from tfsdk.State, resp *resource.ModifyPlanResponse) {
	if l.of.Price == nil || l.Config == nil || l.Config.Client == nil {
		return
	}
	question, known := l.of.Price(plan)
	if !from.Raw.IsNull() {
		var state M
		resp.Diagnostics.Append(value.Decode(ctx, from, &state)...)
		if before, _ := l.of.Price(state); known && reflect.DeepEqual(question, before) {
			return
		}
	}
	if !known && l.Config.Prices.Enabled() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(pricing.Name), pricing.Unknown)...)
		return
	}
	l.Config.Prices.Plan(ctx, l.Kind+"s", question, resp)
}

// settlePrice estimates the price now if the plan could not.
func (l *lifecycle[M, O, P]) settlePrice(ctx context.Context, plan tfsdk.Plan, state *tfsdk.State, diags *diag.Diagnostics) {
	if l.of.Price != nil && pricing.IsLeftToApply(ctx, plan, diags) {
		l.estimate(ctx, state, diags)
	}
}

// estimate writes the price of what is in state into it.
func (l *lifecycle[M, O, P]) estimate(ctx context.Context, state *tfsdk.State, diags *diag.Diagnostics) {
	var m M
	diags.Append(value.Decode(ctx, *state, &m)...)
	question, _ := l.of.Price(m)
	estimate, problems := l.Config.Prices.Of(ctx, l.Kind+"s", question)
	diags.Append(problems...)
	diags.Append(state.SetAttribute(ctx, path.Root(pricing.Name), estimate)...)
}

// object reads the object with an ID.
func (l *lifecycle[M, O, P]) object(client *eci.Client, id string) wait.Object[O] {
	return wait.Object[O]{
		List:    func(ctx context.Context) (O, bool, error) { return l.of.Get(ctx, client, id) },
		Confirm: wait.ConfirmByTags(client, l.of.ResourceType, id, l.of.ListAction),
	}
}

func (l *lifecycle[M, O, P]) flatten(object O, prior M) M {
	m, seen := l.of.Flatten(object, prior), l.of.See(object)
	own := P(&m).managed()
	own.ID, own.Region = types.StringValue(seen.ID), types.StringValue(seen.Region)
	own.Tags, own.TagsAll = FlattenTags(seen.Tags, own.Tags, own.TagsAll, l.Config.DefaultTags)
	return m
}

func (l *lifecycle[M, O, P]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	own := P(&state).managed()
	client := l.In(own.Region, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	id := own.ID.ValueString()
	// The framework wants an identity even of what is gone.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, Identity{Region: types.StringValue(client.Region()), ID: own.ID})...)
	object, err := l.object(client, id).Read(ctx)
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("read", l.Kind+" "+id, err, nil))
		return
	}
	if object == nil {
		if !l.Config.GoneAtFirstLook(l.Kind, own.ID, own.TagsAll, &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	seen := l.of.See(*object)
	l.Config.Journal.Read(ctx, client, l.of.ResourceType, id, seen.Tags, &resp.Diagnostics)
	if seen.Status == l.of.Statuses.Wanted {
		resp.Diagnostics.Append(SetWaiting(ctx, resp.Private, false)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, l.flatten(*object, state))...)
	l.refreshPrice(ctx, &resp.State, &resp.Diagnostics)
}

// refreshPrice estimates the price of an object that has no estimate, because nobody asked for estimates when it was created or
// changed.
func (l *lifecycle[M, O, P]) refreshPrice(ctx context.Context, state *tfsdk.State, diags *diag.Diagnostics) {
	if l.of.Price == nil || !l.Config.Prices.Enabled() {
		return
	}
	var known types.Object
	diags.Append(state.GetAttribute(ctx, path.Root(pricing.Name), &known)...)
	if known.IsNull() {
		l.estimate(ctx, state, diags)
	}
}

func (l *lifecycle[M, O, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state, config M
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	client := l.In(P(&state).managed().Region, &resp.Diagnostics)
	timeout, diags := l.of.Timeouts.ForUpdate(ctx, P(&plan).managed().Timeouts)
	resp.Diagnostics.Append(diags...)
	waiting := IsWaiting(ctx, req.Private, &resp.Diagnostics)
	var status types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("status"), &status)...)
	changes, err := l.Table().Changes(req.Plan.Raw, req.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if WasImported(ctx, req.Private, &resp.Diagnostics) {
		var recorded []attribute.Change
		recorded, changes = l.recorded(changes, plan, status.ValueString())
		req.State.Raw, err = withRecorded(req.State.Raw, req.Plan.Raw, recorded)
		if err != nil {
			resp.Diagnostics.AddError("State Cannot Be Compared", err.Error())
		}
		resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	before := P(&state).managed()
	P(&plan).managed().ID, P(&plan).managed().Region = before.ID, before.Region
	id := before.ID.ValueString()
	// A state from before Terraform 1.12 has no identity.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, Identity{Region: before.Region, ID: before.ID})...)
	var update Call
	if l.Table().Updates(changes) || status.ValueString() == l.of.Statuses.Again {
		update = l.of.Update(l.of.WithSecrets(state, config), l.of.WithSecrets(plan, config))
	}
	err = UpdateTags(ctx, client, l.of.ResourceType, id, before.TagsAll, P(&plan).managed().TagsAll)
	if err == nil && update != nil {
		err = l.send(ctx, client, id, update)
	}
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("update", l.Kind+" "+id, err, l.Table().At))
		return
	}
	resp.Diagnostics.Append(SetImported(ctx, resp.Private, false)...)
	settled := false
	switch {
	case update != nil || waiting:
		resp.Diagnostics.Append(SetWaiting(ctx, resp.Private, true)...)
		settled = l.settle(ctx, client, plan, &resp.State, resp.Private, &resp.Diagnostics)
	case req.Plan.Raw.IsFullyKnown():
		resp.State.Raw = req.Plan.Raw // what has moved by itself since is for the next refresh
	default:
		object, err := l.object(client, id).Read(ctx)
		if err == nil && object == nil {
			err = errors.New("it was deleted while Terraform changed it")
		}
		if err != nil {
			resp.Diagnostics.Append(diagnose.Error("read", l.Kind+" "+id, err, nil))
			return
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, l.flatten(*object, plan))...)
	}
	l.settlePrice(ctx, req.Plan, &resp.State, &resp.Diagnostics)
	if update != nil && settled && !resp.Diagnostics.HasError() {
		l.CheckUpdate(req, resp)
	}
	if !resp.Diagnostics.HasError() {
		l.KeepPlan(req, resp)
	}
}

// send makes an update as soon as ECI takes it.
func (l *lifecycle[M, O, P]) send(ctx context.Context, client *eci.Client, id string, update Call) error {
	_, err := l.logged(ctx, client, id).WaitFor(ctx, func(object O) (bool, error) {
		return !slices.Contains(l.of.Statuses.Busy, l.of.See(object).Status), nil
	})
	if err == nil {
		err = update(ctx, client, id)
	}
	if eci.IsNoNeedUpdate(err) {
		return nil
	}
	return err
}

func (l *lifecycle[M, O, P]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state M
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	own := P(&state).managed()
	client := l.In(own.Region, &resp.Diagnostics)
	timeout, diags := l.of.Timeouts.ForDelete(ctx, own.Timeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id := own.ID.ValueString()
	err := l.of.Delete(ctx, client, id)
	if err == nil {
		err = l.logged(ctx, client, id).WaitGone(ctx)
	}
	if err != nil && !eci.IsNotFound(err) {
		resp.Diagnostics.Append(diagnose.Error("delete", l.Kind+" "+id, err, nil))
	}
}

func (l *lifecycle[M, O, P]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	PlanTags(ctx, l.Config, req, resp)
	l.PlanRegion(ctx, req, resp)
	CheckZone(ctx, l.Config, req, resp)
	var plan M
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if l.of.Derive != nil {
		l.of.Derive(ctx, plan, resp)
	}
	isNew := req.State.Raw.IsNull()
	if l.of.Planned != nil && l.Config != nil {
		name, size := l.of.Planned(plan)
		l.Config.Planned.Add(name, size, isNew)
	}
	l.planPrice(ctx, plan, req.State, resp)
	if isNew {
		return
	}
	changes, err := l.Table().Changes(resp.Plan.Raw, req.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
	}
	var id, status types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("status"), &status)...)
	imported := WasImported(ctx, req.Private, &resp.Diagnostics)
	waiting := IsWaiting(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if l.Config != nil {
		l.Config.Journal.Know(id.ValueString())
	}
	stuck := status.ValueString() == l.of.Statuses.Stuck
	if imported {
		var recorded []attribute.Change
		recorded, changes = l.recorded(changes, plan, status.ValueString())
		attribute.WarnRecorded(recorded, &resp.Diagnostics)
	}
	sent := l.Table().Require(changes, l.cannotUpdate(plan, status.ValueString()), req, resp)
	if stuck && len(resp.RequiresReplace) > 0 {
		resp.Diagnostics.AddWarning("Failed "+diagnose.Title(l.Kind)+" Is Replaced",
			fmt.Sprintf("The %s %s is %s, in which ECI takes no update, so the change replaces it.",
				l.Kind, id.ValueString(), status.ValueString()))
	}
	if why, failed := l.of.Statuses.Failed[status.ValueString()]; failed && len(resp.RequiresReplace) == 0 {
		advice := "No update changes that. To create it anew, run terraform apply -replace=ADDRESS."
		if status.ValueString() == l.of.Statuses.Again {
			advice = "The plan tries it again."
		}
		resp.Diagnostics.AddWarning(diagnose.Title(l.Kind)+" Is "+status.ValueString(), fmt.Sprintf("The %s %s is not what it is to be: %s. %s",
			l.Kind, id.ValueString(), why, advice))
	}
	if sent || waiting || status.ValueString() == l.of.Statuses.Again {
		PlanUnknown(ctx, l.Table().Moving(), resp)
	}
}

// cannotUpdate reports of a change whether the update action cannot make it now.
func (l *lifecycle[M, O, P]) cannotUpdate(plan M, status string) func(attribute.Change) bool {
	return func(c attribute.Change) bool {
		return status == l.of.Statuses.Stuck || l.of.CannotUpdate != nil && l.of.CannotUpdate(c, plan)
	}
}

// recorded divides the changes of an imported object into those that are only recorded and the others.
func (l *lifecycle[M, O, P]) recorded(changes []attribute.Change, plan M, status string) (recorded, others []attribute.Change) {
	rebuilds := func(c attribute.Change) bool {
		return l.of.Rebuilds != nil && l.Table().Updates([]attribute.Change{c}) && l.of.Rebuilds(c)
	}
	anyway := slices.ContainsFunc(changes, func(c attribute.Change) bool { return rebuilds(c) && !l.Table().Unseen(c) })
	cannot := l.cannotUpdate(plan, status)
	return l.Table().Recorded(changes, func(c attribute.Change) bool { return cannot(c) || rebuilds(c) && !anyway })
}

// withRecorded returns a state with what is only recorded as a plan has it.
func withRecorded(state, plan tftypes.Value, recorded []attribute.Change) (tftypes.Value, error) {
	return tftypes.Transform(state, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		isRecorded := func(c attribute.Change) bool { return len(at.Steps()) > 0 && c.Path.Equal(value.Path(at)) }
		if !slices.ContainsFunc(recorded, isRecorded) {
			return v, nil
		}
		found, _, err := tftypes.WalkAttributePath(plan, at)
		if planned, ok := found.(tftypes.Value); ok && err == nil {
			return planned, nil
		}
		return v, nil
	})
}
