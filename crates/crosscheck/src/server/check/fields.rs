//! The checks of one rule: what is written becomes sets, and everything there is to say is said.

use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use core::net::Ipv4Addr;

use super::names::NameField;
use super::names::Names;
use super::names::name_within;
use super::public_suffix::Suffix;
use super::public_suffix::suffix_class;
use crate::catalog::FindingKind;
use crate::catalog::Severity;
use crate::server::config::Danger;
use crate::server::config::Finding;
use crate::server::config::Written;
use crate::server::origin::ANY_PORT;
use crate::server::origin::Entry;
use crate::server::origin::OriginPattern;
use crate::server::origin::OriginSet;
use crate::server::origin::Reach;
use crate::server::policy::MethodSet;
use crate::server::policy::OriginsAsked;
use crate::server::policy::RequestHeaderSet;
use crate::wire::cut;
use crate::wire::holds;
use crate::wire::is_loopback;
use crate::wire::joined;
use crate::wire::one_of;
use crate::wire::sorted;

/// Collects what is found, rule by rule.
#[derive(Debug)]
pub(crate) struct Checker<'c> {
    /// What stands in front of every path: empty, or `rules[2].`.
    prefix: String,
    /// Whether the rule that is being checked allows credentials.
    pub(super) credentials: bool,
    pub(super) danger: &'c Danger,
    /// The dangers that something needed.
    pub(super) used: Danger,
    pub(crate) findings: Vec<Finding>,
}

impl<'c> Checker<'c> {
    pub(crate) fn new(danger: &'c Danger) -> Self {
        Self {
            prefix: String::new(),
            credentials: false,
            danger,
            used: Danger::default(),
            findings: Vec::new(),
        }
    }

    /// Goes on to a rule.
    pub(crate) fn enter(&mut self, prefix: &str, credentials: bool) {
        self.prefix = prefix.into();
        self.credentials = credentials;
    }

    /// A rule that leaves its paths alone says nothing else.
    pub(crate) fn left_to_handler(&mut self, written: &Written<'_>) -> OriginSet {
        if !written.is_empty() {
            let reason = "what pages may do here is the handler's to say; keep `paths` alone beside \
                          it, or write a rule for another path";
            self.say(
                Severity::Error,
                FindingKind::HandlerNotAlone,
                "handler",
                "true",
                reason,
                None,
            );
        }
        OriginSet::with_room_for(0)
    }

