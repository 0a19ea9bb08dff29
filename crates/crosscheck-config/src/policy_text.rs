//! A policy's record as the text of its file.

use std::fmt::Write;

use crosscheck::server::Config;
use crosscheck::server::Danger;
use crosscheck::server::Rule;

use crate::starter::list;

/// The text of a file that means a record. In: lines of comment above it.
///
/// # Example
/// ```
/// use crosscheck::server::Config;
/// use crosscheck_config::policy_text;
/// let config = Config::new().origins(["https://app.example"]).max_age(600);
/// assert_eq!(
///     policy_text(&config, &["From nginx.conf."]),
///     "# From nginx.conf.\n\n[cors]\norigins = [\"https://app.example\"]\nmax_age = 600\n"
/// );
/// ```
pub fn policy_text(config: &Config, comments: &[impl AsRef<str>]) -> String {
    let mut text = String::new();
    for line in comments.iter().flat_map(|comment| comment.as_ref().lines()) {
        let _ = writeln!(text, "# {}", crate::visible::visible(line));
    }
    if !comments.is_empty() {
        text.push('\n');
    }
    text.push_str("[cors]\n");
    let own = Rule {
        origins: config.origins.clone(),
        origin_source: config.origin_source,
        credentials: config.credentials,
        methods: config.methods.clone(),
        request_headers: config.request_headers.clone(),
        expose_headers: config.expose_headers.clone(),
        max_age: config.max_age,
        expose_timing: config.expose_timing,
        resource_policy: config.resource_policy,
        ..Rule::default()
    };
    if own == Rule::default() && config.rules.is_empty() {
        text.push_str("# No page of another origin may read.\norigins = []\n");
    }
    fields(&own, &mut text);
    danger(&config.danger, &mut text);
    for rule in &config.rules {
        text.push_str("\n[[cors.rules]]\n");
        if rule.origins.is_empty() && !rule.handler && !rule.origin_source {
            text.push_str("# No page of another origin may read here.\norigins = []\n");
        }
        fields(rule, &mut text);
    }
    text
}

fn fields(rule: &Rule, text: &mut String) {
    let mut say = |name: &str, value: String| {
        let _ = writeln!(text, "{name} = {value}");
    };
    let lists = [
        ("paths", &rule.paths),
        ("origins", &rule.origins),
        ("methods", &rule.methods),
        ("request_headers", &rule.request_headers),
        ("expose_headers", &rule.expose_headers),
    ];
    for (name, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        say(name, if items.len() > 4 { lines(items) } else { list(items) });
        if name == "origins" && rule.credentials {
            say("credentials", "true".into());
        }
    }
    let truths = [
        ("handler", rule.handler),
        ("origin_source", rule.origin_source),
        ("expose_timing", rule.expose_timing),
    ];
    truths.into_iter().filter(|(_, is)| *is).for_each(|(name, _)| say(name, "true".into()));
    if rule.credentials && rule.origins.is_empty() {
        say("credentials", "true".into());
    }
    if let Some(seconds) = rule.max_age {
        say("max_age", seconds.to_string());
    }
    if let Some(policy) = rule.resource_policy {
        say("resource_policy", format!("\"{}\"", policy.name()));
    }
}

fn danger(danger: &Danger, text: &mut String) {
    let risks = [
        ("null_origin", danger.null_origin),
        ("insecure_origins", danger.insecure_origins),
        ("public_suffixes", danger.public_suffixes),
        ("whole_schemes", danger.whole_schemes),
        ("file_origin", danger.file_origin),
        ("address_ranges", danger.address_ranges),
        ("everybody_with_credentials", danger.everybody_with_credentials),
    ];
    let taken: Vec<String> =
        risks.iter().filter(|(_, is)| *is).map(|(name, _)| format!("{name} = true")).collect();
    if !taken.is_empty() {
        let _ = writeln!(text, "danger = {{ {} }}", taken.join(", "));
    }
}

/// A long list, an item a line.
fn lines(items: &[String]) -> String {
    let one = |item: &String| {
        let quoted = list(std::slice::from_ref(item));
        format!("  {},\n", &quoted[1..quoted.len() - 1])
    };
    format!("[\n{}]", items.iter().map(one).collect::<String>())
}

#[cfg(test)]
mod tests {
    use crosscheck::server::Config;
    use crosscheck::server::Danger;
    use crosscheck::server::ResourcePolicy;
    use crosscheck::server::Rule;

    use super::policy_text;
    use crate::ReadOptions;
    use crate::read;

    #[test]
    fn what_is_written_is_read_as_the_same_policy() {
        let rule = Rule {
            paths: vec!["/public".into(), "/quo\"te".into()],
            origins: vec!["*".into()],
            resource_policy: Some(ResourcePolicy::CrossOrigin),
            ..Rule::default()
        };
        let config = Config {
            danger: Danger { null_origin: true, insecure_origins: true, ..Danger::default() },
            resource_policy: Some(ResourcePolicy::SameSite),
            expose_timing: true,
            rules: vec![
                rule,
                Rule { paths: vec!["/old".into()], handler: true, ..Rule::default() },
                Rule { paths: vec!["/inner".into()], ..Rule::default() },
            ],
            ..Config::new()
                .origins([
                    "null",
                    "http://a.example",
                    "https://*.b.example",
                    "https://c.example",
                    "https://d.example",
                ])
                .credentials(true)
                .methods(["PUT"])
                .request_headers(["x-token"])
                .expose_headers(["etag"])
                .max_age(0)
        };
        for config in [config, Config::new()] {
            let text = policy_text(&config, &["a comment\nof two lines"]);
            let reading = read("crosscheck.toml", &text, ReadOptions::default());
            let policy =
                reading.policy.unwrap_or_else(|| panic!("{text}\n{}", reading.report.text()));
            let meant = crosscheck::server::Policy::new(&config).expect("a policy");
            assert!(meant.statements().count() == policy.statements().count(), "{text}");
            for origin in ["null", "http://a.example", "https://x.b.example", "https://y.example"] {
                for path in ["/", "/public/x", "/old", "/inner"] {
                    let allows = |policy: &crosscheck::server::Policy| {
                        policy.allows_origin(path, origin.as_bytes())
                    };
                    assert_eq!(allows(&policy), allows(&meant), "{origin} {path}\n{text}");
                }
            }
        }
    }
}
