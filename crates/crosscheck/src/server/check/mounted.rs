//! Rules that nobody asks where only a part of the paths comes by.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::catalog::FindingKind;
use crate::catalog::Severity;
use crate::server::config::Config;
use crate::server::config::Finding;
use crate::server::path::Place;
use crate::server::path::parse_rule_path;
use crate::server::path::spell_path;

impl Config {
    /// Rules that are never asked where only requests below a path come by, as to a layer within a
    /// nested router or a scope: one for each path of a rule that no such request has, and for each that
    /// a longer one there speaks before.
    ///
    /// In: the path below which the policy is put, `/api`, as requests have it: what a router cuts off
    /// counts as far as the adapter sees it (`CorsLayer::uri_of` of tower's layer).
    /// Out: warnings; none if that is no path of a rule.
    ///
    /// # Example
    /// ```
    /// use crosscheck::server::{Config, Rule};
    ///
    /// let users = Rule::new().paths(["/users"]).origins(["https://app.example"]);
    /// let found = Config::new().rule(users).findings_under("/api");
    /// assert_eq!(found[0].path, "rules[0].paths[0]");
    /// assert_eq!(found[0].suggestion.as_deref(), Some("/api/users"));
    /// ```
    #[inline]
    pub fn findings_under(&self, mount: &str) -> Vec<Finding> {
        let Ok(mount) = parse_rule_path(mount) else { return Vec::new() };
        let mut written: Vec<(String, &str, Place)> = Vec::new();
        for (number, rule) in self.rules.iter().enumerate() {
            for (index, path) in rule.paths.iter().enumerate() {
                if let Ok(place) = parse_rule_path(path) {
                    written.push((format!("rules[{number}].paths[{index}]"), path, place));
                }
            }
            if rule.paths.is_empty() {
                written.push((format!("rules[{number}].origins"), "/", Vec::new()));
            }
        }
        if !self.origins.is_empty() {
            written.push(("origins".to_string(), "/", Vec::new()));
        }
        let mut longest = 0;
        for (.., place) in &written {
            if mount.starts_with(place) {
                longest = longest.max(place.len());
            }
        }
        let mut found = Vec::new();
        for (field, path, place) in written {
            let (reason, suggestion) = if place.starts_with(&mount) {
                continue;
            } else if !mount.starts_with(&place) {
                let below = spell_path(&mount) + &spell_path(&place);
                (format!("no request below `{}` has this path", spell_path(&mount)), Some(below))
            } else if place.len() < longest {
                let longer = spell_path(mount.get(..longest).unwrap_or(&mount));
                (format!("below `{}` the rules for `{longer}` answer", spell_path(&mount)), None)
            } else {
                continue;
            };
            let (severity, kind) = (Severity::Warning, FindingKind::UnreachableRule);
            let (path, value) = (field, path.to_string());
            found.push(Finding { severity, kind, path, value, reason, suggestion });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::server::config::Config;
    use crate::server::config::Rule;

    #[test]
    fn what_no_request_there_asks_is_found() {
        let on = |path: &str| Rule::new().paths([path]).origins(["https://app.example"]);
        let config = Config::new()
            .origins(["https://app.example"])
            .rule(on("/api"))
            .rule(on("/api/users"))
            .rule(on("/users"));
        for (mount, expected) in [
            ("/", &[][..]),
            ("/api", &["rules[2].paths[0]", "origins"]),
            ("/api/users", &["rules[0].paths[0]", "rules[2].paths[0]", "origins"]),
            ("/api/teams", &["rules[1].paths[0]", "rules[2].paths[0]", "origins"]),
            ("/other", &["rules[0].paths[0]", "rules[1].paths[0]", "rules[2].paths[0]"]),
            ("no path", &[]),
        ] {
            let found = config.findings_under(mount);
            let found: Vec<_> = found.iter().map(|finding| finding.path.as_str()).collect();
            assert_eq!(found, expected, "{mount}");
        }
    }
}
