package kubernetes

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Environment variables by which ECI does what Kubernetes has fields for.
const (
	envType           = "ECI_CONTAINER_TYPE" // sidecar: is stopped when all others have ended
	envIgnoreExitCode = "ECI_CONTAINER_IGNORE_EXIT_CODE"
	envLaunchPriority = "ECI_CONTAINER_LAUNCH_PRIORITY" // larger starts earlier, 0 by default
	envExitPriority   = "ECI_CONTAINER_EXIT_PRIORITY"   // larger ends earlier, 0 by default
	envIgnoreReady    = "ECI_CONTAINER_IGNORE_READY"    // true: the Pod can be ready without it
	envIgnoreSize     = "__ECI_RESOURCE_IGNORE__"       // TRUE: does not count when sizes are summed up
	envLogs           = "aliyun_logs_"                  // and a name: what the log service collects
)

// variables returns the environment variables that tell ECI how to treat a container.
func (t Treatment) variables() map[string]string {
	variables := map[string]string{}
	for name, of := range map[string]struct {
		is    bool
		value string
	}{
		envType: {t.Sidecar, "sidecar"}, envIgnoreExitCode: {t.IgnoreExitCode, "true"}, envIgnoreReady: {t.IgnoreNotReady, "true"},
		envIgnoreSize:     {t.ExcludeFromSize, "TRUE"},
		envLaunchPriority: {t.StartPriority != 0, strconv.FormatInt(t.StartPriority, 10)},
		envExitPriority:   {t.ExitPriority != 0, strconv.FormatInt(t.ExitPriority, 10)},
	} {
		if of.is {
			variables[name] = of.value
		}
	}
	return variables
}

// variables returns the environment variables of its container for a collection of a name.
func (l LogCollection) variables(name string) map[string]string {
	variables := map[string]string{}
	for setting, text := range map[string]string{
		"": cmp.Or(value(l.Stream), value(l.Path)), "_project": value(l.Project), "_logstore": value(l.Logstore),
		"_machinegroup": value(l.MachineGroup), "_shard": integer(l.Shards), "_ttl": integer(l.RetentionDays),
	} {
		if text != "" {
			variables[envLogs+name+setting] = text
		}
	}
	for key, text := range l.Tags {
		variables[envLogs+name+"_tags"] = key + "=" + text
	}
	return variables
}

