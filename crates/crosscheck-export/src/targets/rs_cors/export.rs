//! A whole policy for Go's `rs/cors`: options for each path, and a handler that finds them.

use std::fmt::Write as _;

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::LossKind;
use crate::export::OnPath;
use crate::export::Paths;
use crate::export::Spelled;
use crate::export::is_everywhere;
use crate::export::origin_regex;
use crate::export::path_patterns;
use crate::fix::patch::quoted;

const ABILITY: Ability = Ability {
    pattern: |pattern| Spelled::Exactly(origin_regex(pattern)),
    exact: |_| true,
    most_origins: usize::MAX,
    looks_through: true,
    // It compares them in capitals, and answers so, which a page that sends small letters does not take for its own.
    method: |method| method != "*" && !method.bytes().any(|byte| byte.is_ascii_lowercase()),
    any_header: AnyHeader::Echoed,
    credentials: true,
    everybodys_credentials: true,
    echoes: false,
    rules: false,
    paths: Paths::Expressions,
    no_age: false,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::NotByBrowsers,
            "a preflight that is refused has the status of one that is not, and nothing else",
        ),
        (
            LossKind::Vary,
            Effect::Costs,
            "what everybody may read is said to requests with an `Origin` only: a cache keeps an answer for each",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what an application sets of CORS and as `Vary` is said in the place of it: take CORS out of it, and add to `Vary`",
        ),
    ],
};

/// Where every method may be used: it has no word for that.
const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let handler = handler(&paths);
    let options: String = paths
        .iter()
        .enumerate()
        .filter_map(|(number, on)| Some(options(on.object.as_ref()?, number)))
        .collect();
    let expressions = handler.contains("regexp.") || options.contains("regexp.");
    let regexp = if expressions { "\t\"regexp\"\n" } else { "" };
    let text = format!("{HEAD}{regexp}\n\t\"github.com/rs/cors\"\n)\n{handler}{options}{NOBODY}");
    let place = "go get github.com/rs/cors; put it into your package, and CrosscheckCORS(mux) around the mux";
    Export { files: vec![ConfigFile::new("crosscheck_rs_cors.go", place, text)], losses }
}

/// Finds by the path what speaks there.
fn handler(paths: &[OnPath<'_>]) -> String {
    let of = |number: Option<usize>| match number.and_then(|number| paths.get(number)) {
        Some(on) if on.is_left() => "next".to_owned(),
        Some(OnPath { object: Some(_), .. }) => {
            format!("crosscheckOptions{}().Handler(next)", number.unwrap_or_default())
        }
        _ => "crosscheckNobody().Handler(next)".to_owned(),
    };
    let names: Vec<&str> = paths.iter().map(OnPath::path).collect();
    if is_everywhere(&names) {
        return format!("{CORS}\treturn {}\n}}\n", of(Some(0)));
    }
    let lines: String = path_patterns(&names)
        .iter()
        .map(|pattern| {
            let case = if pattern.ignores_case { "(?i)" } else { "" };
            let regex = format!("`{case}^(?:{})$`", pattern.regex);
            format!("\t\t{{regexp.MustCompile({regex}), {}}},\n", of(pattern.path))
        })
        .collect();
    let otherwise = of(None);
    format!("{CORS}{BEFORE_PATHS}{lines}{BEHIND_PATHS}").replace("NOBODY", &otherwise)
}

fn options(object: &CorsObject, number: usize) -> String {
    let strings = |items: &[String]| format!("[]string{{{}}}", quoted(items));
    let mut text = format!("\nfunc crosscheckOptions{number}() *cors.Cors {{\n");
    let origins = match (object.is_for_everybody(), object.patterns.is_empty()) {
        (true, _) if object.credentials => {
            "AllowOriginFunc: func(string) bool { return true }".to_owned()
        }
        (_, true) => format!("AllowedOrigins: {}", strings(&object.origins)),
        (_, false) => {
            let listed: Vec<String> =
                object.origins.iter().map(|origin| format!("\"{origin}\": true")).collect();
            let _ = write!(
                text,
                "\tlisted := map[string]bool{{{}}}\n\tpatterns := regexp.MustCompile(`^(?:{})$`)\n",
                listed.join(", "),
                object.patterns.join("|")
            );
            "AllowOriginFunc: func(origin string) bool { return listed[origin] || patterns.MatchString(origin) }"
                .to_owned()
        }
    };
    let methods = match object.methods.is_empty() {
        true => METHODS.map(String::from).into(),
        false => object.methods.clone(),
    };
    // Without the line it allows a list of its own.
    let headers = match object.request_headers.is_empty() {
        true => vec!["Origin".to_owned()],
        false => object.request_headers.clone(),
    };
    let _ = write!(
        text,
        "\treturn cors.New(cors.Options{{\n\t\t{origins},\n\t\tAllowedMethods: {},\n\t\tAllowedHeaders: {},\n",
        strings(&methods),
        strings(&headers)
    );
    if !object.expose_headers.is_empty() {
        let _ = writeln!(text, "\t\tExposedHeaders: {},", strings(&object.expose_headers));
    }
    if object.credentials {
        text += "\t\tAllowCredentials: true,\n";
    }
    if let Some(seconds) = object.max_age {
        let _ = writeln!(text, "\t\tMaxAge: {seconds},");
    }
    text + "\t})\n}\n"
}

const HEAD: &str =
    "// Written by `crosscheck export rs-cors`.\npackage main\n\nimport (\n\t\"net/http\"\n";

const CORS: &str = "
// CrosscheckCORS puts the policy around a handler.
func CrosscheckCORS(next http.Handler) http.Handler {
";

const BEFORE_PATHS: &str = "\t// Which path speaks; where that could be read in two ways, none.
\tpaths := []struct {
\t\tfits    *regexp.Regexp
\t\thandler http.Handler
\t}{
";

const BEHIND_PATHS: &str = "\t}
\totherwise := NOBODY
\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
\t\tfor _, path := range paths {
\t\t\tif path.fits.MatchString(r.URL.EscapedPath()) {
\t\t\t\tpath.handler.ServeHTTP(w, r)
\t\t\t\treturn
\t\t\t}
\t\t}
\t\totherwise.ServeHTTP(w, r)
\t})
}
";

/// An empty list would be everybody.
const NOBODY: &str = "
func crosscheckNobody() *cors.Cors {
\treturn cors.New(cors.Options{AllowOriginFunc: func(string) bool { return false }})
}
";
