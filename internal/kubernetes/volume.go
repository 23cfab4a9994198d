package kubernetes

import (
	"encoding/base64"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// What ECI takes of files, in bytes of their text.
const (
	mostFileBytes   = 32 * 1024
	mostVolumeBytes = 60 * 1024
)

func (c *converter) volumes(spec corev1.PodSpec, at *field.Path) {
	names := map[string]bool{}
	for i, volume := range spec.Volumes {
		at := at.Index(i)
		c.check(at.Child("name"), volume.Name, validation.IsDNS1123Label(volume.Name))
		if names[volume.Name] {
			c.errs = append(c.errs, field.Duplicate(at.Child("name"), volume.Name))
		}
		names[volume.Name] = true
		if c.group.Volumes == nil {
			c.group.Volumes = map[string]Volume{}
		}
		if to := c.volume(volume.VolumeSource, at); to != (Volume{}) {
			c.group.Volumes[volume.Name] = to
		}
	}
}

func (c *converter) volume(from corev1.VolumeSource, at *field.Path) Volume {
	var to Volume
	kinds := 0
	if dir := from.EmptyDir; dir != nil {
		kinds++
		to.EmptyDir = &EmptyDir{Medium: optional(dir.Medium)}
		if !isUnknown(string(dir.Medium)) {
			oneOf(c, at.Child("emptyDir", "medium"), dir.Medium, corev1.StorageMediumMemory, "LocalRaid0")
		}
		if dir.SizeLimit != nil {
			to.EmptyDir.SizeLimit = new(dir.SizeLimit.String())
		}
	}
	if nfs := from.NFS; nfs != nil {
		kinds++
		to.NFS = &NFS{Server: nfs.Server, Path: nfs.Path}
		if nfs.ReadOnly {
			to.NFS.ReadOnly = new(true)
		}
		c.required(at.Child("nfs", "server"), nfs.Server)
		if !path.IsAbs(nfs.Path) && !isUnknown(nfs.Path) {
			c.errs = append(c.errs, field.Invalid(at.Child("nfs", "path"), nfs.Path, "must be an absolute path"))
		}
	}
	if flex := from.FlexVolume; flex != nil {
		kinds++
		to.FlexVolume = c.flexVolume(*flex, at.Child("flexVolume"))
	}
	if host := from.HostPath; host != nil {
		kinds++
		to.HostPath = c.hostPath(*host, at.Child("hostPath"))
	}
	if from.ConfigMap != nil {
		kinds++
		source := from.ConfigMap
		f := newFiles(c, source.DefaultMode, at.Child("configMap"))
		f.object(c.configMaps, source.Name, source.Items, source.Optional, at.Child("configMap"), "name")
		f.into(&to)
	}
	if from.Secret != nil {
		kinds++
		source := from.Secret
		f := newFiles(c, source.DefaultMode, at.Child("secret"))
		f.object(c.secrets, source.SecretName, source.Items, source.Optional, at.Child("secret"), "secretName")
		f.into(&to)
	}
	if from.DownwardAPI != nil {
		kinds++
		f := newFiles(c, from.DownwardAPI.DefaultMode, at.Child("downwardAPI"))
		f.fields(from.DownwardAPI.Items, at.Child("downwardAPI"))
		f.into(&to)
	}
	if from.Projected != nil {
		kinds++
		c.projected(*from.Projected, at.Child("projected")).into(&to)
	}
	if kinds == 0 && !slices.ContainsFunc(c.errs, func(e *field.Error) bool { return strings.HasPrefix(e.Field, at.String()+".") }) {
		c.errs = append(c.errs, field.Required(at, "a volume has a kind; "+noDevices))
	}
	if kinds > 1 {
		c.errs = append(c.errs, field.Forbidden(at, "a volume has one kind"))
	}
	return to
}

func (c *converter) required(at *field.Path, text string) {
	if text == "" {
		c.errs = append(c.errs, field.Required(at, ""))
	}
}

func (c *converter) projected(from corev1.ProjectedVolumeSource, at *field.Path) *files {
	f := newFiles(c, from.DefaultMode, at)
	for i, source := range from.Sources {
		at := at.Child("sources").Index(i)
		if m := source.ConfigMap; m != nil {
			f.object(c.configMaps, m.Name, m.Items, m.Optional, at.Child("configMap"), "name")
		}
		if s := source.Secret; s != nil {
			f.object(c.secrets, s.Name, s.Items, s.Optional, at.Child("secret"), "name")
		}
		if d := source.DownwardAPI; d != nil {
			f.fields(d.Items, at.Child("downwardAPI"))
		}
	}
	return f
}

// flexVolume is a volume of one of ECI's drivers. Access keys are refused: they would be kept in state.
func (c *converter) flexVolume(from corev1.FlexVolumeSource, at *field.Path) *FlexVolume {
	oneOf(c, at.Child("driver"), from.Driver, "alicloud/disk", "alicloud/nas", "alicloud/oss")
	c.required(at.Child("driver"), from.Driver)
	if from.SecretRef != nil {
		c.refuse(at.Child("secretRef"), "access keys would be kept in state: give the option ramRole")
	}
	if from.ReadOnly {
		c.refuse(at.Child("readOnly"), "ECI has no parameter for it: make the mount read-only")
	}
	for _, key := range slices.Sorted(maps.Keys(from.Options)) {
		switch strings.ToLower(key) {
		case "akid", "aksecret", "accesskeyid", "accesskeysecret":
			c.refuse(at.Child("options").Key(key), "access keys would be kept in state: give the option ramRole")
		}
	}
	return &FlexVolume{Driver: from.Driver, FSType: optional(from.FSType), Options: from.Options}
}

func (c *converter) hostPath(from corev1.HostPathVolumeSource, at *field.Path) *HostPath {
	if !c.dataCaches {
		c.refuse(at, "a group has no host: use emptyDir, nfs or a flexVolume. For a data cache, name its bucket in the annotation "+
			"%seci-data-cache-bucket", prefix)
		return nil
	}
	kind := value(from.Type)
	c.required(at.Child("path"), from.Path)
	oneOf(c, at.Child("type"), kind, corev1.HostPathDirectory, corev1.HostPathFile)
	return &HostPath{Path: from.Path, Type: optional(kind)}
}

// files collects the files of a volume.
type files struct {
	c     *converter
	at    *field.Path
	mode  *string
	files map[string]File
	bytes int
}

func newFiles(c *converter, defaultMode *int32, at *field.Path) *files {
	f := &files{c: c, at: at, files: map[string]File{}}
	f.mode = f.octal(defaultMode, at.Child("defaultMode"))
	return f
}

// octal are the octal digits of a mode. In a decoded manifest 444 may stand for 0444, as yamldecode has it, or for 0674.
func (f *files) octal(mode *int32, at *field.Path) *string {
	if mode == nil {
		return nil
	}
	number := *mode
	if number < 0 || number > 0o777 {
		detail := "must be a mode of 0000 to 0777, or 0 to 511 in decimal"
		if !f.c.document.isText {
			detail += ". yamldecode reads 0644 as 644: give the manifest as text"
		}
		f.c.errs = append(f.c.errs, field.Invalid(at, number, detail))
		return nil
	}
	if digits := strconv.Itoa(int(number)); !f.c.document.isText && number > 7 && !strings.ContainsAny(digits, "89") {
		f.c.errs = append(f.c.errs, field.Invalid(at, number, fmt.Sprintf("in a decoded manifest it is unclear whether this is 0%s, as "+
			"yamldecode reads it, or 0%o: give the manifest as text, by file() instead of yamldecode(file()) or by yamlencode()", digits, number)))
	}
	return new(fmt.Sprintf("%04o", number))
}

// object adds the entries of a ConfigMap or of a Secret, all or those of items.
func (f *files) object(
	all map[string]map[string]entry, name string, items []corev1.KeyToPath, isOptional *bool, at *field.Path, nameField string,
) {
	entries := f.c.object(all, name, isOptional, at.Child(nameField))
	if entries == nil {
		return
	}
	if len(items) == 0 {
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			f.add(key, entries[key], nil, at)
		}
		return
	}
	for i, item := range items {
		at := at.Child("items").Index(i)
		f.c.check(at.Child("key"), item.Key, validation.IsConfigMapKey(item.Key))
		found, exists := entries[item.Key]
		switch {
		case exists:
			f.add(item.Path, found, f.octal(item.Mode, at.Child("mode")), at.Child("path"))
		case !value(isOptional):
			f.c.errs = append(f.c.errs, field.NotFound(at.Child("key"), item.Key))
		}
	}
}

