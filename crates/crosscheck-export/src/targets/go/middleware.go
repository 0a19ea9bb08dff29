// Change the name to your package's.
package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

const corsPolicy = `POLICY_DATA`

type corsRule struct {
	For      string   `json:"for"`
	Origins  []string `json:"origins"`
	Patterns []string `json:"patterns"`
	Methods  []string `json:"methods"`
	Headers  []string `json:"headers"`
	exact    map[string]bool
	fits     []*regexp.Regexp
}

type corsPath struct {
	fits   *regexp.Regexp
	number string
}

var cors struct {
	Paths     [][3]string                  `json:"paths"`
	Elsewhere string                       `json:"elsewhere"`
	Left      []string                     `json:"left"`
	Rules     map[string][]*corsRule       `json:"rules"`
	Removed   []string                     `json:"removed"`
	Answers   map[string]map[string]string `json:"answers"`
	paths     []corsPath
}

func init() {
	if err := json.Unmarshal([]byte(corsPolicy), &cors); err != nil {
		panic(err)
	}
	for _, path := range cors.Paths {
		flags := ""
		if path[1] != "" {
			flags = "(?i)"
		}
		cors.paths = append(cors.paths, corsPath{regexp.MustCompile(flags + "^(?:" + path[0] + ")$"), path[2]})
	}
	for _, rules := range cors.Rules {
		for _, rule := range rules {
			rule.exact = make(map[string]bool)
			for _, origin := range rule.Origins {
				rule.exact[origin] = true
			}
			for _, pattern := range rule.Patterns {
				rule.fits = append(rule.fits, regexp.MustCompile("^(?:"+pattern+")$"))
			}
		}
	}
}

// CrosscheckCORS lets the policy answer preflights, and say on every answer of next what it says of CORS.
func CrosscheckCORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		decision := decideCORS(r)
		said := &corsWriter{ResponseWriter: w, decision: decision}
		if decision.status != 0 {
			said.WriteHeader(decision.status)
			return
		}
		next.ServeHTTP(said, r)
		if !said.isSaid {
			said.WriteHeader(http.StatusOK)
		}
	})
}

type corsDecision struct {
	// The key of what the policy answers, and a status where it answers by itself.
	key    string
	origin string
	isLeft bool
	status int
}

func decideCORS(r *http.Request) corsDecision {
	origin := strings.Join(r.Header.Values("Origin"), ", ")
	number := corsPathOf(r.RequestURI)
	decision := corsDecision{key: number, origin: origin, isLeft: corsHas(cors.Left, number)}
	var rule *corsRule
	for at, candidate := range cors.Rules[number] {
		if candidate.lists(origin) {
			decision.key, rule = number+"."+strconv.Itoa(at), candidate
			break
		}
	}
	asked := r.Header.Get("Access-Control-Request-Method")
	if decision.isLeft || r.Method != http.MethodOptions || origin == "" || asked == "" {
		return decision
	}
	names := strings.Join(r.Header.Values("Access-Control-Request-Headers"), ",")
	decision.status = http.StatusNoContent
	switch {
	case rule == nil:
		decision.key, decision.status = decision.key+"-", http.StatusForbidden
	case rule.permits(asked, names):
		decision.key += "+"
	default:
		decision.key += "-"
	}
	return decision
}

func corsPathOf(target string) string {
	if end := strings.IndexAny(target, "?#"); end >= 0 {
		target = target[:end]
	}
	for _, path := range cors.paths {
		if path.fits.MatchString(target) {
			return path.number
		}
	}
	return cors.Elsewhere
}

func (rule *corsRule) lists(origin string) bool {
	if rule.For != "listed" {
		return rule.For == "anybody" || origin != ""
	}
	for _, pattern := range rule.fits {
		if pattern.MatchString(origin) {
			return true
		}
	}
	return rule.exact[origin]
}

func (rule *corsRule) permits(asked, names string) bool {
	isSafe := asked == "GET" || asked == "HEAD" || asked == "POST"
	if !isSafe && !corsHas(rule.Methods, "*") && !corsHas(rule.Methods, asked) {
		return false
	}
	for _, name := range strings.Split(names, ",") {
		name = strings.ToLower(strings.Trim(name, " \t"))
		isAny := corsHas(rule.Headers, "*") && name != "authorization"
		if name != "" && !isAny && !corsHas(rule.Headers, name) {
			return false
		}
	}
	return true
}

func corsHas(list []string, wanted string) bool {
	for _, item := range list {
		if item == wanted {
			return true
		}
	}
	return false
}

// corsWriter writes what the policy says when the head is written, in the place of what the application says.
type corsWriter struct {
	http.ResponseWriter
	decision corsDecision
	isSaid   bool
}

func (w *corsWriter) WriteHeader(status int) {
	if !w.isSaid && (status >= 200 || status == http.StatusSwitchingProtocols) {
		w.isSaid = true
		w.say(w.Header())
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *corsWriter) Write(body []byte) (int, error) {
	if !w.isSaid {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(body)
}

// Flush is for who streams.
func (w *corsWriter) Flush() {
	if !w.isSaid {
		w.WriteHeader(http.StatusOK)
	}
	if flusher, ok := w.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
}

// Unwrap is for http.ResponseController.
func (w *corsWriter) Unwrap() http.ResponseWriter {
	return w.ResponseWriter
}

func (w *corsWriter) say(headers http.Header) {
	if !w.decision.isLeft {
		for _, name := range cors.Removed {
			headers.Del(name)
		}
	}
	for name, value := range cors.Answers[w.decision.key] {
		switch {
		case name == "vary":
			headers.Add(name, value)
		case value == "":
			headers.Del(name)
		case value == "$origin":
			headers.Set(name, w.decision.origin)
		default:
			headers.Set(name, value)
		}
	}
}