func integer(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

func (c *converter) containers(spec corev1.PodSpec, at *field.Path) {
	if len(spec.Containers) == 0 {
		c.errs = append(c.errs, field.Required(at.Child("containers"), "a Pod has containers"))
	}
	c.group.Containers = map[string]Container{}
	names := map[string]bool{}
	unique := func(at *field.Path, name string) {
		c.check(at.Child("name"), name, validation.IsDNS1123Label(name))
		if names[name] {
			c.errs = append(c.errs, field.Duplicate(at.Child("name"), name))
		}
		names[name] = true
	}
	var sidecars []string
	for i, container := range spec.InitContainers {
		at := at.Child("initContainers").Index(i)
		unique(at, container.Name)
		if policy := container.RestartPolicy; policy != nil {
			mustBeOneOf(c, at.Child("restartPolicy"), *policy, corev1.ContainerRestartPolicyAlways)
			if *policy == corev1.ContainerRestartPolicyAlways {
				c.group.Containers[container.Name] = c.container(container, at)
				c.warn(at.Child("restartPolicy"),
					"ECI starts it before the containers and after all init containers, and has no order between it and these")
				sidecars = append(sidecars, container.Name)
				continue
			}
		}
		c.group.InitContainers = append(c.group.InitContainers, c.initContainer(container, at))
	}
	for i, name := range sidecars {
		c.group.Containers[name] = asSidecar(c.group.Containers[name], len(sidecars)-i)
	}
	for i, container := range spec.Containers {
		at := at.Child("containers").Index(i)
		unique(at, container.Name)
		if container.RestartPolicy != nil {
			c.refuse(at.Child("restartPolicy"), "ECI has one restart policy for all containers")
		}
		c.group.Containers[container.Name] = c.container(container, at)
	}
}

// asSidecar makes a container behave as a native sidecar: it starts before the others and ends after them, and its end is no
// failure. Of several, that of the larger rank is the first to start and the last to end.
func asSidecar(container Container, rank int) Container {
	env := map[string]string{envType: "sidecar", envIgnoreExitCode: "true", envLaunchPriority: strconv.Itoa(rank),
		envExitPriority: strconv.Itoa(-rank)}
	maps.Copy(env, container.Env)
	container.Env = env
	return container
}

func (c *converter) common(from corev1.Container, at *field.Path) (CommonContainer, map[string]string) {
	if from.Image == "" {
		c.errs = append(c.errs, field.Required(at.Child("image"), "a container has an image"))
	}
	oneOf(c, at.Child("imagePullPolicy"), from.ImagePullPolicy, corev1.PullAlways, corev1.PullIfNotPresent, corev1.PullNever)
	oneOf(c, at.Child("terminationMessagePolicy"), from.TerminationMessagePolicy, corev1.TerminationMessageReadFile,
		corev1.TerminationMessageFallbackToLogsOnError)
	to := CommonContainer{
		Image:                    from.Image,
		ImagePullPolicy:          new(cmp.Or(string(from.ImagePullPolicy), pullPolicy(from.Image))),
		WorkingDir:               optional(from.WorkingDir),
		TerminationMessagePath:   optional(from.TerminationMessagePath),
		TerminationMessagePolicy: optional(from.TerminationMessagePolicy),
	}
	env := c.env(from, at)
	to.Env, to.EnvFromField = env.plain, env.fields
	to.Command = env.expandAll(c, at.Child("command"), from.Command)
	to.Args = env.expandAll(c, at.Child("args"), from.Args)
	to.CPU, to.Memory, to.GPU = c.resources(from.Resources, at.Child("resources"))
	names := map[string]bool{}
	for i, port := range from.Ports {
		at := at.Child("ports").Index(i)
		c.check(at.Child("containerPort"), strconv.Itoa(int(port.ContainerPort)), validation.IsValidPortNum(int(port.ContainerPort)))
		if port.Name != "" {
			c.check(at.Child("name"), port.Name, validation.IsValidPortName(port.Name))
			if names[port.Name] {
				c.errs = append(c.errs, field.Duplicate(at.Child("name"), port.Name))
			}
			names[port.Name] = true
		}
		oneOf(c, at.Child("protocol"), port.Protocol, corev1.ProtocolTCP, corev1.ProtocolUDP)
		to.Ports = append(to.Ports, Port{Port: int64(port.ContainerPort), Protocol: cmp.Or(string(port.Protocol), "TCP")})
	}
	to.VolumeMounts = c.mounts(from.VolumeMounts, env, at.Child("volumeMounts"))
	return to, env.secret
}

// pullPolicy returns what Kubernetes fills in for an image.
func pullPolicy(image string) string {
	switch _, tag, tagged := strings.Cut(path.Base(image), ":"); {
	case isUnknown(image):
		return Unknown
	case strings.Contains(image, "@"), tagged && tag != "latest":
		return string(corev1.PullIfNotPresent)
	}
	return string(corev1.PullAlways)
}

func (c *converter) container(from corev1.Container, at *field.Path) Container {
	common, secret := c.common(from, at)
	to := Container{CommonContainer: common, SensitiveEnv: secret}
	if from.Stdin {
		to.Stdin = new(true)
	}
	if from.StdinOnce {
		to.StdinOnce = new(true)
	}
	if from.TTY {
		to.TTY = new(true)
	}
	to.LivenessProbe = c.probe(from.LivenessProbe, from.Ports, at.Child("livenessProbe"))
	to.ReadinessProbe = c.probe(from.ReadinessProbe, from.Ports, at.Child("readinessProbe"))
	if from.Lifecycle != nil {
		to.PostStart = c.hook(from.Lifecycle.PostStart, from.Ports, at.Child("lifecycle", "postStart"))
		to.PreStop = c.hook(from.Lifecycle.PreStop, from.Ports, at.Child("lifecycle", "preStop"))
	}
	security := SecurityContext{CommonSecurityContext: c.security(from.SecurityContext, at)}
	if pod := c.template.Spec.SecurityContext; pod != nil {
		security.RunAsGroup, security.RunAsNonRoot = pod.RunAsGroup, isTrue(pod.RunAsNonRoot)
	}
	if own := from.SecurityContext; own != nil {
		security.RunAsGroup = cmp.Or(own.RunAsGroup, security.RunAsGroup)
		if own.RunAsNonRoot != nil {
			security.RunAsNonRoot = isTrue(own.RunAsNonRoot)
		}
	}
	if security != (SecurityContext{}) {
		to.SecurityContext = &security
	}
	return to
}

func (c *converter) initContainer(from corev1.Container, at *field.Path) InitContainer {
	common, secret := c.common(from, at)
	for name := range secret {
		c.refuse(at.Child("env"), "ECI hides no variables of init containers, and %s is secret: mount the Secret as a volume", name)
	}
	to := InitContainer{Name: from.Name, CommonContainer: common}
	if pod := c.template.Spec.SecurityContext; pod != nil && (pod.RunAsGroup != nil || pod.RunAsNonRoot != nil) {
		c.warn(at, "ECI applies runAsGroup and runAsNonRoot of the Pod to the containers only")
	}
	if security := c.security(from.SecurityContext, at); security != (CommonSecurityContext{}) {
		to.SecurityContext = &security
	}
	return to
}

// capabilities are those that ECI adds to containers.
var capabilities = []corev1.Capability{"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_ADMIN",
	"NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT", "SYS_PTRACE", "SYS_RAWIO"}

func (c *converter) security(own *corev1.SecurityContext, at *field.Path) CommonSecurityContext {
	var to CommonSecurityContext
	if pod := c.template.Spec.SecurityContext; pod != nil {
		to.RunAsUser = pod.RunAsUser
		c.between(c.spec().Child("securityContext", "runAsUser"), pod.RunAsUser, 0)
		c.between(c.spec().Child("securityContext", "runAsGroup"), pod.RunAsGroup, 0)
	}
	if own == nil {
		return to
	}
	at = at.Child("securityContext")
	c.between(at.Child("runAsUser"), own.RunAsUser, 0)
	c.between(at.Child("runAsGroup"), own.RunAsGroup, 0)
	to.RunAsUser = cmp.Or(own.RunAsUser, to.RunAsUser)
	to.ReadOnlyRootFilesystem = isTrue(own.ReadOnlyRootFilesystem)
	if own.ProcMount != nil {
		if mustBeOneOf(c, at.Child("procMount"), *own.ProcMount, corev1.DefaultProcMount,
			corev1.UnmaskedProcMount); *own.ProcMount == corev1.UnmaskedProcMount {
			c.refuse(at.Child("procMount"), "ECI always mounts /proc as Default")
		}
	}
	if own.Capabilities != nil && len(own.Capabilities.Add) > 0 {
		to.Capabilities = &Capabilities{}
		for i, capability := range own.Capabilities.Add {
			oneOf(c, at.Child("capabilities", "add").Index(i), capability, capabilities...)
			to.Capabilities.Add = append(to.Capabilities.Add, string(capability))
		}
	}
	return to
}

// resources are vCPUs, GiB and GPUs. ECI counts limits, and requests only where there are no limits.
func (c *converter) resources(from corev1.ResourceRequirements, at *field.Path) (cpu, memory *float64, gpu *int64) {
	amount := func(name corev1.ResourceName, unit float64) *float64 {
		quantity, given := from.Limits[name]
		if !given {
			quantity, given = from.Requests[name]
		}
		if !given || quantity.Sign() == 0 {
			return nil
		}
		return new(math.Ceil(quantity.AsApproximateFloat64()/unit*1000-1e-6) / 1000) // the API takes three decimals
	}
	for kind, list := range map[string]corev1.ResourceList{"limits": from.Limits, "requests": from.Requests} {
		for name, quantity := range list {
			at := at.Child(kind).Key(string(name))
			if quantity.Sign() < 0 {
				c.errs = append(c.errs, field.Invalid(at, quantity.String(), "must not be negative"))
			}
			if limit, limited := from.Limits[name]; kind == "requests" && limited && quantity.Cmp(limit) > 0 {
				c.errs = append(c.errs, field.Invalid(at, quantity.String(), "must not be above the limit of "+limit.String()))
			}
			switch name {
			case corev1.ResourceCPU, corev1.ResourceMemory, resourceGPU, corev1.ResourceEphemeralStorage:
			default:
				c.refuse(at, "a group has cpu, memory, %s and ephemeral-storage; other resources are those of a cluster's nodes", resourceGPU)
			}
		}
	}
	if count := amount(resourceGPU, 1); count != nil {
		gpu = new(int64(*count))
	}
	return amount(corev1.ResourceCPU, 1), amount(corev1.ResourceMemory, gibibyte), gpu
}

const resourceGPU corev1.ResourceName = "nvidia.com/gpu"

// port is the number of a port, which may be given by its name.
func (c *converter) port(port intstr.IntOrString, ports []corev1.ContainerPort, at *field.Path) int64 {
	if port.Type == intstr.Int {
		c.check(at, port.String(), validation.IsValidPortNum(port.IntValue()))
		return int64(port.IntVal)
	}
	for _, named := range ports {
		if named.Name == port.StrVal && named.Name != "" {
			return int64(named.ContainerPort)
		}
	}
	c.errs = append(c.errs, field.NotFound(at, port.StrVal))
	return 0
}

// handler checks that exactly one kind of handler is given.
func (c *converter) handler(at *field.Path, given ...bool) {
	count := 0
	for _, is := range given {
		if is {
			count++
		}
	}
	if count != 1 {
		c.errs = append(c.errs,
			field.Invalid(at, field.OmitValueType{}, fmt.Sprintf("needs exactly one of exec, httpGet and tcpSocket, and has %d", count)))
	}
}

func (c *converter) exec(from *corev1.ExecAction, at *field.Path) *Exec {
	if len(from.Command) == 0 {
		c.errs = append(c.errs, field.Required(at.Child("command"), "something is run"))
	}
	return &Exec{Command: from.Command}
}

func (c *converter) probe(from *corev1.Probe, ports []corev1.ContainerPort, at *field.Path) *Probe {
	if from == nil || from.GRPC != nil { // which is unsupported
		return nil
	}
	c.handler(at, from.Exec != nil, from.HTTPGet != nil, from.TCPSocket != nil)
	seconds := func(name string, value, otherwise, minimum int32) *int64 {
		if value < 0 || value != 0 && value < minimum {
			c.errs = append(c.errs, field.Invalid(at.Child(name), value, "must not be below "+strconv.Itoa(int(minimum))))
		}
		return new(int64(cmp.Or(value, otherwise)))
	}
	to := &Probe{
		InitialDelaySeconds: seconds("initialDelaySeconds", from.InitialDelaySeconds, 0, 0),
		PeriodSeconds:       seconds("periodSeconds", from.PeriodSeconds, 10, 1),
		TimeoutSeconds:      seconds("timeoutSeconds", from.TimeoutSeconds, 1, 1),
		SuccessThreshold:    new(int64(1)),
		FailureThreshold:    seconds("failureThreshold", from.FailureThreshold, 3, 1),
	}
	if from.SuccessThreshold != 0 && from.SuccessThreshold != 1 {
		c.refuse(at.Child("successThreshold"), "ECI takes the first success for success: it has to be 1")
	}
	if from.Exec != nil {
		to.Exec = c.exec(from.Exec, at.Child("exec"))
	}
	if get := from.HTTPGet; get != nil {
		oneOf(c, at.Child("httpGet", "scheme"), get.Scheme, corev1.URISchemeHTTP, corev1.URISchemeHTTPS)
		to.HTTPGet = &ProbeHTTPGet{Path: new(rooted(get.Path)), Port: c.port(get.Port, ports, at.Child("httpGet", "port")),
			Scheme: new(cmp.Or(string(get.Scheme), "HTTP"))}
	}
	if from.TCPSocket != nil {
		to.TCPSocket = &ProbeTCP{Port: c.port(from.TCPSocket.Port, ports, at.Child("tcpSocket", "port"))}
	}
	return to
}

// rooted is a path as the kubelet makes it into a URL.
func rooted(path string) string {
	if isUnknown(path) {
		return Unknown
	}
	return "/" + strings.TrimPrefix(path, "/")
}

func (c *converter) hook(from *corev1.LifecycleHandler, ports []corev1.ContainerPort, at *field.Path) *Hook {
	if from == nil || from.Sleep != nil { // which is unsupported
		return nil
	}
	c.handler(at, from.Exec != nil, from.HTTPGet != nil, from.TCPSocket != nil)
	to := &Hook{}
	if from.Exec != nil {
		to.Exec = c.exec(from.Exec, at.Child("exec"))
	}
	if get := from.HTTPGet; get != nil {
		oneOf(c, at.Child("httpGet", "scheme"), get.Scheme, corev1.URISchemeHTTP, corev1.URISchemeHTTPS)
		to.HTTPGet = &HookHTTPGet{Host: optional(get.Host), Path: optional(get.Path), Port: c.port(get.Port, ports, at.Child("httpGet", "port")),
			Scheme: optional(get.Scheme)}
		for i, header := range get.HTTPHeaders {
			c.check(at.Child("httpGet", "httpHeaders").Index(i).Child("name"), header.Name, validation.IsHTTPHeaderName(header.Name))
			if to.HTTPGet.Headers == nil {
				to.HTTPGet.Headers = map[string]string{}
			}
			to.HTTPGet.Headers[header.Name] = header.Value
		}
	}
	if from.TCPSocket != nil {
		to.TCPSocket = &HookTCP{Host: optional(from.TCPSocket.Host), Port: c.port(from.TCPSocket.Port, ports, at.Child("tcpSocket", "port"))}
	}
	return to
}

func (c *converter) mounts(from []corev1.VolumeMount, env *environment, at *field.Path) []VolumeMount {
	var to []VolumeMount
	var paths []string
	for i, mount := range from {
		at := at.Index(i)
		if _, exists := c.group.Volumes[mount.Name]; !exists && !c.isVolume(mount.Name) {
			c.errs = append(c.errs, field.NotFound(at.Child("name"), mount.Name))
		}
		if mount.MountPath == "" {
			c.errs = append(c.errs, field.Required(at.Child("mountPath"), "a volume is mounted somewhere"))
		}
		if slices.Contains(paths, mount.MountPath) {
			c.errs = append(c.errs, field.Duplicate(at.Child("mountPath"), mount.MountPath))
		}
		paths = append(paths, mount.MountPath)
		subPath := mount.SubPath
		if mount.SubPathExpr != "" {
			if subPath != "" {
				c.errs = append(c.errs, field.Forbidden(at.Child("subPathExpr"), "is an alternative to subPath"))
			}
			subPath = env.expand(c, at.Child("subPathExpr"), mount.SubPathExpr)
		}
		if strings.HasPrefix(subPath, "/") || slices.Contains(strings.Split(subPath, "/"), "..") {
			c.errs = append(c.errs, field.Invalid(at.Child("subPath"), subPath, "must be a path inside the volume"))
		}
		if mount.MountPropagation != nil {
			mustBeOneOf(c, at.Child("mountPropagation"), *mount.MountPropagation,
				corev1.MountPropagationNone, corev1.MountPropagationHostToContainer,
				corev1.MountPropagationBidirectional)
			if *mount.MountPropagation == corev1.MountPropagationBidirectional {
				c.refuse(at.Child("mountPropagation"), "Kubernetes allows Bidirectional for privileged containers only, which ECI does not run")
			}
		}
		m := VolumeMount{Name: mount.Name, MountPath: mount.MountPath, SubPath: optional(subPath),
			MountPropagation: optional(value(mount.MountPropagation))}
		if mount.ReadOnly {
			m.ReadOnly = new(true)
		}
		to = append(to, m)
	}
	return to
}

// isVolume reports whether the Pod has a volume of that name, if only one that is refused.
func (c *converter) isVolume(name string) bool {
	return slices.ContainsFunc(c.template.Spec.Volumes, func(v corev1.Volume) bool { return v.Name == name })
}