// fields adds fields of the Pod.
func (f *files) fields(items []corev1.DownwardAPIVolumeFile, at *field.Path) {
	for i, item := range items {
		at := at.Child("items").Index(i)
		if item.FieldRef == nil && item.ResourceFieldRef == nil { // which is unsupported
			f.c.errs = append(f.c.errs, field.Required(at, "needs fieldRef"))
		}
		if item.FieldRef != nil {
			text := f.c.field(item.FieldRef.FieldPath, true, at.Child("fieldRef", "fieldPath"))
			f.add(item.Path, entry{text: text}, f.octal(item.Mode, at.Child("mode")), at.Child("path"))
		}
	}
}

func (f *files) add(name string, from entry, mode *string, at *field.Path) {
	if name == "" || path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") {
		f.c.errs = append(f.c.errs, field.Invalid(at, name, "must be a path inside the volume"))
	}
	if len(from.text) > mostFileBytes {
		f.c.refuse(at, "%s has %d bytes, and ECI takes %d: mount it from OSS or NAS", name, len(from.text), mostFileBytes)
	}
	f.bytes += len(from.text)
	f.files[name] = File{Content: &from.text, Mode: mode}
	if from.isBinary {
		encoded := base64.StdEncoding.EncodeToString([]byte(from.text))
		f.files[name] = File{ContentBase64: &encoded, Mode: mode}
	}
}

// into makes a volume of the files, or an empty one if there are none because they are optional.
func (f *files) into(to *Volume) {
	if f.bytes > mostVolumeBytes {
		f.c.refuse(f.at, "its files have %d bytes, and ECI takes %d: mount them from OSS or NAS", f.bytes, mostVolumeBytes)
	}
	if len(f.files) == 0 {
		to.EmptyDir = &EmptyDir{}
		return
	}
	to.ConfigFile = &ConfigFile{DefaultMode: f.mode, Files: f.files}
}
