//! What of a first policy is none, in the words of the command line: no file is there yet to point into.

use crosscheck::catalog::Severity;
use crosscheck::server::Config;
use crosscheck::server::Finding;
use crosscheck::server::Policy;
use crosscheck_config::Starter;

/// A value that no policy may hold.
#[derive(Debug)]
pub(super) struct Mistake {
    /// The option that says it.
    pub(super) option: &'static str,
    /// The value, and what is wrong with it.
    pub(super) what: String,
    /// What to write; empty if nobody knows.
    pub(super) hint: String,
}

impl Mistake {
    /// The first one, if there is any.
    pub(super) fn first_of(starter: &Starter) -> Option<Self> {
        let Starter { origins, credentials, methods, request_headers, expose_headers, .. } =
            starter;
        let everybody = || vec!["*".to_owned()];
        let policy = Config {
            origins: if origins.is_empty() { everybody() } else { origins.clone() },
            credentials: *credentials,
            methods: methods.clone(),
            request_headers: request_headers.clone(),
            expose_headers: expose_headers.clone(),
            ..Config::default()
        };
        let development = Config { origins: starter.development.clone(), ..Config::default() };
        let of_policy = first_error(&policy).map(|error| Self::of(option(&error.path), &error));
        of_policy
            .or_else(|| first_error(&development).map(|error| Self::of("--development", &error)))
    }

    fn of(option: &'static str, error: &Finding) -> Self {
        let hint = error.suggestion.as_ref().map(|instead| format!("write `{instead}`"));
        Self {
            option,
            what: format!("`{}`: {}", error.value.escape_debug(), error.reason),
            hint: hint.unwrap_or_default(),
        }
    }
}

fn first_error(config: &Config) -> Option<Finding> {
    let errors = Policy::new(config).err()?;
    errors.findings().iter().find(|finding| finding.severity == Severity::Error).cloned()
}

/// Which option says what a field of the policy holds: `methods[0]`.
fn option(path: &str) -> &'static str {
    match path.split('[').next() {
        Some("credentials") => "--credentials",
        Some("methods") => "--method",
        Some("request_headers") => "--header",
        Some("expose_headers") => "--expose",
        _ => "--origin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_option_is_named_with_what_to_write_in_place_of_its_value() {
        let of = |fill: fn(&mut Starter)| {
            let mut starter =
                Starter { origins: vec!["https://app.example".into()], ..Starter::default() };
            fill(&mut starter);
            let mistake = Mistake::first_of(&starter);
            mistake.map(|mistake| format!("{} {}; {}", mistake.option, mistake.what, mistake.hint))
        };
        assert_eq!(of(|_| ()), None);
        assert_eq!(of(|starter| starter.origins = vec!["*".into()]), None);
        let slash = "`https://a.example/`: an origin has no path, not even a trailing slash; write \
                     `https://a.example`";
        assert_eq!(
            of(|s| s.origins = vec!["https://a.example/".into()]),
            Some(format!("--origin {slash}"))
        );
        assert_eq!(
            of(|s| s.development = vec!["https://a.example/".into()]),
            Some(format!("--development {slash}"))
        );
        for (told, option) in [
            (of(|s| s.methods = vec!["GET IT".into()]), "--method `GET IT`: "),
            (of(|s| s.request_headers = vec!["a:".into()]), "--header `a:`: "),
            (of(|s| s.expose_headers = vec!["a:".into()]), "--expose `a:`: "),
        ] {
            assert!(told.as_ref().is_some_and(|told| told.starts_with(option)), "{told:?}");
        }
    }
}
