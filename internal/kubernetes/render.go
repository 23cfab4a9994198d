package kubernetes

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"
)

// Rendered is a manifest that was made of something else.
type Rendered struct {
	// Manifest is a Kubernetes object as encoding/json decodes it.
	Manifest any `json:"manifest"`
	// Objects are the Secrets that the manifest refers to, by their names.
	Objects any `json:"objects"`
	// YAML is all of it as documents.
	YAML string `json:"yaml"`
	// Warnings are what the manifest does without, each with the attribute's path.
	Warnings []string `json:"warnings"`
}

// scheduledLabel sends a Pod to ECI where ACK's webhook sees it.
const scheduledLabel = "alibabacloud.com/eci"

// attributes are those of a resource that a manifest is made of.
type attributes struct {
	resource string
	// own are no arguments of the object, or tell Terraform what to do.
	own []string
	// inexpressible are those, at any depth, for which there is nothing in Kubernetes.
	inexpressible map[string]note
}

var groupAttributes = attributes{
	resource: "eci_container_group",
	own: []string{"id", "region", "status", "vpc_id", "vswitch_id", "instance_type", "compute_category", "allocated_cpu", "allocated_memory",
		"eni_instance_id", "intranet_ip", "internet_ip", "ipv6_address", "creation_time", "exit_codes", "estimated_price", "timeouts",
		"tags_all", "wait_for", "fail_fast", "force_delete", "replace_triggers", "warnings"},
	inexpressible: map[string]note{
		"zone_id":                  drop("a virtual node is in a zone: give vSwitches of the zone"),
		"strict_spot":              drop(noAnnotation),
		"image_accelerate_mode":    drop(noAnnotation),
		"container_resource_view":  drop(noAnnotation),
		"hide_env":                 drop("no annotation says it; values of Secrets are hidden"),
		"instance_name":            drop("the annotation names ACR instances by their IDs only"),
		"domains":                  drop("the annotation takes all domains of an ACR instance"),
		"privileged":               refuse("ECI runs privileged Pods of invited accounts only: add capabilities instead"),
		"disk":                     refuse("use flex_volume with the driver alicloud/disk"),
		"sensitive_env_wo_version": refuse("write-only values are not in state: give the function sensitive_env instead"),
		"content_wo_version":       refuse("write-only values are not in state: give the function content instead"),
		"password_wo_version":      refuse(noPassword),
	},
}

const (
	noAnnotation = "no annotation says it"
	noPassword   = "write-only values are not in state: give the function password instead"
)

// RenderPod makes a manifest of a group, whose attributes are those of eci_container_group, all or some of them. Of what a virtual
// node needs to take the Pod it has the label for ACK only.
func RenderPod(group map[string]any) (Rendered, error) {
	r := renderer{objects: map[string]any{}}
	var g Group
	r.decode(groupAttributes, group, &g)
	if len(r.errs) > 0 {
		return Rendered{}, joined(r.errs)
	}
	return r.result(cleaned(r.pod(g)))
}

// renderer makes a manifest and collects what is wrong with what it is made of.
type renderer struct {
	objects  map[string]any
	errs     field.ErrorList
	warnings []string
}

func (r *renderer) result(manifest map[string]any) (Rendered, error) {
	slices.Sort(r.warnings)
	documents := []any{manifest}
	for _, name := range slices.Sorted(maps.Keys(r.objects)) {
		documents = append(documents, r.objects[name])
	}
	return Rendered{Manifest: manifest, Objects: r.objects, YAML: yamlOf(documents...), Warnings: append([]string{}, r.warnings...)},
		joined(r.errs)
}

// decode reads attributes and reports those for which there is nothing in Kubernetes.
func (r *renderer) decode(of attributes, all map[string]any, into any) {
	given := maps.Clone(all)
	for _, name := range of.own {
		delete(given, name)
	}
	encoded, err := json.Marshal(withoutNulls(given))
	if err != nil {
		r.errs = append(r.errs, field.InternalError(nil, err))
		return
	}
	for _, err := range (document{json: encoded}).decode(into, nil) {
		n, known := of.inexpressible[err.Field[strings.LastIndex(err.Field, ".")+1:]]
		switch {
		case !known && err.Type == field.ErrorTypeForbidden:
			r.errs = append(r.errs, field.Forbidden(field.NewPath(err.Field), of.resource+" has no such attribute"))
		case !known:
			r.errs = append(r.errs, err)
		case n.refused:
			r.errs = append(r.errs, field.Forbidden(field.NewPath(err.Field), n.text))
		default:
			r.warnings = append(r.warnings, err.Field+": "+n.text)
		}
	}
}

