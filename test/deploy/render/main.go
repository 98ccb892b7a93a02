// Turns what deploy/ holds into JSON, with the libraries that its users' tools are made of: Helm's engine, Compose's loader.
//
//	render chart DIR [VALUES …]   the manifests of the chart, with the values laid over each other
//	render yaml FILE              the documents of a file
//	render compose FILE           the project of a compose file, checked against Compose's schema, with this process's environment
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
	"sigs.k8s.io/yaml"
)

func main() {
	documents, err := render(os.Args[1], os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(documents); err != nil {
		panic(err)
	}
}

func render(command string, args []string) (any, error) {
	switch command {
	case "chart":
		return renderChart(args[0], args[1:])
	case "yaml":
		text, err := os.ReadFile(args[0])
		if err != nil {
			return nil, err
		}
		return toDocuments(args[0], string(text))
	case "compose":
		return renderCompose(args[0])
	}
	return nil, fmt.Errorf("no command %s", command)
}

func renderChart(directory string, valueFiles []string) (any, error) {
	chart, err := loader.LoadDir(directory)
	if err != nil {
		return nil, err
	}
	values := chartutil.Values{}
	for _, file := range valueFiles {
		given, err := chartutil.ReadValuesFile(file)
		if err != nil {
			return nil, err
		}
		values = chartutil.CoalesceTables(given, values)
	}
	release := chartutil.ReleaseOptions{Name: "squall", Namespace: "clouds", Revision: 1, IsInstall: true}
	// Checks the values against the chart's values.schema.json, too.
	toRender, err := chartutil.ToRenderValues(chart, values, release, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	strict := engine.Engine{Strict: true}
	files, err := strict.Render(chart, toRender)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(files))
	for name := range files {
		if strings.HasSuffix(name, ".yaml") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	all := []any{}
	for _, name := range names {
		documents, err := toDocuments(name, files[name])
		if err != nil {
			return nil, err
		}
		all = append(all, documents...)
	}
	return all, nil
}

// A key that stands twice in a mapping is an error, as it is to Kubernetes.
func toDocuments(name string, text string) ([]any, error) {
	documents := []any{}
	manifests := releaseutil.SplitManifests(text)
	names := make([]string, 0, len(manifests))
	for each := range manifests {
		names = append(names, each)
	}
	sort.Sort(releaseutil.BySplitManifestsOrder(names))
	for _, each := range names {
		var document any
		if err := yaml.UnmarshalStrict([]byte(manifests[each]), &document); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if document != nil {
			documents = append(documents, document)
		}
	}
	return documents, nil
}

func renderCompose(file string) (any, error) {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithOsEnv, cli.WithWorkingDirectory(filepath.Dir(file)))
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project, nil
}
