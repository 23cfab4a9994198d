package containergroup

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
)

func text(value string) types.String { return types.StringValue(value) }

func textMap(pairs ...string) map[string]types.String {
	m := map[string]types.String{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = text(pairs[i+1])
	}
	return m
}

// equal compares what a function made with what it should have made.
func equal(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestExpandCreate(t *testing.T) {
	container := func(m containerModel) model { return model{Containers: map[string]containerModel{"main": m}} }
	first := func(req *eci.CreateContainerGroupRequest) any { return req.Container[0] }
	for name, test := range map[string]struct {
		model model
		part  func(*eci.CreateContainerGroupRequest) any
		want  any
	}{
		"nothing is sent for null": {model{}, func(req *eci.CreateContainerGroupRequest) any { return *req }, eci.CreateContainerGroupRequest{}},
		"nothing is sent for an unknown size or no extra storage": {
			model{CPU: types.Float64Unknown(), Memory: types.Float64Unknown(), EphemeralStorage: types.Int64Value(0)},
			func(req *eci.CreateContainerGroupRequest) any { return *req }, eci.CreateContainerGroupRequest{}},
		"false is sent": {model{StrictSpot: types.BoolValue(false)},
			func(req *eci.CreateContainerGroupRequest) any { return *req.StrictSpot }, false},
		"numbers and booleans that the API takes as text": {model{FixedIP: types.BoolValue(true), IPv6GatewayBandwidth: types.Int64Value(10)},
			func(req *eci.CreateContainerGroupRequest) any { return []string{req.FixedIp, req.Ipv6GatewayBandwidth} }, []string{"true", "10"}},
		"containers in the order of their names": {model{Containers: map[string]containerModel{"b": {}, "c": {}, "a": {}}},
			func(req *eci.CreateContainerGroupRequest) any {
				return []string{req.Container[0].Name, req.Container[1].Name, req.Container[2].Name}
			}, []string{"a", "b", "c"}},
		"init containers in their own order": {
			model{InitContainers: []initContainerModel{{Name: text("second")}, {Name: text("first")}}},
			func(req *eci.CreateContainerGroupRequest) any {
				return []string{req.InitContainer[0].Name, req.InitContainer[1].Name}
			}, []string{"second", "first"}},
		"variables of every kind, empty ones too": {
			container(containerModel{
				commonContainerModel: commonContainerModel{Env: textMap("B", "", "A", "1"), EnvFromField: textMap("IP", "status.podIP")},
				SensitiveEnv:         textMap("S", "secret"), SensitiveEnvWO: textMap("W", "written"), SensitiveEnvWOVersion: types.Int64Value(1)}),
			first,
			eci.CreateContainer{
				ContainerSpec: eci.ContainerSpec{Name: "main", EnvironmentVar: []eci.EnvironmentVar{
					{Key: "A", Value: new("1")}, {Key: "B", Value: new("")}, {Key: "S", Value: new("secret")}, {Key: "W", Value: new("written")},
					{Key: "IP", FieldRef: &eci.FieldRef{FieldPath: "status.podIP"}},
				}},
				EnvironmentVarHide: new(true),
			}},
		"hiding variables as asked": {container(containerModel{HideEnv: types.BoolValue(false)}), first,
			eci.CreateContainer{ContainerSpec: eci.ContainerSpec{Name: "main"}, EnvironmentVarHide: new(false)}},
		"a root file system is only ever made read-only": {
			container(containerModel{SecurityContext: &securityContextModel{
				commonSecurityContextModel: commonSecurityContextModel{ReadOnlyRootFilesystem: types.BoolValue(false),
					RunAsUser: types.Int64Value(0)}}}),
			first,
			eci.CreateContainer{ContainerSpec: eci.ContainerSpec{Name: "main", SecurityContext: &eci.SecurityContext{RunAsUser: new(int64(0))}}}},
		"a user that is not given is not sent as root": {
			container(containerModel{SecurityContext: &securityContextModel{
				commonSecurityContextModel: commonSecurityContextModel{Capabilities: &capabilitiesModel{Add: []types.String{text("NET_ADMIN")}}}}}),
			first,
			eci.CreateContainer{ContainerSpec: eci.ContainerSpec{Name: "main",
				SecurityContext: &eci.SecurityContext{Capability: &eci.Capability{Add: []string{"NET_ADMIN"}}}}}},
		"a password that is written beats one that is stored": {
			model{ImageRegistryCredentials: map[string]imageregistry.CredentialModel{"r": {UserName: text("u"), Password: text("old"),
				PasswordWO: text("new")}}},
			func(req *eci.CreateContainerGroupRequest) any { return req.ImageRegistryCredential },
			[]eci.ImageRegistryCredential{{Server: "r", UserName: "u", Password: "new"}}},
		"modes as the digits of octal numbers, files as base64": {
			model{Volumes: map[string]volumeModel{"v": {ConfigFile: &configFileModel{DefaultMode: text("0640"), Files: map[string]fileModel{
				"b": {ContentWO: text("two"), Mode: text("755")}, "a": {Content: text("one")}}}}}},
			func(req *eci.CreateContainerGroupRequest) any { return *req.Volume[0].ConfigFileVolume },
			eci.CreateConfigFileVolume{DefaultMode: new(int64(640)), ConfigFileToPath: []eci.CreateConfigFile{
				{ConfigFile: eci.ConfigFile{Path: "a", Content: new("b25l")}},
				{ConfigFile: eci.ConfigFile{Path: "b", Content: new("dHdv")}, Mode: new(int64(755))}}}},
	} {
		t.Run(name, func(t *testing.T) { equal(t, test.part(expandCreate(test.model)), test.want) })
	}
}

func TestExpandHooksSpellsHeadersTwice(t *testing.T) {
	m := model{Containers: map[string]containerModel{"main": {PostStart: &hookModel{HTTPGet: &hookHTTPGetModel{Port: types.Int64Value(80),
		Headers: textMap("X", "y")}}}}}
	want := []eci.NameValue{{Name: "X", Value: new("y")}}
	equal(t, expandCreate(m).Container[0].LifecyclePostStartHandlerHttpGetHttpHeader, want)
	equal(t, expandUpdate(m).Container[0].LifecyclePostStartHandlerHttpGetHttpHeaders, want)
}

func TestChanges(t *testing.T) {
	before := func() model {
		return model{
			CPU: types.Float64Value(2), Memory: types.Float64Value(4), RestartPolicy: text("Always"),
			Containers: map[string]containerModel{
				"web": {commonContainerModel: commonContainerModel{Image: text("nginx"), Command: []types.String{text("a")}},
					LivenessProbe: &probeModel{TCPSocket: &probeTCPModel{Port: types.Int64Value(80)}}},
				"sidecar": {commonContainerModel: commonContainerModel{Image: text("busybox")}},
			},
			Volumes: map[string]volumeModel{"v": {EmptyDir: &emptyDirModel{}}},
		}
	}
	web := func(change func(*containerModel)) func(*model) {
		return func(m *model) {
			container := m.Containers["web"]
			change(&container)
			m.Containers["web"] = container
		}
	}
	for name, test := range map[string]struct {
		change func(*model)
		want   []string // fields that are sent
	}{
		"nothing":             {func(*model) {}, nil},
		"what is not updated": {func(m *model) { m.HostName = text("other"); m.Tags = textMap("a", "b") }, nil},
		"one size of a pair":  {func(m *model) { m.Memory = types.Float64Value(8) }, []string{"Cpu", "Memory"}},
		"restart policy":      {func(m *model) { m.RestartPolicy = text("Never") }, []string{"RestartPolicy"}},
		"image":               {web(func(c *containerModel) { c.Image = text("nginx:2") }), []string{"Container"}},
		"probe removed":       {web(func(c *containerModel) { c.LivenessProbe = nil }), []string{"Container"}},
		"command removed":     {web(func(c *containerModel) { c.Command = nil }), []string{"Container"}},
		"empty for null":      {web(func(c *containerModel) { c.Args = []types.String{} }), nil},
		"container and volume": {func(m *model) {
			m.Containers["new"] = containerModel{}
			m.Volumes["w"] = volumeModel{EmptyDir: &emptyDirModel{}}
		}, []string{"Container", "Volume"}},
	} {
		t.Run(name, func(t *testing.T) {
			after := before()
			test.change(&after)
			request := updateBetween(before(), after)
			var sent []string
			if request != nil {
				fields := reflect.ValueOf(*request)
				for i := range fields.NumField() {
					if !fields.Field(i).IsZero() {
						sent = append(sent, fields.Type().Field(i).Name)
					}
				}
				if request.Container != nil {
					equal(t, request.Container, expandUpdate(after).Container) // the whole list, as ECI wants it
				}
			}
			if len(sent) != len(test.want) {
				t.Fatalf("sends %v, want %v", sent, test.want)
			}
			sentFields := map[string]bool{}
			for _, field := range sent {
				sentFields[field] = true
			}
			for _, field := range test.want {
				if !sentFields[field] {
					t.Errorf("sends %v, want %v", sent, test.want)
				}
			}
		})
	}
}

func TestResizes(t *testing.T) {
	disk := func(pairs ...string) volumeModel {
		return volumeModel{FlexVolume: &flexVolumeModel{Driver: text("alicloud/disk"), FSType: text("ext4"), Options: textMap(pairs...)}}
	}
	nas := disk("volumeSize", "40")
	nas.FlexVolume.Driver = text("alicloud/nas")
	for name, test := range map[string]struct {
		from, to volumeModel
		want     map[string]int64
	}{
		"larger":                {disk("volumeSize", "20"), disk("volumeSize", "40"), map[string]int64{"v": 40}},
		"smaller":               {disk("volumeSize", "40"), disk("volumeSize", "20"), map[string]int64{}},
		"same":                  {disk("volumeSize", "40"), disk("volumeSize", "40"), map[string]int64{}},
		"no number":             {disk("volumeSize", "20"), disk("volumeSize", "much"), map[string]int64{}},
		"no size before":        {disk("volumeId", "d"), disk("volumeSize", "40"), map[string]int64{}},
		"another disk as well":  {disk("volumeSize", "20", "volumeId", "a"), disk("volumeSize", "40", "volumeId", "b"), map[string]int64{}},
		"another driver":        {disk("volumeSize", "20"), nas, map[string]int64{}},
		"another kind":          {volumeModel{EmptyDir: &emptyDirModel{}}, disk("volumeSize", "40"), map[string]int64{}},
		"a further option gone": {disk("volumeSize", "20", "encrypted", "true"), disk("volumeSize", "40"), map[string]int64{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := resizes(model{Volumes: map[string]volumeModel{"v": test.from}}, model{Volumes: map[string]volumeModel{"v": test.to}})
			equal(t, got, test.want)
		})
	}
	equal(t, resizes(model{}, model{Volumes: map[string]volumeModel{"v": disk("volumeSize", "40")}}), map[string]int64{})
}

func TestFlattenSize(t *testing.T) {
	null, zero := types.Float64Null(), types.Float64Value
	for name, test := range map[string]struct {
		asked, allocated, described, want types.Float64
	}{
		"after creation, rounded up":      {zero(3), types.Float64Unknown(), zero(4), zero(3)},
		"not asked for":                   {types.Float64Unknown(), types.Float64Unknown(), zero(2), zero(2)},
		"imported":                        {null, null, zero(2), zero(2)},
		"refreshed":                       {zero(3), zero(4), zero(4), zero(3)},
		"changed outside":                 {zero(3), zero(4), zero(8), zero(8)},
		"changed outside to what it asks": {zero(3), zero(4), zero(3), zero(3)},
	} {
		t.Run(name, func(t *testing.T) {
			prior := model{CPU: test.asked, Memory: test.asked, AllocatedCPU: test.allocated, AllocatedMemory: test.allocated}
			cpu, memory := flattenSize(eci.ContainerGroup{Cpu: test.described.ValueFloat64(), Memory: test.described.ValueFloat64()}, prior)
			equal(t, []types.Float64{cpu, memory}, []types.Float64{test.want, test.want})
		})
	}
}

func TestFlattenEnv(t *testing.T) {
	variable := func(key, value string) eci.DescribedEnvironmentVar {
		return eci.DescribedEnvironmentVar{Key: key, Value: value}
	}
	field := eci.DescribedEnvironmentVar{Key: "IP", ValueFrom: &eci.EnvironmentVarSource{FieldRef: &eci.FieldRef{FieldPath: "status.podIP"}}}
	plain := eci.DescribedEnvironmentVar{Key: "A", Value: "1", ValueFrom: &eci.EnvironmentVarSource{FieldRef: &eci.FieldRef{}}}
	running := &eci.ContainerState{State: "Running", StartTime: "2024-01-01T00:00:00Z"}
	var unsettled []types.String
	image := func(names ...string) []types.String {
		variables := []types.String{}
		for _, name := range names {
			variables = append(variables, text(name))
		}
		return variables
	}
	for name, test := range map[string]struct {
		described      []eci.DescribedEnvironmentVar
		state          *eci.ContainerState
		prior          commonContainerModel
		known          bool
		imageEnv       []types.String
		env, fromField map[string]types.String
		image          []types.String
	}{
		"none": {known: true, imageEnv: unsettled, image: unsettled},
		"waiting: only the user's are there": {described: []eci.DescribedEnvironmentVar{plain}, known: true, imageEnv: unsettled,
			prior: commonContainerModel{Env: textMap("A", "1")}, env: textMap("A", "1"), image: unsettled},
		"started: the others are the image's": {described: []eci.DescribedEnvironmentVar{variable("A", "1"), variable("PATH", "of the image"),
			field}, state: running, known: true,
			imageEnv: unsettled, prior: commonContainerModel{Env: textMap("A", "0"), EnvFromField: textMap("IP", "status.podIP")},
			env: textMap("A", "1"), fromField: textMap("IP", "status.podIP"), image: image("PATH")},
		"overridden variable of the image": {described: []eci.DescribedEnvironmentVar{variable("PATH", "/mine")}, state: running, known: true,
			imageEnv: unsettled, prior: commonContainerModel{Env: textMap("PATH", "/mine")}, env: textMap("PATH", "/mine"), image: image()},
		"settled: a further one was added outside": {described: []eci.DescribedEnvironmentVar{variable("PATH", "of the image"),
			variable("ADDED", "x")}, state: running, known: true,
			imageEnv: image("PATH"), env: textMap("ADDED", "x"), image: image("PATH")},
		"settled: one was removed outside": {described: []eci.DescribedEnvironmentVar{variable("PATH", "of the image")}, state: running,
			known:    true,
			imageEnv: image("PATH"), prior: commonContainerModel{Env: textMap("A", "1")}, image: image("PATH")},
		"imported: all may be the user's": {described: []eci.DescribedEnvironmentVar{variable("A", "1"), variable("PATH", "p")}, state: running,
			imageEnv: unsettled, env: textMap("A", "1", "PATH", "p"), image: image("A", "PATH")},
		"imported before it has started": {described: []eci.DescribedEnvironmentVar{variable("A", "1")}, imageEnv: unsettled,
			env: textMap("A", "1"), image: unsettled},
		"seen again after an import: all stay as they are": {described: []eci.DescribedEnvironmentVar{variable("A", "1"),
			variable("PATH", "p")}, state: running, known: true,
			imageEnv: image("A", "PATH"), prior: commonContainerModel{Env: textMap("A", "1", "PATH", "p")}, env: textMap("A", "1", "PATH", "p"),
			image: image("A", "PATH")},
		"configured although the image has it": {described: []eci.DescribedEnvironmentVar{variable("PATH", "/mine")}, state: running, known: true,
			imageEnv: image(), prior: commonContainerModel{Env: textMap("PATH", "/mine")}, env: textMap("PATH", "/mine"), image: image()},
		"configured no more although the image has it": {described: []eci.DescribedEnvironmentVar{variable("PATH", "p")}, state: running,
			known: true, imageEnv: image("PATH"), image: image("PATH")},
		"told as what it stands for": {described: []eci.DescribedEnvironmentVar{variable("ID", "eci-1")}, state: running, known: true,
			imageEnv: image("PATH"), prior: commonContainerModel{Env: textMap("ID", "__ECI_ID__")}, env: textMap("ID", "__ECI_ID__"),
			image: image()},
		"empty as asked": {known: true, imageEnv: unsettled, prior: commonContainerModel{Env: textMap()}, env: textMap(), image: unsettled},
	} {
		t.Run(name, func(t *testing.T) {
			env, fromField, image := flattenEnv(eci.DescribedContainerSpec{EnvironmentVars: test.described, CurrentState: test.state}, test.prior,
				test.known, test.imageEnv)
			equal(t, env, test.env)
			equal(t, fromField, test.fromField)
			equal(t, image, test.image)
		})
	}
}

func TestFlattenContainer(t *testing.T) {
	described := eci.DescribedContainer{DescribedContainerSpec: eci.DescribedContainerSpec{Name: "main", Image: "nginx"}}
	standard := containerModel{
		commonContainerModel: commonContainerModel{Image: text("nginx"), ImagePullPolicy: text("IfNotPresent")},
		Stdin:                types.BoolValue(false), StdinOnce: types.BoolValue(false), TTY: types.BoolValue(false),
	}
	with := func(m containerModel, change func(*containerModel)) containerModel {
		change(&m)
		return m
	}
	for name, test := range map[string]struct {
		described func(*eci.DescribedContainer)
		prior     func(*containerModel)
		want      func(*containerModel)
	}{
		"defaults": {nil, nil, nil},
		"null stays null for what ECI answers when nothing is set": {
			func(d *eci.DescribedContainer) {
				d.LivenessProbe, d.ReadinessProbe = &eci.DescribedProbe{HttpGet: &eci.DescribedHttpGet{}, TcpSocket: &eci.DescribedTcpSocket{}},
					&eci.DescribedProbe{}
				d.SecurityContext = &eci.DescribedSecurityContext{Capability: &eci.DescribedCapability{}, ReadOnlyRootFilesystem: new(false)}
			}, nil, nil},
		"empty stays empty": {nil,
			func(m *containerModel) {
				m.Command, m.Args, m.Ports, m.VolumeMounts = []types.String{}, []types.String{}, []portModel{}, []volumeMountModel{}
			},
			func(m *containerModel) {
				m.Command, m.Args, m.Ports, m.VolumeMounts = []types.String{}, []types.String{}, []portModel{}, []volumeMountModel{}
			}},
		"empty is filled from outside": {
			func(d *eci.DescribedContainer) { d.Commands = []string{"added"} },
			func(m *containerModel) { m.Command = []types.String{} },
			func(m *containerModel) { m.Command = []types.String{text("added")} }},
		"defaults of members": {
			func(d *eci.DescribedContainer) {
				d.Ports = []eci.DescribedPort{{Port: 80}}
				d.VolumeMounts = []eci.DescribedVolumeMount{{Name: "v", MountPath: "/v", MountPropagation: "HostToCotainer"}}
				d.LivenessProbe = &eci.DescribedProbe{HttpGet: &eci.DescribedHttpGet{Port: 80}}
			}, nil,
			func(m *containerModel) {
				m.Ports = []portModel{{Port: types.Int64Value(80), Protocol: text("TCP")}}
				m.VolumeMounts = []volumeMountModel{{Name: text("v"), MountPath: text("/v"), ReadOnly: types.BoolValue(false),
					MountPropagation: text("HostToContainer")}}
				m.LivenessProbe = &probeModel{
					HTTPGet:             &probeHTTPGetModel{Path: text("/"), Port: types.Int64Value(80), Scheme: text("HTTP")},
					InitialDelaySeconds: types.Int64Value(0), PeriodSeconds: types.Int64Value(10), TimeoutSeconds: types.Int64Value(1),
					SuccessThreshold: types.Int64Value(1), FailureThreshold: types.Int64Value(3)}
			}},
		"what ECI does not return is kept": {nil,
			func(m *containerModel) {
				m.TerminationMessagePath, m.PreStop = text("/last"), &hookModel{Exec: &execModel{Command: []types.String{text("stop")}}}
				m.SecurityContext = &securityContextModel{RunAsGroup: types.Int64Value(7)}
			},
			func(m *containerModel) {
				m.TerminationMessagePath, m.PreStop = text("/last"), &hookModel{Exec: &execModel{Command: []types.String{text("stop")}}}
				m.SecurityContext = &securityContextModel{RunAsGroup: types.Int64Value(7),
					commonSecurityContextModel: commonSecurityContextModel{ReadOnlyRootFilesystem: types.BoolValue(false)}}
			}},
		"hidden variables are kept, and never taken from an answer": {
			func(d *eci.DescribedContainer) {
				d.EnvironmentVars = []eci.DescribedEnvironmentVar{{Key: "TOKEN", Value: "secret"}}
			},
			func(m *containerModel) { m.Env, m.SensitiveEnvWOVersion = textMap("A", "1"), types.Int64Value(1) },
			func(m *containerModel) { m.Env, m.SensitiveEnvWOVersion = textMap("A", "1"), types.Int64Value(1) }},
	} {
		t.Run(name, func(t *testing.T) {
			d, prior, want := described, standard, standard
			if test.described != nil {
				test.described(&d)
			}
			if test.prior != nil {
				prior = with(prior, test.prior)
			}
			if test.want != nil {
				want = with(want, test.want)
			}
			got, _ := flattenContainer(d, prior, true, nil)
			equal(t, got, want)
		})
	}
}

func TestFlattenVolume(t *testing.T) {
	for name, test := range map[string]struct {
		described   eci.DescribedVolume
		prior, want volumeModel
	}{
		"empty dir": {eci.DescribedVolume{Type: "EmptyDirVolume"}, volumeModel{}, volumeModel{EmptyDir: &emptyDirModel{}}},
		"NFS": {eci.DescribedVolume{Type: "NFSVolume", NFSVolumeServer: "s", NFSVolumePath: "/p"}, volumeModel{},
			volumeModel{NFS: &nfsModel{Server: text("s"), Path: text("/p"), ReadOnly: types.BoolValue(false)}}},
		"another kind than before": {eci.DescribedVolume{Type: "EmptyDirVolume"}, volumeModel{NFS: &nfsModel{}},
			volumeModel{EmptyDir: &emptyDirModel{}}},
		"kind that is not known": {eci.DescribedVolume{Type: "NewVolume"}, volumeModel{NFS: &nfsModel{}}, volumeModel{NFS: &nfsModel{}}},
		"size of a disk and path of a host path are kept": {eci.DescribedVolume{Type: "HostPathVolume"},
			volumeModel{HostPath: &hostPathModel{Path: text("/p")}}, volumeModel{HostPath: &hostPathModel{Path: text("/p")}}},
		"disk": {eci.DescribedVolume{Type: "DiskVolume", DiskVolumeDiskId: "d"}, volumeModel{Disk: &diskModel{Size: types.Int64Value(20)}},
			volumeModel{Disk: &diskModel{DiskID: text("d"), Size: types.Int64Value(20)}}},
		"flex volume": {eci.DescribedVolume{Type: "FlexVolume", FlexVolumeDriver: "alicloud/disk", FlexVolumeOptions: `{"volumeSize":20}`},
			volumeModel{},
			volumeModel{FlexVolume: &flexVolumeModel{Driver: text("alicloud/disk"), FSType: text("ext4"), Options: textMap("volumeSize", "20")}}},
		"disk that has grown, and that is told as it was created": {
			eci.DescribedVolume{Type: "FlexVolume", FlexVolumeDriver: "alicloud/disk", FlexVolumeOptions: `{"volumeSize":"20"}`},
			volumeModel{FlexVolume: &flexVolumeModel{Driver: text("alicloud/disk"), FSType: text("ext4"), Options: textMap("volumeSize", "40")}},
			volumeModel{FlexVolume: &flexVolumeModel{Driver: text("alicloud/disk"), FSType: text("ext4"), Options: textMap("volumeSize", "40")}}},
		"disk that was grown by others": {
			eci.DescribedVolume{Type: "FlexVolume", FlexVolumeDriver: "alicloud/disk", FlexVolumeOptions: `{"volumeSize":"60"}`},
			volumeModel{FlexVolume: &flexVolumeModel{Driver: text("alicloud/disk"), FSType: text("ext4"), Options: textMap("volumeSize", "40")}},
			volumeModel{FlexVolume: &flexVolumeModel{Driver: text("alicloud/disk"), FSType: text("ext4"), Options: textMap("volumeSize", "60")}}},
		"files: written ones stay out of state, others do not": {
			eci.DescribedVolume{Type: "ConfigFileVolume", ConfigFileVolumeConfigFileToPaths: []eci.DescribedConfigFile{
				{Path: "written", Content: "c2VjcmV0"}, {Path: "stored", Content: "b3RoZXI="}, {Path: "added", Content: "YWRkZWQ="},
				{Path: "odd", Content: "not base64"}, {Path: "binary", Content: "/w=="}}},
			volumeModel{ConfigFile: &configFileModel{DefaultMode: text("0600"), Files: map[string]fileModel{
				"written": {ContentWOVersion: types.Int64Value(1)}, "stored": {Content: text("before"), Mode: text("0644")},
				"removed": {Content: text("x")}}}},
			volumeModel{ConfigFile: &configFileModel{DefaultMode: text("0600"), Files: map[string]fileModel{
				"written": {ContentWOVersion: types.Int64Value(1)}, "stored": {Content: text("other"), Mode: text("0644")},
				"added": {Content: text("added")}, "odd": {Content: text("not base64")}, "binary": {ContentBase64: text("/w==")}}}}},
	} {
		t.Run(name, func(t *testing.T) { equal(t, flattenVolume(test.described, test.prior), test.want) })
	}
}

// Exit codes are of containers that nothing starts again.
func TestExitCodes(t *testing.T) {
	ended := func(name string, code int64) eci.DescribedContainerSpec {
		return eci.DescribedContainerSpec{Name: name, CurrentState: &eci.ContainerState{State: "Terminated", ExitCode: &code}}
	}
	zero := int64(0)
	running := eci.DescribedContainerSpec{Name: "running", CurrentState: &eci.ContainerState{State: "Running", ExitCode: &zero}}
	for name, test := range map[string]struct {
		status, policy string
		want           map[string]types.Int64
	}{
		"a service runs":             {eci.StatusRunning, "Always", codes("init", 0)},
		"a job runs":                 {eci.StatusRunning, "OnFailure", codes("init", 0, "good", 0)},
		"a job of a single try":      {eci.StatusRunning, "Never", codes("init", 0, "broken", 2, "good", 0, "bad", 1)},
		"a service has failed":       {eci.StatusFailed, "Always", codes("init", 0, "broken", 2, "good", 0, "bad", 1)},
		"a job has failed":           {eci.StatusFailed, "OnFailure", codes("init", 0, "broken", 2, "good", 0, "bad", 1)},
		"a service is being deleted": {eci.StatusTerminating, "Always", codes("init", 0)},
	} {
		t.Run(name, func(t *testing.T) {
			group := eci.ContainerGroup{Status: test.status, RestartPolicy: test.policy}
			for _, spec := range []eci.DescribedContainerSpec{ended("init", 0), ended("broken", 2)} {
				group.InitContainers = append(group.InitContainers, eci.DescribedInitContainer{DescribedContainerSpec: spec})
			}
			for _, spec := range []eci.DescribedContainerSpec{ended("good", 0), ended("bad", 1), running, {Name: "waiting"}} {
				group.Containers = append(group.Containers, eci.DescribedContainer{DescribedContainerSpec: spec})
			}
			equal(t, flatten(group, model{}, nil).ExitCodes, test.want)
		})
	}
}

func codes(pairs ...any) map[string]types.Int64 {
	m := map[string]types.Int64{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = types.Int64Value(int64(pairs[i+1].(int)))
	}
	return m
}

func TestFlattenGroup(t *testing.T) {
	group := eci.ContainerGroup{DnsConfig: &eci.DescribedDnsConfig{}, EciSecurityContext: &eci.DescribedGroupSecurityContext{}}
	for name, test := range map[string]struct {
		prior model
		part  func(model) any
		want  any
	}{
		"an absent resolver configuration is null": {model{}, func(m model) any { return m.DNSConfig }, (*dnsConfigModel)(nil)},
		"an empty resolver configuration stays": {model{DNSConfig: &dnsConfigModel{}}, func(m model) any { return m.DNSConfig },
			&dnsConfigModel{}},
		"no sysctls are null": {model{}, func(m model) any { return m.SecurityContext }, (*sysctlsModel)(nil)},
		"an empty map of sysctls stays": {model{SecurityContext: &sysctlsModel{}}, func(m model) any { return m.SecurityContext },
			&sysctlsModel{}},
		"sysctls that are gone are null": {model{SecurityContext: &sysctlsModel{Sysctls: textMap("a", "b")}},
			func(m model) any { return m.SecurityContext }, (*sysctlsModel)(nil)},
		"empty lists and maps stay": {model{InitContainers: []initContainerModel{}, Volumes: map[string]volumeModel{}},
			func(m model) any { return []any{m.InitContainers, m.Volumes} }, []any{[]initContainerModel{}, map[string]volumeModel{}}},
		"volumes that are gone are null": {model{Volumes: map[string]volumeModel{"v": {}}}, func(m model) any { return m.Volumes },
			map[string]volumeModel(nil)},
		"defaults that ECI leaves out": {model{},
			func(m model) any { return []types.String{m.RestartPolicy, m.SpotStrategy, m.DNSPolicy} },
			[]types.String{text("Always"), text("NoSpot"), text("Default")}},
		"what ECI does not return stays": {model{HostName: text("h")}, func(m model) any { return m.HostName }, text("h")},
		"a price limit of 0 is null":     {model{}, func(m model) any { return m.SpotPriceLimit }, types.Float64Null()},
		"what ECI returns replaces what was in state": {model{RAMRoleName: text("before")}, func(m model) any { return m.RAMRoleName },
			types.StringNull()},
		"a container that is gone leaves nothing over": {model{Containers: map[string]containerModel{"gone": {}}},
			func(m model) any { return m.Containers }, map[string]containerModel{}},
	} {
		t.Run(name, func(t *testing.T) { equal(t, test.part(flatten(group, test.prior, nil)), test.want) })
	}
}

func TestFlattenMatchesInitContainersByName(t *testing.T) {
	prior := model{InitContainers: []initContainerModel{
		{Name: text("first"), commonContainerModel: commonContainerModel{TerminationMessagePath: text("/first")}},
		{Name: text("second"), commonContainerModel: commonContainerModel{TerminationMessagePath: text("/second")}},
	}}
	got := flatten(eci.ContainerGroup{InitContainers: []eci.DescribedInitContainer{
		{DescribedContainerSpec: eci.DescribedContainerSpec{Name: "second"}}, {DescribedContainerSpec: eci.DescribedContainerSpec{Name: "first"}},
	}}, prior, nil).InitContainers
	for i, name := range []string{"second", "first"} {
		if got[i].Name.ValueString() != name || got[i].TerminationMessagePath.ValueString() != "/"+name {
			t.Errorf("init container %d is %s with %s, want %s with its own", i, got[i].Name, got[i].TerminationMessagePath, name)
		}
	}
}

func TestFlattenFlexOptions(t *testing.T) {
	for options, want := range map[string]map[string]types.String{
		"":                               nil,
		"{}":                             nil,
		`{"bucket":"b"}`:                 textMap("bucket", "b"),
		`{"size":20,"encrypted":true}`:   textMap("size", "20", "encrypted", "true"),
		`{"large":12345678901234567890}`: textMap("large", "12345678901234567890"),
		`{"nested":{"a":[1,null]}}`:      textMap("nested", `{"a":[1,null]}`),
		"no JSON":                        textMap("", "no JSON"),
	} {
		equal(t, flattenFlexOptions(options, flexVolumeModel{}), want)
	}
	equal(t, flattenFlexOptions("", flexVolumeModel{Options: textMap()}), textMap())
}

// FuzzFlexOptions reads options that someone else may have written, and sends and reads them again.
func FuzzFlexOptions(f *testing.F) {
	f.Add(`{"volumeSize":20,"nested":{"a":[1,null]}}`)
	f.Add(`{"":"","a":"\ud800"}`)
	f.Add("no JSON \xff")
	f.Fuzz(func(t *testing.T, options string) {
		once := flattenFlexOptions(options, flexVolumeModel{})
		sent := expandFlexOptions(once)
		if again := expandFlexOptions(flattenFlexOptions(sent, flexVolumeModel{})); again != sent {
			t.Errorf("%q became %q", sent, again)
		}
	})
}