    pub(crate) fn origins(&mut self, texts: &[String], asks: bool) -> OriginSet {
        if texts.is_empty() && !asks {
            let reason = "no origin is listed, so no page may read anything";
            let suggestion = Some("https://app.example.com".into());
            self.say(Severity::Warning, FindingKind::NoOrigins, "origins", "", reason, suggestion);
        }
        let mut set = OriginSet::with_room_for(texts.len());
        let mut all_patterns = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            match Entry::parse(text) {
                Ok(Entry::Any) => {
                    set.any = true;
                    self.any_origin(index, texts.len() > 1);
                }
                Ok(Entry::Null) => {
                    let reason = "any sandboxed frame of any site sends `null`; allowing it \
                                  allows all";
                    self.used.null_origin = true;
                    let severity = accepted(self.danger.null_origin);
                    self.item(severity, FindingKind::NullOrigin, "origins", index, text, reason);
                    set.add_origin(text);
                }
                Ok(Entry::File) => {
                    let reason = "every file on the device has this origin: browsers send `null` \
                                  for it, and only applications such as Electron's, Cordova's or \
                                  a WebView `file://`";
                    self.used.file_origin = true;
                    let severity = accepted(self.danger.file_origin);
                    self.item(severity, FindingKind::FileOrigin, "origins", index, text, reason);
                    set.add_origin(text);
                }
                Ok(Entry::Exact(origin)) => {
                    if !set.add_origin(text) {
                        self.duplicate("origins", index, text);
                    }
                    self.exposed_to(index, text, origin.scheme(), origin.host());
                }
                Ok(Entry::Patterns(patterns)) => {
                    if let [pattern] = patterns.as_slice() {
                        self.pattern(index, text, pattern);
                    } else {
                        self.exposed_to(index, text, "https", "localhost");
                    }
                    all_patterns.extend(patterns);
                }
                Err(wrong) => {
                    let (kind, path) = (wrong.kind(), format!("origins[{index}]"));
                    let suggestion = wrong.suggestion;
                    self.say(Severity::Error, kind, &path, text, &wrong.reason, suggestion);
                }
            }
        }
        if set.any {
            return OriginSet::everybody();
        }
        set.set_patterns(all_patterns);
        self.covered(texts, &set);
        set
    }

    /// Which origins a rule asks about. In: whether it asks, and whether it lets everybody in.
    pub(crate) fn origin_source(&mut self, asks: bool, any: bool) -> OriginsAsked {
        if !asks {
            return OriginsAsked::Never;
        }
        if any {
            let kind = FindingKind::WildcardNotAlone;
            let reason = "`*` lets everybody in, so nobody is asked about; keep one or the other";
            self.say(Severity::Warning, kind, "origin_source", "true", reason, None);
        }
        self.used.insecure_origins |= self.credentials;
        match self.credentials && !self.danger.insecure_origins {
            true => OriginsAsked::Secure,
            false => OriginsAsked::All,
        }
    }

    /// Who else could speak for an origin: whoever is on the way, or on the visitor's machine.
    fn exposed_to(&mut self, index: usize, text: &str, scheme: &str, host: &str) {
        if !matches!(scheme, "http" | "https") {
            // An application serves its own scheme: nobody else is on the way.
        } else if is_loopback(host) {
            if self.credentials {
                let kind = FindingKind::LoopbackWithCredentials;
                let reason = "any program on the visitor's machine can serve this page; leave it \
                              out where real accounts are at stake";
                self.item(Severity::Warning, kind, "origins", index, text, reason);
            }
        } else if scheme == "http" {
            let kind = FindingKind::InsecureOrigin;
            let (severity, reason) = if self.credentials {
                self.used.insecure_origins = true;
                let reason = "anybody on the visitor's network can pretend to be a plain `http` \
                              page, and would read with the visitor's credentials";
                (accepted(self.danger.insecure_origins), reason)
            } else {
                let reason =
                    "anybody on the visitor's network can pretend to be a plain `http` page";
                (Severity::Warning, reason)
            };
            // Nobody has a certificate for a range.
            let place = text.strip_prefix("http://").filter(|place| !holds(place, "/"));
            let suggestion = Entry::settled(place.map(|place| format!("https://{place}")));
            self.say(severity, kind, &format!("origins[{index}]"), text, reason, suggestion);
        }
    }

    fn pattern(&mut self, index: usize, text: &str, pattern: &OriginPattern) {
        let host = match pattern.reach {
            // All of such a range is alike: the visitor's own machine, or not.
            Reach::Network { first, bits: 8.. } => Ipv4Addr::from(first).to_string(),
            _ => pattern.base.clone(),
        };
        self.exposed_to(index, text, &pattern.scheme, &host);
        if self.credentials && pattern.ports == ANY_PORT && !is_loopback(&host) {
            let kind = FindingKind::AnyPortWithCredentials;
            let reason = "whatever else listens on this host may read with the visitor's \
                          credentials; name the ports";
            self.item(Severity::Warning, kind, "origins", index, text, reason);
        }
        let literal = match &pattern.reach {
            Reach::Host => return,
            Reach::AnyHost => return self.whole_scheme(index, text, &pattern.scheme),
            Reach::Network { .. } => return self.address_range(index, text),
            Reach::AnyDepth => false,
            Reach::OneLabel { prefix, suffix } => !prefix.is_empty() || !suffix.is_empty(),
        };
        let base = pattern.base.as_str();
        match suffix_class(base) {
            Suffix::Own => {}
            // Part of a name that anybody can register anew: `https://*example.com`.
            Suffix::Registry => {
                // `*example.com` is meant to end with a domain, as texts do.
                let is_text = matches!(&pattern.reach, Reach::OneLabel { prefix, suffix }
                    if prefix.is_empty() && suffix.starts_with(|c: char| c.is_ascii_alphanumeric()));
                let meant = cut(text, "*").filter(|_| is_text);
                let meant = meant.map(|(scheme, rest)| format!("{scheme}*.{rest}"));
                self.public_suffix(index, text, base, meant);
            }
            Suffix::Shared if !literal => self.public_suffix(index, text, base, None),
            Suffix::Shared => {
                let kind = FindingKind::SharedSuffix;
                let reason = format!(
                    "strangers have names under `{base}` too; make sure that none of them can \
                     choose one that fits"
                );
                self.item(Severity::Warning, kind, "origins", index, text, &reason);
            }
        }
    }

    /// What a pattern of the same rule covers need not be listed.
    fn covered(&mut self, texts: &[String], set: &OriginSet) {
        if set.patterns().is_empty() {
            return;
        }
        for (index, text) in texts.iter().enumerate() {
            let by_other = match Entry::parse(text) {
                Ok(Entry::Exact(_)) => set.pattern_for(text.as_bytes()).is_some(),
                Ok(Entry::Patterns(patterns)) => {
                    patterns.iter().all(|pattern| set.pattern_covering(pattern).is_some())
                }
                _ => false,
            };
            if by_other {
                let reason = "a pattern of the same list covers this already";
                let kind = FindingKind::Covered;
                self.item(Severity::Warning, kind, "origins", index, text, reason);
            }
        }
    }

    pub(crate) fn methods(&mut self, texts: &[String]) -> MethodSet {
        let names = self.names(NameField::Methods, texts, texts.len() > 1);
        if names.star.is_some() { MethodSet::Any } else { MethodSet::Listed(names.listed) }
    }

    pub(crate) fn request_headers(&mut self, texts: &[String]) -> RequestHeaderSet {
        let field = NameField::RequestHeaders;
        let is_other = |name: &String| one_of(name, &["*", "authorization"]).is_none();
        let Names { star, mut listed, .. } = self.names(field, texts, texts.iter().any(is_other));
        if let Some(index) = star {
            listed.retain(|name| name == "authorization");
            if listed.is_empty() && !self.credentials {
                let reason = "`*` does not cover `authorization`; list it beside the star if pages \
                              send it";
                let kind = FindingKind::WildcardWithoutAuthorization;
                self.item(Severity::Note, kind, field.name(), index, "*", reason);
            }
        }
        let listed = sorted(listed);
        let longest = listed.iter().map(String::len).max().unwrap_or_default();
        RequestHeaderSet { any: star.is_some(), all: joined(&listed, ","), listed, longest }
    }

    pub(crate) fn exposed_headers(&mut self, texts: &[String]) -> Vec<String> {
        let names = self.names(NameField::ExposeHeaders, texts, texts.len() > 1);
        if names.star.is_some() { vec!["*".into()] } else { sorted(names.listed) }
    }

    /// The names of a list, each once, without those that do nothing. In: whether a star covers others
    /// beside it.
    fn names(&mut self, field: NameField, texts: &[String], has_others: bool) -> Names {
        let mut names = Names::with_room_for(texts.len());
        for (index, text) in texts.iter().enumerate() {
            if text == "*" {
                names.star = Some(index);
                self.wildcard(field.name(), index, has_others);
                continue;
            }
            let name = field.normalized(text);
            if let Some((severity, kind, reason)) = field.judge(text, &name) {
                let place = format!("{}[{index}]", field.name());
                self.say(severity, kind, &place, text, reason, name_within(text));
            } else {
                self.name(field, index, text, name, &mut names);
            }
        }
        names
    }

    /// A name that means something.
    fn name(
        &mut self,
        field: NameField,
        index: usize,
        text: &str,
        name: String,
        names: &mut Names,
    ) {
        let upper = name.to_ascii_uppercase();
        let is_mixed = field == NameField::Methods && name != upper;
        if field == NameField::RequestHeaders && name.starts_with("access-control-") {
            let reason = "servers answer with this header; a page that sends it needs it listed, \
                          and gains nothing by it";
            let kind = FindingKind::ForbiddenRequestHeader;
            self.item(Severity::Warning, kind, field.name(), index, text, reason);
        }
        if !names.add(name) {
            self.duplicate(field.name(), index, text);
        } else if is_mixed {
            let reason = "methods are told apart by case, and this one is not put into upper case \
                          by browsers";
            let path = format!("{}[{index}]", field.name());
            let (severity, kind) = (Severity::Warning, FindingKind::MethodCase);
            self.say(severity, kind, &path, text, reason, Some(upper));
        }
    }

    pub(crate) fn max_age(&mut self, seconds: Option<u32>) -> Option<String> {
        let seconds = seconds?;
        let text = seconds.to_string();
        if seconds > 86_400 {
            let reason = "no browser remembers a preflight for more than a day (86400 seconds)";
            let kind = FindingKind::MaxAgeOutOfBounds;
            self.say(Severity::Warning, kind, "max_age", &text, reason, Some("86400".into()));
        } else if seconds > 7200 {
            let reason = "Chromium remembers for 7200 seconds at most, WebKit for 600";
            self.say(Severity::Note, FindingKind::MaxAgeCut, "max_age", &text, reason, None);
        }
        Some(text)
    }

    fn wildcard(&mut self, field: &str, index: usize, beside_others: bool) {
        if self.credentials {
            let kind = FindingKind::WildcardWithCredentials;
            let reason = "with credentials browsers read `*` as a name, not as a wildcard; list \
                          them";
            self.item(Severity::Error, kind, field, index, "*", reason);
        } else if beside_others {
            let kind = FindingKind::WildcardNotAlone;
            let reason = "`*` already covers the others; keep one or the other";
            self.item(Severity::Warning, kind, field, index, "*", reason);
        }
    }

    fn duplicate(&mut self, field: &str, index: usize, text: &str) {
        let reason = "this is in the list already";
        self.item(Severity::Warning, FindingKind::Duplicate, field, index, text, reason);
    }

    pub(super) fn item(
        &mut self,
        severity: Severity,
        kind: FindingKind,
        field: &str,
        index: usize,
        value: &str,
        reason: &str,
    ) {
        self.say(severity, kind, &format!("{field}[{index}]"), value, reason, None);
    }

    pub(crate) fn say(
        &mut self,
        severity: Severity,
        kind: FindingKind,
        place: &str,
        value: &str,
        reason: &str,
        suggestion: Option<String>,
    ) {
        let (path, value) = (format!("{}{place}", self.prefix), value.to_string());
        let reason = reason.to_string();
        self.findings.push(Finding { severity, kind, path, value, reason, suggestion });
    }
}

/// What was accepted as a danger stays worth a note.
pub(super) const fn accepted(danger: bool) -> Severity {
    if danger { Severity::Note } else { Severity::Error }
}
