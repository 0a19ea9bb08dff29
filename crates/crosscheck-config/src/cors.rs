//! `[cors]` and its rules, as they are written.

use crosscheck::catalog::FindingKind;
use crosscheck::server::Danger;
use crosscheck::server::ResourcePolicy;
use crosscheck::server::Rule;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::table_reader::Reader;
use crate::table_reader::kind;

impl Reader {
    pub(crate) fn cors(&mut self, table: &DeTable<'_>) {
        let rule = self.rule("", table, &FIELDS);
        self.config.origins = rule.origins;
        self.config.origin_source = rule.origin_source;
        self.config.credentials = rule.credentials;
        self.config.methods = rule.methods;
        self.config.request_headers = rule.request_headers;
        self.config.expose_headers = rule.expose_headers;
        self.config.max_age = rule.max_age;
        self.config.expose_timing = rule.expose_timing;
        self.config.resource_policy = rule.resource_policy;
    }

    /// Reads the fields of a rule, and those that only the policy itself has.
    fn rule(&mut self, prefix: &str, table: &DeTable<'_>, known: &[&str]) -> Rule {
        let mut rule = Rule::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                self.unknown(name, key.span(), known, prefix);
                continue;
            }
            self.places.insert(format!("{prefix}{name}"), value.span());
            match name {
                "paths" => rule.paths = self.strings(prefix, name, value),
                "handler" => rule.handler = self.boolean(value).unwrap_or_default(),
                "origins" => rule.origins = self.strings(prefix, name, value),
                "origin_source" => rule.origin_source = self.boolean(value).unwrap_or_default(),
                "credentials" => rule.credentials = self.boolean(value).unwrap_or_default(),
                "methods" => rule.methods = self.strings(prefix, name, value),
                "request_headers" => rule.request_headers = self.strings(prefix, name, value),
                "expose_headers" => rule.expose_headers = self.strings(prefix, name, value),
                "max_age" => rule.max_age = self.seconds(value),
                "expose_timing" => rule.expose_timing = self.boolean(value).unwrap_or_default(),
                "resource_policy" => rule.resource_policy = self.resource_policy(value),
                "danger" => self.config.danger = self.danger(value),
                _ => self.config.rules = self.rules(value),
            }
        }
        rule
    }

    fn rules(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Rule> {
        let Some(array) = value.get_ref().as_array() else {
            self.unread.insert("origins".into());
            let text = "rules are tables; write `[[cors.rules]]` on a line above each";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
            return Vec::new();
        };
        let mut rules = Vec::new();
        for item in array {
            let prefix = format!("rules[{}]", rules.len());
            self.places.insert(prefix.clone(), item.span());
            match item.get_ref().as_table() {
                Some(table) => rules.push(self.rule(&format!("{prefix}."), table, &RULE_FIELDS)),
                None => {
                    self.unread.insert("origins".into());
                    let text = format!("this is {}; write `[[cors.rules]]` above it", kind(item));
                    self.mistake(item.span(), FindingKind::WrongType, text);
                }
            }
        }
        rules
    }

    fn resource_policy(&mut self, value: &Spanned<DeValue<'_>>) -> Option<ResourcePolicy> {
        use ResourcePolicy::CrossOrigin;
        use ResourcePolicy::SameOrigin;
        use ResourcePolicy::SameSite;

        let written = value.get_ref().as_str();
        let known = [SameOrigin, SameSite, CrossOrigin];
        let policy = known.into_iter().find(|policy| written == Some(policy.name()));
        if policy.is_none() {
            let text = "write `\"same-origin\"`, `\"same-site\"` or `\"cross-origin\"`";
            self.mistake(value.span(), FindingKind::WrongType, text.into());
        }
        policy
    }

    fn danger(&mut self, value: &Spanned<DeValue<'_>>) -> Danger {
        let mut danger = Danger::default();
        let Some(table) = value.get_ref().as_table() else {
            let text =
                format!("this is {}; write `danger = {{ null_origin = true }}`", kind(value));
            self.mistake(value.span(), FindingKind::WrongType, text);
            return danger;
        };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            self.places.insert(format!("danger.{name}"), value.span());
            let accepted = match name {
                "null_origin" => &mut danger.null_origin,
                "insecure_origins" => &mut danger.insecure_origins,
                "public_suffixes" => &mut danger.public_suffixes,
                "whole_schemes" => &mut danger.whole_schemes,
                "file_origin" => &mut danger.file_origin,
                "address_ranges" => &mut danger.address_ranges,
                "everybody_with_credentials" => &mut danger.everybody_with_credentials,
                _ => {
                    self.unknown(name, key.span(), &DANGERS, "danger.");
                    continue;
                }
            };
            *accepted = self.boolean(value).unwrap_or_default();
        }
        danger
    }

    fn seconds(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        let Some(integer) = value.get_ref().as_integer() else {
            let text = format!("this is {}; write whole seconds, such as `600`", kind(value));
            self.mistake(value.span(), FindingKind::WrongType, text);
            return None;
        };
        match i128::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(seconds) if seconds < 0 => {
                let text = "seconds are not negative; write `0` to let browsers remember nothing";
                let kind = FindingKind::MaxAgeOutOfBounds;
                self.mistake(value.span(), kind, text.into());
                None
            }
            // What does not fit is far out of bounds, which the library will say.
            seconds => Some(seconds.map_or(u32::MAX, |s| u32::try_from(s).unwrap_or(u32::MAX))),
        }
    }
}

/// The fields of a rule, as `Rule` declares them.
pub(crate) const RULE_FIELDS: [&str; 11] = [
    "paths",
    "handler",
    "origins",
    "origin_source",
    "credentials",
    "methods",
    "request_headers",
    "expose_headers",
    "max_age",
    "expose_timing",
    "resource_policy",
];

/// The fields of `[cors]`, as `Config` declares them.
pub(crate) const FIELDS: [&str; 11] = [
    "origins",
    "origin_source",
    "credentials",
    "methods",
    "request_headers",
    "expose_headers",
    "max_age",
    "expose_timing",
    "resource_policy",
    "danger",
    "rules",
];

/// The fields of `danger`, as `Danger` declares them.
pub(crate) const DANGERS: [&str; 7] = [
    "null_origin",
    "insecure_origins",
    "public_suffixes",
    "whole_schemes",
    "file_origin",
    "address_ranges",
    "everybody_with_credentials",
];