// withoutNulls is v without members of objects that are null.
func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		result := map[string]any{}
		for name, member := range v {
			if member != nil {
				result[name] = withoutNulls(member)
			}
		}
		return result
	case []any:
		result := make([]any, len(v))
		for i, element := range v {
			result[i] = withoutNulls(element)
		}
		return result
	}
	return v
}

func (r *renderer) pod(g Group) corev1.Pod {
	pod := corev1.Pod{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: metav1.ObjectMeta{
		Name: value(g.Name), Labels: map[string]string{scheduledLabel: "true"}, Annotations: r.annotations(g)}}
	if pod.Name == "" {
		r.errs = append(r.errs, field.Required(field.NewPath("name"), "a Pod has a name"))
	}
	spec := &pod.Spec
	spec.RestartPolicy = corev1.RestartPolicy(value(g.RestartPolicy))
	spec.ActiveDeadlineSeconds, spec.TerminationGracePeriodSeconds = g.ActiveDeadlineSeconds, g.TerminationGracePeriodSeconds
	spec.ShareProcessNamespace, spec.Hostname = g.ShareProcessNamespace, value(g.HostName)
	if g.CPUArchitecture != nil {
		spec.NodeSelector = map[string]string{corev1.LabelArchStable: strings.ToLower(*g.CPUArchitecture)}
	}
	if value(g.OSType) == "Windows" {
		spec.OS = &corev1.PodOS{Name: corev1.Windows}
	}
	spec.DNSPolicy = corev1.DNSPolicy(value(g.DNSPolicy))
	if g.DNSConfig != nil {
		spec.DNSConfig = &corev1.PodDNSConfig{Nameservers: g.DNSConfig.Nameservers, Searches: g.DNSConfig.Searches}
		for _, name := range slices.Sorted(maps.Keys(g.DNSConfig.Options)) {
			option := corev1.PodDNSConfigOption{Name: name}
			if text := g.DNSConfig.Options[name]; text != "" {
				option.Value = &text
			}
			spec.DNSConfig.Options = append(spec.DNSConfig.Options, option)
		}
	}
	for _, alias := range g.HostAliases {
		spec.HostAliases = append(spec.HostAliases, corev1.HostAlias{IP: alias.IP, Hostnames: alias.Hostnames})
	}
	for _, sysctls := range []*Sysctls{g.SecurityContext, g.HostSecurityContext} {
		for _, name := range slices.Sorted(maps.Keys(value(sysctls).Sysctls)) {
			if spec.SecurityContext == nil {
				spec.SecurityContext = &corev1.PodSecurityContext{}
			}
			spec.SecurityContext.Sysctls = append(spec.SecurityContext.Sysctls, corev1.Sysctl{Name: name, Value: sysctls.Sysctls[name]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g.Volumes)) {
		spec.Volumes = append(spec.Volumes, corev1.Volume{Name: name, VolumeSource: r.volume(pod.Name, name, g.Volumes[name])})
	}
	for i, container := range g.InitContainers {
		c := r.common(container.CommonContainer, fmt.Sprintf("init_containers[%d]", i))
		c.Name, c.SecurityContext = container.Name, security(container.SecurityContext)
		spec.InitContainers = append(spec.InitContainers, c)
	}
	for _, name := range slices.Sorted(maps.Keys(g.Containers)) {
		container := g.Containers[name]
		env := maps.Clone(container.Env)
		if env == nil {
			env = map[string]string{}
		}
		maps.Copy(env, container.variables())
		for of, log := range g.LogCollection {
			if log.Container == name {
				maps.Copy(env, log.variables(of))
			}
		}
		container.Env = env
		spec.Containers = append(spec.Containers, r.container(pod.Name, name, container))
	}
	if len(spec.Containers) == 0 {
		r.errs = append(r.errs, field.Required(field.NewPath("containers"), "a Pod has containers"))
	}
	spec.ImagePullSecrets = r.pullSecrets(pod.Name, g.ImageRegistryCredentials)
	return pod
}

// asFields are arguments of annotations for which a Pod has fields.
var asFields = map[string]bool{"dns_config": true, "host_aliases": true, "host_sysctls": true}

func (r *renderer) annotations(g Group) map[string]string {
	attributes := plain(g)
	arguments := map[string]any{}
	for _, a := range Annotations {
		if v := get(attributes, a.Attribute); a.Attribute != "" && v != nil && !asFields[a.Argument] {
			arguments[a.Argument] = v
		}
	}
	switch {
	case g.ImageCacheID != nil:
		delete(arguments, "auto_match_image_cache")
	case g.AutoMatchImageCache == nil:
		arguments["auto_match_image_cache"] = false // which is the default for groups, but not for Pods
	}
	if value(g.SpotStrategy) == "NoSpot" {
		delete(arguments, "spot_strategy")
	}
	if value(g.EphemeralStorage) == 0 {
		delete(arguments, "ephemeral_storage")
	}
	if len(g.Tags) == 0 {
		delete(arguments, "tags")
	}
	switch {
	case len(g.InstanceTypes) > 0:
		arguments["specs"] = attributes["instance_types"]
	case g.CPU != nil && g.Memory != nil:
		arguments["specs"] = []any{fmt.Sprintf("%v-%vGi", attributes["cpu"], attributes["memory"])}
	}
	if g.SecurityGroupID != nil {
		arguments["security_group_ids"] = []any{*g.SecurityGroupID}
	}
	maps.Copy(arguments, r.acr(g.ACRRegistries))
	rendered, errs := RenderAnnotations(arguments)
	for _, err := range errs {
		if i := slices.IndexFunc(Annotations, func(a Annotation) bool { return a.Argument == err.Field }); i >= 0 &&
			Annotations[i].Attribute != "" {
			err.Field = Annotations[i].Attribute
		}
	}
	r.errs = append(r.errs, errs...)
	return rendered
}

// acr are the arguments that name ACR instances.
func (r *renderer) acr(registries []ACRRegistry) map[string]any {
	arguments := map[string]any{}
	for argument, of := range map[string]func(ACRRegistry) string{
		"acr_instance_ids": func(a ACRRegistry) string { return strings.TrimPrefix(value(a.RegionID)+":"+a.InstanceID, ":") },
		"acr_service_arns": func(a ACRRegistry) string { return value(a.ServiceRoleARN) },
		"acr_user_arns":    func(a ACRRegistry) string { return value(a.UserRoleARN) },
	} {
		if list := r.aligned(argument, registries, of); list != nil {
			arguments[argument] = list
		}
	}
	return arguments
}

// aligned is a list of one text for each registry, of one for all if they are equal, or none.
func (r *renderer) aligned(argument string, registries []ACRRegistry, of func(ACRRegistry) string) []any {
	var list []any
	for _, registry := range registries {
		list = append(list, of(registry))
	}
	if len(list) == 0 {
		return nil
	}
	if argument != "acr_instance_ids" && !slices.ContainsFunc(list, func(v any) bool { return v != list[0] }) {
		list = list[:1]
	}
	if slices.Contains(list, any("")) {
		if len(list) > 1 {
			r.errs = append(r.errs, field.Forbidden(field.NewPath("acr_registries"), "the annotations take roles for all ACR instances or for none"))
		}
		return nil
	}
	return list
}

// common returns what containers and init containers have in common. ECI does not expand $(NAME), so Kubernetes must not either.
func (r *renderer) common(from CommonContainer, at string) corev1.Container {
	to := corev1.Container{
		Image: from.Image, ImagePullPolicy: corev1.PullPolicy(value(from.ImagePullPolicy)), Command: escapedAll(from.Command),
		Args:       escapedAll(from.Args),
		WorkingDir: value(from.WorkingDir), TerminationMessagePath: value(from.TerminationMessagePath),
		TerminationMessagePolicy: corev1.TerminationMessagePolicy(value(from.TerminationMessagePolicy)),
	}
	for _, name := range slices.Sorted(maps.Keys(from.Env)) {
		to.Env = append(to.Env, corev1.EnvVar{Name: name, Value: escaped(from.Env[name])})
	}
	for _, name := range slices.Sorted(maps.Keys(from.EnvFromField)) {
		to.Env = append(to.Env,
			corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: from.EnvFromField[name]}}})
	}
	limits := corev1.ResourceList{}
	if from.CPU != nil {
		limits[corev1.ResourceCPU] = *resource.NewMilliQuantity(int64(math.Round(*from.CPU*1000)), resource.DecimalSI)
	}
	if from.Memory != nil {
		limits[corev1.ResourceMemory] = *resource.NewQuantity(int64(*from.Memory*gibibyte), resource.BinarySI)
	}
	if from.GPU != nil {
		limits[resourceGPU] = *resource.NewQuantity(*from.GPU, resource.DecimalSI)
	}
	if len(limits) > 0 {
		to.Resources.Limits = limits
	}
	for _, port := range from.Ports {
		to.Ports = append(to.Ports, corev1.ContainerPort{ContainerPort: int32(port.Port), Protocol: corev1.Protocol(port.Protocol)})
	}
	for i, mount := range from.VolumeMounts {
		m := corev1.VolumeMount{Name: mount.Name, MountPath: mount.MountPath, SubPath: value(mount.SubPath), ReadOnly: value(mount.ReadOnly)}
		switch propagation := corev1.MountPropagationMode(value(mount.MountPropagation)); propagation {
		case "", corev1.MountPropagationNone: // which is the default
		case corev1.MountPropagationBidirectional:
			r.errs = append(r.errs, field.Forbidden(field.NewPath(fmt.Sprintf("%s.volume_mounts[%d].mount_propagation", at, i)),
				"Kubernetes allows Bidirectional for privileged containers only"))
		default:
			m.MountPropagation = &propagation
		}
		to.VolumeMounts = append(to.VolumeMounts, m)
	}
	return to
}

