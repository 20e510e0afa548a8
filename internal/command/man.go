// The command man: the page of the manual, made from the commands and the settings.

package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ukemi-dev/ukemi/pkg/edge"
)

func (p Program) manCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "man", Short: "Print the page of the manual, for man -l -", Args: atMost(0),
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	c.Run = func(*cobra.Command, []string) { fmt.Fprint(p.Out, manual(c.Root())) }
	return c
}

// manual is the page in roff. man-pages(7) names the sections.
func manual(root *cobra.Command) string {
	var b strings.Builder
	name := root.Name()
	fmt.Fprintf(&b, ".TH %s 1 \"\" \"ukemi %s\"\n", strings.ToUpper(name), roff(Version()))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", name, roff(strings.ToLower(root.Short[:1])+root.Short[1:]))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n.I COMMAND\n[\\fIARGUMENTS\\fR]\n.SH DESCRIPTION\n%s\n", name, roff(root.Long))
	b.WriteString(".SH COMMANDS\n")
	for _, c := range root.Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		fmt.Fprintf(&b, ".SS %s\n%s\n", roff(c.UseLine()), paragraphs(firstOf(c.Long, c.Short)))
		if c.Name() == "serve" {
			continue // its flags are the settings
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" {
				fmt.Fprintf(&b, ".TP\n.B \\-\\-%s\n%s\n", roff(f.Name), roff(strings.ReplaceAll(f.Usage, "`", "")))
			}
		})
	}
	b.WriteString(".SH ENVIRONMENT\n")
	for _, s := range edge.Settings() {
		meaning := roff(strings.ReplaceAll(s.Meaning, "`", ""))
		fmt.Fprintf(&b, ".TP\n.BR %s \", \" \\-\\-%s\n%s", s.Name, roff(flagOf(s.Name)), meaning)
		if s.Default != "" {
			fmt.Fprintf(&b, " (default %s)", roff(s.Default))
		}
		b.WriteString("\n")
	}
	b.WriteString(".TP\n.B UKEMI_KEY_*\nkeys of the fallbacks' upstreams\n")
	b.WriteString(".SH EXIT STATUS\n0, 1 for a failure, 2 for wrong use.\n")
	return b.String()
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// paragraphs separates the paragraphs of a text by roff's request.
func paragraphs(text string) string {
	var all []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		all = append(all, roff(paragraph))
	}
	return strings.Join(all, "\n.PP\n")
}

// roff escapes a text so that no line of it is a request.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	for _, first := range [...]string{".", "'"} {
		text = strings.ReplaceAll("\n"+text, "\n"+first, "\n\\&"+first)[1:]
	}
	return text
}
