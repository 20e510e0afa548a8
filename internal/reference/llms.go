// llms.txt: the pages for language models, in the form of llmstxt.org.

package reference

import "strings"

// LLMs returns the text of llms.txt. Its links are absolute and lead to Markdown.
func LLMs() string {
	var b strings.Builder
	b.WriteString("# ukemi\n\n> Finds out what an error of an LLM API really means, retries what is worth retrying, " +
		"and explains errors.\n\n" +
		"Paste an error into the playground (" + Site + "), run `npx ukemi explain FILE`, or look up its class below.\n")
	for _, section := range index().Sections {
		b.WriteString("\n## " + section.Title + "\n\n")
		for _, item := range section.Items {
			b.WriteString("- [" + item.Name + "](" + Site + item.Link + ".md)" + choose(item.Text != "", ": ", "") +
				item.Text + "\n")
		}
	}
	return b.String()
}
