//! The first policy file of a project, with a line of explanation for each choice.

use std::fmt::Write;

/// What the first policy is to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "answers to questions, made whole by whoever asked")]
pub struct Starter {
    /// Origins whose pages may read; with none the whole web may, without credentials.
    pub origins: Vec<String>,
    /// Whether they may read with cookies and the like.
    pub credentials: bool,
    /// Methods beside GET, HEAD and POST.
    pub methods: Vec<String>,
    /// Headers that pages set.
    pub request_headers: Vec<String>,
    /// Response headers that pages read.
    pub expose_headers: Vec<String>,
    /// Pages under development.
    pub development: Vec<String>,
}

impl Starter {
    /// The file's text. It may hold what is no policy: [`read`](crate::read) tells.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let everybody = ["*".to_owned()];
        let origins = if self.origins.is_empty() { &everybody } else { self.origins.as_slice() };
        let who = match origins {
            [star] if star == "*" => "Any page of the web may read answers, without cookies.",
            _ => {
                "Pages of these origins may read answers: scheme, host and port, no path and no slash \
                 at the end.\n# `https://*.example.com` covers one label, `https://**.example.com` any \
                 number."
            }
        };
        let _ = writeln!(text, "# Who may read this API from a page of another origin.");
        let _ =
            writeln!(text, "# crosscheck policy check FILE says what is wrong or unwise in it.\n");
        let _ = writeln!(text, "[cors]\n# {who}\norigins = {}\n", list(origins));
        let _ = writeln!(
            text,
            "# Whether those pages may read what is meant for a signed-in user: answers to requests\n\
             # with cookies, HTTP authentication or a client certificate.\ncredentials = {}\n",
            self.credentials
        );
        let fields = [
            (
                "methods",
                &self.methods,
                "Methods beside GET, HEAD and POST, which need no permission.",
            ),
            (
                "request_headers",
                &self.request_headers,
                "Headers that pages set; Content-Type: application/json is one of them.",
            ),
            (
                "expose_headers",
                &self.expose_headers,
                "Response headers that script reads beside the seven that it always may.",
            ),
        ];
        for (name, names, about) in fields {
            let _ = writeln!(text, "# {about}\n{name} = {}\n", list(names));
        }
        let _ = writeln!(
            text,
            "# Seconds for which browsers remember a preflight's answer (Chromium at most 7200, WebKit \
             600).\nmax_age = 7200"
        );
        if !self.development.is_empty() {
            let _ = writeln!(
                text,
                "\n# Pages under development; they count with `crosscheck serve --development` only.\n\
                 [development]\norigins = {}",
                list(&self.development)
            );
        }
        if !self.origins.is_empty() && !self.origins.iter().any(|origin| origin == "*") {
            let _ = writeln!(
                text,
                "\n# What must stay true, whoever edits this file: proven at every check.\n[[assert]]\n\
                 name = \"nobody else reads\"\noutside = {}\nnever = [\"read\"]",
                list(origins)
            );
        }
        text
    }
}

/// A list of texts; JSON spells them as TOML does.
pub(crate) fn list(texts: &[String]) -> String {
    let texts: Vec<String> =
        texts.iter().map(|text| serde_json::Value::from(text.as_str()).to_string()).collect();
    format!("[{}]", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::Starter;
    use crate::ReadOptions;
    use crate::read;

    #[test]
    fn what_it_writes_is_a_policy_and_holds_what_it_asserts() {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let whole = Starter {
            origins: list(&["https://app.example.com", "https://*.example.org"]),
            credentials: true,
            methods: list(&["PUT", "DELETE"]),
            request_headers: list(&["authorization", "content-type"]),
            expose_headers: list(&["x-total"]),
            development: list(&["loopback"]),
        };
        for starter in [whole, Starter::default()] {
            let text = starter.text();
            let reading = read("crosscheck.toml", &text, ReadOptions::default());
            assert!(reading.report.diagnostics.is_empty(), "{text}\n{}", reading.report.text());
            assert!(reading.policy.is_some());
        }
    }
}