// escaped is a text that Kubernetes expands to the given one.
func escaped(text string) string {
	var out strings.Builder
	for i := range len(text) {
		if text[i] == '$' && i+1 < len(text) && (text[i+1] == '$' || text[i+1] == '(') {
			out.WriteByte('$')
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

func escapedAll(words []string) []string {
	var result []string
	for _, word := range words {
		result = append(result, escaped(word))
	}
	return result
}

func (r *renderer) container(pod, name string, from Container) corev1.Container {
	to := r.common(from.CommonContainer, "containers["+name+"]")
	to.Name, to.Stdin, to.StdinOnce, to.TTY = name, value(from.Stdin), value(from.StdinOnce), value(from.TTY)
	to.LivenessProbe, to.ReadinessProbe = probe(from.LivenessProbe), probe(from.ReadinessProbe)
	if from.PostStart != nil || from.PreStop != nil {
		to.Lifecycle = &corev1.Lifecycle{PostStart: hook(from.PostStart), PreStop: hook(from.PreStop)}
	}
	if from.SecurityContext != nil {
		to.SecurityContext = security(&from.SecurityContext.CommonSecurityContext)
		if to.SecurityContext == nil {
			to.SecurityContext = &corev1.SecurityContext{}
		}
		to.SecurityContext.RunAsGroup, to.SecurityContext.RunAsNonRoot = from.SecurityContext.RunAsGroup, from.SecurityContext.RunAsNonRoot
	}
	if len(from.SensitiveEnv) > 0 {
		secret := r.secret(pod+"-"+name+"-env", corev1.SecretTypeOpaque, from.SensitiveEnv, nil)
		for _, variable := range slices.Sorted(maps.Keys(from.SensitiveEnv)) {
			to.Env = append(to.Env, corev1.EnvVar{Name: variable, ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
				LocalObjectReference: corev1.LocalObjectReference{Name: secret}, Key: variable}}})
		}
	}
	return to
}

// secret adds a Secret and returns its name.
func (r *renderer) secret(name string, kind corev1.SecretType, text map[string]string, binary map[string][]byte) string {
	if faults := validation.IsDNS1123Subdomain(name); len(faults) > 0 {
		r.errs = append(r.errs, field.Invalid(field.NewPath("name"), name, "is to be the name of a Secret: "+strings.Join(faults, ", ")))
	}
	r.objects[name] = cleaned(corev1.Secret{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: metav1.ObjectMeta{Name: name}, Type: kind, StringData: text, Data: binary})
	return name
}

func (r *renderer) pullSecrets(owner string, credentials map[string]Credential) []corev1.LocalObjectReference {
	if len(credentials) == 0 {
		return nil
	}
	type login struct {
		Username string `json:"username"`
		Password string `json:"password"`
	}
	auths := map[string]login{}
	for server, credential := range credentials {
		auths[server] = login{credential.UserName, credential.Password}
	}
	name := r.secret(owner+"-registries", corev1.SecretTypeDockerConfigJson,
		map[string]string{corev1.DockerConfigJsonKey: renderJSON(map[string]any{"auths": auths})}, nil)
	return []corev1.LocalObjectReference{{Name: name}}
}

func security(from *CommonSecurityContext) *corev1.SecurityContext {
	if from == nil || *from == (CommonSecurityContext{}) {
		return nil
	}
	to := &corev1.SecurityContext{RunAsUser: from.RunAsUser, ReadOnlyRootFilesystem: from.ReadOnlyRootFilesystem}
	if from.Capabilities != nil {
		to.Capabilities = &corev1.Capabilities{}
		for _, capability := range from.Capabilities.Add {
			to.Capabilities.Add = append(to.Capabilities.Add, corev1.Capability(capability))
		}
	}
	return to
}

func probe(from *Probe) *corev1.Probe {
	if from == nil {
		return nil
	}
	to := &corev1.Probe{
		InitialDelaySeconds: int32(value(from.InitialDelaySeconds)), PeriodSeconds: int32(value(from.PeriodSeconds)),
		TimeoutSeconds:   int32(value(from.TimeoutSeconds)),
		SuccessThreshold: int32(value(from.SuccessThreshold)), FailureThreshold: int32(value(from.FailureThreshold)),
	}
	if from.Exec != nil {
		to.Exec = &corev1.ExecAction{Command: from.Exec.Command}
	}
	if get := from.HTTPGet; get != nil {
		to.HTTPGet = &corev1.HTTPGetAction{Path: value(get.Path), Port: intstr.FromInt32(int32(get.Port)),
			Scheme: corev1.URIScheme(value(get.Scheme))}
	}
	if from.TCPSocket != nil {
		to.TCPSocket = &corev1.TCPSocketAction{Port: intstr.FromInt32(int32(from.TCPSocket.Port))}
	}
	return to
}

func hook(from *Hook) *corev1.LifecycleHandler {
	if from == nil {
		return nil
	}
	to := &corev1.LifecycleHandler{}
	if from.Exec != nil {
		to.Exec = &corev1.ExecAction{Command: from.Exec.Command}
	}
	if get := from.HTTPGet; get != nil {
		to.HTTPGet = &corev1.HTTPGetAction{Host: value(get.Host), Path: value(get.Path), Port: intstr.FromInt32(int32(get.Port)),
			Scheme: corev1.URIScheme(value(get.Scheme))}
		for _, name := range slices.Sorted(maps.Keys(get.Headers)) {
			to.HTTPGet.HTTPHeaders = append(to.HTTPGet.HTTPHeaders, corev1.HTTPHeader{Name: name, Value: get.Headers[name]})
		}
	}
	if from.TCPSocket != nil {
		to.TCPSocket = &corev1.TCPSocketAction{Host: value(from.TCPSocket.Host), Port: intstr.FromInt32(int32(from.TCPSocket.Port))}
	}
	return to
}

// volume is a volume of a Pod. Files are those of a Secret, because they may be secret.
func (r *renderer) volume(pod, name string, from Volume) corev1.VolumeSource {
	at := field.NewPath("volumes").Key(name)
	switch {
	case from.EmptyDir != nil:
		to := &corev1.EmptyDirVolumeSource{Medium: corev1.StorageMedium(value(from.EmptyDir.Medium))}
		if from.EmptyDir.SizeLimit != nil {
			limit, err := resource.ParseQuantity(*from.EmptyDir.SizeLimit)
			if err != nil {
				r.errs = append(r.errs, field.Invalid(at.Child("empty_dir", "size_limit"), *from.EmptyDir.SizeLimit, err.Error()))
			}
			to.SizeLimit = &limit
		}
		return corev1.VolumeSource{EmptyDir: to}
	case from.NFS != nil:
		return corev1.VolumeSource{NFS: &corev1.NFSVolumeSource{Server: from.NFS.Server, Path: from.NFS.Path, ReadOnly: value(from.NFS.ReadOnly)}}
	case from.FlexVolume != nil:
		return corev1.VolumeSource{FlexVolume: &corev1.FlexVolumeSource{Driver: from.FlexVolume.Driver, FSType: value(from.FlexVolume.FSType),
			Options: from.FlexVolume.Options}}
	case from.HostPath != nil:
		to := &corev1.HostPathVolumeSource{Path: from.HostPath.Path}
		if from.HostPath.Type != nil {
			to.Type = new(corev1.HostPathType(*from.HostPath.Type))
		}
		return corev1.VolumeSource{HostPath: to}
	case from.ConfigFile != nil:
		return corev1.VolumeSource{Secret: r.files(pod+"-"+name, *from.ConfigFile, at.Child("config_file"))}
	}
	r.errs = append(r.errs, field.Required(at, "a volume has a kind"))
	return corev1.VolumeSource{}
}

func (r *renderer) files(secret string, from ConfigFile, at *field.Path) *corev1.SecretVolumeSource {
	to := &corev1.SecretVolumeSource{SecretName: secret, DefaultMode: r.mode(from.DefaultMode, at.Child("default_mode"))}
	text, binary := map[string]string{}, map[string][]byte{}
	for i, path := range slices.Sorted(maps.Keys(from.Files)) {
		key := path
		if len(validation.IsConfigMapKey(path)) > 0 { // as that of a path with folders
			key = fmt.Sprintf("file-%d", i)
		}
		if encoded := from.Files[path].ContentBase64; encoded == nil {
			text[key] = value(from.Files[path].Content)
		} else if decoded, err := base64.StdEncoding.DecodeString(*encoded); err == nil {
			binary[key] = decoded
		} else {
			r.errs = append(r.errs, malformed(at.Child("files").Key(path).Child("content_base64"), "is no Base64"))
		}
		to.Items = append(to.Items,
			corev1.KeyToPath{Key: key, Path: path, Mode: r.mode(from.Files[path].Mode, at.Child("files").Key(path).Child("mode"))})
	}
	r.secret(secret, corev1.SecretTypeOpaque, text, binary)
	return to
}

// mode is the number that octal digits stand for.
func (r *renderer) mode(digits *string, at *field.Path) *int32 {
	if digits == nil {
		return nil
	}
	var number int32
	if _, err := fmt.Sscanf(*digits, "%o", &number); err != nil {
		r.errs = append(r.errs, field.Invalid(at, *digits, "must be octal digits"))
	}
	return &number
}

// cleaned is a Kubernetes object as JSON without what a manifest does not say.
func cleaned(object any) map[string]any {
	result := plain(object)
	delete(result, "status")
	for _, name := range []string{"metadata", "spec"} {
		if inner, ok := result[name].(map[string]any); ok {
			dropEmpty(inner)
		}
	}
	return result
}

// dropEmpty drops null and, of the members that are there even if they say nothing, the empty ones.
func dropEmpty(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			dropEmpty(member)
			object, isObject := member.(map[string]any)
			if member == nil || isObject && len(object) == 0 && (name == "resources" || name == "annotations" || name == "netConfig") {
				delete(v, name)
			}
		}
	case []any:
		for _, element := range v {
			dropEmpty(element)
		}
	}
}

// yamlOf are objects as documents.
func yamlOf(objects ...any) string {
	var documents [][]byte
	for _, object := range objects {
		document, err := yaml.Marshal(object)
		if err != nil {
			panic(err) // of what comes from JSON
		}
		documents = append(documents, document)
	}
	return string(bytes.Join(documents, []byte("---\n")))
}
